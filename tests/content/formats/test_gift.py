"""GIFT: Moodle's own files, cases written by hand, and what is written read back."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.formats import gift, html
from app.content.formats.items import Choice, Gap, Image, Item, Number, Pair
from tests import proofs
from tests.content.formats import strategies
from tests.content.formats.made import bare, chosen, number, pairs, sample, short, told, truth

TRIALS = proofs.size(60, 3_000)
trials = settings(max_examples=TRIALS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

# What a file says, and the one question it gives.
QUESTIONS: dict[str, tuple[str, Item]] = {
    "one right option": ("Q{=a ~b}", chosen("single", "Q", ("a", 100), ("b", 0))),
    "a name": ("::N::Q{=a ~b}", chosen("single", "Q", ("a", 100), ("b", 0), name="N")),
    "a name with signs": ("::N\\: 1\\=1::Q{=a ~b}", chosen("single", "Q", ("a", 100), ("b", 0), name="N: 1=1")),
    "a name on its line": ("::N::\nQ{=a ~b}", chosen("single", "Q", ("a", 100), ("b", 0), name="N")),
    "colons that are no name": (":: Q{=a ~b}", chosen("single", ":: Q", ("a", 100), ("b", 0))),
    "feedback": ("Q{=a#yes ~b#no}", chosen("single", "Q", ("a", 100, "yes"), ("b", 0, "no"))),
    "a hash in feedback": ("Q{=a#n#1 ~b}", chosen("single", "Q", ("a", 100, "n#1"), ("b", 0))),
    "half right": ("Q{=a ~%50%b ~c}", chosen("single", "Q", ("a", 100), ("b", 50), ("c", 0))),
    "a blank before a weight": ("Q{=a ~ %25% b}", chosen("single", "Q", ("a", 100), ("b", 25))),
    "decimals of a weight": ("Q{=a ~%12.5%b}", chosen("single", "Q", ("a", 100), ("b", 12.5))),
    "an option before any sign": ("Q{b =a ~c}", chosen("single", "Q", ("b", 0), ("a", 100), ("c", 0))),
    "two right options": ("Q{=a =b ~c}", chosen("single", "Q", ("a", 100), ("b", 100), ("c", 0))),
    "right together": ("Q{~%50%a ~%50%b ~c}", chosen("multiple", "Q", ("a", 50), ("b", 50), ("c", 0))),
    "right together, as =": ("Q{=%50%a =%50%b ~c}", chosen("multiple", "Q", ("a", 50), ("b", 50), ("c", 0))),
    "wrong costs": ("Q{~%100%a ~%-50%b}", chosen("multiple", "Q", ("a", 100), ("b", -50))),
    "thirds": (
        "Q{~%33.33333%a ~%33.33333%b ~%33.33333%c}",
        Item("multiple", "Q", choices=tuple(Choice(one, Fraction(1, 3)) for one in "abc")),
    ),
    "a missing word chosen": ("It is {=a ~b} here.", chosen("single", "It is _____ here.", ("a", 100), ("b", 0))),
    "general feedback": ("Q{=a ~b####all}", chosen("single", "Q", ("a", 100), ("b", 0), feedback="all")),
    "general feedback with signs": ("Q{T####a ~b = #c}", truth("Q", True, feedback="a ~b = #c")),
    "signs as words": ("Q{=\\=a\\~\\#\\{\\}\\: ~b}", chosen("single", "Q", ("=a~#{}:", 100), ("b", 0))),
    "signs outside braces": ("Is 1=1 ~ #1?{=a ~b}", chosen("single", "Is 1=1 ~ #1?", ("a", 100), ("b", 0))),
    "a line break": ("A\\nB{=a ~b}", chosen("single", "A\nB", ("a", 100), ("b", 0))),
    "a backslash": ("\\\\n \\(x\\){=a ~b}", chosen("single", "\\n \\(x\\)", ("a", 100), ("b", 0))),
    "an arrow in an option": ("Q{=a -> b ~c}", chosen("single", "Q", ("a -> b", 100), ("c", 0))),
    "html": ("[html]<p>A &lt; B</p><ul><li>c</li><li>d</li></ul>{T}", truth("A < B\n\n- c\n- d", True)),
    "html of a part": ("Q{=[html]a<br>b ~[plain]<i>}", chosen("single", "Q", ("a\nb", 100), ("<i>", 0))),
    "plain": ("[plain]a <b> &amp;{T}", truth("a <b> &amp;", True)),
    "a format without a name": ("[note] Q{T}", truth("[note] Q", True)),
    "less than": ("2 < 3 & 4 > 3{T}", truth("2 < 3 & 4 > 3", True)),
    "true": ("Q{T}", truth("Q", True)),
    "TRUE": ("Q{ TRUE }", truth("Q", True)),
    "false, both told": ("Q{FALSE#wrong#right}", truth("Q", False, "wrong", "right")),
    "true, right told": ("Q{T##right}", truth("Q", True, "right", "")),
    "short answers": ("Q{=a =%50%b#near}", short("Q [[1]]", ("a", 100), ("b", 50, "near"))),
    "a short answer without a sign": ("Q{a}", short("Q [[1]]", ("a", 100))),
    "a missing word": ("It is {=a} here.", short("It is [[1]] here.", ("a", 100))),
    "a missing word at the start": ("{=a} it is.", short("[[1]] it is.", ("a", 100))),
    "any other answer": ("Q{=a =%0%*#no}", short("Q [[1]]", ("a", 100), wrong="no")),
    "a star": ("Q{=5\\*5}", short("Q [[1]]", ("5*5", 100))),
    "pairs": ("Q{=a -> b =c->d}", pairs("Q", ("a", "b"), ("c", "d"))),
    "a second arrow": ("Q{=a -> b -> c =d -> e}", pairs("Q", ("a", "b -> c"), ("d", "e"))),
    "a percentage to pair": ("Q{=%50% -> half =1 -> one}", pairs("Q", ("%50%", "half"), ("1", "one"))),
    "a number": ("Q{#3}", number("Q", ("3", "0", 100))),
    "a number and how near": ("Q{#3.10:0.50}", number("Q", ("3.1", "0.5", 100))),
    "from one number to another": ("Q{#-1..5}", number("Q", ("2", "3", 100))),
    "numbers": ("Q{#=1822:0#yes =%50%1822:2#near ~#no}", number("Q", ("1822", "0", 100, "yes"), ("1822", "2", 50, "near"), wrong="no")),
    "a decimal comma": ("Q{#3,5}", number("Q", ("3.5", "0", 100))),
    "a power of ten": ("Q{#1.5e3}", number("Q", ("1500", "0", 100))),
    "an id and tags": ("// [id:k\\]1] [tag:x] [tag:y]\nQ{T}", truth("Q", True, key="k]1", tags=("x", "y"))),
    "a category": ("$CATEGORY: $course$/top/A/B//C\n\nQ{T}", truth("Q", True, tags=("A", "B/C"))),
    "a category just above": ("$CATEGORY: A\nQ{T}", truth("Q", True, tags=("A",))),
    "a comment inside": ("Q{=a\n// no\n~b}", chosen("single", "Q", ("a", 100), ("b", 0))),
    "a no-break space": ("Q\xa0?{T}", truth("Q\xa0?", True)),
}  # fmt: skip

# What a file says, and what is found: level, code, detail. Errors leave the question out.
FOUND: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "an essay": ("Q{}", [("error", "unsupported", "essay")]),
    "an essay told": ("Q{####all}", [("error", "unsupported", "essay")]),
    "a description": ("Only words", [("error", "unsupported", "description")]),
    "an open brace": ("Q{=a ~b", [("error", "braces", "")]),
    "a closing brace": ("Q =a}", [("error", "braces", "")]),
    "a brace inside": ("Q{=a{ ~b}", [("error", "braces", "")]),
    "two questions without an empty line": ("Q{T}\nR{F}", [("error", "braces", "")]),
    "no text": ("{=a ~b}", [("error", "no_text", "")]),
    "a tag and no text": ("[html]<br>{T}", [("error", "no_text", "")]),
    "one option": ("Q{~a}", [("error", "too_few", "1")]),
    "an empty option": ("Q{= ~b}", [("error", "empty_choice", "")]),
    "nothing right": ("Q{~a ~b}", [("error", "no_right", "")]),
    "no short answer fully right": ("Q{=%50%a}", [("error", "no_right", "")]),
    "one pair": ("Q{=a -> b}", [("error", "too_few", "1")]),
    "half a pair": ("Q{=a -> =c -> d}", [("error", "bad_pair", "a")]),
    "a pair without an arrow": ("Q{=a =c -> d}", [("error", "bad_pair", "a")]),
    "no number": ("Q{#}", [("error", "too_few", "0")]),
    "a word for a number": ("Q{#three}", [("error", "bad_number", "three")]),
    "a negative margin": ("Q{#3:-1}", [("error", "bad_number", "-1")]),
    "other digits": ("Q{#٣}", [("error", "bad_number", "٣")]),
    "a weight over 100": ("Q{=a ~%500%b}", [("error", "bad_grade", "500")]),
    "a weight of two signs": ("Q{=a ~%--5%b}", [("error", "bad_grade", "--5")]),
    "weights that do not add up": ("Q{~%50%a ~%20%b}", [("loss", "weights_sum", "70")]),
    "a pattern": ("Q{=a =b*}", [("loss", "wildcard", "b*")]),
    "an answer of its own": ("Q{=a->b =c->d =->e}", [("loss", "lone_answer", "e")]),
    "emphasis": ("[html]<b>Q</b>{T}", [("loss", "emphasis", "")]),
    "emphasis in Markdown": ("[markdown]**Q**{T}", [("loss", "emphasis", "")]),
    "a link": ("[html]<a href\\=\"http\\://x.fr\">Q</a>{T}", [("loss", "link", "http://x.fr")]),
    "an image": ("[html]Q<img src\\=\"@@PLUGINFILE@@/a%20b.png\">{T}", [("loss", "image", "a b.png")]),
    "a script": ("[html]Q<script>alert(1)</script>{T}", [("loss", "media", "script")]),
    "what looks like a gap": ("Q [[1]]{=a}", [("loss", "brackets", "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_read_as_written_and_written_so_that_it_reads_the_same(name: str) -> None:
    text, expected = QUESTIONS[name]
    found = gift.read(text.encode())
    assert bare(found) == [expected]
    assert found.troubles == ()
    again, troubles = gift.written(found.items)
    assert (bare(gift.read(again.encode())), troubles) == ([expected], ())


@pytest.mark.parametrize("name", FOUND)
def test_what_cannot_be_kept_is_named_and_the_next_question_is_still_read(name: str) -> None:
    text, expected = FOUND[name]
    found = gift.read(f"// first\n::Name::{text}\n\nNext{{T}}".encode())
    assert [one[1:4] for one in told(found)] == expected
    assert all((one[0], one[4]) == (2, "Name") for one in told(found))
    assert [one.text for one in found.items][-1] == "Next"
    assert len(found.items) == (1 if expected[0][0] == "error" else 2)


def test_a_question_without_a_name_is_called_by_its_first_words() -> None:
    assert told(gift.read(b"\n\nOnly words")) == [(3, "error", "unsupported", "description", "Only words")]


def test_markdown_gives_its_words() -> None:
    source = (
        "[markdown]# Title\\n\\nSome *words*, `code` and\nmore.\\n\\n* a\\n* b ![alt](x.png) [here](http\\://x.fr){T}"
    )
    found = gift.read(source.encode())
    assert found.items[0].text == "Title\n\nSome words, code and more.\n\n- a\n- b here"
    assert {one[2:4] for one in told(found)} == {("image", "x.png"), ("emphasis", ""), ("link", "http://x.fr")}


REFUSED: dict[str, tuple[bytes, tuple[int, str]]] = {
    "too big": (b"a" * (20 * 1024 * 1024 + 1), (0, "too_big")),
    "a null byte": (b"Q{T}\n\nR\0{T}", (3, "not_text")),
    "UTF-16": ("Q{T}".encode("utf-16"), (1, "not_text")),
    "no encoding": (b"Q{T}\n\x81\xff", (2, "encoding")),
    "signs without end": (b"=" * 200_001, (0, "too_much")),
    "questions without end": (b"a\n\n" * 5_001, (0, "too_many")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_gives_one_error(name: str) -> None:
    data, expected = REFUSED[name]
    found = gift.read(data)
    assert found.items == ()
    assert [(one[0], one[2]) for one in told(found)] == [expected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_an_encoding_is_read(encoding: str) -> None:
    assert bare(gift.read("Élève œuvre\r\n{T}".encode(encoding))) == [truth("Élève œuvre", True)]


# What GIFT cannot say of a question: level, code, detail.
UNSAID: dict[str, tuple[Item, list[tuple[str, str, str]]]] = {
    "an order": (Item("ordering", "Q", order=("a", "b")), [("error", "not_expressible", "ordering")]),
    "two gaps": (
        Item("cloze", "[[1]] [[2]]", gaps=(Gap((Choice("a", Fraction(1)),)),) * 2),
        [("error", "not_expressible", "cloze")],
    ),
    "an image": (replace(truth("Q", True), image=Image("x.png", b"x")), [("loss", "image", "x.png")]),
    "capitals that matter": (short("Q [[1]]", ("a", 100), case=True), [("loss", "case", "")]),
    "what follows an answer": (
        chosen("single", "Q", ("a", 100), ("b", 0), right="r", partial="p", wrong="w"),
        [("loss", "outcome", "right"), ("loss", "outcome", "partial"), ("loss", "outcome", "wrong")],
    ),
    "a unit": (number("Q", ("3", "0", 100), unit="m"), [("loss", "unit", "m")]),
    "a gap in a word": (short("pré[[1]]", ("a", 100)), [("loss", "gap_apart", "")]),
    "an arrow accepted": (short("Q [[1]]", ("a->b", 100)), [("error", "not_expressible", "->")]),
    "a credit without end": (
        Item("multiple", "Q", choices=(Choice("a", Fraction(1, 97)), Choice("b", Fraction(96, 97)))),
        [("loss", "credit", "1/97"), ("loss", "credit", "96/97")],
    ),
    "a tag with an angle": (truth("Q", True, tags=("<b>",)), [("loss", "tag", "<b>")]),
    "a key that ends badly": (truth("Q", True, key="k\\"), [("loss", "key", "k\\")]),
    "words of true and false": (
        Item("truefalse", "Q", choices=(Choice("Oui", Fraction(1)), Choice("Non"))),
        [("loss", "truth_words", "Oui"), ("loss", "truth_words", "Non")],
    ),
    "a control character": (truth("Q\x07", True), [("loss", "characters", "")]),
    "nothing right": (chosen("single", "Q", ("a", 0), ("b", 0)), [("error", "no_right", "")]),
    "no text": (truth("", True), [("error", "no_text", "")]),
    "half a pair": (Item("matching", "Q", pairs=(Pair("a", ""), Pair("b", "c"))), [("error", "bad_pair", "a")]),
    "no number": (Item("numeric", "Q", numbers=(Number("deux"),)), [("error", "bad_number", "deux")]),
    "a gap nowhere": (short("Q", ("a", 100)), [("error", "bad_gap", "")]),
    "an unknown kind": (Item("essay", "Q"), [("error", "not_expressible", "essay")]),
}


@pytest.mark.parametrize("name", UNSAID)
def test_what_gift_cannot_say_is_named(name: str) -> None:
    item, expected = UNSAID[name]
    text, troubles = gift.written([replace(item, name="Name", line=7)])
    assert [(one.level, one.code, one.values.get("detail", "")) for one in troubles] == expected
    assert {(one.line, one.name) for one in troubles} == {(7, "Name")}
    assert len(gift.read(text.encode()).items) == (0 if expected[0][0] == "error" else 1)


@trials
@given(st.lists(strategies.gift_items, max_size=2))
def test_what_is_written_reads_the_same(items: list[Item]) -> None:
    text, troubles = gift.written(items)
    assert {one.code for one in troubles} <= {"weights_sum"}
    assert bare(gift.read(text.encode())) == items


@trials
@given(strategies.anything, strategies.anything, strategies.anything)
def test_whatever_the_text_it_comes_back_tidy_or_is_named(question: str, option: str, told_of: str) -> None:
    item = chosen("single", question, (option, 100, told_of), ("b", 0))
    text, troubles = gift.written([item])
    tidy = chosen("single", html.tidy(question), (html.tidy(option), 100, html.tidy(told_of)), ("b", 0))
    read = bare(gift.read(text.encode("utf-8", "strict")))
    assert read == [tidy] or any(one.level == "error" for one in troubles)


def test_the_trials_are_counted() -> None:
    proofs.record("GIFT written then read is the same", TRIALS, "derandomized", "0 differ")


# Moodle's own files.
def test_moodles_examples_are_all_read() -> None:
    found = gift.read(sample("examples.txt"))
    assert told(found) == [(108, "loss", "emphasis", "", "Who's buried in **Grant's tomb**?")]
    assert len(found.items) == 43
    grant = "Who's buried in Grant's tomb?"
    by_line = {one.line: replace(one, line=0) for one in found.items}
    assert by_line[8] == chosen("single", grant, ("Grant", 0), ("Jefferson", 0), ("no one", 100))
    assert by_line[14] == short(f"{grant} [[1]]", ("no one", 100), ("nobody", 100))
    assert by_line[45] == short("Two plus two equals [[1]].", ("four", 100), ("4", 100))
    assert by_line[74] == number("What is the value of pi (to 3 decimal places)? _____.", ("3.1415", "0.0005", 100))
    assert by_line[76] == number("When was Ulysses S. Grant born?", ("1822", "0", 100), ("1822", "2", 50))
    assert by_line[108] == short(
        f"{grant} [[1]]", ("no one", 100, "excellent answer!"), ("nobody", 100, "excellent answer!")
    )
    assert by_line[117] == chosen(
        "single", "Jesus Christ was from _____.",
        ("Jerusalem", 0, "This was an important city, but the wrong answer."),
        ("Bethlehem", 25, "He was born here, but not raised here."),
        ("Galilee", 50, "You need to be more specific."),
        ("Nazareth", 100, "Yes! That's right!"),
        name="Jesus' hometown",
    )  # fmt: skip
    assert by_line[136] == chosen(
        "multiple", "What two people are entombed in Grant's tomb?",
        ("No one", -50), ("Grant", 50), ("Grant's wife", 50), ("Grant's father", -50),
    )  # fmt: skip
    assert [one.text for one in by_line[148].choices] == ["~", "=", "#", "{", "}", "\\"]


def test_moodles_questions_of_each_kind_are_read() -> None:
    found = gift.read(sample("questions.gift.txt"))
    spectrum = "What's between orange and green in the spectrum?"
    assert bare(found) == [
        pairs(
            "Match the activity to the description.",
            ("An activity supporting asynchronous discussions.", "Forum"),
            ("A teacher asks a question and specifies a choice of multiple responses.", "Choice"),
            ("A bank of record entries which participants can add to.", "Database"),
            ("A collection of web pages that anyone can add to or edit.", "Wiki"),
            name="Moodle activities",
        ),
        chosen("single", spectrum, ("yellow", 100, "right; good!"), ("red", 0, "wrong, it's yellow"),
               ("blue", 0, "wrong, it's yellow"), name="Q2"),
        chosen("multiple", spectrum, ("yellow", 50, "right; good!"), ("red", -100, "wrong"),
               ("off-beige", 50, "right; good!"), ("blue", -100, "wrong"), name="colours"),
        number('What is a number from 1 to 5? _____";', ("3", "2", 100), wrong="Completely wrong", name="Q5"),
        short("Which is the best animal? [[1]]", ("Frog", 100, "Good!"),
              ("Cat", 50, "What is it with Moodlers and cats?"), wrong="Completely wrong", name="Shortanswer"),
        truth('42 is the Absolute Answer to everything._____";', False, "42 is the Ultimate Answer.",
              "You gave the right answer.", name="Q1",
              feedback="This is, of course, a Hitchiker's Guide to the Galaxy reference."),
        truth("TSL is blablabla.", True, name="2-08 TSL"),
        truth("TSL is blablabla.", True, name="2-08 TSL"),
    ]  # fmt: skip
    assert told(found) == [
        (2, "error", "unsupported", "essay", "Q8"),
        (5, "loss", "lone_answer", "Chat", "Moodle activities"),
        (5, "loss", "emphasis", "", "Moodle activities"),
    ]


def test_moodles_file_in_windows_1252_is_read() -> None:
    found = gift.read(sample("questions_encoding_windows-1252.gift.txt"))
    expected = pairs(
        "asdf", ("aödf", "asdf"), ("asdf", "asdf"), ("asdf", "asdf"), name="asdf", tags=("Default for LTTEST",)
    )
    assert bare(found) == [expected]
    assert [one[:4] for one in told(found)] == [
        (6, "error", "unsupported", "essay"),
        (10, "error", "unsupported", "essay"),
    ]


def test_moodles_categories_are_tags() -> None:
    found = gift.read(sample("questions_in_category.gift.txt"))
    assert [one.tags for one in found.items] == [("Default for New Features",)] * 4
    assert bare(found)[2] == short(
        "Anyone who uses Moodle is a ... [[1]]",
        ("Moodler", 100),
        name="Moodle user",
        tags=("Default for New Features",),
    )
    assert [one[:4] for one in told(found)] == [
        (5, "loss", "lone_answer", "Chat"),
        (14, "loss", "link", "http://demo.moodle.net/file.php/5/media/bonjour.mp3"),
        (27, "loss", "emphasis", ""),
    ]
