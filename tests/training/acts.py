"""What people do, in one line each, for tests that need them to have done it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.infra import settings
from app.infra.db import db, write
from app.recruitment.models import CharterVersion
from app.training import services
from app.training.models import Attempt
from app.training.queries.attempts import attempt_of
from app.training.rules import answers
from app.training.rules.answers import Save
from app.training.settings import REQUIRED_MODULES, SETTINGS
from tests import factories as make
from tests.conftest import NOW


def require(*slugs: str) -> None:
    """Make these the modules the gate asks for."""
    write(lambda s: settings.change(s, REQUIRED_MODULES, list(slugs), NOW, since=NOW, reason="test", actor_id=None))


@dataclass(frozen=True)
class Someone:
    """A person as plain values: they outlive the session that made them."""

    id: int
    session_version: int
    email: str
    full_name: str


def someone(**values: Any) -> Someone:
    """A tutor who has only confirmed their address."""
    made = make.person("tutor", **values)
    return Someone(made.id, made.session_version, made.email, made.full_name)


def ready(
    *, charter: bool = True, eligibility: bool = True, version: CharterVersion | None = None, **values: Any
) -> Someone:
    """A tutor with everything but the modules. `version` is the charter in force, a new one unless given."""
    tutor = someone(**values)
    version = version or make.charter()
    if charter:
        make.signed(tutor, version)
    if eligibility:
        make.eligible(tutor)
    return tutor


def start(tutor: Someone, slug: str, ticket: int = 7, now: datetime = NOW) -> int:
    """Start an attempt."""
    person_id = tutor.id
    return write(lambda s: services.start_attempt(s, person_id, slug, ticket, now))


def start_test(tutor: Someone, ticket: int = 7, now: datetime = NOW) -> int:
    """Start a try of the validation test."""
    person_id = tutor.id
    return write(lambda s: services.start_test(s, person_id, ticket, now))


def take_test(tutor: Someone, *, right: bool = True, now: datetime = NOW, ticket: int = 7) -> int:
    """A whole try of the validation test. Returns its id."""
    attempt_id = start_test(tutor, ticket, now)
    fill(tutor, attempt_id, right=right, now=now)
    send(tutor, attempt_id, now)
    return attempt_id


def rules(**values: int | bool) -> None:
    """Set the rules of the test: draw=3, needed=2…"""
    declared = {one.key: one for one in SETTINGS}

    def act(session: Any) -> None:
        for name, value in values.items():
            setting = declared[f"training.test_{name}"]
            settings.change(session, setting, value, NOW, since=NOW, reason="test", actor_id=None)

    write(act)


def key_of(item: Any) -> dict[str, Any]:
    """The right answer to a drawn question."""
    body = item.question.body
    if item.question.type == "ordering":
        return {"ranks": {one: rank for rank, one in enumerate(body["items"], 1)}}
    if item.question.type == "matching":
        return {"pairs": {one: one for one in body["pairs"]}}
    return {"chosen": list(body["right"])}


def wrong_of(item: Any) -> dict[str, Any]:
    """An answer worth nothing."""
    body = item.question.body
    if item.question.type == "ordering":
        return {"ranks": {one: rank for rank, one in enumerate(reversed(body["items"]), 1)}}
    if item.question.type == "matching":
        ids = body["pairs"]
        return {"pairs": dict(zip(ids, ids[1:] + ids[:1], strict=True))}
    return {"chosen": [one for one in body["options"] if one not in body["right"]][:1]}


def fields_of(item: Any, answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """What the controls hold for an answer."""
    return answers.fields(item.question.type, item.question.body, item.shown, answer)


def fill(tutor: Someone, attempt_id: int, *, right: bool = True, now: datetime = NOW) -> int:
    """Answer everything, all right or all wrong. Returns the revision."""
    attempt = attempt_of(db.session, tutor.id, attempt_id)
    chosen = key_of if right else wrong_of
    save = Save(attempt.revision, answers={item.position: fields_of(item, chosen(item)) for item in attempt.items})
    person_id = tutor.id
    return write(lambda s: services.save_answers(s, person_id, attempt_id, save, now))


def send(tutor: Someone, attempt_id: int, now: datetime = NOW) -> bool:
    """Send an attempt."""
    person_id = tutor.id
    return write(lambda s: services.submit_attempt(s, person_id, attempt_id, now))


def take(tutor: Someone, slug: str, *, right: bool = True, now: datetime = NOW) -> int:
    """A whole attempt. Returns its id."""
    attempt_id = start(tutor, slug, now=now)
    fill(tutor, attempt_id, right=right, now=now)
    send(tutor, attempt_id, now)
    return attempt_id


def form_of(attempt: Attempt, *, right: bool = True, revision: int | None = None) -> dict[str, Any]:
    """The form a page would send with every answer."""
    chosen = key_of if right else wrong_of
    data: dict[str, Any] = {"shown": [], "revision": attempt.revision if revision is None else revision}
    for item in attempt.items:
        data["shown"].append(str(item.position))
        for suffix, values in fields_of(item, chosen(item)).items():
            data[f"q{item.position}-{suffix}" if suffix else f"q{item.position}"] = values
    return data
