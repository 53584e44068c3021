"""Business settings: every one shown, changed with a reason and a date, never in the past; the gate's only from tomorrow."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.admin import services
from app.admin.forms import setting_form
from app.infra import settings
from app.infra.db import db, write
from app.infra.models import Job, SettingChange
from app.infra.settings import Setting
from app.pool.settings import MAX_SEATS
from app.training.models import Validation
from app.training.settings import REQUIRED_MODULES
from tests.admin.team import acts
from tests.conftest import NOW
from tests.mailbox import letters
from tests.pages import Browser
from tests.pairing.story import refused
from tests.training import content
from tests.training.acts import ready, require, take

SEATS = f"/admin/reglages/{MAX_SEATS.key}"
MODULES = f"/admin/reglages/{REQUIRED_MODULES.key}"


def test_every_setting_of_every_feature_is_listed(app: Flask, team: Browser) -> None:
    declared = app.extensions["registry"].listed("settings", "SETTINGS")
    html = team.text("/admin/reglages") + team.text("/admin/poids")  # the weights have their own page
    assert len(declared) > 10
    assert [s.key for s in declared if f'href="/admin/reglages/{s.key}"' not in html] == []


def test_a_change_is_kept_with_its_reason_and_its_author(app: Flask, team: Browser, admin_id: int) -> None:
    assert team.post(SEATS, {"value": "3", "reason": "Beaucoup de demandes"}).status_code == 303
    with app.app_context():
        assert settings.values(db.session, NOW)[MAX_SEATS] == 3
        assert settings.values(db.session, NOW - timedelta(seconds=1))[MAX_SEATS] == 2, "the past is as it was"
        change = db.session.scalars(select(SettingChange)).one()
        assert (change.since, change.reason, change.changed_by) == (NOW, "Beaucoup de demandes", admin_id)
        assert acts(admin_id) == [f"settings.{MAX_SEATS.key}"]
    html = team.text(SEATS)
    assert "Beaucoup de demandes" in html
    assert "valeur d’origine" in html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": "999"}, "Donnez un nombre entre"),
        ({"value": "deux"}, "Donnez un nombre entre"),
        ({"value": ""}, "nombre entier"),
        ({"reason": " "}, "Dites pourquoi"),
        ({"since": "2026-11-22"}, "ne change pas le passé"),
    ],
)
def test_a_refused_change_says_why_and_keeps_what_was_typed(
    app: Flask, team: Browser, change: dict[str, str], said: str
) -> None:
    answer = team.post(SEATS, {"value": "3", "reason": "Parce que", **change})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in html
    with app.app_context():
        assert db.session.scalars(select(SettingChange)).all() == []


def test_today_is_not_the_past(app: Flask, team: Browser) -> None:
    assert team.post(SEATS, {"value": "3", "reason": "Parce que", "since": "2026-11-23"}).status_code == 303
    with app.app_context():
        assert settings.values(db.session, NOW)[MAX_SEATS] == 3


def test_a_later_date_waits_for_its_morning_in_paris(app: Flask, team: Browser) -> None:
    team.post(SEATS, {"value": "3", "reason": "À la rentrée", "since": "2027-01-01"})
    with app.app_context():
        morning = datetime(2026, 12, 31, 23, tzinfo=UTC)
        assert settings.values(db.session, morning)[MAX_SEATS] == 3
        assert settings.values(db.session, morning - timedelta(seconds=1))[MAX_SEATS] == 2
    assert "à venir" in team.text(SEATS)


def test_the_gate_s_settings_wait_for_tomorrow_then_everyone_is_assessed(app: Flask, team: Browser) -> None:
    with app.app_context():
        slugs = [content.module().slug, content.module().slug]
        require(*slugs)
    today = team.post(MODULES, {"value": slugs[:1], "reason": "Moins", "since": "2026-11-23"})
    assert today.status_code == 422
    assert "demain au plus tôt" in today.get_data(as_text=True)
    assert team.post(MODULES, {"value": slugs[:1], "reason": "Moins"}).status_code == 303
    with app.app_context():
        assert settings.values(db.session, NOW)[REQUIRED_MODULES] == slugs
        midnight = datetime(2026, 11, 23, 23, tzinfo=UTC)
        assert settings.values(db.session, midnight)[REQUIRED_MODULES] == slugs[:1]
        jobs = db.session.execute(select(Job.kind, Job.run_at).where(Job.kind == "training.reassess_all")).all()
        assert [tuple(job) for job in jobs] == [("training.reassess_all", midnight)]


def test_that_morning_the_worker_validates_whom_the_new_rule_lets_in(app: Flask, admin_id: int) -> None:
    with app.app_context():
        slugs = [content.module().slug, content.module().slug]
        require(*slugs)
        tutor = ready()
        take(tutor, slugs[0])
        row = db.session.get(Validation, tutor.id)
        assert row is None or row.valid_from is None

        def fewer(session: object) -> bool:
            return services.change_setting(
                db.session, REQUIRED_MODULES, slugs[:1], since=None, reason="x", actor_id=admin_id, now=NOW
            )

        write(fewer)
    morning = datetime(2026, 11, 24, 6, tzinfo=UTC)
    letters(app, morning)
    with app.app_context():
        assert db.session.get_one(Validation, tutor.id).valid_from == morning


def test_only_modules_that_exist_can_be_asked_for_and_one_at_least(app: Flask, team: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
    assert team.post(MODULES, {"value": ["inconnu-au-bataillon"], "reason": "x"}).status_code == 422
    none = team.post(MODULES, {"reason": "x"})
    assert none.status_code == 422
    assert "au moins une ligne" in none.get_data(as_text=True)
    assert f'value="{slug}"' in team.text(MODULES)


def test_a_setting_out_of_bounds_is_refused_by_the_service_too(session: object, admin_id: int) -> None:
    def act(x: object) -> bool:
        return services.change_setting(
            db.session, MAX_SEATS, 999, since=date(2026, 12, 1), reason="x", actor_id=admin_id, now=NOW
        )

    assert refused(act) == "settings.out_of_bounds"


@pytest.mark.parametrize(
    ("default", "typed", "value"),
    [(True, {}, False), (False, {"value": "y"}, True), (4, {"value": "0"}, 0), ("ancien", {"value": "neuf"}, "neuf")],
)
def test_a_form_follows_the_type_of_the_default(
    app: Flask, default: object, typed: dict[str, str], value: object
) -> None:
    setting: Setting[object] = Setting("essai.type", default, "Essai")  # type: ignore[type-var]
    with app.test_request_context(method="POST", data={"reason": "x", **typed}):
        form = setting_form(setting, default, {})
        form.meta.csrf = False
        del form.csrf_token
        assert form.validate(), form.errors
        assert form["value"].data == value
        assert type(form["value"].data) is type(default)
