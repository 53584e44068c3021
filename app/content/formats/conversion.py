"""From a question of another platform to an entry of a bank, and back. What has no place is named, never dropped in silence.

An entry may lack what our own checks ask for (a third option, a feedback): it is imported as it is, and they say so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from app.content.formats.findings import Findings, Refused, called
from app.content.formats.items import (
    CLOZE,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    WHOLE,
    Choice,
    Gap,
    Image,
    Item,
    Number,
    Pair,
    Trouble,
)
from app.content.rules.package import QuestionText
from app.content.rules.weights import ROUNDED, worth
from app.content.rules.written import GAP

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FINEST = 999  # the largest denominator a share is written with
TRUTH = ("vrai", "faux")


@dataclass(frozen=True)
class Entry:
    """An entry of a bank without its id and its objective, the image that goes with it, and what was lost on the way."""

    row: dict[str, Any]
    image: Image | None
    losses: tuple[Trouble, ...]


def entry(item: Item) -> Entry:
    """The entry that an item makes. Raises Refused when it cannot be one of ours."""
    findings = Findings(item.line, called(item.name, item.text))
    if max(map(len, (item.choices, item.order, item.pairs))) > len(LETTERS):
        raise Refused("too_many_choices", detail=str(len(LETTERS)))
    row: dict[str, Any] = {"type": item.kind, "text": item.text}
    row |= _options(item, findings) if item.kind in (SINGLE, MULTIPLE, TRUE_FALSE) else _told(item, findings)
    if item.tags:
        row["tags"] = ", ".join(tag.replace(",", " ") for tag in item.tags)
    if item.image is not None and item.image.alt:
        row["alt"] = item.image.alt
    return Entry({key: value for key, value in row.items() if value}, item.image, tuple(findings.troubles))


def refused(item: Item, why: Refused) -> Trouble:
    """Why an item is left out."""
    return Findings(item.line, called(item.name, item.text)).refused(why)


def _options(item: Item, findings: Findings) -> dict[str, Any]:
    """Options, what each is worth and is told. What is said to whoever is right, or wrong, goes to the options that say nothing."""
    right, shares = _shares(item, findings)
    truth = item.kind == TRUE_FALSE
    ids = TRUTH if truth else LETTERS
    rows = []
    for at, one in enumerate(item.choices):
        said = item.right if at in right else item.wrong
        row: dict[str, Any] = {
            "id": ids[at],
            "text": TRUTH[at].capitalize() if truth else one.text,
            "feedback": one.feedback or said or item.feedback,
        }
        row |= {"correct": True} if at in right else {}
        row |= {"credit": shares[at]} if at in shares else {}
        rows.append({key: value for key, value in row.items() if value})
    used = {row.get("feedback") for row in rows}
    for outcome in ("right", "partial", "wrong", "feedback"):
        words = getattr(item, outcome)
        if words and words not in used:
            findings.loss("feedback_left", detail=words)
    return {"options": rows}


def _shares(item: Item, findings: Findings) -> tuple[set[int], dict[int, str]]:
    """Which options are right, and the shares to write because they are not what is usual."""
    given = [one.credit for one in item.choices]
    if item.kind != MULTIPLE:
        best = max(given)
        right = {at for at, one in enumerate(given) if one == best}
        if best <= 0 or len(right) != 1:
            raise Refused("several_right" if best > 0 else "no_right")
        if best != WHOLE:
            findings.loss("scaled", detail=_percent(best))
        if min(given) < 0:
            findings.loss("negative", detail=_percent(min(given)))
        shares = {
            at: _written(max(one, Fraction(0)) / best) for at, one in enumerate(given) if at not in right and one > 0
        }
        return right, {} if item.kind == TRUE_FALSE else shares
    right = {at for at, one in enumerate(given) if one > 0}
    if not right:
        raise Refused("no_right")
    total = sum((given[at] for at in right), Fraction(0))
    if abs(total - 1) > ROUNDED:
        findings.loss("scaled", detail=_percent(total))
        given = [one / total if one > 0 else one for one in given]
    equal = Fraction(1, len(right))
    usual = [equal if at in right else -equal for at in range(len(given))]
    if all(abs(one - other) <= ROUNDED for one, other in zip(given, usual, strict=True)):
        return right, {}
    return right, {at: _written(one) for at, one in enumerate(given) if abs(one - usual[at]) > ROUNDED or at in right}


def _written(share: Fraction) -> str:
    return str(max(share, Fraction(-1)).limit_denominator(FINEST))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g} %"


def _told(item: Item, findings: Findings) -> dict[str, Any]:
    """The other kinds have one text for who has passed, and one, the notion, until then."""
    for words in (item.right if item.feedback else "", item.partial if item.wrong else ""):
        if words:
            findings.loss("feedback_left", detail=words)
    said = {"notion": item.wrong or item.partial, "feedback": item.feedback or item.right}
    if item.kind == ORDERING:
        return {
            "items": [{"id": LETTERS[at], "text": one} for at, one in enumerate(item.order)],
            **said,
        }
    if item.kind == MATCHING:
        return {
            "pairs": [{"id": LETTERS[at], "left": one.left, "right": one.right} for at, one in enumerate(item.pairs)],
            **said,
        }
    return {**_number(item, findings), **said} if item.kind == NUMERIC else {**_gaps(item, findings), **said}


def _number(item: Item, findings: Findings) -> dict[str, Any]:
    best = max(item.numbers, key=lambda one: one.credit)
    if best.credit <= 0:
        raise Refused("no_right")
    for one in item.numbers:
        if one is not best:
            findings.loss("other_number", detail=one.answer)
        elif one.feedback:
            findings.loss("feedback_left", detail=one.feedback)
    return {"answer": best.answer, "tolerance": best.tolerance if best.tolerance != "0" else "", "unit": item.unit}


def _gaps(item: Item, findings: Findings) -> dict[str, Any]:
    gaps = []
    for number, gap in enumerate(item.gaps, 1):
        accepted = [one for one in gap.accepted if one.credit == WHOLE]
        for one in gap.accepted:
            if one.credit != WHOLE:
                findings.loss("gap_answer", detail=one.text)
            if one.feedback:
                findings.loss("feedback_left", detail=one.feedback)
        if not accepted:
            raise Refused("no_right")
        gaps.append(
            {"id": str(number), "answers": [one.text for one in accepted], "level": "strict" if gap.case else "case"}
        )
    return {"gaps": gaps}


def key_base(item: Item) -> str:
    """What an entry's id is made from."""
    return item.key or item.name or " ".join(item.text.split()[:8])


def item_of(question: QuestionText, tags: Collection[str] = (), image: Image | None = None, lang: str = "fr") -> Item:
    """The item that a question makes in `lang`, or in French when it is not told in that one."""
    texts = question.texts.get(lang) or question.texts["fr"]
    situation = f"{texts['situation']}\n\n" if texts.get("situation") else ""
    kind = SINGLE if question.type == "situation" else question.type
    found = Item(
        kind, situation + texts["text"], name=question.key, key=question.key, tags=tuple(tags),
        image=image and replace(image, alt=texts.get("alt", image.alt)), unit=texts.get("unit", ""),
        feedback=texts.get("feedback", ""), wrong=texts.get("notion", ""),
    )  # fmt: skip
    return replace(found, **_parts_of(question, texts, kind))


def _parts_of(question: QuestionText, texts: Mapping[str, Any], kind: str) -> dict[str, Any]:
    body = question.body
    if kind == ORDERING:
        return {"order": tuple(texts["items"][one] for one in body["items"])}
    if kind == MATCHING:
        return {
            "pairs": tuple(Pair(texts["pairs"][one]["left"], texts["pairs"][one]["right"]) for one in body["pairs"])
        }
    if kind == NUMERIC:
        return {"numbers": (Number(body["answer"], body.get("tolerance") or "0"),)}
    if kind == CLOZE:
        places = {gap: number for number, gap in enumerate(GAP.findall(texts["text"]), 1)}
        return {
            "text": GAP.sub(lambda gap: f"[[{places[gap[1]]}]]", texts["text"]),
            "gaps": tuple(
                Gap(tuple(Choice(one, WHOLE) for one in body["accepted"][gap]), body["levels"][gap] == "strict")
                for gap in places
            ),
        }
    order = TRUTH if kind == TRUE_FALSE else body["options"]
    return {
        "choices": tuple(
            Choice(texts["options"][one]["text"], _worth(body, kind, one), texts["options"][one]["feedback"])
            for one in order
        )
    }


def _worth(body: Mapping[str, Any], kind: str, option: str) -> Fraction:
    """What choosing an option is worth."""
    right, shares = body["right"], body.get("credits", {})
    if option in shares:
        return worth(shares[option]) or Fraction(0)
    if kind != MULTIPLE:
        return WHOLE if option in right else Fraction(0)
    return Fraction(1, len(right)) * (1 if option in right else -1)
