"""The learner's record as xAPI 1.0.3 statements (ADL, "Experience API", part 2), for any learning record store.

Nobody is named: the actor is an account whose name is made from an id, and no statement holds an address or a word that
the person wrote. Identifiers are UUIDs of version 5 (RFC 4122), so that exporting twice gives the same statements.
"""

from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.training.rules.acts import TEST, Act

VERSION = "1.0.3"
_ADL = "http://adlnet.gov/expapi"
_VERBS = {
    "lesson": "completed",
    "exercise": "answered",
    "scenario": "answered",
    "comparison": "experienced",
    "attempt": "attempted",
    "review": "answered",
    "certificate": "completed",
}
_IN_FRENCH = {
    "completed": "a terminé",
    "answered": "a répondu à",
    "experienced": "a vécu",
    "attempted": "a commencé",
    "passed": "a réussi",
    "failed": "n’a pas réussi",
}
_TYPES = {
    "lesson": "lesson",
    "exercise": "question",
    "scenario": "simulation",
    "comparison": "simulation",
    "attempt": "assessment",
    "result": "assessment",
    "review": "question",
    "certificate": "course",
}


def timestamp(act: Act) -> str:
    """When it happened, in UTC, to the millisecond."""
    return act.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def activity_id(act: Act, root: str) -> str:
    """The address that names what the act is about; `root` is PUBLIC_URL without its last slash."""
    module = f"{root}/modules/{act.module}"
    if act.kind == "certificate":
        return f"{root}/badges/tutorat"
    if act.kind == "lesson":
        return f"{module}/lecons/{act.key}"
    if act.kind in ("attempt", "result"):
        return f"{root}/parcours/test" if act.module == TEST else f"{module}/quiz"
    part = "situation" if act.kind in ("scenario", "comparison") else "question"
    return f"{module}#{part}-{act.key}"


def statement(act: Act, root: str, person_id: int, titles: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """One act as a statement. `titles` are those of the modules by slug, in French and in English."""
    ours = uuid5(NAMESPACE_URL, f"{root}/")
    verb = _VERBS.get(act.kind) or ("passed" if act.passed else "failed")
    said = {
        "id": str(uuid5(ours, f"{person_id}/{act.name}")),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": f"{root}/", "name": str(uuid5(ours, f"person/{person_id}"))},
        },
        "verb": {"id": f"{_ADL}/verbs/{verb}", "display": {"en": verb, "fr": _IN_FRENCH[verb]}},
        "object": _activity(activity_id(act, root), _TYPES[act.kind], (act.title_fr, act.title_en)),
        "timestamp": timestamp(act),
        "version": VERSION,
    }
    result = _result(act)
    if result:
        said["result"] = result
    context: dict[str, Any] = {"platform": "Tutorat"}
    if act.module in titles:
        module = _activity(f"{root}/modules/{act.module}", "module", titles[act.module])
        context["contextActivities"] = {"parent": [module]}
    return {**said, "context": context}


def _activity(address: str, kind: str, titles: tuple[str, str]) -> dict[str, Any]:
    french, english = titles
    return {
        "objectType": "Activity",
        "id": address,
        "definition": {"type": f"{_ADL}/activities/{kind}", "name": {"fr": french, "en": english}},
    }


def _result(act: Act) -> dict[str, Any]:
    """What came of it. A score is between 0 and 1 (`scaled`)."""
    found: dict[str, Any] = {}
    if act.points is not None:
        found["score"] = {"scaled": act.points}
    if act.passed is not None:
        found["success"] = act.passed
    if act.kind in ("lesson", "result", "certificate"):
        found["completion"] = True
    return found
