"""Saved searches: bounded, one's own, told of new people once each, by one mail a day, and stopped in one click."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.classes.models import ClassLead
from app.infra import settings
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.models import Job
from app.pairing import privacy, services
from app.pairing.mails.saved import new_people
from app.pairing.models import SavedSearch
from app.pairing.queries import saved_by
from app.pairing.rules import saved
from app.pairing.settings import SAVED_SEARCHES
from app.pool.models import TutorProfile
from app.pool.rules.facets import Wanted
from app.pool.services import give_seat_back, resume, take_seat
from app.training.models import Validation
from tests import factories as make
from tests.conftest import NOW
from tests.pairing.story import Scene, scene

DAY = timedelta(days=1)
LILLE = {"region": "32"}


@pytest.fixture
def s(context) -> Scene:
    return scene()


def keep(s: Scene, name: str = "Lille", **filters) -> int:
    student_id = filters.pop("student_id", None)
    return write(lambda x: services.save_search(x, s.lead_id, name, filters or LILLE, student_id, NOW))


def check(days: int = 1) -> int:
    """The job of some days later, to its end."""
    total = 0
    while done := write(lambda x: services.check_searches(x, NOW + days * DAY)):
        total += done
    return total


def told() -> list[dict]:
    jobs = db.session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))
    return [job.payload for job in jobs if job.payload["mail"] == "pairing.saved_searches"]


def test_a_new_tutor_is_told_once_by_one_mail_for_all_searches(s) -> None:
    first, second = keep(s), keep(s, "Mardi", creneau=5)
    check(1)
    assert told() == []  # those who matched when it was saved are known
    make.pool_tutor(slots=[5])
    make.pool_tutor(slots=[5], region_code="04")
    assert check(2) == 1
    assert [(one["person_id"], one["found"]) for one in told()] == [(s.lead_id, [[first, 1], [second, 2]])]
    assert check(2) == 0  # twice in a day does nothing
    check(3)
    assert len(told()) == 1  # and nobody is told twice
    assert [(row.name, row.fresh) for row in saved_by(db.session, s.lead_id)] == [("Lille", 1), ("Mardi", 2)]
    write(lambda x: services.look_at(x, s.lead_id, first, NOW + 3 * DAY))
    assert [row.fresh for row in saved_by(db.session, s.lead_id)] == [0, 2]


def test_someone_available_again_is_told_of_and_only_once(s) -> None:
    asleep = make.pool_tutor(paused_until=NOW.date() + timedelta(days=30)).id
    full = make.pool_tutor(seats=1).id
    write(lambda x: take_seat(x, full, NOW))
    search_id = keep(s)
    write(lambda x: resume(x, asleep, NOW))
    check(1)
    write(lambda x: give_seat_back(x, full))
    check(2)
    assert [one["found"] for one in told()] == [[[search_id, 1]], [[search_id, 1]]]
    write(lambda x: take_seat(x, full, NOW))
    check(3)
    write(lambda x: give_seat_back(x, full))
    check(4)
    assert len(told()) == 2


def test_who_no_longer_leads_is_told_nothing(s) -> None:
    keep(s)
    make.pool_tutor()
    write(lambda x: x.execute(update(ClassLead).where(ClassLead.person_id == s.lead_id).values(until=NOW)))
    assert check(1) == 1
    assert told() == []


def test_a_message_that_is_no_longer_true_does_not_leave(s) -> None:
    search_id = keep(s)
    ids = {"person_id": s.lead_id, "found": [[search_id, 2]]}
    said = new_people(db.session, ids, NOW)
    assert said is not None
    assert "2 nouvelles personnes" in " ".join(said.lines)
    assert f"recherche={search_id}" in said.url
    assert "region=32" in said.url
    assert "/lien/recherches/" in said.after[0]
    write(lambda x: services.stop_mails(x, s.lead_id))
    assert new_people(db.session, ids, NOW) is None
    write(lambda x: services.change_search(x, s.lead_id, search_id, "Lille", mailed=True))
    write(lambda x: services.forget_search(x, s.lead_id, search_id))
    assert new_people(db.session, ids, NOW) is None


def test_a_search_without_mail_still_counts_its_new_people(s) -> None:
    search_id = keep(s)
    write(lambda x: services.change_search(x, s.lead_id, search_id, "Autre nom", mailed=False))
    make.pool_tutor()
    check(1)
    assert told() == []
    assert [(row.name, row.fresh) for row in saved_by(db.session, s.lead_id)] == [("Autre nom", 1)]


def test_names_are_ones_own_and_their_number_is_bounded(s) -> None:
    write(lambda x: settings.change(x, SAVED_SEARCHES, 2, NOW, since=NOW, reason="essai", actor_id=None))
    first = keep(s, "Été")
    with pytest.raises(DomainError, match="saved_twice"):
        keep(s, "ete")
    second = keep(s, "Hiver")
    with pytest.raises(DomainError, match="saved_twice"):
        write(lambda x: services.change_search(x, s.lead_id, second, "été", mailed=True))
    with pytest.raises(DomainError, match="saved_full"):
        keep(s, "Automne")
    other = scene()
    for act in (
        lambda x: services.change_search(x, other.lead_id, first, "À moi", mailed=True),
        lambda x: services.forget_search(x, other.lead_id, first),
        lambda x: services.look_at(x, other.lead_id, first, NOW),
        lambda x: services.save_search(x, other.lead_id, "Lui", LILLE, s.student_id, NOW),
    ):
        with pytest.raises(NotYours):
            write(act)


def test_a_lapsed_tutor_or_oneself_is_nobody_new(s) -> None:
    search_id = keep(s)
    lapsed = make.pool_tutor().id
    write(lambda x: x.execute(update(Validation).where(Validation.person_id == lapsed).values(valid_until=NOW)))
    lead = db.session.get_one(Person, s.lead_id)
    make.saved(
        TutorProfile(
            person_id=lead.id, region_code="32", languages=["fr"], slots=[5], words="", words_key="", updated_at=NOW
        )
    )
    make.saved(Validation(person_id=s.lead_id, valid_from=NOW - DAY, valid_until=NOW + 90 * DAY, assessed_at=NOW))
    check(1)
    assert told() == []
    assert db.session.get_one(SavedSearch, search_id).fresh == 0


def test_filters_are_kept_and_come_back_as_they_were() -> None:
    wanted = Wanted(exam=3, slot=0, free=True, zone="Indian/Reunion")
    filters = saved.kept(wanted, "la note")
    assert filters == {"concours": 3, "creneau": 0, "libre": True, "mots": "la note"}
    assert saved.wanted_again(filters, "Indian/Reunion") == (wanted, "la note")
    assert saved.arguments(filters) == {"concours": 3, "creneau": 0, "libre": "y", "mots": "la note"}
    assert saved.unpack(saved.pack([3, 1, 2, 3, 10**12])) == {1, 2, 3, 10**12}


def test_saved_searches_are_exported_and_erased_and_forget_a_student(s) -> None:
    search_id = keep(s, student_id=s.student_id)
    (row,) = privacy.export(db.session, s.lead_id)["recherches_enregistrees"]
    assert (row["nom"], row["filtres"]) == ("Lille", LILLE)
    write(lambda x: privacy.erase_student(x, s.student_id, NOW))
    assert db.session.get_one(SavedSearch, search_id).student_id is None
    write(lambda x: privacy.PRIVACY.erase(x, s.lead_id, NOW))
    assert saved_by(db.session, s.lead_id) == []
