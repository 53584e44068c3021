"""Tutors of the demonstration at their quizzes: what each would send, to Tutorat and to the yardstick."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.content.queries import path_modules
from app.demo.tutors import answered
from app.infra import clock
from app.infra.access import TUTOR
from app.infra.db import db, write
from app.training.models import Attempt
from app.training.queries.attempts import attempt_of
from app.training.rules.answers import Fields, Save
from app.training.services import save_answers, start_attempt
from bench.load import Ask

SEED = 20261123
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Tutor:
    """Someone signed in: the key of their session, the cookie that holds it, and the token of their forms."""

    id: int
    key: str
    cookie: str
    token: str


@dataclass(frozen=True)
class Seat:
    """An open attempt with every answer saved, right, and the form its page would send."""

    tutor: Tutor
    attempt_id: int
    form: str


def tutors(app: Flask, count: int) -> list[Tutor]:
    """The first `count` tutors of the demonstration, signed in."""
    with app.app_context():
        found = db.session.execute(
            select(Person.id, Person.session_version)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.role == TUTOR, Person.confirmed_at.is_not(None), Person.suspended_at.is_(None))
            .order_by(Person.id)
            .limit(count)
        ).all()
    if len(found) < count:
        raise LookupError(f"{count} tutors are needed, the demonstration has {len(found)}")
    return [signed_in(app, person_id, f"{person_id}.{version}") for person_id, version in found]


def signed_in(app: Flask, person_id: int, key: str, page: str = "/parcours") -> Tutor:
    """The cookie that signing in would have given: a hundred passwords are not what is measured. `page` is one they may open,
    with a form.
    """
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    client, name = app.test_client(), app.config["SESSION_COOKIE_NAME"]
    client.set_cookie(name, serializer.dumps({"_user_id": key, "_fresh": True}))
    token = TOKEN.search(client.get(page).get_data(as_text=True))
    cookie = client.get_cookie(name)
    if token is None or cookie is None:
        raise LookupError(f"no form on {page}")
    return Tutor(person_id, key, f"{name}={cookie.value}", token[1])


def seats(app: Flask, people: Iterable[Tutor]) -> list[Seat]:
    """Every one of `people` at the quiz of every module, person after person within a module."""
    with app.app_context():
        slugs = [module.slug for module in path_modules(db.session)]
        return [_seated(tutor, slug) for slug in slugs for tutor in people]


def _seated(tutor: Tutor, slug: str) -> Seat:
    random = Random(f"{SEED} {tutor.id} {slug}")  # noqa: S311  to be played again

    def act(session: Session) -> tuple[int, dict[int, Fields]]:
        attempt_id = start_attempt(session, tutor.id, slug, random.getrandbits(32), clock.now())
        attempt = attempt_of(session, tutor.id, attempt_id)
        given = answered(attempt, random, 1)
        save_answers(session, tutor.id, attempt_id, Save(attempt.revision, "bench", 1, given), clock.now())
        return attempt_id, given

    attempt_id, given = write(act)
    return Seat(tutor, attempt_id, urlencode([*_fields(given), ("tab", "bench"), ("revision", "0")]))


def _fields(given: Mapping[int, Fields]) -> list[tuple[str, str]]:
    found = []
    for position, fields in given.items():
        found.append(("shown", str(position)))
        for suffix, values in fields.items():
            name = f"q{position}-{suffix}" if suffix else f"q{position}"
            found += [(name, value) for value in values]
    return found


def revisions(app: Flask, seated: Sequence[Seat]) -> dict[int, int]:
    """What each attempt's page would say it has read over."""
    with app.app_context():
        wanted = [seat.attempt_id for seat in seated]
        return {one: at for one, at in db.session.execute(select(Attempt.id, Attempt.revision)) if one in set(wanted)}


def page(tutor: Tutor, path: str, *, bare: bool) -> Ask:
    """See a page."""
    return Ask("GET", path, _headers(tutor, bare))


def save(seat: Seat, *, bare: bool) -> Ask:
    """Save every answer of the page, as its script does."""
    return _post(seat, "enregistrer", seat.form + "&count={count}", bare, 200)


def send(seat: Seat, revision: int, *, bare: bool) -> Ask:
    """Send the attempt. Tutorat answers by showing the way to the result."""
    return _post(seat, "envoyer", f"revision={revision}", bare, 200 if bare else 303)


def _headers(tutor: Tutor, bare: bool) -> dict[str, str]:
    return {"X-Actor": tutor.key} if bare else {"Cookie": tutor.cookie}


def _post(seat: Seat, act: str, body: str, bare: bool, expected: int) -> Ask:
    body = body if bare else f"{body}&{urlencode({'csrf_token': seat.tutor.token})}"
    return Ask("POST", f"/essais/{seat.attempt_id}/{act}", _headers(seat.tutor, bare), body, expected)
