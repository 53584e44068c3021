"""What a QTI item tells after an answer: to whom each feedback belongs is found by answering, and seeing what is shown.

A feedback is shown when an outcome holds its identifier; rules set that outcome in a hundred ways.
https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html#section10041
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.content.formats.findings import Refused
from app.content.formats.qti_processing import Processing
from app.content.formats.qti_text import TOLD, Texts
from app.content.formats.qti_values import NULL, Value

MOST = 500  # feedbacks of one item
RIGHT, PARTIAL, WRONG, GENERAL = OUTCOMES = "right", "partial", "wrong", "feedback"
# What authoring tools call them: the longer word first, since it holds the other.
_NAMES = (("incorrect", WRONG), ("wrong", WRONG), ("partial", PARTIAL), ("correct", RIGHT), ("right", RIGHT))

Given = Mapping[str, Value]


@dataclass(frozen=True)
class Trials:
    """Answers to try. `options`: each option alone, by a key of the reader's; `full`: the keys that are wholly right;
    `names`: the key of the option an identifier names; `listed`: whether a wrong answer is one of the options; `parts`:
    how many options together make an answer, at least.
    """

    outcomes: Mapping[str, Given]
    options: Mapping[str, Given] = field(default_factory=dict)
    full: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    listed: bool = False
    parts: int = 1


@dataclass(frozen=True)
class _Told:
    outcome: str
    identifier: str
    shows: bool
    choice: str
    text: str

    def seen(self, outcomes: Given) -> bool:
        return (self.identifier in map(str, outcomes.get(self.outcome, NULL))) == self.shows


def feedbacks(item: etree._Element, texts: Texts, processing: Processing, trials: Trials) -> dict[str, str]:
    """The feedback of each option, by its key, and of the whole answer, by `right`, `partial`, `wrong`, `feedback`.

    What is never shown is named as lost. Raises NotUnderstood and Refused as processing does.
    """
    told = [one for one in (_told(node, texts) for node in _nodes(item)) if one.text]
    if not told:
        return {}
    unset = _unset(processing)
    shown = {
        key: _shown(told, processing, given, unset)
        for key, given in (*trials.outcomes.items(), *trials.options.items())
    }
    found: dict[str, list[str]] = {}
    for one in told:
        keys = _belongs(one, {key for key, seen in shown.items() if one in seen}, trials)
        if not keys:
            texts.findings.loss("feedback", detail=one.identifier[:60])
        for key in keys:
            if one.text not in found.setdefault(key, []):
                found[key].append(one.text)
    return {key: "\n\n".join(said) for key, said in found.items()}


def _nodes(item: etree._Element) -> list[etree._Element]:
    nodes = [one for one in item.iter(*TOLD) if all(up.tag not in TOLD for up in one.iterancestors())]
    if len(nodes) > MOST:
        raise Refused("too_much", detail="modalFeedback")
    return nodes


def _told(node: etree._Element, texts: Texts) -> _Told:
    choice = next(node.iterancestors("simpleChoice"), None)
    return _Told(
        (node.get("outcomeIdentifier") or "").strip(), (node.get("identifier") or "").strip(),
        (node.get("showHide") or "show").strip() != "hide", "" if choice is None else (choice.get("identifier") or "").strip(),
        texts.said(node),
    )  # fmt: skip


def _unset(processing: Processing) -> set[str]:
    """The outcomes that nothing sets: authors mean them to hold the response."""
    rules = () if processing.node is None else processing.node.iter("setOutcomeValue")
    known = {(one.get("identifier") or "").strip() for one in rules}
    declared = processing.declared
    return {
        one for one, value in declared.outcomes.items() if value == NULL and declared.bases[one] == "identifier"
    } - known


def _shown(told: Iterable[_Told], processing: Processing, given: Given, unset: set[str]) -> set[_Told]:
    response = tuple(one for value in given.values() for one in value)
    outcomes = {**processing.outcomes(given), **dict.fromkeys(unset, response)}
    return {one for one in told if one.seen(outcomes)}


def _belongs(one: _Told, seen: set[str], trials: Trials) -> list[str]:
    """The keys of what this feedback is about: options, or the whole answer."""
    named = one.choice or one.identifier
    if named in trials.names:
        return [trials.names[named]]
    meant = next((which for word, which in _NAMES if word in one.identifier.casefold()), "")
    everywhere = seen == {*trials.outcomes, *trials.options} and len(seen) > 1
    if everywhere and (not meant or {RIGHT, WRONG} <= seen):
        return [GENERAL]
    options = [key for key in trials.options if key in seen]
    if meant and (meant in seen or not seen) and not (meant == RIGHT and options and trials.parts > 1):
        return [meant]
    if len(options) == 1 and (trials.listed or WRONG not in seen):
        return options
    if RIGHT in seen and not seen & {PARTIAL, WRONG} and (not options or trials.full == set(options)):
        return [RIGHT]
    if RIGHT not in seen and WRONG in seen:
        return [WRONG, PARTIAL] if PARTIAL in seen else [WRONG]
    return options or ([PARTIAL] if PARTIAL in seen else [])
