"""The learner's record as a file that any program can read: docs/learner-record.schema.json describes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.training.rules.acts import TEST, Act
from app.training.rules.xapi import activity_id, timestamp

FORMAT, VERSION = "tutorat-learner-record", 1
METHOD = (
    "Le temps entre deux actes séparés de moins de dix minutes compte ; un écart plus long ne compte pas ; un acte isolé "
    "compte une minute. Rien d’autre n’est mesuré."
)


def document(
    acts: Sequence[Act],
    titles: Mapping[str, tuple[str, str]],
    total: int,
    minutes: Mapping[str, int],
    name: str,
    root: str,
) -> dict[str, Any]:
    """`acts` newest first; `titles` and `minutes` by module (TEST: the validation test). The same facts give the same file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": name,
        "time": {
            "minutes": total,
            "method": METHOD,
            "modules": [
                {"module": slug, "title": _two(both), "minutes": minutes.get(slug, 0)} for slug, both in titles.items()
            ],
            "test_minutes": minutes.get(TEST, 0),
        },
        "acts": [_act(act, root) for act in reversed(acts)],
    }


def _two(both: tuple[str, str]) -> dict[str, str]:
    return {"fr": both[0], "en": both[1]}


def _act(act: Act, root: str) -> dict[str, Any]:
    return {
        "kind": act.kind,
        "at": timestamp(act),
        "module": act.module or None,
        "key": act.key,
        "title": _two((act.title_fr, act.title_en)),
        "about": activity_id(act, root),
        "points": act.points,
        "passed": act.passed,
    }
