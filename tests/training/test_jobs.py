"""The work in the background: batches that resume, lapses noted and announced."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.infra import jobs, worker
from app.infra.clock import PARIS
from app.infra.db import db, write
from app.infra.models import Job
from app.training.jobs import HANDLERS, PERIODS
from app.training.models import Validation
from app.training.services import notify_lapses
from tests import factories as make
from tests.conftest import NOW
from tests.training import acts, content

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def tutors(context) -> list[int]:
    """Three validated tutors."""
    slug, version = content.module().slug, make.charter()
    acts.require(slug)
    people = [acts.ready(version=version) for _ in range(3)]
    for tutor in people:
        acts.take(tutor, slug)
    return [tutor.id for tutor in people]


def queue(kind: str, payload: dict[str, Any], now: datetime) -> None:
    write(lambda s: s.execute(update(Job).values(state="done")))  # the mails of the preparation are not the subject
    write(lambda s: jobs.enqueue(s, kind, payload, now))


def run(now: datetime) -> int:
    others = {"mail": lambda *_: None}
    return worker.drain({**HANDLERS, **others}, now)


def posted(kind: str) -> list[int]:
    rows = db.session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))
    return [job.payload["person_id"] for job in rows if job.payload["mail"] == kind]


def test_one_person_is_assessed_by_a_job(tutors: list[int]) -> None:
    later = NOW + timedelta(hours=1)
    queue("training.reassess", {"person_id": tutors[1]}, NOW)
    run(later)
    assessed = {row.person_id: row.assessed_at for row in db.session.scalars(select(Validation))}
    assert [assessed[one] for one in tutors] == [NOW, later, NOW]


def test_everyone_is_assessed_batch_after_batch(tutors: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.training.jobs.BATCH", 2)
    monkeypatch.setattr("app.training.jobs.PAUSE_SECONDS", 0)
    later = NOW + timedelta(hours=1)
    queue("training.reassess_all", {}, NOW)
    assert run(later) == 2
    assert set(db.session.scalars(select(Validation.assessed_at))) == {later}


def test_a_round_that_was_cut_resumes_where_it_was(tutors: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.training.jobs.BATCH", 1)
    monkeypatch.setattr("app.training.jobs.PAUSE_SECONDS", 0)
    later = NOW + timedelta(hours=1)
    queue("training.reassess_all", {}, NOW)
    assert worker.run_one(HANDLERS, later)  # then the worker is killed: what is left is a job like any other
    waiting = db.session.scalars(select(Job).where(Job.kind == "training.reassess_all", Job.state == "ready")).one()
    assert waiting.payload == {"after": tutors[0]}
    run(later)
    assert set(db.session.scalars(select(Validation.assessed_at))) == {later}


def test_validations_that_have_ended_are_noted_and_their_tutors_told(tutors: list[int]) -> None:
    after = datetime(2030, 9, 2, tzinfo=PARIS)
    queue("training.lapses", {}, after)
    run(after)
    reasons = db.session.execute(select(Validation.lost_reason, Validation.lost_at)).all()
    assert reasons == [("eligibility_lapsed", datetime(2030, 9, 1, tzinfo=PARIS))] * 3
    assert posted("training.lost") == tutors


def test_a_validation_about_to_end_is_announced_once(tutors: list[int]) -> None:
    for day in (1, 2):
        at = datetime(2030, 8, 10 + day, tzinfo=PARIS)
        queue("training.lapses", {}, at)
        run(at)
    assert posted("training.lapsing") == tutors
    assert db.session.scalar(select(func.count(Validation.person_id)).where(Validation.lost_at.is_not(None))) == 0


def test_it_is_announced_six_weeks_ahead(tutors: list[int]) -> None:
    for at, told in ((datetime(2030, 7, 20, 23, tzinfo=PARIS), []), (datetime(2030, 7, 21, tzinfo=PARIS), tutors)):
        queue("training.lapses", {}, at)
        run(at)
        assert posted("training.lapsing") == told


def test_many_lapses_are_announced_by_batches(tutors: list[int]) -> None:
    at = datetime(2030, 8, 10, tzinfo=PARIS)
    last = write(lambda s: notify_lapses(s, at, limit=2))
    assert posted("training.lapsing") == tutors[:2]
    assert last == tutors[1]
    assert write(lambda s: notify_lapses(s, at, last, limit=2)) is None
    assert posted("training.lapsing") == tutors


def test_nothing_is_announced_long_before(tutors: list[int]) -> None:
    queue("training.lapses", {}, NOW)
    run(NOW)
    assert posted("training.lapsing") == []


def test_a_new_charter_is_found_out_by_the_nightly_round(tutors: list[int]) -> None:
    make.charter(number=990, effective_on=datetime(2026, 12, 20, tzinfo=PARIS).date())
    queue("training.reassess_all", {}, NOW)
    run(NOW)
    assert set(db.session.scalars(select(Validation.valid_until))) == {datetime(2026, 12, 20, tzinfo=PARIS)}
    queue("training.lapses", {}, NOW)
    run(NOW)
    assert posted("training.lapsing") == tutors


def test_every_period_has_its_handler() -> None:
    assert {period.kind for period in PERIODS} <= set(HANDLERS)
