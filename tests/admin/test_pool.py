"""The pool from one season to the next, for the national team: the ask, what ends, what to expect, and asking by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.admin.queries.forecast import outlook
from app.admin.queries.season import endings, progress
from app.infra import clock
from app.infra.db import db, write
from app.infra.models import Job
from app.pool.models import SeasonConfirmation
from app.pool.services import mail_key
from app.recruitment.models import Arrival
from app.training.models import Certificate
from tests import factories as make
from tests.admin.team import acts
from tests.conftest import NOW
from tests.counting import counted
from tests.pool.seasons import AFTER, ASK, answer, ask, tutor

SPRING = datetime(2027, 3, 1, 9, tzinfo=UTC)


def plain(html: str) -> str:
    return html.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_page_says_what_it_will_hold_when_empty(team) -> None:
    html = plain(team.text("/admin/vivier"))
    assert "Personne n’a encore été sollicité" in html
    assert "Le vivier est encore vide" in html
    assert "Aucune. Chaque fin est annoncée" in html


def test_the_ask_in_figures(context, team) -> None:
    yes, no, *_silent = (tutor() for _ in range(4))
    ask()
    answer(yes, ASK)
    answer(no, ASK, still=False)
    failed = update(Job).where(Job.key == f"mail:{mail_key(2026, no)}")
    write(lambda s: s.execute(failed.values(state="dead")))
    found = progress(db.session, NOW)
    assert (found.asked, found.yes, found.no, found.silent, found.overdue) == (4, 1, 1, 2, 2)
    assert (found.failed, found.to_send, found.waiting) == (1, 3, 0)
    html = plain(team.text("/admin/vivier"))
    assert "La demande pour 2026-2027" in html
    assert "Voir les courriels en échec" in html
    assert "Trop peu pour le dire" in html  # four asked is not enough to say who goes on


def test_asking_by_hand_is_reviewed_then_queued_once_for_those_not_asked(context, team, admin_id) -> None:
    tutor()
    ask()
    tutor()
    html = plain(team.text("/admin/vivier/demande"))
    assert "1 personne recevra un courriel" in html
    assert "jusqu’au 30 novembre 2026" in html  # the deadline is past: everybody has their days all the same
    assert team.post("/admin/vivier/demande").status_code == 303
    assert db.session.scalars(select(Job.kind).where(Job.kind == "pool.season_now")).all() == ["pool.season_now"]
    assert acts(admin_id)[-1] == "admin.season_asked"
    assert ask(NOW, by_hand=True) == 1
    assert "Personne à solliciter" in team.text("/admin/vivier/demande")


def test_whose_validation_ends_is_listed_with_why_and_their_pairs(context, team) -> None:
    who = make.pool_tutor(until=NOW + timedelta(days=30), first_name="Claire", last_name="Martinet")
    make.pool_tutor(until=NOW + timedelta(days=50))
    (one,), total, notice = endings(db.session, NOW, 10)
    assert (one.person.id, one.pairs, total, notice) == (who.id, 0, 1, 42)
    html = plain(team.text("/admin/vivier"))
    assert "Claire Martinet" in html
    assert "prennent fin d’ici 42 jours" in html


@pytest.fixture
def season(context) -> None:
    """A season asked about: 24 tutors of two seats, 18 yes, 2 no, 4 silent; 5 of those who go on lose their exam next."""
    everyone = [tutor() for _ in range(24)]
    exam = make.exam().id
    for number, who in enumerate(everyone):
        year = 2021 if number < 5 else 2024
        make.eligible(type("Who", (), {"id": who})(), exam_id=exam, exam_year=year)
    ask()
    for number, who in enumerate(everyone[:20]):
        answer(who, ASK, still=number < 18)


def test_the_forecast_of_a_season_that_was_answered(season, team) -> None:
    found = outlook(db.session, SPRING)
    assert found.year == 2027
    assert (found.retention.hits, found.retention.of) == (18, 24)
    stock = found.stock
    assert (stock.lapsing.tutors, stock.away.tutors, stock.unasked.tutors, stock.all.tutors) == (5, 6, 13, 24)
    assert found.expected.stay is not None
    assert found.expected.stay.central == round(0.75 * 26)
    with clock.frozen(SPRING):
        html = plain(team.text("/admin/vivier"))
        assert "places attendues, 20 au centre" in html
        csv = team.get("/admin/vivier.csv").get_data(as_text=True)
    assert "France;;24;48;5;0;0;0;6;13;" in csv


def test_once_asked_about_the_next_season_what_was_said_counts(season) -> None:
    assert ask(ASK.replace(year=2027)) == 19  # not the five whose exam ends

    said = db.session.scalars(select(SeasonConfirmation.person_id).where(SeasonConfirmation.year == 2027)).all()
    answer(said[0], ASK.replace(year=2027), year=2027, seats=1)
    answer(said[1], ASK.replace(year=2027), year=2027, still=False)
    stock = outlook(db.session, ASK.replace(year=2027) + timedelta(days=1)).stock
    assert (stock.yes.tutors, stock.yes.seats, stock.no.tutors, stock.silent.tutors) == (1, 1, 1, 17)


def test_those_to_come_are_compared_with_a_year_ago(context) -> None:
    """In November: of those in training a year ago, who was validated by 1 September; of those who arrived since, too."""

    def arrived(at: datetime, validated: datetime | None) -> None:
        person = make.person("tutor")
        make.saved(Arrival(person_id=person.id, at=at))
        if validated:
            made = Certificate(
                public_id=f"x{person.id}", person_id=person.id, issued_at=validated, minutes=0, modules=[]
            )
            make.saved(made)

    old, spring = datetime(2025, 10, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    arrived(old, datetime(2025, 11, 1, tzinfo=UTC))  # validated before: was not in training
    arrived(old, spring)
    arrived(old, datetime(2026, 9, 15, tzinfo=UTC))  # too late for that September
    arrived(old, None)
    arrived(spring, datetime(2026, 6, 1, tzinfo=UTC))
    arrived(spring, None)
    arrived(datetime(2026, 10, 1, tzinfo=UTC), None)
    coming = outlook(db.session, NOW).coming
    assert (coming.conversion.hits, coming.conversion.of) == (1, 3)
    assert (coming.arrivals.hits, coming.arrivals.of) == (1, 2)
    assert coming.in_training == 3


def test_as_many_queries_for_many_tutors(season, team, app) -> None:
    with clock.frozen(AFTER):
        team.text("/admin/vivier")
        with counted(app) as few:
            team.text("/admin/vivier")
        for _ in range(5):
            tutor()
        with counted(app) as many:
            team.text("/admin/vivier")
    assert many.n == few.n <= 45
