"""The charter, announced after being read over; testimonials, published with a dated consent."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.infra import clock
from app.infra.db import db
from app.infra.models import Job
from app.recruitment.models import CharterVersion
from app.recruitment.models import Testimonial as Quote
from app.training.models import Validation
from tests import factories as make
from tests.mailbox import letters
from tests.pages import Browser
from tests.training import content
from tests.training.acts import ready, require, take

TEXT = {"text_fr": "## Je m’engage\n\nÀ *écouter*.", "text_en": "## I commit\n\nTo *listen*."}
QUOTE = {
    "quote_fr": "Une vraie rencontre.",
    "quote_en": "A true meeting.",
    "who": "Claire M.",
    "about": "tutrice",
    "voice": "tutor",
    "consent_on": "2026-11-01",
    "position": "0",
}


def versions() -> list[CharterVersion]:
    return list(db.session.scalars(select(CharterVersion).order_by(CharterVersion.number)))


def test_a_charter_is_read_over_before_it_is_announced(app: Flask, team: Browser) -> None:
    form = {**TEXT, "effective_on": "2026-12-01"}
    preview = team.post("/admin/charte", {**form, "act": "preview"})
    html = preview.get_data(as_text=True)
    assert preview.status_code == 200
    assert "<em>écouter</em>" in html
    assert "<em>listen</em>" in html
    assert "mardi 1er décembre 2026" in html.replace("\u00a0", " ")
    with app.app_context():
        assert versions() == [], "nothing is announced yet"
    assert team.post("/admin/charte", {**form, "act": "publish"}).status_code == 303
    with app.app_context():
        assert [v.effective_on for v in versions()] == [date(2026, 12, 1)]


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-01"])
def test_a_charter_is_announced_a_day_before_at_least(app: Flask, team: Browser, day: str) -> None:
    answer = team.post("/admin/charte", {**TEXT, "effective_on": day, "act": "publish"})
    assert answer.status_code == 422
    assert "à partir de demain" in answer.get_data(as_text=True)
    with app.app_context():
        assert versions() == []


def test_tomorrow_is_counted_in_paris(app: Flask, team: Browser) -> None:
    """At 00:30 on the 24th in Paris it is still the 23rd in UTC: the 24th is today."""
    with clock.frozen(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):
        assert team.post("/admin/charte", {**TEXT, "effective_on": "2026-11-24", "act": "publish"}).status_code == 422
        assert team.post("/admin/charte", {**TEXT, "effective_on": "2026-11-25", "act": "publish"}).status_code == 303


def test_an_announced_charter_dates_every_validation_and_ends_those_unsigned(app: Flask, team: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
        require(slug)
        tutor = ready(version=make.charter(number=900))
        take(tutor, slug)
        assert db.session.get_one(Validation, tutor.id).valid_until > datetime(2027, 6, 1, tzinfo=UTC)
    team.post("/admin/charte", {**TEXT, "effective_on": "2026-12-01", "act": "publish"})
    letters(app)
    with app.app_context():
        start = datetime(2026, 11, 30, 23, tzinfo=UTC)
        assert db.session.get_one(Validation, tutor.id).valid_until == start
        due = db.session.scalars(select(Job.run_at).where(Job.kind == "training.reassess_all", Job.state == "ready"))
        assert start in list(due)
    letters(app, datetime(2026, 12, 1, 8, tzinfo=UTC))
    with app.app_context():
        assert db.session.get_one(Validation, tutor.id).lost_reason == "charter_new"


def test_a_script_in_a_charter_is_not_shown(team: Browser) -> None:
    form = {**TEXT, "text_fr": "Bonjour <script>alert(1)</script>", "effective_on": "2026-12-01", "act": "preview"}
    assert "<script>alert" not in team.post("/admin/charte", form).get_data(as_text=True)


def test_a_testimonial_is_shown_once_published_and_gone_once_withdrawn(app: Flask, team: Browser) -> None:
    assert team.post("/admin/temoignages/nouveau", QUOTE).status_code == 303
    with app.app_context():
        found = db.session.scalars(select(Quote)).one()
        quote_id = found.id
        assert found.published_at is None
    landing = Browser(app)
    assert "Une vraie rencontre." not in landing.text("/")
    url = f"/admin/temoignages/{quote_id}/montrer"
    team.post(url, {"act": "publish"})
    team.post(url, {"act": "publish"})  # a double click changes nothing
    assert "Une vraie rencontre." in landing.text("/")
    team.post(url, {"act": "withdraw"})
    assert "Une vraie rencontre." not in landing.text("/")
    team.post(f"/admin/temoignages/{quote_id}", {**QUOTE, "quote_fr": "Autre chose."})
    assert "Autre chose." in team.text("/admin/temoignages")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"consent_on": ""}, "Sans accord daté"),
        ({"consent_on": "2027-01-01"}, "date passée"),
        ({"quote_fr": ""}, "Écrivez le témoignage."),
        ({"position": "x"}, "Donnez un nombre entre"),
    ],
)
def test_a_testimonial_without_a_true_consent_is_refused(
    app: Flask, team: Browser, change: dict[str, str], said: str
) -> None:
    answer = team.post("/admin/temoignages/nouveau", {**QUOTE, **change})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(select(Quote)).all() == []
