"""What GIFT and Moodle XML share about answers: credits in percent, decimal numbers, wildcards, gaps, categories."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.content.formats import html
from app.content.formats.findings import Findings, Refused
from app.content.formats.items import MULTIPLE, SINGLE, WHOLE, Choice, Gap, Item, Number, Pair

MARK = re.compile(r"\[\[([0-9]+)\]\]")  # a gap in a text
BLANK = "_____"  # where a missing word is chosen, in a text without gaps
NEAR = Fraction(1, 1000)  # how far from 100 % credits rounded by their author may add up
_PERCENT = re.compile(r"-?[0-9]{1,3}(?:\.([0-9]{0,20}))?")
_DECIMAL = re.compile(r"([+-]?)(?:[0-9]{1,30}(?:[.,][0-9]{0,30})?|[.,][0-9]{1,30})(?:[eE][+-]?[0-2]?[0-9])?")


def credit(text: str) -> Fraction:
    """A percentage of −100 to 100 as a credit. Five decimals or more are what a fraction was rounded to: 33.33333 is 1/3.

    Raises Refused.
    """
    bare = text.strip()
    found = _PERCENT.fullmatch(bare)
    if not found or not -1 <= (value := Fraction(bare.rstrip(".")) / 100) <= 1:
        raise Refused("bad_grade", detail=bare[:60])
    if len(found[1] or "") >= 5:  # noqa: PLR2004 - Moodle writes 33.33333, and 33.3333333 of older files
        simple = value.limit_denominator(30)
        return simple if abs(simple - value) * 100 <= Fraction(1, 100_000) else value
    return value


def percent(value: Fraction, findings: Findings | None = None) -> str:
    """A credit as a percentage, as short as it reads back; what cannot be said so is said nearly, and found."""
    exact = (value * 100 * 10**7).denominator == 1
    text = f"{float(value * 100):.{7 if exact else 5}f}".rstrip("0").rstrip(".")
    if findings and credit(text) != value:
        findings.loss("credit", detail=str(value))
    return "0" if text == "-0" else text


def decimal(text: str) -> str:
    """A number as plain decimal digits, with a point. Raises Refused."""
    bare = text.strip()
    if not _DECIMAL.fullmatch(bare):
        raise Refused("bad_number", detail=bare[:60])
    plain = format(Decimal(bare.replace(",", ".")), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain.removeprefix("+")


def tolerance(text: str) -> str:
    """How far from a number is right: decimal digits; nothing is 0. Raises Refused."""
    value = decimal(text) if text.strip() else "0"
    if value.startswith("-"):
        raise Refused("bad_number", detail=value)
    return value


def chosen(choices: tuple[Choice, ...], *, one: bool, findings: Findings) -> str:
    """Whether these are the options of a single or of a multiple question; `one`: the file says that one is chosen.

    Options that are only right together, and add up to 100 %, make it multiple. Raises Refused.
    """
    some(choices, least=2)
    positive = [choice.credit for choice in choices if choice.credit > 0]
    total = sum(positive, Fraction(0))
    if not positive or (one and WHOLE not in positive and (len(positive) == 1 or abs(total - 1) >= NEAR)):
        raise Refused("no_right")
    if one and WHOLE in positive:
        return SINGLE
    if abs(total - 1) >= NEAR:
        findings.loss("weights_sum", detail=percent(total))
    return MULTIPLE


def some(choices: Iterable[Choice], least: int = 1) -> None:
    """Raise Refused when there are too few, or one says nothing."""
    texts = [one.text for one in choices]
    if len(texts) < least:
        raise Refused("too_few", detail=str(len(texts)))
    if not all(texts):
        raise Refused("empty_choice")


def gap(answers: Iterable[Choice], findings: Findings, *, case: bool = False) -> tuple[Gap, str]:
    """A gap from what Moodle compares a short answer with, and what any other answer is told (the answer `*`).

    A pattern with a `*` in it accepts what no list of answers can say: it is left out and found. Raises Refused.
    """
    kept: list[Choice] = []
    wrong = ""
    for one in answers:
        if one.text == "*" and one.credit <= 0:
            wrong = wrong or one.feedback
        elif re.search(r"(?<!\\)\*", one.text):
            findings.loss("wildcard", detail=one.text)
        else:
            kept.append(replace(one, text=one.text.replace("\\*", "*")))
    some(kept)
    if all(one.credit != 1 for one in kept):
        raise Refused("no_right")
    return Gap(tuple(kept), case), wrong


def literal(text: str) -> str:
    """What Moodle compares a short answer with, when `*` means itself."""
    return text.replace("*", "\\*")


def worth(numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """These numbers, one of which is fully right. Raises Refused."""
    if all(one.credit != 1 for one in numbers):
        raise Refused("no_right")
    return numbers


def unmarked(text: str, findings: Findings) -> str:
    """The text of a question with gaps before they are placed: what looks like one already loses a bracket."""
    if MARK.search(text):
        findings.loss("brackets")
    return MARK.sub(r"[\1]", text)


def placed(text: str, count: int) -> str:
    """The text, each gap placed once and in order, whatever was hidden in it. Raises Refused."""
    if [int(found[1][:6]) for found in MARK.finditer(text)] != list(range(1, count + 1)):
        raise Refused("bad_gap")
    return text


def pieces(item: Item) -> tuple[list[str], list[Gap]]:
    """What is around the gaps of a cloze text, and its gaps in the order of the text. Raises Refused."""
    parts = MARK.split(item.text)
    found = [int(one[:6]) - 1 for one in parts[1::2]]
    if not found or sorted(found) != list(range(len(item.gaps))):
        raise Refused("bad_gap")
    for one in item.gaps:
        some(one.accepted)
        if all(answer.credit != 1 for answer in one.accepted):
            raise Refused("no_right")
    return parts[::2], [item.gaps[place] for place in found]


def category(path: str) -> tuple[str, ...]:
    """The names in a category's path, without the context and the top it starts from."""
    names = [html.line(one.replace("//", "/")) for one in re.split(r"(?<!/)/(?!/)", path)]
    kept = [one for one in names if one and not re.fullmatch(r"\$[a-z0-9]+\$", one)]
    return tuple(dict.fromkeys(kept[1:] if kept[:1] == ["top"] else kept))


def paired(pairs: tuple[Pair, ...]) -> None:
    """Raise Refused when there are fewer than two pairs, or one lacks a part."""
    if len(pairs) < 2:  # noqa: PLR2004 - one pair asks nothing
        raise Refused("too_few", detail=str(len(pairs)))
    for one in pairs:
        if not one.left or not one.right:
            raise Refused("bad_pair", detail=(one.left or one.right)[:60])


def truths(item: Item, findings: Findings) -> None:
    """Hold a true or false question to what Moodle knows: true, false, one of them right. Raises Refused."""
    if sorted(one.credit for one in item.choices) != [0, 1]:
        raise Refused("no_right")
    for one, known in zip(item.choices, (("true", "vrai", ""), ("false", "faux", "")), strict=True):
        if one.text.casefold() not in known:
            findings.loss("truth_words", detail=one.text)
