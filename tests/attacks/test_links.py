"""Every link that a mail carries: opened by a scanner, used twice, late, forged, by someone else. A new one must be added here.

What a link changes is read from the whole database, table by table, so that nothing escapes by being looked for elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from app.accounts.models import Person
from app.infra import clock
from app.infra.db import db, write
from app.infra.orm import Base
from app.infra.tokens import Token, sign
from app.pairing import services
from app.pairing.mails.saved import PURPOSE as SEARCHES
from app.pairing.mails.saved import STATE
from app.pairing.mails.told import answer_url
from app.pairing.models import Proposal
from app.training.models import Review
from app.training.words import REVIEW_PURPOSE, review_state
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser
from tests.pairing.story import draw, scene
from tests.pool import seasons
from tests.training import acts, content
from tests.training.test_reviews import pass_time

PASSWORD = "quatre tilleuls bleus et verts"
OPENS = (200, 301, 302, 303)


@dataclass(frozen=True)
class Link:
    """A link as its mail gives it: its address, what its page sends, when it is used, and when it has ended."""

    path: str
    form: Mapping[str, str]
    at: datetime = NOW
    ends: datetime = NOW + timedelta(days=400)
    again: bool = False  # whether the same choice, made twice, is answered as the first was

    @property
    def purpose(self) -> str:
        """The part of the address that says what the link is for."""
        return self.path.split("/")[2]


def written(name: str, **ids: Any) -> str:
    """The address in the mail `name`, as the worker would write it."""
    mail = current_app.extensions["registry"].merged("mails", "WRITERS")[name](db.session, ids, clock.now())
    assert mail is not None
    return path_of(mail.choices[0][1] if mail.choices else mail.url)


def path_of(url: str) -> str:
    """The address without its host."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def confirmation() -> Link:
    who = make.person("tutor", confirmed_at=None).id
    return Link(written("accounts.confirm", person_id=who), {}, ends=NOW + timedelta(days=8))


def password() -> Link:
    who = make.person("tutor").id
    return Link(written("accounts.reset", person_id=who), {"password": PASSWORD}, ends=NOW + timedelta(days=2))


def address() -> Link:
    who = make.person("tutor", pending_email="nouvelle@exemple.fr").id
    return Link(written("accounts.new_address", person_id=who), {}, ends=NOW + timedelta(days=8))


def proposal() -> Link:
    one = db.session.get_one(Proposal, draw(scene()))
    return Link(path_of(answer_url(one, "accepter")), {"choice": "accepter"}, ends=NOW + timedelta(days=9), again=True)


def _reviewed() -> Review:
    slug = content.module().slug
    acts.require(slug)
    acts.take(acts.ready(), slug)
    pass_time(NOW + timedelta(days=7))
    return db.session.scalars(select(Review)).one()


def review() -> Link:
    path = written("training.review", review_id=_reviewed().id)
    return Link(path, {"choice": "0"}, at=NOW + timedelta(days=7), again=True)


def reviews() -> Link:
    one = _reviewed()
    token = sign(REVIEW_PURPOSE, Token(one.id, review_state(one), NOW + timedelta(days=300)))
    return Link(f"/lien/revisions/{token}", {"action": "arreter"}, at=NOW + timedelta(days=7), again=True)


def season() -> Link:
    with clock.frozen(seasons.ASK):
        who = seasons.tutor()
        seasons.ask()
        path = written("pool.season_ask", person_id=who, year=2026)
    return Link(path, {"choice": "oui", "seats": "1"}, at=seasons.ASK + timedelta(days=1), again=True)


def saved_searches() -> Link:
    s = scene()
    write(lambda x: services.save_search(x, s.lead_id, "Lille", {"region": "32"}, None, NOW))
    token = sign(SEARCHES, Token(s.lead_id, STATE, NOW + timedelta(days=90)))
    return Link(f"/lien/recherches/{token}", {}, again=True)


LINKS: dict[str, Callable[[], Link]] = {
    "accounts.confirm_link": confirmation,
    "accounts.password_link": password,
    "accounts.address_link": address,
    "pairing.answer_link": proposal,
    "pairing.stop_searches": saved_searches,
    "pool.season_link": season,
    "training.review_link": review,
    "training.reviews_link": reviews,
}


def everything() -> dict[str, list[str]]:
    """The whole database, each row as text."""
    db.session.rollback()
    db.session.expire_all()
    return {
        table.name: sorted(str(row) for row in db.session.execute(select(table)).all())
        for table in Base.metadata.sorted_tables
    }


@pytest.fixture(params=LINKS)
def found(request: pytest.FixtureRequest, context: Flask) -> Link:
    return LINKS[request.param]()


def test_every_signed_link_is_proved_here(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/lien/")}
    assert routes == set(LINKS)


def test_a_scanner_that_opens_it_changes_nothing(browser: Browser, found: Link) -> None:
    with clock.frozen(found.at):
        before = everything()
        for _time in range(3):
            answer = browser.get(found.path)
            assert answer.status_code == 200
            assert browser.client.head(found.path).status_code == 200
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert "<form" in answer.get_data(as_text=True)
            assert 'http-equiv="refresh"' not in answer.get_data(as_text=True)
        assert everything() == before


def test_used_once_it_acts_and_twice_it_does_no_more(browser: Browser, found: Link) -> None:
    with clock.frozen(found.at):
        before = everything()
        browser.text(found.path)
        assert browser.post(found.path, dict(found.form)).status_code in OPENS
        after = everything()
        assert after != before
        again = browser.post(found.path, dict(found.form))
        assert (again.status_code in OPENS) if found.again else again.status_code == 410
        assert everything() == after
        with browser.client.session_transaction() as cookies:
            assert "_user_id" not in cookies  # a link signs nobody in


def test_late_it_does_nothing_and_says_so(browser: Browser, found: Link) -> None:
    with clock.frozen(found.at):
        browser.text(found.path)
    with clock.frozen(found.ends):
        before = everything()
        for answer in (browser.get(found.path), browser.post(found.path, dict(found.form))):
            assert answer.status_code == 410
            assert "noindex" in answer.headers["X-Robots-Tag"]
        assert everything() == before


def test_forged_it_opens_nothing(browser: Browser, found: Link) -> None:
    with clock.frozen(found.at):
        token = found.path.split("/")[3].partition("?")[0]
        before, ends = everything(), found.at + timedelta(days=3)
        other = next(p for p in ("proposition", "mot-de-passe", "revision") if p != found.purpose)
        browser.text(found.path)
        for text in (
            token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1],
            token[: len(token) // 2],
            token + "A",
            "x",
            sign(other + "-autre", Token(1, "sent:1", ends)),
            sign(found.purpose, Token(987_654, "sent:987654", ends)),
        ):
            for answer in (
                browser.get(f"/lien/{found.purpose}/{text}"),
                browser.post(f"/lien/{found.purpose}/{text}", dict(found.form)),
            ):
                assert answer.status_code in (404, 410), text
        assert everything() == before


def test_opened_by_someone_else_signed_in_it_still_concerns_its_own_person(browser: Browser, found: Link) -> None:
    """A colleague to whom the mail was forwarded: what is theirs stays as it is, and they stay who they are."""
    with clock.frozen(found.at):
        other = make.person("tutor", email="autre@exemple.fr")
        browser.sign_in(other)
        row = select(Person.__table__).where(Person.id == other.id)
        other_id, before = other.id, db.session.execute(row).one()
        browser.text(found.path)
        browser.post(found.path, dict(found.form))
        db.session.rollback()
        assert db.session.execute(row).one() == before
        with browser.client.session_transaction() as cookies:
            assert cookies["_user_id"].startswith(f"{other_id}.")


def test_canary_a_page_that_acts_when_opened_is_seen(browser: Browser, context: Flask) -> None:
    """The whole database is really read: a row changed by anything at all is noticed."""
    found = confirmation()
    before = everything()
    write(lambda s: s.execute(Person.__table__.update().values(confirmed_at=NOW)))
    assert everything() != before
    assert browser.post(found.path, {}).status_code == 410
