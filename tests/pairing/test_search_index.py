"""The search by index says what the rule of the facets says, on random pools, whatever changes afterwards."""

from datetime import timedelta
from random import Random
from threading import Thread

import pytest
from sqlalchemy import delete, insert, select, update

from app.accounts.models import Person
from app.infra import search as words
from app.infra import settings
from app.infra.db import db, write
from app.infra.orm import fold
from app.infra.searched import leave
from app.pairing.queries import search
from app.pool.models import TutorProfile
from app.pool.privacy import PRIVACY
from app.pool.queries import offers, size
from app.pool.rules.facets import Wanted, count, matching
from app.pool.rules.hours import monday
from app.pool.searched import TUTORS
from app.pool.services import forget_lapsed
from app.pool.settings import AHEAD_DAYS
from app.recruitment.models import Eligibility
from app.reference.models import Region
from app.training.models import Validation
from tests import factories as make
from tests.conftest import NOW

TODAY = NOW.date()
SOON = TODAY + timedelta(days=60)
ZONES = {"32": "Europe/Paris", "04": "Indian/Reunion", "987": "Pacific/Marquesas", "988": "Pacific/Noumea"}
TEXTS = ("La note de synthèse", "L’oral, blanc", "Synthétiser", "", "oral/écrit 2026", "Cœur de métier")


def pool(random: Random, size: int) -> dict[str, list[int]]:
    """A pool with people of every state: paused, later, full, lapsed, suspended."""
    for code, zone in ZONES.items():
        make.region(code)
        write(lambda s, code=code, zone=zone: s.execute(update(Region).where(Region.code == code).values(zone=zone)))
    exams = [make.exam() for _ in range(3)]
    papers = [paper for exam in exams for paper in exam.papers]
    for _ in range(size):
        remote = random.random() < 0.6
        tutor = make.pool_tutor(
            valid=random.random() < 0.95,
            until=NOW + timedelta(days=random.choice((-1, 90, 90, 90))),
            region_code=random.choice(list(ZONES)),
            remote=remote,
            presence=not remote or random.random() < 0.5,
            slots=sorted(random.sample(range(21), random.randint(0, 6))),
            seats=random.randint(1, 2),
            seats_taken=random.randint(0, 2),
            paused_until=random.choice((None, None, None, TODAY, TODAY + timedelta(days=3))),
            available_from=random.choice((None, None, SOON - timedelta(days=9), SOON + timedelta(days=90))),
            words=random.choice(TEXTS),
            exams=random.sample(exams, random.randint(0, 2)),
            papers=random.sample(papers, random.randint(0, 2)),
        )
        tutor_id = tutor.id
        if random.random() < 0.7:
            make.eligible(tutor, exam_id=random.choice(exams).id)
        if random.random() < 0.05:
            write(lambda s, i=tutor_id: s.execute(update(Person).where(Person.id == i).values(suspended_at=NOW)))
    return {"exam": [e.id for e in exams], "paper": [p.id for p in papers]}


def drawn(random: Random, ids: dict[str, list[int]]) -> Wanted:
    """A search at random."""

    def maybe(values: list[object]) -> object:
        return random.choice(values) if random.random() < 0.4 else None

    return Wanted(
        exam=maybe(ids["exam"]),
        paper=maybe(ids["paper"]),
        region=maybe(list(ZONES)),
        remote=random.random() < 0.2,
        presence=random.random() < 0.2,
        slot=maybe(list(range(21))),
        free=random.random() < 0.3,
        zone=random.choice(list(ZONES.values())),
    )


def check(wanted: Wanted, text: str, *, resting: bool) -> None:
    """The same people, the same figures, the same order, the same left out, as the rule on the whole pool."""
    looked_for = words.terms(text)
    everyone = [o for o in offers(db.session, NOW) if words.holds(o.words, looked_for)]
    soon = TODAY + timedelta(days=settings.values(db.session, NOW)[AHEAD_DAYS])

    def asleep(o) -> bool:
        return o.paused(TODAY) or (o.available_from is not None and o.available_from > soon)

    week = monday(TODAY)
    looked = everyone if resting else [o for o in everyone if not asleep(o)]
    left_out = [o for o in matching(everyone, wanted, week) if asleep(o)]
    right = sorted(matching(looked, wanted, week), key=lambda o: (o.free == 0, o.validated_at, o.tutor_id))
    found = search(db.session, wanted, text, NOW, resting=resting)
    assert list(found.ids) == [o.tutor_id for o in right], wanted
    assert found.facets == count(looked, wanted, week), wanted
    assert found.paused + found.later == len(left_out)
    assert found.paused == sum(o.paused(TODAY) for o in left_out)
    assert not found.more
    assert not found.at_least


@pytest.mark.parametrize("seed", range(4))
def test_the_index_answers_as_the_rule_does(context, seed) -> None:
    random = Random(seed)  # noqa: S311  to be played again
    ids = pool(random, 25)
    for _ in range(40):
        text = random.choice(("", "", "synth", '"note de synthese"', "oral blanc", "SYNTHÉTISER", "2026", "coeur"))
        check(drawn(random, ids), text, resting=random.random() < 0.3)


def test_whatever_changes_a_person_changes_their_entry(context) -> None:
    """Each fact an entry is made from, changed by a bare statement as by a service, is answered at once."""
    exam, other = make.exam(), make.exam()
    tutor_id = make.pool_tutor(words="la note", slots=[5], exams=[exam]).id
    make.eligible(db.session.get_one(Person, tutor_id), exam_id=exam.id)
    exam_id, other_id = exam.id, other.id
    make.region("04")

    def ids(text: str = "", **wanted) -> list[int]:
        return list(search(db.session, Wanted(**wanted), text, NOW).ids)

    def set_(table, **values) -> None:
        write(lambda s: s.execute(update(table).where(table.person_id == tutor_id).values(**values)))

    assert ids(exam=exam_id) == ids(slot=5) == ids("NOTE") == [tutor_id]
    assert ids(exam=other_id) == ids(slot=6) == ids("oral") == []
    set_(Eligibility, exam_id=other_id)
    assert ids(exam=other_id) == ids(exam=exam_id) == [tutor_id]
    set_(TutorProfile, slots=[6], words_key="l’oral", region_code="04")
    assert ids(slot=6) == ids("oral") == ids(region="04") == [tutor_id]
    assert ids(slot=5) == ids("note") == ids(region="32") == []
    write(lambda s: s.execute(update(Region).where(Region.code == "04").values(zone="Pacific/Noumea")))
    assert ids(slot=6) == []
    set_(Validation, valid_until=NOW)
    assert ids() == []
    set_(Validation, valid_until=NOW + timedelta(days=1))
    assert ids() == [tutor_id]
    write(lambda s: s.execute(delete(Validation).where(Validation.person_id == tutor_id)))
    assert ids() == []


def test_beyond_its_bound_a_search_says_at_least(context) -> None:
    """No sample passes for the whole: past the bound, what is counted is said to be a least."""
    made = [make.pool_tutor(slots=[5]).id for _ in range(6)]
    found = search(db.session, Wanted(region="32"), "", NOW, most=4)
    assert list(found.ids) == made[:4]
    assert found.more
    assert found.at_least == {"exam", "paper", "region", "slot"}
    exact = search(db.session, Wanted(region="32"), "", NOW, most=6)
    assert (list(exact.ids), exact.more, exact.at_least) == (made, False, frozenset())


HOSTILE = (
    '"', "'", "*", "a* OR b", "NEAR(a b)", "words : x", "-x", "a AND", "(", "))", "^a", "{tags} : e1", "a:*B & !c", "\\", "%_",
    "x' OR 1=1 --", '"note', '""', "note AND NOT synthese", "é" * 80, "\x00", "a\x00b", "<->", "🙂", "d:\\\\", "note:*", "=e1", "´",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_typed_never_is_syntax(context, typed) -> None:
    there = ("La note de synthèse", "near a b", "words x", "or 1 1", "e1")
    made = {make.pool_tutor(words=text).id: text for text in there}
    found = search(db.session, Wanted(), typed, NOW)
    looked_for = words.terms(typed)
    assert set(found.ids) == {who for who, text in made.items() if words.holds(text, looked_for)}


TYPED = {
    "synthese": True, "SYNTHÈSE": True, "synth": True, "note synthese": True, "synthese note": True, '"note de"': True,
    '"de note"': False, '"not"': False, "yn": False, "note oral": False, "l oral": False, "methode": False,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), TYPED.items())
def test_words_are_found_by_their_beginning_all_of_them_and_phrases_word_for_word(context, typed, expected) -> None:
    tutor_id = make.pool_tutor(words="La note de synthèse").id
    assert (list(search(db.session, Wanted(), typed, NOW).ids) == [tutor_id]) is expected
    assert words.holds(fold("La note de synthèse"), words.terms(typed)) is expected


def test_who_is_erased_or_empties_their_words_leaves_the_index(context) -> None:
    tutor_id = make.pool_tutor(words="zorglub", slots=[5]).id
    write(lambda s: PRIVACY.erase(s, tutor_id, NOW))
    assert list(search(db.session, Wanted(), "zorglub", NOW).ids) == []
    kept = db.session.execute(select(words.table("search_tutor", words.column("tags")).c.tags)).scalars().all()
    assert all("zorglub" not in one for one in kept)


def test_canary_without_its_triggers_the_index_would_be_stale(context) -> None:
    tutor_id = make.pool_tutor(words="note").id

    def changed(session) -> None:
        for statement in leave(TUTORS, session.get_bind().dialect.name):
            session.connection().exec_driver_sql(statement)
        session.execute(update(TutorProfile).where(TutorProfile.person_id == tutor_id).values(words_key="oral"))

    write(changed)
    assert list(search(db.session, Wanted(), "note", NOW).ids) == [tutor_id]


def test_each_night_whoever_lapsed_leaves_the_index_and_comes_back_with_a_new_validation(context) -> None:
    tutor_id, other_id = (make.pool_tutor(until=NOW + timedelta(days=days)).id for days in (1, 9))
    later = NOW + timedelta(days=2)
    assert size(db.session, 10) == 2
    write(lambda s: forget_lapsed(s, later))
    assert size(db.session, 10) == 1
    values = {"valid_until": later + timedelta(days=9)}
    write(lambda s: s.execute(update(Validation).where(Validation.person_id == tutor_id).values(**values)))
    assert list(search(db.session, Wanted(), "", later).ids) == [tutor_id, other_id]


def test_two_who_change_one_person_at_once_leave_no_one_out(real_app, engine_name) -> None:
    """One writes the profile, the other the validation, and neither sees the other's before it commits."""
    if engine_name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with real_app.app_context():
        tutor_id = make.pool_tutor(valid=False).id
        row = {"person_id": tutor_id, "valid_from": NOW, "valid_until": NOW + timedelta(days=9), "assessed_at": NOW}
        db.session.rollback()
        engine = db.engine.execution_options(write=True)
        with engine.connect() as first:
            began = first.begin()
            first.execute(insert(Validation).values(**row))

            def second() -> None:
                with engine.connect() as other, other.begin():
                    other.execute(
                        update(TutorProfile).where(TutorProfile.person_id == tutor_id).values(words_key="zorglub")
                    )

            thread = Thread(target=second)
            thread.start()
            thread.join(0.5)
            began.commit()
            thread.join()
        assert list(search(db.session, Wanted(), "zorglub", NOW).ids) == [tutor_id]
        db.session.rollback()
