"""The facts of a plan as bytes, so that it can be made again and looked into: ids and facts, no name and no free words."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import Field, asdict, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from app.pairing.rules.assignment import ClassNow
from app.pairing.rules.facts import Need, Terms
from app.pairing.rules.lived import Asked, Held, Life
from app.pairing.rules.plan import Facts
from app.pool.rules.offer import Offer, Passed, Pool

METHOD = "1"  # changes with anything that could change a plan made from the same facts
PERSONAL = ("first_name", "last_initial", "words")  # of an offer: never kept


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def pack(facts: Facts) -> tuple[bytes, str]:
    """The facts, compressed, and the SHA-256 of what was compressed."""
    kept = {
        "method": METHOD,
        "needs": [asdict(need) for need in facts.needs],
        "pool": {
            name: [None if one is None else one._asdict() for one in column] if name == "passed" else list(column)
            for name, column in facts.pool.columns.items()
            if name not in PERSONAL
        },
        "lives": {str(who): asdict(life) for who, life in facts.lives.items()},
        "terms": asdict(facts.terms),
        "classes": [[key, now.students, now.covered] for key, now in facts.classes.items()],
        "helping": None if facts.helping is None else {str(exam): list(rows) for exam, rows in facts.helping.items()},
    }
    text = json.dumps(kept, default=_plain, sort_keys=True, separators=(",", ":")).encode()
    return zlib.compress(text, 6), sha256(text).hexdigest()


def digest(packed: bytes) -> str:
    """The SHA-256 of what was compressed."""
    return sha256(zlib.decompress(packed)).hexdigest()


def unpack(packed: bytes) -> Facts:
    """The facts again. Names and words are empty."""
    kept = json.loads(zlib.decompress(packed))
    who = len(kept["pool"]["tutor_id"])
    columns: dict[str, Any] = {
        field.name: _column(field.name, kept["pool"][field.name])
        if field.name in kept["pool"]
        else [_unsaid(field)] * who
        for field in fields(Offer)
    }
    terms = kept["terms"]
    return Facts(
        needs=[_need(one) for one in kept["needs"]],
        pool=Pool(columns),
        lives={int(key): _life(one) for key, one in kept["lives"].items()},
        terms=Terms(**terms | {"today": date.fromisoformat(terms["today"]), "week": date.fromisoformat(terms["week"])}),
        classes={key: ClassNow(students, covered) for key, students, covered in kept["classes"]},
        helping=None if kept["helping"] is None else {int(exam): rows for exam, rows in kept["helping"].items()},
    )


def _unsaid(field: Field[Any]) -> Any:
    """What a field that was not kept is worth: nothing for names and words, its default where it came after the run."""
    return "" if field.name in PERSONAL else field.default


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _column(name: str, values: list[Any]) -> list[Any]:
    if name in ("available_from", "paused_until", "until"):
        return [_day(one) for one in values]
    if name == "validated_at":
        return [datetime.fromisoformat(one) for one in values]
    if name in ("languages", "slots", "moments", "exams", "families", "papers"):
        return [tuple(one) for one in values]
    if name == "passed":
        return [None if one is None else Passed(**one) for one in values]
    return values


def _need(one: Mapping[str, Any]) -> Need:
    return Need(
        **{
            **one,
            "papers": {int(key): name for key, name in one["papers"].items()},
            "slots": tuple(one["slots"]),
            "moments": tuple(one["moments"]),
            "lead_ids": frozenset(one["lead_ids"]),
        }
    )


def _life(one: Mapping[str, Any]) -> Life:
    return Life(
        asked=tuple(
            Asked(**{**ask, "sent_on": _day(ask["sent_on"]), "answered_on": _day(ask["answered_on"])})
            for ask in one["asked"]
        ),
        held=tuple(Held(**held) for held in one["held"]),
        conflicts=frozenset(one["conflicts"]),
    )
