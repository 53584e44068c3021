"""`textEntryInteraction`, `inlineChoiceInteraction` and `gapMatchInteraction`: a text with gaps, `[[n]]`.

What an answer to a gap is worth is found by giving it, the other gaps being right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from app.content.formats import answers, html
from app.content.formats.findings import Refused
from app.content.formats.items import CLOZE, Choice, Gap, Item
from app.content.formats.qti_expressions import NotUnderstood
from app.content.formats.qti_feedback import PARTIAL, RIGHT, WRONG, Given, Trials
from app.content.formats.qti_numbers import numeric, plain
from app.content.formats.qti_processing import mentioned
from app.content.formats.qti_question import Question, credit, few
from app.content.formats.qti_values import NUMBERS, Response, Single, contained

NONSENSE = "\N{REPLACEMENT CHARACTER}"  # what no gap accepts
Filled = Mapping[str, Single]  # what is put in each gap, by the gap's key


@dataclass
class Hole:
    """A gap being understood: where it is, what may be put there and how that is said, which of it seems right."""

    node: etree._Element
    said: dict[Single, str]
    right: Single | None
    kept: frozenset[Single] = frozenset()  # answers that are kept whatever they are worth
    listed: bool = False  # the answers were offered
    case: bool = False
    worth: dict[Single, Fraction] = field(default_factory=dict)

    @property
    def wrong(self) -> Single:
        """What is not accepted: an answer that is offered, or else words that nobody means."""
        offered = (one for one, worth in self.worth.items() if worth <= 0)
        return (
            next(offered, NONSENSE) if self.listed else NONSENSE * (1 + max(len(text) for text in self.said.values()))
        )


@dataclass
class Sheet:
    """The gaps of an item, by key, and how what fills them is a response."""

    holes: dict[str, Hole]
    given: Callable[[Filled], Given]


def typed_in(question: Question) -> Item:
    """The item of gaps that are filled where they stand, or of a number. Raises Refused and NotUnderstood."""
    first = question.interactions[0]
    if (
        len(question.interactions) == 1
        and first.tag == "textEntryInteraction"
        and question.response(first).base in NUMBERS
    ):
        return numeric(question)
    holes: dict[str, Hole] = {}
    for node in few(question.interactions, first.tag):
        response = question.response(node)
        if response.identifier in holes:
            raise Refused("same_key", at=node.sourceline)
        holes[response.identifier] = (_listed if node.tag == "inlineChoiceInteraction" else _free)(
            question, node, response
        )
    return _made(question, Sheet(holes, lambda filled: {key: (value,) for key, value in filled.items()}))


def dropped_in(question: Question) -> Item:
    """The item of gaps where words are dropped. Raises Refused and NotUnderstood."""
    (interaction,) = question.interactions
    response = question.response(interaction)
    if next(interaction.iter("gapImg"), None) is not None:
        raise Refused("unsupported", detail="gapMatchInteraction gapImg")
    words = _said(question, list(interaction.iterchildren("gapText")))
    pairs = [str(one).split() for one in (*response.correct, *response.keys)]
    holes: dict[str, Hole] = {}
    for node in few(list(interaction.iter("gap")), "gap"):
        key = (node.get("identifier") or "").strip()
        right = next((one[0] for one in pairs if one[1:] == [key]), None)
        holes[key] = Hole(node, dict(words), right, listed=True)

    def given(filled: Filled) -> Given:
        return {response.identifier: contained([f"{word} {key}" for key, word in filled.items()], response.cardinality)}

    return _made(question, Sheet(holes, given))


def _said(question: Question, nodes: list[etree._Element]) -> dict[Single, str]:
    few(nodes, "inlineChoice")
    return {(one.get("identifier") or "").strip(): html.line(question.texts.said(one)) for one in nodes}


def _listed(question: Question, node: etree._Element, response: Response) -> Hole:
    right = next(iter((*response.correct, *response.keys)), None)
    return Hole(node, _said(question, list(node.iterchildren("inlineChoice"))), right, listed=True)


def _free(question: Question, node: etree._Element, response: Response) -> Hole:
    compared = list(mentioned(question.processing.node, response))
    values = dict.fromkeys((*response.keys, *response.correct, *(value for _node, value in compared)))
    best = max(
        response.keys, key=lambda key: response.mapping.worth(key) if response.mapping else Fraction(0), default=None
    )
    said = {one: plain(one) if isinstance(one, Fraction) else html.line(str(one)) for one in values}
    right = next(iter(response.correct), best if best is not None else next(iter(values), None))
    rules = [one for one, _value in compared if one.tag == "stringMatch"]
    return Hole(
        node, said, right, frozenset((*response.keys, *response.correct)), case=_case(question, response, rules)
    )


def _case(question: Question, response: Response, rules: list[etree._Element]) -> bool:
    """Whether capitals matter: for each answer they may."""
    minded = {(one.get("caseSensitive") or "true").strip() not in ("false", "0") for one in rules}
    if not minded and response.mapping is not None:
        minded = {not (isinstance(key, str) and key.casefold() in response.mapping.folded) for key in response.keys}
    if len(minded) > 1:
        question.findings.loss("case")
    return response.base not in NUMBERS and True in (minded or {True})


def _made(question: Question, sheet: Sheet) -> Item:
    if not sheet.holes:
        raise Refused("no_gap")
    few([hole.node for hole in sheet.holes.values() for _one in hole.said], "mapEntry")
    _weigh(question, sheet)
    told = question.tell(_trials(sheet))
    gaps = tuple(
        Gap(_accepted(question, hole, {one: told.get(f"={key} {n}", "") for n, one in enumerate(hole.said)}), hole.case)
        for key, hole in sheet.holes.items()
    )
    for node in question.body.iter():  # what looks like a gap, before there are any
        node.text = answers.unmarked(node.text or "", question.findings)
        node.tail = answers.unmarked(node.tail or "", question.findings)
    marks = {hole.node: f"[[{n}]]" for n, hole in enumerate(sheet.holes.values(), 1)}
    text, image = question.asked(lambda node: "" if node.tag == "gapText" else marks.get(node))
    return question.made(CLOZE, answers.placed(text, len(gaps)), image, gaps=gaps)


def _weigh(question: Question, sheet: Sheet) -> None:
    """Find what each answer is worth in its gap. Raises Refused, and NotUnderstood when nothing is worth anything."""
    right = {key: hole.right for key, hole in sheet.holes.items() if hole.right is not None}
    gains: set[Fraction] = set()
    for key, hole in sheet.holes.items():
        others = {one: value for one, value in right.items() if one != key}
        without = question.processing.score(sheet.given(others))
        scores = {one: question.processing.score(sheet.given({**others, key: one})) - without for one in hole.said}
        gain = max(scores.values(), default=Fraction(0))
        if gain <= 0:
            if question.understood:
                raise NotUnderstood("SCORE")
            raise Refused("no_right", at=hole.node.sourceline)
        hole.worth = {one: credit(score, gain, question.findings) for one, score in scores.items()}
        gains.add(gain)
    if len(gains) > 1:
        question.findings.loss("gap_weight", detail=", ".join(plain(one) for one in sorted(gains))[:60])


def _accepted(question: Question, hole: Hole, told: dict[Single, str]) -> tuple[Choice, ...]:
    every = [Choice(text, hole.worth[one], told[one]) for one, text in hole.said.items()]
    kept = [
        choice
        for one, choice in zip(hole.said, every, strict=True)
        if choice.credit > 0 or choice.feedback or (not hole.listed and (choice.credit or one in hole.kept))
    ]
    if hole.listed:  # what is chosen becomes what is written: words that were offered, and wrong, are not
        others = [choice.text for choice in every if choice not in kept]
        question.findings.loss("options", detail=", ".join(others)[:120])
    answers.some(kept)
    return tuple(kept)


def _trials(sheet: Sheet) -> Trials:
    best = {key: max(hole.worth, key=lambda one, hole=hole: hole.worth[one]) for key, hole in sheet.holes.items()}  # type: ignore[misc]
    wrong = {key: hole.wrong for key, hole in sheet.holes.items()}
    first, hole = next(iter(sheet.holes.items()))
    lone = len(sheet.holes) == 1
    near = next((one for one, worth in hole.worth.items() if 0 < worth < 1), None) if lone else best[first]
    outcomes = {RIGHT: sheet.given(best), WRONG: sheet.given(wrong)}
    if near is not None:
        outcomes[PARTIAL] = sheet.given({**wrong, first: near})
    options = {
        f"={key} {n}": sheet.given({key: one}) for key, each in sheet.holes.items() for n, one in enumerate(each.said)
    }
    full = (
        frozenset(f"={first} {n}" for n, worth in enumerate(hole.worth.values()) if worth == 1) if lone else frozenset()
    )
    names = {str(one): f"={first} {n}" for n, one in enumerate(hole.said)} if lone and hole.listed else {}
    return Trials(outcomes, options, full, names, listed=lone and hole.wrong != NONSENSE, parts=len(sheet.holes))
