"""What an item's response processing makes of a response: its rules are followed, so that any way of writing them is understood.

The templates of the specification are followed without being fetched. Where nothing is said, or what is said is not
understood, a response is worth what its mapping says, or else 1 when it is the right answer.
https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html#section10079
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from lxml import etree

from app.content.formats.findings import Refused
from app.content.formats.qti_expressions import TRUE, Budget, NotUnderstood, Run, evaluated
from app.content.formats.qti_values import NULL, Declared, Response, Single, Value, typed

COMPARED = 500  # values one response is compared with: more is not a question
SCORE, MOST = "SCORE", "MAXSCORE"
MATCH, MAP, RULES, NONE, UNKNOWN = "match", "map", "rules", "none", "unknown"
_TEMPLATES = (
    (re.compile(r"(cc2_)?match(_correct)?(_basic)?"), MATCH),
    (re.compile(r"(cc2_)?map_response(_basic)?"), MAP),
)


class _Left(Exception):
    """`exitResponse`: what is set is set."""


@dataclass
class Processing:
    """How an item is processed: `how` is one of the words above."""

    declared: Declared
    node: etree._Element | None
    how: str
    budget: Budget
    known: dict[object, Mapping[str, Value]] = field(default_factory=dict)  # what answers already tried have given

    def outcomes(self, given: Mapping[str, Value], *, bounded: bool = True) -> Mapping[str, Value]:
        """The outcomes of this response. Raises NotUnderstood, and Refused when the file asks for too much."""
        key = tuple(sorted(given.items())), bounded
        if key not in self.known:
            self.known[key] = self._processed(given, bounded=bounded)
        return self.known[key]

    def _processed(self, given: Mapping[str, Value], *, bounded: bool) -> Mapping[str, Value]:
        run = Run(self.declared, given, self.budget, bounded, dict(self.declared.outcomes))
        if self.how == RULES and self.node is not None:
            with suppress(_Left):
                _follow(run, self.node)
        elif self.how == UNKNOWN:
            raise NotUnderstood(self.how)
        else:
            run.outcomes[SCORE] = (self._plain(given, bounded=bounded),)
        return run.outcomes

    def score(self, given: Mapping[str, Value], *, bounded: bool = True) -> Fraction:
        """What this response is worth. Raises as `outcomes` does, and NotUnderstood when there is no score."""
        found = self.outcomes(given, bounded=bounded).get(SCORE, NULL)
        if len(found) != 1 or not isinstance(found[0], Fraction):
            raise NotUnderstood(SCORE)
        return found[0]

    def _plain(self, given: Mapping[str, Value], *, bounded: bool) -> Fraction:
        total = Fraction(0)
        for response in self.declared.responses.values():
            self.budget.spend()
            answer = given.get(response.identifier, NULL)
            if response.mapping is not None and self.how != MATCH:
                total += response.mapping.total(answer, bounded=bounded)
            elif response.correct:
                total += answer == response.right
        return total


def processing(item: etree._Element, declared: Declared, budget: Budget) -> Processing:
    """How this item is processed."""
    node = item.find("responseProcessing")
    if node is None:
        return Processing(declared, None, NONE, budget)
    if len(node):
        return Processing(declared, node, RULES, budget)
    place = node.get("template") or node.get("templateLocation") or ""
    name = place.strip().rstrip("/").rsplit("/", 1)[-1].lower().removesuffix(".xml")
    if not name:
        return Processing(declared, None, NONE, budget)
    how = next((how for pattern, how in _TEMPLATES if pattern.fullmatch(name)), UNKNOWN)
    if len(declared.responses) != 1 and how != UNKNOWN:
        how = NONE  # templates know one response; what the others are worth is in their declarations
    return Processing(declared, None, how, budget)


def mentioned(rules: etree._Element | None, response: Response) -> Iterator[tuple[etree._Element, Single]]:
    """What the rules compare this response with: each comparison and its value, in the order of the file, up to COMPARED."""
    return islice(_compared(rules, response), COMPARED)


def _compared(rules: etree._Element | None, response: Response) -> Iterator[tuple[etree._Element, Single]]:
    for node in () if rules is None else rules.iter("variable"):
        if (node.get("identifier") or "").strip() != response.identifier or (parent := node.getparent()) is None:
            continue
        for other in parent.iter("baseValue", "correct"):
            if other.tag == "correct":
                yield from ((parent, one) for one in response.correct if other.get("identifier") == response.identifier)
                continue
            with suppress(Refused):  # of another type: nothing this response can be
                yield parent, typed(other.text or "", response.base)


def _follow(run: Run, rules: Iterable[etree._Element]) -> None:
    for rule in rules:
        run.budget.spend()
        if rule.tag == "responseCondition":
            _condition(run, rule)
        elif rule.tag == "setOutcomeValue":
            if len(rule) != 1:
                raise NotUnderstood(rule.tag)
            run.outcomes[(rule.get("identifier") or "").strip()] = evaluated(run, rule[0])
        elif rule.tag in ("responseProcessingFragment", "responseProcessingInclude") and len(rule):
            _follow(run, rule)
        elif rule.tag == "exitResponse":
            raise _Left
        else:
            raise NotUnderstood(rule.tag)


def _condition(run: Run, node: etree._Element) -> None:
    for branch in node:
        if branch.tag == "responseElse":
            return _follow(run, branch)
        if branch.tag not in ("responseIf", "responseElseIf") or not len(branch):
            raise NotUnderstood(branch.tag)
        if evaluated(run, branch[0]) == TRUE:
            return _follow(run, branch[1:])
    return None
