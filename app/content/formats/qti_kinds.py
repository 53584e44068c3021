"""Each kind of question to the parts of a QTI item: its response, its interaction, its score."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from lxml import etree

from app.content.formats import answers
from app.content.formats.findings import Findings, Refused
from app.content.formats.items import (
    CLOZE,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Choice,
    Gap,
    Item,
    Number,
)
from app.content.formats.qti_numbers import Interval
from app.content.formats.qti_page import Page, weight
from app.content.formats.qti_question import OPTIONS
from app.content.formats.qti_values import number

RESPONSE = "RESPONSE"
Put = Callable[[etree._Element], None]  # noqa: SLF001 - the type has no other name


@dataclass(frozen=True)
class Parts:
    """What a kind of question adds: `body` and `rules` put themselves in an element. `whole` is the best score; `enough`
    the score from which the answer is right. `template` processes it when nothing is told after the answer.
    """

    body: Put
    rules: Put
    whole: Fraction = Fraction(1)
    enough: Fraction = Fraction(1)
    template: str = ""
    told: tuple[str, ...] = ()  # the outcomes that hold what is told of an option


def parts(page: Page, item: Item, findings: Findings) -> Parts:
    """Declare the responses of an item; what goes in its body and its rules. Raises Refused."""
    several = sum(len(gap.accepted) for gap in item.gaps)
    if max(several, *map(len, (item.choices, item.pairs, item.order, item.numbers))) > OPTIONS:
        raise Refused("too_much", detail=item.kind)
    return _WRITERS[item.kind](page, item, findings)


def _maps(page: Page, node: etree._Element, entries: list[tuple[str, str]], **more: str) -> None:
    mapping = page.add(
        node, "mapping", defaultValue="0", **{key: value for key, value in more.items() if key != "caseSensitive"}
    )
    case = {key: value for key, value in more.items() if key == "caseSensitive"}
    for key, worth in entries:
        page.add(mapping, "mapEntry", mapKey=key, mappedValue=worth, **case)


def _mapped(page: Page, *names: str) -> Put:
    def rules(node: etree._Element) -> None:
        node = page.add(node, "setOutcomeValue", identifier="SCORE")
        if len(names) > 1:
            node = page.add(node, "sum")
        for name in names:
            page.add(node, "mapResponse", identifier=name)

    return rules


def _prompt(page: Page, node: etree._Element, item: Item) -> None:
    page.add(node, "prompt", item.text.split("\n\n")[-1])


def _choices(page: Page, item: Item, findings: Findings) -> Parts:
    one = item.kind != MULTIPLE
    choices = item.choices
    if item.kind == TRUE_FALSE:
        answers.truths(item, findings)
        choices = tuple(
            Choice(text, each.credit, each.feedback) for text, each in zip(("true", "false"), choices, strict=True)
        )
    elif answers.chosen(choices, one=one, findings=findings) != item.kind:
        raise Refused("no_right")
    keys = [each.text if item.kind == TRUE_FALSE else f"C{n}" for n, each in enumerate(choices, 1)]
    right = [key for key, each in zip(keys, choices, strict=True) if each.credit == 1 or (each.credit > 0 and not one)]
    node = page.response(
        RESPONSE, "identifier", *(right[:1] if one else right), cardinality="single" if one else "multiple"
    )
    bounds = {} if one else {"lowerBound": "0", "upperBound": "1"}
    entries = [(key, weight(each.credit, findings)) for key, each in zip(keys, choices, strict=True)]
    _maps(page, node, entries, **bounds)

    def body(parent: etree._Element) -> None:
        ask = page.add(
            parent, "choiceInteraction", responseIdentifier=RESPONSE, shuffle="true", maxChoices="1" if one else "0"
        )
        _prompt(page, ask, item)
        for key, each in zip(keys, choices, strict=True):
            option = page.add(ask, "simpleChoice", identifier=key)
            page.said(option, each.text)
            if each.feedback:
                page.add(
                    option,
                    "feedbackInline",
                    each.feedback,
                    outcomeIdentifier="FEEDBACK",
                    identifier=key,
                    showHide="show",
                )

    def rules(parent: etree._Element) -> None:
        _mapped(page, RESPONSE)(parent)
        if told:
            page.add(page.add(parent, "setOutcomeValue", identifier="FEEDBACK"), "variable", identifier=RESPONSE)

    told = ("FEEDBACK",) if any(each.feedback for each in choices) else ()
    total = sum((each.credit for each in choices if each.credit > 0), Fraction(0))
    simple = one and {each.credit for each in choices} == {0, 1} and len(right) == 1
    enough = Fraction(1) if one else min(Fraction(1), total)
    return Parts(body, rules, enough=enough, template="match_correct" if simple else "map_response", told=told)


def _pairs(page: Page, item: Item, _findings: Findings) -> Parts:
    answers.paired(item.pairs)
    rights = list(dict.fromkeys(each.right for each in item.pairs))
    right = [f"L{n} R{rights.index(each.right) + 1}" for n, each in enumerate(item.pairs, 1)]
    node = page.response(RESPONSE, "directedPair", *right, cardinality="multiple")
    _maps(page, node, [(one, "1") for one in right])
    count = len(item.pairs)

    def body(parent: etree._Element) -> None:
        ask = page.add(
            parent, "matchInteraction", responseIdentifier=RESPONSE, shuffle="true", maxAssociations=str(count)
        )
        _prompt(page, ask, item)
        for letter, texts in (("L", [each.left for each in item.pairs]), ("R", rights)):
            side = page.add(ask, "simpleMatchSet")
            for n, text in enumerate(texts, 1):
                most = "1" if letter == "L" else str(sum(each.right == text for each in item.pairs))
                page.said(page.add(side, "simpleAssociableChoice", identifier=f"{letter}{n}", matchMax=most), text)

    return Parts(body, _mapped(page, RESPONSE), Fraction(count), Fraction(count), "map_response")


def _order(page: Page, item: Item, findings: Findings) -> Parts:
    if len(item.order) < 2:  # noqa: PLR2004 - one thing has no order
        raise Refused("too_few", detail=str(len(item.order)))
    if not all(item.order):
        raise Refused("empty_choice")
    if item.partial:
        findings.loss("outcome", detail="partial")  # an order is right or it is not
    keys = [f"C{n}" for n in range(1, len(item.order) + 1)]
    page.response(RESPONSE, "identifier", *keys, cardinality="ordered")

    def body(parent: etree._Element) -> None:
        ask = page.add(parent, "orderInteraction", responseIdentifier=RESPONSE, shuffle="true")
        _prompt(page, ask, item)
        for key, text in zip(keys, item.order, strict=True):
            page.said(page.add(ask, "simpleChoice", identifier=key), text)

    def rules(parent: etree._Element) -> None:
        rule = page.add(page.add(parent, "responseCondition"), "responseIf")
        test = page.add(rule, "match")
        page.add(test, "variable", identifier=RESPONSE)
        page.add(test, "correct", identifier=RESPONSE)
        page.sets(rule, "SCORE", "1", "float")

    return Parts(body, rules, template="match_correct")


def _gaps(page: Page, item: Item, findings: Findings) -> Parts:
    around, gaps = answers.pieces(item)
    names = [RESPONSE] if len(gaps) == 1 else [f"RESPONSE_{n}" for n in range(1, len(gaps) + 1)]
    gaps = [Gap(_different(gap, findings), gap.case) for gap in gaps]
    for name, gap in zip(names, gaps, strict=True):
        best = next(one.text for one in gap.accepted if one.credit == 1)
        node = page.response(name, "string", best)
        entries = [(one.text, weight(one.credit, findings)) for one in gap.accepted]
        _maps(page, node, entries, caseSensitive="true" if gap.case else "false")
    told = [any(one.feedback for one in gap.accepted) for gap in gaps]

    def rules(parent: etree._Element) -> None:
        _mapped(page, *names)(parent)
        for n, (name, gap) in enumerate(zip(names, gaps, strict=True), 1):
            if told[n - 1]:
                _tell(page, parent, name, gap, n)

    outcomes = tuple(f"FEEDBACK_{n}" for n, one in enumerate(told, 1) if one)
    whole = Fraction(len(gaps))
    template = "map_response" if len(gaps) == 1 else ""
    return Parts(lambda body: _holes(page, body, around, names, gaps), rules, whole, whole, template, outcomes)


def _different(gap: Gap, findings: Findings) -> tuple[Choice, ...]:
    kept: dict[str, Choice] = {}
    for one in gap.accepted:
        if kept.setdefault(one.text if gap.case else one.text.casefold(), one) is not one:
            findings.loss("same_answer", detail=one.text[:60])
    if all(one.credit != 1 for one in kept.values()):
        raise Refused("no_right")
    return tuple(kept.values())


def _tell(page: Page, rules: etree._Element, name: str, gap: Gap, n: int) -> None:
    condition, branch = None, "responseIf"
    for rank, one in enumerate(gap.accepted, 1):
        if not one.feedback:
            continue
        if condition is None:
            condition = page.add(rules, "responseCondition")
        rule = page.add(condition, branch)
        test = page.add(rule, "stringMatch", caseSensitive="true" if gap.case else "false")
        page.add(test, "variable", identifier=name)
        page.add(test, "baseValue", one.text, baseType="string")
        page.sets(rule, f"FEEDBACK_{n}", f"answer_{n}_{rank}")
        page.told.append((f"FEEDBACK_{n}", f"answer_{n}_{rank}", one.feedback))
        branch = "responseElseIf"


def _holes(page: Page, body: etree._Element, around: list[str], names: list[str], gaps: list[Gap]) -> None:
    paragraph = page.add(body, "p")
    for n, text in enumerate(around):
        first, *others = text.split("\n\n")
        page.inline(paragraph, first)
        for one in others:
            paragraph = page.add(body, "p", one)
        if n < len(gaps):
            length = max(len(one.text) for one in gaps[n].accepted)
            page.add(paragraph, "textEntryInteraction", responseIdentifier=names[n], expectedLength=str(length))


def _numbers(page: Page, item: Item, findings: Findings) -> Parts:
    numbers = _reachable(answers.worth(item.numbers), findings)
    best = next(one for one in numbers if one.credit == 1)
    page.response(RESPONSE, "float", answers.decimal(best.answer))

    def body(parent: etree._Element) -> None:
        place = page.add(parent, "p")
        page.add(place, "textEntryInteraction", responseIdentifier=RESPONSE, expectedLength="15").tail = " "
        if item.unit:
            page.add(place, "span", item.unit, **{"class": "unit"})

    def rules(parent: etree._Element) -> None:
        condition = page.add(parent, "responseCondition")
        for n, one in enumerate(numbers, 1):
            rule = page.add(condition, "responseIf" if n == 1 else "responseElseIf")
            around = answers.tolerance(one.tolerance)
            test = page.add(rule, "equal", toleranceMode="absolute", tolerance=f"{around} {around}")
            page.add(test, "variable", identifier=RESPONSE)
            page.add(test, "baseValue", answers.decimal(one.answer), baseType="float")
            page.sets(rule, "SCORE", weight(one.credit, findings), "float")
            if one.feedback:
                page.sets(rule, "FEEDBACK", f"number_{n}")
                page.told.append(("FEEDBACK", f"number_{n}", one.feedback))

    return Parts(body, rules, told=("FEEDBACK",) if any(one.feedback for one in numbers) else ())


def _reachable(numbers: tuple[Number, ...], findings: Findings) -> list[Number]:
    kept: list[Number] = []
    held: list[Interval] = []
    for one in numbers:
        middle, around = number(one.answer), number(answers.tolerance(one.tolerance))
        found = Interval(middle - around, middle + around)
        if found.free(held) is None:
            findings.loss("same_answer", detail=one.answer[:60])
        else:
            kept.append(one)
        held.append(found)
    if all(one.credit != 1 for one in kept):
        raise Refused("no_right")
    return kept


_WRITERS: dict[str, Callable[[Page, Item, Findings], Parts]] = {
    SINGLE: _choices, MULTIPLE: _choices, TRUE_FALSE: _choices, MATCHING: _pairs, ORDERING: _order, CLOZE: _gaps,
    NUMERIC: _numbers,
}  # fmt: skip
KINDS = frozenset(_WRITERS)
PROMPTED = frozenset({SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING})  # their interaction says the last paragraph
