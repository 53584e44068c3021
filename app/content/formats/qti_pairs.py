"""`matchInteraction`, `associateInteraction` and `orderInteraction`: what goes with what, and what comes first."""

from collections import Counter
from fractions import Fraction

from lxml import etree

from app.content.formats import answers, html
from app.content.formats.findings import Refused
from app.content.formats.items import MATCHING, ORDERING, Item, Pair
from app.content.formats.qti_expressions import NotUnderstood
from app.content.formats.qti_feedback import PARTIAL, RIGHT, WRONG, Given, Trials
from app.content.formats.qti_question import Question, few
from app.content.formats.qti_values import Response, Single, contained


def matched(question: Question) -> Item:
    """The item of a match: the first set is on the left, unless only the second one has each of its parts once."""
    (interaction,) = question.interactions
    sets = [_named(question, one, "simpleAssociableChoice") for one in interaction.iterchildren("simpleMatchSet")]
    if len(sets) != 2:  # noqa: PLR2004 - what is matched with what
        raise Refused("too_few", at=interaction.sourceline, detail=str(len(sets)))
    return _paired(question, interaction, sets[0], sets[1])


def associated(question: Question) -> Item:
    """The item of an association: what a pair names first is on the left."""
    (interaction,) = question.interactions
    every = _named(question, interaction, "simpleAssociableChoice")
    return _paired(question, interaction, every, every)


def ordered(question: Question) -> Item:
    """The item of an order."""
    (interaction,) = question.interactions
    response = question.response(interaction)
    every = _named(question, interaction, "simpleChoice")
    order = [str(one) for one in dict.fromkeys(response.correct) if str(one) in every]
    for left_out in every.keys() - set(order):
        question.findings.loss("lone_answer", detail=every[left_out][:60])
    if len(order) < 2:  # noqa: PLR2004 - one thing has no order
        raise Refused("too_few", at=interaction.sourceline, detail=str(len(order)))
    if not all(every[one] for one in order):
        raise Refused("empty_choice")
    _tell(question, {RIGHT: _given(response, order), WRONG: _given(response, order[::-1])})
    return question.made(ORDERING, *question.around(interaction), order=tuple(every[one] for one in order))


def _named(question: Question, parent: etree._Element, tag: str) -> dict[str, str]:
    nodes = few(list(parent.iterchildren(tag)), tag)
    named = {" ".join((node.get("identifier") or "").split()): question.texts.said(node) for node in nodes}
    if len(named) != len(nodes):
        raise Refused("same_key", at=parent.sourceline)
    return named


def _paired(question: Question, interaction: etree._Element, lefts: dict[str, str], rights: dict[str, str]) -> Item:
    response = question.response(interaction)
    right = [one for one in _right(question, response) if _known(one, lefts, rights)]
    ends = [_known(one, lefts, rights) for one in right]
    if _twice([left for left, _right in ends]) and not _twice([right for _left, right in ends]):
        ends, lefts, rights = [(right, left) for left, right in ends], rights, lefts
    if repeated := _twice([left for left, _right in ends]):
        raise Refused("bad_pair", at=interaction.sourceline, detail=lefts[repeated][:60])
    pairs = tuple(Pair(lefts[left], html.line(rights[right])) for left, right in ends)
    answers.paired(pairs)
    used = {one for pair in ends for one in pair}
    for key, text in {**lefts, **rights}.items():
        if key not in used and text:
            question.findings.loss("lone_answer", detail=text[:60])
    rotated = [f"{left} {right}" for (left, _), (_, right) in zip(ends, [*ends[1:], ends[0]], strict=True)]
    trials = {RIGHT: right, PARTIAL: right[:1], WRONG: rotated}
    _tell(question, {which: _given(response, some) for which, some in trials.items()})
    return question.made(MATCHING, *question.around(interaction), pairs=pairs)


def _right(question: Question, response: Response) -> list[str]:
    """The right pairs: what the item says is right, or else what its mapping gives points for."""
    worth = {} if response.mapping is None else response.mapping.entries
    right = [str(one) for one in response.correct] or [
        str(key) for key in response.keys if worth.get(key, Fraction(0)) > 0
    ]
    if len({worth.get(one, Fraction(0)) for one in right}) > 1 or any(
        worth[one] for one in worth if str(one) not in right
    ):
        question.findings.loss("weights")
    return list(dict.fromkeys(right))


def _known(pair: str, lefts: dict[str, str], rights: dict[str, str]) -> tuple[str, str]:
    ends = pair.split()
    if len(ends) != 2 or ends[0] not in lefts or ends[1] not in rights:  # noqa: PLR2004 - a pair
        raise Refused("bad_pair", detail=pair[:60])
    return ends[0], ends[1]


def _twice(keys: list[str]) -> str:
    return next((key for key, count in Counter(keys).items() if count > 1), "")


def _given(response: Response, keys: list[str]) -> Given:
    values: list[Single] = [" ".join(sorted(one.split())) if response.base == "pair" else one for one in keys]
    return {response.identifier: contained(values, response.cardinality)}


def _tell(question: Question, outcomes: dict[str, Given]) -> None:
    if question.understood and question.processing.score(outcomes[RIGHT]) <= 0:
        raise NotUnderstood("SCORE")
    question.tell(Trials(outcomes))
