"""Questions to GIFT. Texts are said to be plain, so that Moodle shows them as they are."""

import re
from collections.abc import Iterable

from app.content.formats import answers, html
from app.content.formats.findings import Findings, Refused, called, cleaned
from app.content.formats.items import (
    CLOZE,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    SINGLE,
    TRUE_FALSE,
    Choice,
    Item,
    Number,
    Trouble,
)  # fmt: skip

_READ_FIRST = re.compile(
    r"\[(?:html|moodle|plain|markdown)\]|\s*%-*[0-9]+(?:\.[0-9]*)?%"
)  # what a text may not start by


def written(items: Iterable[Item]) -> tuple[str, tuple[Trouble, ...]]:
    """The GIFT file of these questions, and what it does not hold of them."""
    blocks: list[str] = []
    troubles: list[Trouble] = []
    for item in items:
        findings = Findings(item.line, called(html.line(item.name), html.line(item.text)))
        try:
            blocks.append(_question(cleaned(item, findings), findings))
            troubles += findings.troubles
        except Refused as why:
            troubles.append(findings.refused(why))
    return "\n\n".join(blocks) + "\n" * bool(blocks), tuple(troubles)


def _question(item: Item, findings: Findings) -> str:
    if item.kind not in _BODIES:
        raise Refused("not_expressible", detail=item.kind)
    if not item.text:
        raise Refused("no_text")
    _lost(item, findings)
    before, after = _around(item, findings)
    name = f"::{_escaped(item.name)}::" if item.name else ""
    general = f"\t####{_text(item.feedback)}\n" if item.feedback else ""
    opening, body = _BODIES[item.kind](item, findings)
    return f"{_metadata(item, findings)}{name}[plain]{before}{{{opening}{body}{general}}}{after}"


def _lost(item: Item, findings: Findings) -> None:
    if item.image:
        findings.loss("image", detail=item.image.name)
    if item.unit:
        findings.loss("unit", detail=item.unit)
    if any(gap.case for gap in item.gaps):
        findings.loss("case")
    told = {"right": item.right, "partial": item.partial, "wrong": item.wrong}
    for which in ("right", "partial") if item.kind in (CLOZE, NUMERIC) else told:
        if told[which]:
            findings.loss("outcome", detail=which)


def _around(item: Item, findings: Findings) -> tuple[str, str]:
    if item.kind != CLOZE:
        return _escaped(item.text), ""
    around, gaps = answers.pieces(item)
    if len(gaps) > 1:
        raise Refused("not_expressible", detail=CLOZE)
    before, after = around
    if not before and not after:
        raise Refused("no_text")
    if before and not after and not before.endswith((" ", "\xa0", "\n")):
        findings.loss("gap_apart")
    return _escaped(before), _escaped(after)


def _metadata(item: Item, findings: Findings) -> str:
    said = [
        f"[{kind}:{_bracketed(text)}]"
        for kind, text in (("id", item.key), *(("tag", one) for one in item.tags))
        if text
    ]
    kept = []
    for text, one in zip((*([item.key] if item.key else []), *item.tags), said, strict=True):
        if re.search(r"\\\]|\\$|[\x00-\x1f\x7f]" if one.startswith("[id") else r"\\\]|\\$|[<>`\x00-\x1f\x7f]", text):
            findings.loss("key" if one.startswith("[id") else "tag", detail=text)
        else:
            kept.append(one)
    return f"// {' '.join(kept)}\n" if kept else ""


def _bracketed(text: str) -> str:
    return text.replace("]", "\\]")


def _escaped(text: str) -> str:
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", "\\n")


def _text(text: str) -> str:
    return ("[plain]" if _READ_FIRST.match(text) else "") + _escaped(text)


def _told(text: str) -> str:
    return f"#{_text(text)}" if text else ""


def _choices(item: Item, findings: Findings) -> tuple[str, str]:
    one = item.kind == SINGLE
    if answers.chosen(item.choices, one=one, findings=findings) != item.kind:
        raise Refused("no_right")
    # Without a `~`, answers would be those of a short answer.
    all_right = one and all(choice.credit == 1 for choice in item.choices)
    signs = [
        _sign(choice, findings, one=one and not (all_right and rank == 0)) for rank, choice in enumerate(item.choices)
    ]
    return "\n", "".join(
        f"\t{sign}{_text(choice.text)}{_told(choice.feedback)}\n"
        for sign, choice in zip(signs, item.choices, strict=True)
    )


def _sign(choice: Choice, findings: Findings, *, one: bool) -> str:
    if choice.credit == 1 and one:
        return "="
    return "~" if choice.credit == 0 else f"~%{answers.percent(choice.credit, findings)}%"


def _truth(item: Item, findings: Findings) -> tuple[str, str]:
    answers.truths(item, findings)
    right, wrong = sorted(item.choices, key=lambda one: one.credit, reverse=True)
    told = _told(wrong.feedback) or ("#" if right.feedback else "")
    return "", ("TRUE" if item.choices[0].credit == 1 else "FALSE") + told + _told(right.feedback)


def _pairs(item: Item, _findings: Findings) -> tuple[str, str]:
    answers.paired(item.pairs)
    return "\n", "".join(f"\t={_left(pair.left)} -> {_escaped(pair.right)}\n" for pair in item.pairs)


def _left(text: str) -> str:
    # An arrow makes pairs and cannot be escaped: HTML says it otherwise.
    return "[html]" + _escaped(html.inline(text)) if "->" in text else _text(text)


def _gap(item: Item, findings: Findings) -> tuple[str, str]:
    said = []
    for one in item.gaps[0].accepted:
        if "->" in one.text:  # what is accepted has no format to say it otherwise
            raise Refused("not_expressible", detail="->")
        told = f"#{_left(one.feedback)}" if one.feedback else ""
        said.append(f"\t={_weight(one, findings)}{_text(answers.literal(one.text))}{told}\n")
    return "\n", "".join(said) + (f"\t=%0%*#{_left(item.wrong)}\n" if item.wrong else "")


def _numbers(item: Item, findings: Findings) -> tuple[str, str]:
    lines = [
        f"\t={_weight(one, findings)}{answers.decimal(one.answer)}:{answers.tolerance(one.tolerance)}{_told(one.feedback)}\n"
        for one in answers.worth(item.numbers)
    ]
    return "#\n", "".join(lines) + (f"\t~#{_text(item.wrong)}\n" if item.wrong else "")


def _weight(one: Choice | Number, findings: Findings) -> str:
    return "" if one.credit == 1 else f"%{answers.percent(one.credit, findings)}%"


_BODIES = {
    SINGLE: _choices, MULTIPLE: _choices, TRUE_FALSE: _truth, MATCHING: _pairs, CLOZE: _gap, NUMERIC: _numbers,
}  # fmt: skip
