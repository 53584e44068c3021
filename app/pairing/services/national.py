"""The national run: computed and kept, looked into, then applied or set aside by a person. Computing sends nothing."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.classes.models import ClassLead, Student
from app.classes.queries import leads_of
from app.infra import audit, settings
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import enqueue
from app.infra.mail import post
from app.pairing.models import NationalRun
from app.pairing.queries import classes_sent
from app.pairing.rules.archive import METHOD, pack
from app.pairing.rules.plan import Facts, Plan, pairs_of
from app.pairing.services.draw import send_proposal
from app.pairing.settings import RUN_DAYS, RUN_KEPT_DAYS

AT_ONCE = 25  # proposals sent in one write: everyone else may write between two


def keep_run(session: Session, actor_id: int, facts: Facts, found: Plan, now: datetime) -> int:
    """Keep a run as computed from `facts`, with what it was computed from. Returns its id."""
    packed, mark = pack(facts)
    run = NationalRun(
        made_at=now,
        made_by=actor_id,
        state="computed",
        method=METHOD,
        inputs=packed,
        digest=mark,
        pairs=[list(pair) for pair in pairs_of(found)],
        summary=summary(facts, found),
        sent=[],
    )
    session.add(run)
    session.flush()
    audit.record(session, "pairing.run_computed", now, actor_id=actor_id, object_type="run", object_id=run.id)
    return run.id


def summary(facts: Facts, found: Plan) -> dict[str, Any]:
    """The figures of a run: the whole, each class (its students, covered before, placed, sum and least score), why some
    have nobody, and how many pairs have each tenth of score.
    """
    figures = found.figures
    scores: dict[int, list[int]] = {}
    for one in found.matched:
        scores.setdefault(one.need.class_id, []).append(one.candidate.score)
    return {
        "placed": figures.placed,
        "students": figures.students,
        "total": figures.total,
        "least": figures.least,
        "worst_class": _share(figures.worst_class),
        "tutors": len(facts.pool),
        "classes": [
            [key, now.students, now.covered, len(got := scores.get(key, [])), sum(got), min(got, default=None)]
            for key, now in facts.classes.items()
        ],
        "without": dict(Counter(one.why for one in found.unmatched)),
        "tenths": [sum(min(m.candidate.score // 10, 9) == tenth for m in found.matched) for tenth in range(10)],
    }


def _share(value: Fraction | None) -> list[int] | None:
    return None if value is None else [value.numerator, value.denominator]


def apply_run(session: Session, actor_id: int, run_id: int, now: datetime) -> None:
    """Send every proposal of a run, in the background, in the name of each class's lead.

    Raises NotYours; DomainError "pairing.run_closed" when it was applied or set aside already, "pairing.run_stale" when it
    is so old that the pool has changed.
    """
    _close(session, actor_id, run_id, "applied", now, fresh_since=now - run_life(session, now))
    enqueue(session, "pairing.apply_run", {"run_id": run_id}, now, key=f"pairing.apply_run:{run_id}")


def set_run_aside(session: Session, actor_id: int, run_id: int, now: datetime) -> None:
    """Say that a run will not be applied. Raises as `apply_run`, but for its age."""
    _close(session, actor_id, run_id, "set_aside", now)


def run_life(session: Session, now: datetime) -> timedelta:
    """How long a run may be applied after it was computed."""
    return timedelta(days=settings.values(session, now)[RUN_DAYS])


def _close(
    session: Session, actor_id: int, run_id: int, state: str, now: datetime, fresh_since: datetime | None = None
) -> None:
    run = session.get(NationalRun, run_id)
    if run is None:
        raise NotYours
    if fresh_since is not None and run.state == "computed" and run.made_at < fresh_since:
        raise DomainError("pairing.run_stale")
    closed = session.execute(
        update(NationalRun)
        .where(NationalRun.id == run_id, NationalRun.state == "computed")
        .values(state=state, closed_at=now, closed_by=actor_id)
        .returning(NationalRun.id)
    ).first()
    if closed is None:
        raise DomainError("pairing.run_closed")
    audit.record(session, f"pairing.run_{state}", now, actor_id=actor_id, object_type="run", object_id=run_id)


def send_some(session: Session, run_id: int, now: datetime) -> int:
    """Send the next few proposals of an applied run, and note of each what came of it. Returns how many were looked at.

    What can no longer be sent (a seat taken, a student drawn for, a class without a lead) is noted by its code.
    """
    run = session.scalars(select(NationalRun).where(NationalRun.id == run_id).with_for_update()).one()
    done = {student_id for student_id, _outcome in run.sent}
    rest = [pair for pair in run.pairs if pair[0] not in done][:AT_ONCE] if run.state == "applied" else []
    leads = _leads(session, [student_id for student_id, _tutor, _score in rest])
    noted: list[list[Any]] = []
    for student_id, tutor_id, _score in rest:
        noted.append([student_id, _sent(session, leads, student_id, tutor_id, now)])
    run.sent = [*run.sent, *noted]
    session.flush()
    return len(noted)


def tell_run_leads(session: Session, run_id: int, now: datetime) -> int:
    """Tell each lead, once, what an applied run sent in the name of their class. Returns how many messages were queued."""
    told = 0
    for class_id in sorted(classes_sent(session, run_id)):
        for lead in leads_of(session, class_id):
            ids = {"run_id": run_id, "class_id": class_id, "person_id": lead.id}
            told += post(
                session, "pairing.run_applied", ids, now, key=f"pairing.run_applied:{run_id}:{class_id}:{lead.id}"
            )
    return told


def _leads(session: Session, student_ids: list[int]) -> Mapping[int, int]:
    """The lead who has led each student's class for longest."""
    rows = session.execute(
        select(Student.id, ClassLead.person_id)
        .join(ClassLead, ClassLead.class_id == Student.class_id)
        .where(Student.id.in_(student_ids), ClassLead.until.is_(None))
        .order_by(ClassLead.since.desc(), ClassLead.id.desc())
    )
    return dict(rows.all())


def _sent(session: Session, leads: Mapping[int, int], student_id: int, tutor_id: int, now: datetime) -> int | str:
    if student_id not in leads:
        return "pairing.no_lead"
    try:
        with session.begin_nested():  # a refusal leaves nothing of it behind, and the others go on
            return send_proposal(session, leads[student_id], student_id, tutor_id, "", now, shared=False)
    except DomainError as refusal:
        return refusal.code
    except NotYours:
        return "pairing.class_closed"


def forget_runs(session: Session, now: datetime) -> int:
    """Erase the runs older than the setting says, with their inputs. Returns how many."""
    before = now - timedelta(days=settings.values(session, now)[RUN_KEPT_DAYS])
    gone = session.scalars(delete(NationalRun).where(NationalRun.made_at < before).returning(NationalRun.id)).all()
    return len(gone)
