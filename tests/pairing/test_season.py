"""A tutor who has not confirmed the season leaves the shortlist, the search, the national run and the relays; pairs go on."""

import json
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.accounts.models import Person
from app.classes.models import Student
from app.infra import clock
from app.infra.db import db, write
from app.pairing import queries, services
from app.pairing.mails import WRITERS
from app.pairing.queries.candidates import next_candidates
from app.pairing.rules.archive import pack, unpack
from app.pairing.rules.plan import Facts, plan
from app.pool.rules.facets import Wanted
from app.pool.rules.offer import Pool
from app.training.models import Validation
from tests.pages import Browser
from tests.pairing.facts import NEED, OFFER, TERMS
from tests.pairing.story import Scene, accept, another_student, draw, mails, pairs, refused, scene, state
from tests.pool.seasons import AFTER, ASK, answer, ask

NOVEMBER = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def s(context) -> Scene:
    """A tutor validated in March, asked in August."""
    found = scene()
    write(lambda x: setattr(x.get_one(Validation, found.tutor_id), "valid_from", datetime(2026, 3, 1, tzinfo=UTC)))
    ask()
    return found


def test_the_silent_are_left_out_counted_and_shown_on_demand(browser: Browser, s) -> None:
    browser.sign_in(db.session.get_one(Person, s.lead_id))
    url = f"/etudiants/{s.student_id}/tuteurs"
    with clock.frozen(AFTER):
        html = browser.text(url)
        assert "n’a pas encore confirmé cette saison" in html
        assert f"/etudiants/{s.student_id}/proposer/{s.tutor_id}" not in html
        shown = browser.text(f"{url}?aussi=a-confirmer")
        assert "N’a pas encore confirmé cette saison" in shown
    with clock.frozen(ASK):
        assert "n’a pas encore confirmé" not in browser.text(url)


@pytest.mark.parametrize(
    ("said", "code"),
    [(None, "unconfirmed"), ({"still": False}, "stopped"), ({"until": date(2026, 9, 30)}, "stopped")],
)
def test_each_has_its_obstacle_and_cannot_be_proposed(s, said, code) -> None:
    if said:
        answer(s.tutor_id, ASK, **said)
    found = queries.shortlist(db.session, s.lead_id, s.student_id, NOVEMBER)
    assert found.ranking.shown == ()
    (out,) = found.ranking.hidden[code]
    assert not out.proposable
    assert next_candidates(db.session, db.session.get_one(Student, s.student_id), NOVEMBER) == []
    assert (
        refused(lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "Bonjour", NOVEMBER))
        == "pool.no_seat"
    )
    facts, _students = queries.facts(db.session, None, NOVEMBER)
    assert plan(facts, others=0).figures.placed == 0


def test_the_search_counts_them_and_shows_them_on_demand(s) -> None:
    found = queries.search(db.session, Wanted(), "", NOVEMBER)
    assert (list(found.ids), found.unconfirmed, found.paused, found.later) == ([], 1, 0, 0)
    assert len(queries.search(db.session, Wanted(), "", NOVEMBER, resting=True).ids) == 1


def test_what_is_open_goes_on_after_a_no(s) -> None:
    first, second = draw(s, ASK), draw(s, ASK, student_id=another_student(s))
    accept(s, first, ASK)
    answer(s.tutor_id, ASK, still=False)
    assert (state(db.session, second), pairs(db.session)) == ("sent", 1)
    accept(s, second, ASK)
    assert pairs(db.session) == 2


def test_a_run_kept_before_the_season_is_read_as_it_was() -> None:
    """Runs of earlier versions hold no word of the season: nobody was asked then."""
    facts = Facts([NEED], Pool.of([OFFER]), {}, TERMS)
    kept = json.loads(zlib.decompress(pack(facts)[0]))
    for name in ("confirmed", "staying", "until"):
        del kept["pool"][name]
    old = zlib.compress(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode())
    assert unpack(old).pool.offers() == [replace(OFFER, first_name="", last_initial="")]


def test_a_run_keeps_what_was_said_of_the_season() -> None:
    out = replace(OFFER, first_name="", last_initial="", confirmed=False, staying=False, until=TERMS.today)
    assert unpack(pack(Facts([NEED], Pool.of([out]), {}, TERMS))[0]).pool.offers() == [out]


def lapse(s: Scene, until: datetime) -> None:
    write(lambda x: setattr(x.get_one(Validation, s.tutor_id), "valid_until", until))


def test_leads_are_told_six_weeks_ahead_in_one_mail_and_once(s) -> None:
    """Two pairs of one tutor, one lead: one mail, which names both."""
    for student_id in (s.student_id, another_student(s)):
        accept(s, draw(s, ASK, student_id=student_id), ASK)
    end = datetime(2026, 10, 31, 23, tzinfo=UTC)  # midnight in Paris
    lapse(s, end)
    early, due = end - timedelta(days=43), end - timedelta(days=42)
    assert write(lambda x: services.tell_lapsing_pairs(x, early)) == 0
    assert write(lambda x: services.tell_lapsing_pairs(x, due)) == 1
    assert write(lambda x: services.tell_lapsing_pairs(x, due + timedelta(days=1))) == 0
    assert mails(db.session, "pairing.tutors_lapsing") == ["pairing.tutors_lapsing"]
    ids = {"person_id": s.lead_id, "day": date(2026, 10, 31).toordinal()}
    mail = WRITERS["pairing.tutors_lapsing"](db.session, ids, due)
    assert mail is not None
    assert "31 octobre 2026" in mail.subject
    assert sum("qui accompagne" in line for line in mail.lines) == 2


def test_the_mail_to_leads_is_not_sent_once_renewed(s) -> None:
    accept(s, draw(s, ASK), ASK)
    end = datetime(2026, 10, 31, 23, tzinfo=UTC)
    lapse(s, end)
    ids = {"person_id": s.lead_id, "day": date(2026, 10, 31).toordinal()}
    assert WRITERS["pairing.tutors_lapsing"](db.session, ids, end - timedelta(days=40)) is not None
    lapse(s, end + timedelta(days=365))
    assert WRITERS["pairing.tutors_lapsing"](db.session, ids, end - timedelta(days=40)) is None
