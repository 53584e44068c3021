"""A promotion read from the rows: the trend ends at what is counted live, closed and empty classes are there, few queries."""

from contextlib import suppress
from datetime import timedelta
from random import Random

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.pairing import queries, services
from app.pairing.models import Pair, Proposal
from app.pairing.queries import Coverage
from app.pairing.queries.dated import dated, rate_of_year
from app.pairing.queries.promotion import class_outlook, promotions, season
from app.pairing.rules.forecast import Rate
from app.training.models import Validation
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pairing.story import Scene, accept, another_student, draw, scene

DAY = timedelta(days=1)


def close(s: Scene, at=NOW) -> None:
    write(lambda x: services.close_class(x, s.class_id, None, at))


def acts(s: Scene, random: Random) -> None:
    """A month of a class: draws, answers of every kind, departures, ends, day after day."""
    students = [s.student_id, *(another_student(s) for _ in range(7))]
    write(lambda x: x.execute(update(Student).values(added_at=NOW - 40 * DAY)))
    tutors = [make.pool_tutor(until=NOW + 400 * DAY).id for _ in range(6)]
    for n in range(30, 0, -1):
        at, student_id, tutor_id = NOW - n * DAY, random.choice(students), random.choice(tutors)
        moves = (
            lambda x, t=at, i=student_id, j=tutor_id: services.send_proposal(x, s.lead_id, i, j, "", t),
            lambda x, t=at: services.expire_due(x, t),
            lambda x, t=at, i=student_id: answer(x, i, t),
        )
        for move in moves:
            quietly(move)
        if random.random() < 0.2:
            quietly(lambda x, t=at, i=student_id: end(x, i, t))
        if random.random() < 0.06:
            quietly(lambda x, t=at, i=student_id: services.student_leaves(x, s.lead_id, i, t))


def quietly(act) -> None:
    with suppress(DomainError, NotYours):  # a rule refuses: the month goes on
        write(act)


def answer(session: Session, student_id: int, at) -> None:
    found = session.query(Proposal).filter_by(student_id=student_id, state="sent").first()
    if found is not None and found.id % 3:
        services.accept_proposal(session, found.id, found.tutor_id, at + timedelta(hours=3))
    elif found is not None and found.id % 2:
        services.not_now(session, found.id, found.tutor_id, "", at + timedelta(hours=3))


def end(session: Session, student_id: int, at) -> None:
    found = session.query(Pair).filter_by(student_id=student_id, ended_at=None).first()
    if found is not None:
        services.end_pair(session, found.id, "admin", "finished", "", at + timedelta(hours=6))


def test_the_trend_ends_at_the_coverage_counted_live(session: Session) -> None:
    random = Random(5)  # noqa: S311
    classes = [scene() for _ in range(3)]
    for s in classes:
        acts(s, random)
    live = queries.coverage(session, [s.class_id for s in classes], NOW)
    found = season(session, 2026, NOW)
    assert {c.id: c.outlook.coverage for c in found.classes} == live
    assert {c.id: c.outlook.trend[-1] for c in found.classes} == live
    assert found.country.trend[-1] == found.country.coverage == sum(live.values(), Coverage())
    assert found.country.coverage.paired > 3
    assert len({c.paired for c in found.country.trend}) > 4, "it moved"
    for s in classes:  # looked at alone, a class is the same
        alone = class_outlook(session, session.get_one(PrepClass, s.class_id), NOW).outlook
        assert alone.coverage == live[s.class_id]
        assert list(alone.trend)[-10:] == list(next(c for c in found.classes if c.id == s.class_id).outlook.trend)[-10:]


def test_the_trend_of_each_past_day_is_the_coverage_then_counted_live(session: Session) -> None:
    """The same question, asked of the live count at each instant as facts were written."""
    s = scene()
    other = another_student(s)
    write(lambda x: x.execute(update(Student).values(added_at=NOW)))
    write(lambda x: x.execute(update(PrepClass).values(year=2026)))
    seen = {}
    proposal = draw(s, NOW + DAY)
    seen[1] = queries.coverage(session, [s.class_id], NOW + 1.5 * DAY)[s.class_id]
    pair = accept(s, proposal, NOW + 2 * DAY)
    draw(s, NOW + 2 * DAY, student_id=other)
    seen[2] = queries.coverage(session, [s.class_id], NOW + 2.5 * DAY)[s.class_id]
    write(lambda x: services.end_pair(x, pair, "admin", "finished", "", NOW + 3 * DAY))
    seen[3] = queries.coverage(session, [s.class_id], NOW + 3.5 * DAY)[s.class_id]
    write(lambda x: services.student_leaves(x, s.lead_id, other, NOW + 4 * DAY))
    seen[4] = queries.coverage(session, [s.class_id], NOW + 4.5 * DAY)[s.class_id]
    found = season(session, 2026, NOW + 30 * DAY).country.trend
    assert {n: found[n] for n in seen} == seen
    assert len(set(seen.values())) == 3


def test_a_proposal_past_its_date_waits_no_longer_even_before_the_job_says_so(session: Session) -> None:
    s = scene()
    draw(s)
    later = NOW + 9 * DAY
    assert season(session, 2026, later).country.coverage == Coverage(0, 0, 1)
    assert season(session, 2026, later).country.trend[-1] == Coverage(0, 0, 1)
    assert season(session, 2026, later).country.trend.on((NOW + 3 * DAY).date()) == Coverage(0, 1, 0)


def test_a_closed_class_is_shown_as_it_was_and_counts_no_more(session: Session) -> None:
    closed, still = scene(), scene()
    accept(closed, draw(closed, NOW - 3 * DAY), NOW - 3 * DAY)
    close(closed)
    found = season(session, 2026, NOW)
    assert found.country.coverage == found.country.trend[-1] == Coverage(0, 0, 1)
    assert found.country.trend[-3] == Coverage(1, 0, 1)
    last = found.classes[-1]
    assert (last.id, last.closed_at, last.outlook.coverage) == (closed.class_id, NOW, Coverage(1, 0, 0))
    assert found.classes[0].id == still.class_id
    assert [c.id for c in found.regions[0].open] == [still.class_id]
    alone = class_outlook(session, db.session.get_one(PrepClass, closed.class_id), NOW)
    assert alone.outlook.coverage == Coverage(1, 0, 0)
    assert (alone.outlook.forecast.code, last.outlook.forecast.code) == ("closed", "closed")


def test_a_class_that_closes_does_not_slow_the_pace_of_the_others(session: Session) -> None:
    steady, closed = scene(seats=9), scene(seats=9)
    write(lambda x: x.execute(update(Validation).values(valid_from=NOW - 90 * DAY)))
    for s in (steady, closed):
        for n in range(6):
            student_id = another_student(s)
            accept(s, draw(s, NOW - (4 * n + 2) * DAY, student_id=student_id), NOW - (4 * n + 2) * DAY)
    write(lambda x: x.execute(update(Student).values(added_at=NOW - 60 * DAY)))
    before = season(session, 2026, NOW).country.forecast
    close(closed)
    after = season(session, 2026, NOW).country
    assert (before.net, after.forecast.net, after.forecast.changes) == (12, 6, 6)
    assert after.trend[-1].paired - after.trend[-2].paired == -6  # what the plot shows, and the forecast leaves out


def test_a_class_without_students_is_there_and_last_of_the_open_ones(session: Session) -> None:
    empty = make.prep_class().id
    s, gone = scene(), scene()
    close(gone)
    found = season(session, 2026, NOW)
    assert [c.id for c in found.classes] == [s.class_id, empty, gone.class_id]
    assert found.classes[1].outlook.forecast.code == "nobody"
    bare = class_outlook(session, db.session.get_one(PrepClass, empty), NOW).outlook
    assert (bare.coverage, bare.forecast.code) == (Coverage(), "nobody")


def test_a_season_without_anyone_is_possible(session: Session) -> None:
    assert promotions(session) == []
    found = season(session, 2026, NOW)
    assert (found.country.coverage, found.regions, found.country.forecast.code) == (Coverage(), (), "nobody")


def test_promotions_are_apart_newest_first(session: Session) -> None:
    s = scene()
    old = scene()
    write(lambda x: x.execute(update(PrepClass).where(PrepClass.id == old.class_id).values(year=2024, closed_at=NOW)))
    assert [(p.year, p.classes, p.open) for p in promotions(session)] == [(2026, 1, 1), (2024, 1, 0)]
    assert [c.id for c in season(session, 2026, NOW).classes] == [s.class_id]


def test_what_was_covered_at_the_deadline_is_told_once_it_is_past(session: Session) -> None:
    s = scene()
    write(lambda x: x.execute(update(Student).values(added_at=NOW - 100 * DAY)))
    accept(s, draw(s))
    found = season(session, 2026, NOW).country
    assert (found.at_deadline, found.coverage) == (Coverage(0, 0, 1), Coverage(1, 0, 0))
    write(lambda x: x.execute(update(PrepClass).values(year=2027)))
    assert season(session, 2027, NOW).country.at_deadline is None


def test_what_came_of_proposals_is_counted_once_they_are_closed(session: Session) -> None:
    s = scene(seats=9)
    accept(s, draw(s))
    turned = draw(s, student_id=another_student(s))
    write(lambda x: services.not_now(x, turned, s.tutor_id, "", NOW))
    draw(s, student_id=another_student(s))
    assert dated(session, PrepClass.id == s.class_id, NOW).rate([s.class_id]) == Rate(1, 2)
    assert rate_of_year(session, 2026, NOW) == Rate(1, 2)
    assert rate_of_year(session, 2026, NOW + 9 * DAY) == Rate(1, 3)  # left to expire
    assert rate_of_year(session, 2025, NOW) == Rate(0, 0)


def test_a_place_with_few_answers_reads_the_whole_promotions(session: Session) -> None:
    busy, calm = scene(seats=9), scene()
    for n in range(12):
        sent = draw(busy, student_id=another_student(busy), tutor_id=make.pool_tutor().id)
        if n % 2:
            write(lambda x, p=sent: services.accept_proposal(x, p, x.get_one(Proposal, p).tutor_id, NOW))
        else:
            write(lambda x, p=sent: services.not_now(x, p, x.get_one(Proposal, p).tutor_id, "", NOW))
    draw(calm)
    found = {c.id: c.outlook for c in season(session, 2026, NOW).classes}
    assert not found[busy.class_id].rate_of_all
    assert found[calm.class_id].rate_of_all
    assert found[calm.class_id].forecast.rate == Rate(6, 12)
    assert found[calm.class_id].forecast.more is not None
    alone = class_outlook(session, session.get_one(PrepClass, calm.class_id), NOW).outlook
    assert (alone.rate_of_all, alone.forecast.rate) == (True, Rate(6, 12))


def test_as_many_queries_for_ten_classes_as_for_one(session: Session, app: Flask) -> None:
    accept(s := scene(), draw(s))
    with counted(app) as few:
        season(session, 2026, NOW)
    for _ in range(9):
        more = scene()
        for _ in range(3):
            draw(more, student_id=another_student(more), tutor_id=make.pool_tutor().id)
    with counted(app) as many:
        season(session, 2026, NOW)
    assert many.n == few.n <= 5
    with counted(app) as alone:
        class_outlook(session, session.get_one(PrepClass, s.class_id), NOW)
    assert alone.n <= 8
