"""Business settings: dated, bounded, kept with their reason; what is to come is not yet in force."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.infra import settings
from app.infra.db import write
from app.infra.errors import DomainError
from app.infra.settings import Setting
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted

YEARS = Setting("test.years", 6, "Années", minimum=1, maximum=40)
NAMES: Setting[list[str]] = Setting("test.names", ["a"], "Noms")
OPEN = Setting("test.open", True, "Ouvert")


def change(setting, value, *, since=NOW, reason="essai", actor_id=None) -> None:
    write(lambda s: settings.change(s, setting, value, NOW, since=since, reason=reason, actor_id=actor_id))


def in_force(session: Session, setting, at=NOW):
    return settings.values(session, at)[setting]


def test_the_default_holds_until_something_is_stored(session: Session) -> None:
    assert (in_force(session, YEARS), in_force(session, NAMES), in_force(session, OPEN)) == (6, ["a"], True)


def test_a_value_is_in_force_from_its_instant_on(session: Session) -> None:
    later = NOW + timedelta(days=3)
    change(YEARS, 3, since=later)
    assert in_force(session, YEARS, later - timedelta(seconds=1)) == 6
    assert in_force(session, YEARS, later) == 3


def test_the_latest_date_wins_whatever_the_order_of_writing(session: Session) -> None:
    change(YEARS, 9, since=NOW + timedelta(days=9))
    change(YEARS, 5, since=NOW + timedelta(days=5))
    assert in_force(session, YEARS, NOW + timedelta(days=6)) == 5
    assert in_force(session, YEARS, NOW + timedelta(days=10)) == 9


def test_of_two_values_of_one_instant_the_last_written_wins(session: Session) -> None:
    change(YEARS, 7)
    change(YEARS, 8)
    assert in_force(session, YEARS) == 8


@pytest.mark.parametrize("value", [0, 41, -1])
def test_a_number_out_of_bounds_is_refused(session: Session, value: int) -> None:
    with pytest.raises(DomainError) as refused:
        change(YEARS, value)
    assert refused.value.code == "settings.out_of_bounds"
    assert refused.value.values == {"low": 1, "high": 40}
    assert in_force(session, YEARS) == 6


@pytest.mark.parametrize("value", [1, 40])
def test_the_bounds_themselves_are_allowed(session: Session, value: int) -> None:
    change(YEARS, value)
    assert in_force(session, YEARS) == value


def test_the_past_does_not_change(session: Session) -> None:
    with pytest.raises(DomainError) as refused:
        change(YEARS, 3, since=NOW - timedelta(seconds=1))
    assert refused.value.code == "settings.past"


def test_lists_and_switches_are_kept_as_they_are(session: Session) -> None:
    change(NAMES, [])
    change(OPEN, False)
    assert in_force(session, NAMES) == []
    assert in_force(session, OPEN) is False


def test_history_says_who_when_and_why_newest_first(session: Session) -> None:
    actor = make.person("admin")
    change(YEARS, 3, reason="départ", actor_id=actor.id)
    change(YEARS, 4, since=NOW + timedelta(days=1), reason="suite", actor_id=actor.id)
    rows = settings.history(session, YEARS.key)
    assert [(r.value["value"], r.reason, r.changed_by) for r in rows] == [
        (4, "suite", actor.id),
        (3, "départ", actor.id),
    ]


def test_every_setting_is_read_in_one_query(context: Flask, session: Session) -> None:
    change(YEARS, 3)
    with counted(context) as queries:
        found = settings.values(session, NOW)
        _ = found[YEARS], found[NAMES], found[OPEN]
    assert queries.n == 1


def test_declared_settings_are_labelled_bounded_and_their_defaults_are_within(shared_app: Flask) -> None:
    declared = shared_app.extensions["registry"].listed("settings", "SETTINGS")
    assert declared
    assert len({s.key for s in declared}) == len(declared)
    with shared_app.app_context():
        for setting in declared:
            assert str(setting.label)
            settings.check(setting, setting.default)
