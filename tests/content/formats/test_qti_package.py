"""QTI content packages: images, tags, what is wrong and in which file; files made to harm; what is written reads the same."""

import io
import socket
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.content.formats import html, qti
from app.content.formats.items import Choice, Gap, Image, Item, Pair
from app.content.formats.qti_package import ENTRIES, PACKED
from tests import proofs
from tests.content.formats import strategies
from tests.content.formats.made import bare, choices, chosen, number, short, told, truth
from tests.content.formats.test_qti import (
    FOUND,
    MATCH,
    ONE,
    QUESTIONS,
    SCORE,
    SCORED,
    TWO,
    ask,
    body,
    item,
    puts,
    right,
    rules,
    value,
)

TRIALS = proofs.size(60, 3_000)
trials = settings(max_examples=TRIALS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"


def resource(path: str, kind: str = "imsqti_item_xmlv2p1", inside: str = "") -> str:
    return f'<resource identifier="R" type="{kind}" href="{path}">{inside}<file href="{path}"/></resource>'


def manifest(*resources: str) -> bytes:
    said = "\n".join(resources)
    return (
        f'<manifest xmlns="{CP}" identifier="M"><organizations/><resources>\n{said}\n</resources></manifest>'.encode()
    )


def package(*resources: str, top: str = "", **files: bytes) -> bytes:
    """A package; a file's path is its keyword, `__` for a folder and `_` for a dot."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(f"{top}imsmanifest.xml", manifest(*resources))
        for name, data in files.items():
            made.writestr(top + name.replace("__", "/").replace("_", "."), data)
    return whole.getvalue()


def shows(markup: str) -> bytes:
    return item(right("A") + body(f"<p>{markup}</p>", ask("AB")) + MATCH).encode()


LOM = '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general>{}</general></lom></metadata>'


def test_a_package_gives_its_items_in_the_order_of_its_manifest_with_their_tags() -> None:
    tags = LOM.format("<keyword><string>x</string></keyword><keyword><langstring>y &amp; z</langstring></keyword>")
    found = qti.read(
        package(resource("items/b.xml", inside=tags), resource("a.xml"), resource("a.css", "webcontent"), a_xml=shows("1"),
                items__b_xml=shows("2"))
    )  # fmt: skip
    assert [(one.text, one.tags) for one in found.items] == [("2\n\nQ", ("x", "y & z")), ("1\n\nQ", ())]
    assert found.troubles == ()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="../images/a%20b.png" alt="An image"/>',
        '<object data="../images/a b.png" type="image/png">An image</object>',
        '<object data="../images/a b.png">An image</object>',
    ],
)
def test_an_image_of_the_package_goes_with_the_question(markup: str) -> None:
    data = package(resource("items/b.xml"), items__b_xml=shows(markup), **{"images__a b_png": b"PNG"})
    found = qti.read(data)
    assert found.items[0].image == Image("a b.png", b"PNG", "An image")
    assert found.troubles == ()
    again, troubles = qti.written(found.items, "3.0")
    assert (bare(qti.read(again)), troubles) == (bare(found), ())


def test_an_image_in_the_address_is_kept() -> None:
    found = qti.read(shows('<img src="data:image/png;base64,UE5H" alt=""/>'))
    assert found.items[0].image == Image("image.png", b"PNG", "")


@pytest.mark.parametrize(
    "address", ["../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://x.fr/a.png", "../a.png/../..", ""]
)
def test_an_image_elsewhere_is_named_and_never_looked_for(address: str) -> None:
    found = qti.read(package(resource("items/b.xml"), items__b_xml=shows(f'Q<img src="{address}" alt=""/>')))
    assert found.items[0].image is None
    assert [(one.code, one.values["file"]) for one in found.troubles] == [("image", "items/b.xml")]


def test_a_package_in_a_folder_is_read() -> None:
    assert len(qti.read(package(resource("a.xml"), top="quiz/", a_xml=item(ONE).encode())).items) == 1


def test_what_is_wrong_says_in_which_file_and_at_which_line() -> None:
    found = qti.read(
        package(
            resource("a.xml"), resource("b.xml"), resource("c.xml"), resource("d.xml"), resource("t.xml", "imsqti_test_xmlv2p1"),
            resource("old.xml", "imsqti_xmlv1p2"), resource("e.xml"), resource("f.xml"),
            a_xml=item(ONE).encode(), b_xml=item("\n" + body("<extendedTextInteraction/>")).encode(),
            c_xml=b"<assessmentItem>\n\n<itemBody>", e_xml=b"<html/>", f_xml=shows("<b>Q</b>"), t_xml=b"<assessmentTest/>",
        )
    )  # fmt: skip
    assert [(one.level, one.code, one.line, one.values) for one in found.troubles] == [
        ("error", "unsupported", 2, {"file": "b.xml", "detail": "extendedTextInteraction"}),
        ("error", "not_xml", 3, {"file": "c.xml"}),
        ("error", "missing", 5, {"file": "imsmanifest.xml", "detail": "d.xml"}),
        ("error", "unsupported", 0, {"file": "t.xml", "detail": "imsqti_test_xmlv2p1"}),
        ("error", "unsupported", 0, {"file": "old.xml", "detail": "imsqti_xmlv1p2"}),
        ("error", "not_qti", 1, {"file": "e.xml", "detail": "html"}),
        ("loss", "emphasis", 2, {"file": "f.xml"}),
    ]
    assert len(found.items) == 2


def _zip(put: Callable[[zipfile.ZipFile], object]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("imsmanifest.xml", manifest(resource("a.xml")))
        put(made)
    return whole.getvalue()


def _link(made: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("a.xml")
    entry.external_attr = 0o120777 << 16
    made.writestr(entry, "/etc/passwd")


def _twice(made: zipfile.ZipFile) -> None:
    made.writestr("a.xml", item(ONE))
    with pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("a.xml", "<x/>")


def _lying() -> bytes:
    """A file that says it is small: what is really there is 200 MB."""
    data = bytearray(_zip(lambda made: made.writestr("a.xml", b" " * 200_000_000)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def _encrypted() -> bytes:
    data = bytearray(_zip(lambda made: made.writestr("a.xml", item(ONE))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(mark) + offset] |= 1
    return bytes(data)


def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE assessmentItem [<!ENTITY l0 "lol">{lines}]><assessmentItem>&l9;</assessmentItem>'.encode()


def _many(count: int, one: str) -> str:
    return "".join(one.format(n=n) for n in range(count))


def _rules(*inside: str) -> bytes:
    return item(right("A") + SCORE + TWO + rules(*inside)).encode()


SLOW = puts("SCORE", "<sum>" + SCORED * 5000 + "</sum>")
HUGE = puts("SCORE", "<product>" + value("9e29", "float") * 19 + SCORED + "</product>")
MANIFEST_ENTITY = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'
ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "billion laughs": (_laughs, "dtd"),
    "billion laughs in a package": (lambda: _zip(lambda made: made.writestr("a.xml", _laughs())), "dtd"),
    "an external entity": (lambda: b'<!DOCTYPE x [<!ENTITY x SYSTEM "file://SECRET">]><assessmentItem title="&x;"/>', "dtd"),
    "an external entity in the manifest": (
        lambda: _only("imsmanifest.xml", MANIFEST_ENTITY), "dtd",
    ),
    "an entity without a DTD": (lambda: item(body("&nbsp;")).encode(), "not_xml"),
    "an XInclude": (
        lambda: item(
            right("A") + body('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://SECRET"/>', ask("AB"))
        ).encode(),
        "include",
    ),
    "a template elsewhere": (lambda: item(right("A") + TWO + MATCH.replace("match_correct", "../SECRET")).encode(), "processing"),
    "100,000 levels": (lambda: b"<assessmentItem>" + b"<a>" * 100_000, "not_xml"),
    "250 levels of text": (lambda: item(right("A") + body("<div>" * 240 + "Q" + "</div>" * 240, ask("AB"))).encode(), ""),
    "250 levels of rules": (
        lambda: _rules("<responseProcessingFragment>" * 240 + "</responseProcessingFragment>" * 240),
        "processing",
    ),
    "a million elements": (lambda: b"<assessmentItem>" + b"<a/>" * 1_000_000 + b"</assessmentItem>", "too_much"),
    "20 MB and more": (lambda: b"<assessmentItem>" + b" " * 21_000_000 + b"</assessmentItem>", "too_big"),
    "5,001 items": (lambda: b"<items>" + b"<assessmentItem/>" * 5_001 + b"</items>", "too_many"),
    "10,000 options": (
        lambda: item(right("A") + body(
            ask(()).replace("</prompt>", "</prompt>" + _many(10_000, '<simpleChoice identifier="c{n}">c</simpleChoice>'))
        )).encode(),
        "too_much",
    ),
    "10,000 gaps": (
        lambda: item(
            right(base="string") + body("<p>Q", _many(10_000, '<textEntryInteraction responseIdentifier="RESPONSE"/>'), "</p>")
        ).encode(),
        "too_much",
    ),
    "10,000 feedbacks": (
        lambda: item(ONE + _many(10_000, '<modalFeedback outcomeIdentifier="F" identifier="f{n}">x</modalFeedback>')).encode(),
        "too_much",
    ),
    "rules without end": (lambda: _rules(SLOW * 35), "processing"),
    "rules without end in many items": (
        lambda: b"<items>%b</items>" % (_rules(SLOW * 3).split(b"\n", 1)[1] * 12), "processing",
    ),
    "rules without end for many options": (
        lambda: _rules(SLOW * 3).replace(
            b"</prompt>", b"</prompt>" + b"".join(b"<simpleChoice identifier='%d'>o</simpleChoice>" % n for n in range(150))
        ),
        "too_much",
    ),
    "numbers that explode": (lambda: _rules(HUGE * 500), "processing"),
    "UTF-16": (lambda: item(ONE).encode("utf-16"), "not_text"),
    "an unknown encoding": (lambda: item(ONE).replace("UTF-8", "x-user-defined").encode(), "encoding"),
    "nothing": (lambda: b"", "not_xml"),
    "no XML": (lambda: b"GIFT {T}", "not_xml"),
    "QTI 1.2": (lambda: b"<questestinterop><item/></questestinterop>", "not_qti"),
    "a test alone": (lambda: b'<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"/>', "not_qti"),
    "a ZIP that is not": (lambda: b"PK\x03\x04 not a zip", "bad_zip"),
    "a ZIP cut in two": (lambda: _zip(lambda made: made.writestr("a.xml", item(ONE)))[:200], "bad_zip"),
    "an empty ZIP": (lambda: b"PK\x05\x06" + b"\0" * 18, "no_manifest"),
    "a ZIP of something else": (lambda: _only("a.txt", b"x"), "no_manifest"),
    "a manifest of nothing": (lambda: _only("imsmanifest.xml", manifest()), "no_item"),
    "a manifest that is not": (lambda: _only("imsmanifest.xml", b"<html/>"), "not_qti"),
    "a bomb": (lambda: _zip(lambda made: made.writestr("a.xml", b" " * 200_000_000)), "too_big"),
    "a bomb that lies": (_lying, "bad_zip"),
    "too many files": (lambda: _zip(lambda made: [made.writestr(f"{n}", b"") for n in range(ENTRIES + 1)]), "too_many"),
    "too big a package": (lambda: b"PK\x03\x04" + b"\0" * PACKED, "too_big"),
    "a path that climbs": (lambda: _zip(lambda made: made.writestr("../a.xml", item(ONE))), "bad_path"),
    "a path from the root": (lambda: _zip(lambda made: made.writestr("/a.xml", item(ONE))), "bad_path"),
    "a path of Windows": (lambda: _zip(lambda made: made.writestr("C:a.xml", item(ONE))), "bad_path"),
    "a path with a backslash": (lambda: _zip(lambda made: made.writestr("..\\a.xml", item(ONE))), "bad_path"),
    "a link": (lambda: _zip(_link), "bad_path"),
    "a file twice": (lambda: _zip(_twice), "bad_path"),
    "an encrypted file": (_encrypted, "bad_zip"),
    "another compression": (lambda: _zip(lambda made: made.writestr("a.xml", item(ONE), zipfile.ZIP_LZMA)), "bad_zip"),
    "a package in a package": (lambda: _zip(lambda made: made.writestr("a.xml", _only("imsmanifest.xml", manifest()))), "not_text"),
    "one file named 10,000 times": (
        lambda: package(*[resource("a.xml")] * 10_000, a_xml=item(ONE + "<!--" + "x" * 10_000 + "-->").encode()), "too_big",
    ),
}  # fmt: skip


def _only(name: str, data: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr(name, data)
    return whole.getvalue()


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_made_to_harm_is_refused_or_read_quickly_without_looking_elsewhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_args: object, **_more: object) -> None:
        raise AssertionError("a file asked for the network")

    monkeypatch.setattr(socket, "socket", unreachable)
    secret = tmp_path / "secret"
    secret.write_text("SECRET WORDS")
    make, code = ATTACKS[name]
    data = make().replace(b"SECRET", str(secret).encode())
    start = time.process_time()
    found = qti.read(data)
    assert time.process_time() - start < 5
    assert "SECRET WORDS" not in repr(found)
    assert {one.code for one in found.troubles} == ({code} if code else set())


UNSAID: dict[str, tuple[Item, list[tuple[str, str, str]]]] = {
    "what follows an order that is partly right": (
        Item("ordering", "Q", order=("a", "b"), partial="p"), [("loss", "outcome", "partial")],
    ),
    "an image in a folder": (truth("Q", True, image=Image("a/b.png", b"x")), [("loss", "image", "a/b.png")]),
    "an empty image": (truth("Q", True, image=Image("b.png", b"")), [("loss", "image", "b.png")]),
    "an image whose name is not one": (truth("Q", True, image=Image("..", b"x")), [("loss", "image_name", "..")]),
    "a control character": (truth("Q\x00", True), [("loss", "characters", "")]),
    "an answer twice": (short("Q [[1]]", ("a", 100), ("A", 50)), [("loss", "same_answer", "A")]),
    "a number that another holds": (number("Q", ("3", "1", 100), ("3", "0.5", 50)), [("loss", "same_answer", "3")]),
    "a credit without end": (
        Item("multiple", "Q", choices=(Choice("a", Fraction(1, 97)), Choice("b", Fraction(96, 97)))),
        [("loss", "credit", "1/97"), ("loss", "credit", "96/97")],
    ),
    "single that is not": (chosen("single", "Q", ("a", 50), ("b", 50)), [("error", "no_right", "")]),
    "an empty option": (chosen("single", "Q", ("a", 100), ("", 0)), [("error", "empty_choice", "")]),
    "a gap twice": (Item("cloze", "[[1]] [[1]]", gaps=(Gap(choices(("a", 100))),)), [("error", "bad_gap", "")]),
    "half a pair": (Item("matching", "Q", pairs=(Pair("", "b"), Pair("c", "d"))), [("error", "bad_pair", "b")]),
    "an unknown kind": (Item("essay", "Q"), [("error", "not_expressible", "essay")]),
    "no text": (truth("", True), [("error", "no_text", "")]),
}  # fmt: skip


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@pytest.mark.parametrize("name", UNSAID)
def test_what_qti_cannot_say_is_named(name: str, version: str) -> None:
    one, expected = UNSAID[name]
    data, troubles = qti.written([replace(one, name="Name", line=7)], version)
    assert [(each.level, each.code, each.values.get("detail", "")) for each in troubles] == expected
    assert {(each.line, each.name) for each in troubles} == {(7, "Name")}
    found = qti.read(data)
    assert len(found.items) == (0 if expected[0][0] == "error" else 1)


def _all_told(one: Item, right_: str, partial: str, wrong: str, image: Image | None) -> Item:
    return replace(one, right=right_, partial="" if one.kind == "ordering" else partial, wrong=wrong, image=image)


names = st.sampled_from(["a b.png", "Schéma (1).jpg", "x"])
images = st.builds(Image, names, st.binary(min_size=1, max_size=40), strategies.maybe.map(html.line))
items_told = st.builds(
    _all_told, strategies.moodle_items, strategies.maybe, strategies.maybe, strategies.maybe, st.none() | images
)


def _expected(one: Item, found: Item) -> Item:
    """What must be read of an item, where an answer given twice is left out."""
    gaps = tuple(
        Gap(
            tuple({each.text if gap.case else each.text.casefold(): each for each in reversed(gap.accepted)}.values())[
                ::-1
            ],
            gap.case,
        )
        for gap in one.gaps
    )
    numbers = tuple(each for each in dict.fromkeys(one.numbers) if each in found.numbers)
    return replace(one, gaps=gaps, numbers=numbers)


def _sorted(one: Item) -> Item:
    return replace(one, gaps=tuple(Gap(tuple(sorted(gap.accepted, key=repr)), gap.case) for gap in one.gaps))


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@trials
@given(items=st.lists(items_told, min_size=1, max_size=2))
def test_what_is_written_reads_the_same(version: str, items: list[Item]) -> None:
    data, troubles = qti.written(items, version)
    codes = {one.code for one in troubles}
    assert codes <= {"weights_sum", "same_answer"}
    found = qti.read(data)
    read = bare(found)
    assert len(read) == len(items)
    if "same_answer" in codes:
        items = [_sorted(_expected(one, two)) for one, two in zip(items, read, strict=True)]
        read = [_sorted(one) for one in read]
    assert read == items
    assert {one.code for one in found.troubles} <= {"weights_sum"}


@trials
@given(strategies.anything, strategies.anything, strategies.anything)
def test_whatever_the_text_it_comes_back_tidy_or_is_named(question: str, option: str, told_of: str) -> None:
    one = chosen("single", question, (option, 100, told_of), ("b", 0))
    data, troubles = qti.written([one], "3.0")
    tidy = chosen("single", html.tidy(question), (html.tidy(option), 100, html.tidy(told_of)), ("b", 0))
    assert bare(qti.read(data)) == [tidy] or any(each.level == "error" for each in troubles)


@pytest.mark.parametrize(("version", "space", "kind"), [
    ("2.1", "http://www.imsglobal.org/xsd/imsqti_v2p1", "imsqti_item_xmlv2p1"),
    ("3.0", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "imsqti_item_xmlv3p0"),
])  # fmt: skip
def test_a_package_is_spelled_for_its_version(version: str, space: str, kind: str) -> None:
    made = [bare(qti.read(text.encode()))[0] for text, _item in QUESTIONS.values()]
    data, _troubles = qti.written([replace(one, key="") for one in made], version)
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        root = etree.fromstring(held.read("imsmanifest.xml"))
        resources = root.findall("{*}resources/{*}resource")
        assert {one.get("type") for one in resources} == {kind}
        assert sorted(one.get("href") for one in root.iter("{*}file")) == sorted(
            set(held.namelist()) - {"imsmanifest.xml"}
        )
        for path in held.namelist()[1:]:
            names = {etree.QName(node) for node in etree.fromstring(held.read(path)).iter()}
            assert {one.namespace for one in names} == {space}
            plain = {one.localname for one in names} - {"p", "br", "span"}
            assert all(one.startswith("qti-") == (version == "3.0") for one in plain)


def test_the_same_questions_give_the_same_bytes_and_two_keys_alike_stay_two_questions() -> None:
    items = [truth("Q", True, key="k"), truth("R", False, key="k"), truth("S", False, key="not a name")]
    data, _troubles = qti.written(items)
    assert data == qti.written(items)[0]
    assert bare(qti.read(data)) == items


def test_the_cases_are_counted() -> None:
    assert len(ATTACKS) >= 40
    assert len(QUESTIONS) + len(FOUND) + len(UNSAID) >= 60
    proofs.record("QTI 2.1 and 3.0 written then read are the same", TRIALS * 2, "derandomized", "0 differ")
    assert told(qti.read(item(ONE).encode())) == []
