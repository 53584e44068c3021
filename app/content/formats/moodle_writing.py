"""Questions to Moodle XML. Texts are written as HTML, which Moodle's editors open."""

import base64
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import quote

from lxml import etree

from app.content.formats import answers, embedded, html
from app.content.formats.findings import Findings, Refused, called, cleaned
from app.content.formats.items import (
    CLOZE,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Choice,
    Item,
    Trouble,
)

_LONE_GAP = " [[1]]"  # at the end of a text: Moodle's short answer
_OUTCOMES = {"right": "correctfeedback", "partial": "partiallycorrectfeedback", "wrong": "incorrectfeedback"}


def written(items: Iterable[Item]) -> tuple[bytes, tuple[Trouble, ...]]:
    """The Moodle XML file of these questions, in UTF-8, and what it does not hold of them."""
    root = etree.Element("quiz")
    troubles: list[Trouble] = []
    for item in items:
        findings = Findings(item.line, called(html.line(item.name), html.line(item.text)))
        try:
            root.append(_question(cleaned(item, findings), findings))
            troubles += findings.troubles
        except Refused as why:
            troubles.append(findings.refused(why))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)), tuple(troubles)


def _question(item: Item, findings: Findings) -> etree._Element:
    if item.kind not in _WRITERS:
        raise Refused("not_expressible", detail=item.kind)
    if not item.text:
        raise Refused("no_text")
    node = etree.Element("question", type=_type(item))
    if html.tagless(item.name) != item.name:
        findings.loss("name", detail=item.name)
    _add(node, "name", item.name)
    _asked(node, item, findings)
    _html(node, "generalfeedback", item.feedback)
    if item.key:
        etree.SubElement(node, "idnumber").text = item.key
    _outcomes(node, item, findings)
    _WRITERS[item.kind](node, item, findings)
    if item.tags:
        tags = etree.SubElement(node, "tags")
        for tag in item.tags:
            _add(tags, "tag", tag)
    return node


def _type(item: Item) -> str:
    if item.kind == CLOZE:
        return "shortanswer" if _is_short(item) else "multianswer"
    return _TYPES[item.kind]


def _is_short(item: Item) -> bool:
    before = item.text.removesuffix(_LONE_GAP)
    return len(item.gaps) == 1 and before != item.text and html.tidy(before) == before != ""


def _asked(node: etree._Element, item: Item, findings: Findings) -> None:
    if item.kind != CLOZE:
        markup = html.written(item.text)
    elif _is_short(item):
        answers.pieces(item)
        markup = html.written(item.text.removesuffix(_LONE_GAP))
    else:
        markup = embedded.written(item, findings)
    image = item.image
    if image and (not image.data or not image.name or "/" in image.name):
        findings.loss("image", detail=image.name)
        image = None
    if image:
        markup += f'<p><img src="{html.HERE}{quote(image.name, safe="")}" alt="{escape(image.alt)}"></p>'
    asked = _add(node, "questiontext", markup, format="html")
    if image:
        file = etree.SubElement(asked, "file", name=image.name, path="/", encoding="base64")
        file.text = base64.b64encode(image.data).decode()


def _add(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    node = etree.SubElement(parent, tag, **attributes)
    etree.SubElement(node, "text").text = text
    return node


def _html(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    return _add(parent, tag, html.written(text), format="html", **attributes)


def _outcomes(node: etree._Element, item: Item, findings: Findings) -> None:
    """What is told of the whole answer, in the kinds that have it; a lone wrong answer's word is elsewhere in two others."""
    for which, tag in _OUTCOMES.items():
        told = str(getattr(item, which))
        if item.kind in (SINGLE, MULTIPLE, MATCHING, ORDERING):
            _html(node, tag, told)
        elif told and (which != "wrong" or item.kind == TRUE_FALSE or (item.kind == CLOZE and len(item.gaps) != 1)):
            findings.loss("outcome", detail=which)


def _answer(node: etree._Element, choice: Choice, findings: Findings, *, formatted: bool) -> etree._Element:
    text = html.written(choice.text) if formatted else choice.text
    attributes = {"fraction": answers.percent(choice.credit, findings), "format": "html" if formatted else "plain_text"}
    answer = _add(node, "answer", text, **attributes)
    _html(answer, "feedback", choice.feedback)
    return answer


def _choices(node: etree._Element, item: Item, findings: Findings) -> None:
    one = item.kind == SINGLE
    if answers.chosen(item.choices, one=one, findings=findings) != item.kind:
        raise Refused("no_right")
    etree.SubElement(node, "single").text = "true" if one else "false"
    etree.SubElement(node, "shuffleanswers").text = "true"
    etree.SubElement(node, "answernumbering").text = "abc"
    for choice in item.choices:
        _answer(node, choice, findings, formatted=True)


def _truth(node: etree._Element, item: Item, findings: Findings) -> None:
    answers.truths(item, findings)
    for text, choice in zip(("true", "false"), item.choices, strict=True):
        _answer(node, Choice(text, choice.credit, choice.feedback), findings, formatted=False)


def _pairs(node: etree._Element, item: Item, _findings: Findings) -> None:
    answers.paired(item.pairs)
    etree.SubElement(node, "shuffleanswers").text = "true"
    for pair in item.pairs:
        _add(_html(node, "subquestion", pair.left), "answer", pair.right)


def _gaps(node: etree._Element, item: Item, findings: Findings) -> None:
    if not _is_short(item):
        return  # in the text
    etree.SubElement(node, "usecase").text = "1" if item.gaps[0].case else "0"
    for one in item.gaps[0].accepted:
        _answer(node, Choice(answers.literal(one.text), one.credit, one.feedback), findings, formatted=False)
    if item.wrong:
        _answer(node, Choice("*", feedback=item.wrong), findings, formatted=False)


def _numbers(node: etree._Element, item: Item, findings: Findings) -> None:
    for one in answers.worth(item.numbers):
        choice = Choice(answers.decimal(one.answer), one.credit, one.feedback)
        answer = _answer(node, choice, findings, formatted=False)
        etree.SubElement(answer, "tolerance").text = answers.tolerance(one.tolerance)
    if item.wrong:
        _answer(node, Choice("*", feedback=item.wrong), findings, formatted=False)
    if item.unit:
        unit = etree.SubElement(etree.SubElement(node, "units"), "unit")
        etree.SubElement(unit, "multiplier").text = "1"
        etree.SubElement(unit, "unit_name").text = item.unit
    etree.SubElement(node, "showunits").text = "0" if item.unit else "3"


def _order(node: etree._Element, item: Item, _findings: Findings) -> None:
    if len(item.order) < 2:  # noqa: PLR2004 - one thing has no order
        raise Refused("too_few", detail=str(len(item.order)))
    if not all(item.order):
        raise Refused("empty_choice")
    for tag, text in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0"), ("showgrading", "SHOW")):
        etree.SubElement(node, tag).text = text
    # Pairs of neighbours, as this platform counts.
    etree.SubElement(node, "gradingtype").text = "RELATIVE_NEXT_EXCLUDE_LAST"
    for rank, text in enumerate(item.order, 1):
        _html(node, "answer", text, fraction=str(rank))


_TYPES = {
    SINGLE: "multichoice", MULTIPLE: "multichoice", TRUE_FALSE: "truefalse", MATCHING: "matching", NUMERIC: "numerical",
    ORDERING: "ordering",
}  # fmt: skip
_WRITERS: dict[str, Callable[[etree._Element, Item, Findings], None]] = {
    SINGLE: _choices, MULTIPLE: _choices, TRUE_FALSE: _truth, MATCHING: _pairs, CLOZE: _gaps, NUMERIC: _numbers,
    ORDERING: _order,
}  # fmt: skip
