"""One QTI item, understood: what it asks decides who reads it. Points, time, shuffling and layout belong to a test: they are not read."""

import re
from collections.abc import Callable

from lxml import etree

from app.content.formats import html
from app.content.formats.findings import Findings, Refused, called
from app.content.formats.items import Item
from app.content.formats.qti_choice import chosen
from app.content.formats.qti_expressions import Budget, NotUnderstood
from app.content.formats.qti_files import Files
from app.content.formats.qti_gaps import dropped_in, typed_in
from app.content.formats.qti_pairs import associated, matched, ordered
from app.content.formats.qti_processing import processing
from app.content.formats.qti_question import Question
from app.content.formats.qti_text import Texts
from app.content.formats.qti_values import declared

_NUMBERED = re.compile(r"item-[0-9]{4,}")  # an identifier that only says the place in a file
_READ = frozenset({
    "responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback", "contextDeclaration",
})  # fmt: skip
_LOST = {
    "stylesheet": ("stylesheet", "href"),
    "assessmentStimulusRef": ("stimulus", "href"),
    "companionMaterialsInfo": ("companion", ""),
}


def understood(node: etree._Element, files: Files, tags: tuple[str, ...], findings: Findings, budget: Budget) -> Item:
    """The question of an `assessmentItem` under its names of 2.1. Raises Refused."""
    body = node.find("itemBody")
    key = html.line(node.get("identifier") or "")
    name = html.line(node.get("title") or "")
    texts = Texts(findings, files)
    start = "" if name or body is None else html.words(" ".join(body.itertext())[:1000], html.PLAIN).text
    findings.name = called("" if name == key else name, html.line(start)) or key
    if body is None:
        raise Refused("no_text")
    _refuse_what_moves(node)
    interactions = [
        one for one in body.iter() if str(one.tag).endswith("Interaction") and one.tag != "endAttemptInteraction"
    ]
    kind = _kind(interactions)
    _name_what_is_lost(node, findings)
    question = Question(
        node, body, interactions, texts, processing(node, declared(node), budget), "" if name == key else name,
        html.line(node.get("label") or "") if _NUMBERED.fullmatch(key) else key, tags,
    )  # fmt: skip
    try:
        return kind(question)
    except NotUnderstood:
        question.fall_back()
        return kind(question)


def _refuse_what_moves(node: etree._Element) -> None:
    if (node.get("adaptive") or "").strip() in ("true", "1"):
        raise Refused("unsupported", detail="adaptive")
    for name in ("templateDeclaration", "templateProcessing"):
        if node.find(name) is not None:
            raise Refused("unsupported", detail=name)


def _name_what_is_lost(node: etree._Element, findings: Findings) -> None:
    for child in node:
        name = str(child.tag)
        if name in _LOST:
            code, detail = _LOST[name]
            findings.loss(code, detail=html.line(child.get(detail) or "")[:120] if detail else "")
        elif name not in _READ:
            findings.loss("part", detail=name[:60])


def _kind(interactions: list[etree._Element]) -> Callable[[Question], Item]:
    """Who reads these interactions. Raises Refused: a kind that is not read is named, and so is a mixture."""
    names = sorted({str(one.tag) for one in interactions})
    if not names:
        raise Refused("no_interaction")
    for name in names:
        if name not in _KINDS:
            raise Refused("unsupported", detail=name[:60])
    readers = {_KINDS[name] for name in names}
    if len(readers) > 1 or (len(interactions) > 1 and not readers & _TOGETHER):
        raise Refused("unsupported", detail="composite: " + ", ".join(names))
    return readers.pop()


_KINDS: dict[str, Callable[[Question], Item]] = {
    "choiceInteraction": chosen,
    "orderInteraction": ordered,
    "matchInteraction": matched,
    "associateInteraction": associated,
    "textEntryInteraction": typed_in,
    "inlineChoiceInteraction": typed_in,
    "gapMatchInteraction": dropped_in,
}
_TOGETHER: frozenset[Callable[[Question], Item]] = frozenset({typed_in})  # several interactions make one question
