"""A number to give: `textEntryInteraction` whose answer is an integer or a float. What is accepted is an interval.

The rules name intervals (`equal` and its tolerance, two comparisons, a value); what each is worth is found by answering.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from app.content.formats import answers, html
from app.content.formats.findings import Refused
from app.content.formats.items import NUMERIC, Image, Item, Number
from app.content.formats.qti_expressions import NotUnderstood, tolerance
from app.content.formats.qti_feedback import PARTIAL, RIGHT, WRONG, Given, Trials
from app.content.formats.qti_processing import mentioned
from app.content.formats.qti_question import OPTIONS, Question, credit
from app.content.formats.qti_values import Response

_TINY = Fraction(1, 10**12)
_LOW, _HIGH = frozenset({"gt", "gte"}), frozenset({"lt", "lte"})
_GAP = "[[1]]"


@dataclass(frozen=True)
class Interval:
    """What a number may be, ends included."""

    low: Fraction
    high: Fraction

    def holds(self, value: Fraction) -> bool:
        return self.low <= value <= self.high

    def free(self, others: list["Interval"]) -> Fraction | None:
        """A value of this interval, the middle if it may be, that is in none of the others."""
        points = [(self.low + self.high) / 2, self.low, self.high]
        points += [end for one in others for end in (one.low - _TINY, one.high + _TINY)]
        return next((one for one in points if self.holds(one) and not any(other.holds(one) for other in others)), None)


def plain(value: Fraction) -> str:
    """A decimal number in digits; a fraction that has no end is cut."""
    scale = 0
    while value.denominator != 1 and scale < 40:  # noqa: PLR2004 - more digits than a file may give
        value, scale = value * 10, scale + 1
    digits = f"{abs(round(value)):0{scale + 1}d}"
    whole, rest = (digits[:-scale], digits[-scale:].rstrip("0")) if scale else (digits, "")
    return ("-" if value < 0 else "") + whole + (f".{rest}" if rest else "")


def numeric(question: Question) -> Item:
    """The item of a number. Raises Refused and NotUnderstood."""
    (interaction,) = question.interactions
    response = question.response(interaction)
    reached = _reached(question, list(dict.fromkeys(_intervals(question, response))))
    scores = {one: question.processing.score({response.identifier: (point,)}) for one, point in reached.items()}
    best = max(scores.values(), default=Fraction(0))
    if best <= 0:
        if question.understood:
            raise NotUnderstood("SCORE")
        if not scores:
            raise Refused("too_few", detail="0")
        raise Refused("no_right")
    worth = {one: credit(score, best, question.findings) for one, score in scores.items()}
    told = question.tell(_trials(response, reached, worth))
    numbers = tuple(
        Number(plain((one.low + one.high) / 2), plain((one.high - one.low) / 2), worth[one], told.get(f"={n}", ""))
        for n, one in enumerate(reached)
    )
    text, image, unit = _asked(question, interaction)
    return question.made(NUMERIC, text, image, numbers=numbers, unit=unit)


def _reached(question: Question, every: list[Interval]) -> dict[Interval, Fraction]:
    """A value of each interval that those before it do not hold; an interval without one is never reached."""
    if len(every) > OPTIONS:
        raise Refused("too_much", detail="textEntryInteraction")
    found: dict[Interval, Fraction] = {}
    for n, one in enumerate(every):
        point = one.free(every[:n])
        if point is None:
            question.findings.loss("same_answer", detail=plain((one.low + one.high) / 2)[:60])
        else:
            found[one] = point
    return found


def _intervals(question: Question, response: Response) -> Iterator[Interval]:
    held: list[Interval] = []
    for node, value in mentioned(question.processing.node, response):
        if isinstance(value, Fraction) and (found := _of(question, node, value, response)):
            held.append(found)
            yield found
    for one in (*response.keys, *response.correct):
        if isinstance(one, Fraction) and not any(interval.holds(one) for interval in held):
            yield Interval(one, one)


def _of(question: Question, node: etree._Element, value: Fraction, response: Response) -> Interval | None:
    """The interval that a comparison of the response with this value names."""
    if "false" in (node.get("includeLowerBound"), node.get("includeUpperBound")):
        question.findings.loss("bounds")
    if node.tag == "equal":
        return Interval(*tolerance(node, value))
    if node.tag in _LOW:
        low, high = value, next(_others(node, _HIGH, response), None)
        if high is None or high < low:
            return None
        if node.tag == "gt":
            question.findings.loss("bounds")
        return Interval(low, high)
    return None if node.tag in _HIGH else Interval(value, value)


def _others(node: etree._Element, tags: frozenset[str], response: Response) -> Iterator[Fraction]:
    parent = node.getparent()
    if parent is not None and parent.tag == "and":
        for one, value in mentioned(parent, response):
            if one.tag in tags and isinstance(value, Fraction):
                yield value


def _trials(response: Response, reached: dict[Interval, Fraction], worth: dict[Interval, Fraction]) -> Trials:
    def given(value: Fraction) -> Given:
        return {response.identifier: (value,)}

    outcomes = {
        RIGHT: given(next(reached[one] for one in reached if worth[one] == 1)),
        WRONG: given(max(one.high for one in reached) + 1),
    }
    for one, point in reached.items():
        if 0 < worth[one] < 1:
            outcomes[PARTIAL] = given(point)
    full = frozenset(f"={n}" for n, one in enumerate(reached) if worth[one] == 1)
    return Trials(outcomes, {f"={n}": given(point) for n, point in enumerate(reached.values())}, full)


def _asked(question: Question, interaction: etree._Element) -> tuple[str, Image | None, str]:
    units: list[str] = []

    def place(node: etree._Element) -> str | None:
        if node is interaction:
            return _GAP
        if node.tag == "span" and "unit" in (node.get("class") or "").split() and not units:
            units.append(html.line(question.texts.said(node)))
            return ""
        return None

    for node in question.body.iter():
        node.text = answers.unmarked(node.text or "", question.findings)
        node.tail = answers.unmarked(node.tail or "", question.findings)
    text, image = question.asked(place)
    text = answers.placed(text, 1)
    text = html.tidy(text.removesuffix(_GAP) if text.endswith(_GAP) else text.replace(_GAP, answers.BLANK))
    if not text:
        raise Refused("no_text")
    return text, image, "".join(units)
