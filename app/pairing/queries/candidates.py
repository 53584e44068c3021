"""What the ranking needs, read from the database: a student's need, every tutor's past, and the shortlist itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.classes.queries import student_led_by
from app.infra import settings
from app.infra.dates import days_between, paris_date
from app.infra.errors import NotYours
from app.infra.settings import Values
from app.pairing.models import Pair, Proposal
from app.pairing.queries.coverage import pending
from app.pairing.queries.proposals import OpenLink, open_by_student
from app.pairing.rules.codes import APART, WELL_ENDED
from app.pairing.rules.facts import MOTHER, Candidate, Need, Past, Ranking, Terms
from app.pairing.rules.ranking import assess, rank
from app.pairing.settings import QUICK_DAYS
from app.pool.queries import offers
from app.pool.rules.hours import monday
from app.pool.settings import AHEAD_DAYS
from app.reference.models import Region

ANSWERED = ("accepted", "ended", "declined", "not_now")
TURNED_DOWN = ("declined", "not_now")


@dataclass(frozen=True)
class Shortlist:
    """The tutors for one student, ranked, and what the student has now."""

    student: Student
    need: Need
    ranking: Ranking
    open: OpenLink | None


@dataclass(frozen=True)
class StudentChoice:
    """A student a lead may draw for: one without a proposal or a pair."""

    id: int
    name: str
    class_name: str
    slots: tuple[int, ...]


def terms(settings_now: Values, now: datetime) -> Terms:
    """What the day and the settings say to the ranking."""
    today = paris_date(now)
    return Terms(
        today=today, week=monday(today), ahead_days=settings_now[AHEAD_DAYS], quick_days=settings_now[QUICK_DAYS]
    )


def need_of(session: Session, student: Student, lead_id: int) -> Need:
    """What a student asks for. The language is that in which they are written to."""
    language = session.scalar(select(StudentContact.language).where(StudentContact.student_id == student.id))
    return Need(
        student_id=student.id,
        exam_id=student.exam_id,
        family=student.exam.family,
        papers={paper.id: paper.name for paper in student.papers},
        region=student.region_code,
        zone=student.region.zone,
        remote=student.remote,
        presence=student.presence,
        slots=tuple(student.slots),
        language=language or MOTHER,
        lead_id=lead_id,
    )


def pasts(session: Session, student: Student, now: datetime, only: int | None = None) -> dict[int, Past]:
    """What each tutor has lived so far, seen from this student, in two queries. Tutors never asked are absent."""
    asked = select(
        Proposal.tutor_id,
        Proposal.student_id,
        Student.class_id,
        Proposal.state,
        Proposal.sent_at,
        Proposal.answered_at,
        Proposal.expires_at,
    ).join(Student, Student.id == Proposal.student_id)
    paired = select(Pair.tutor_id, Pair.student_id, Pair.ended_at, Pair.end_reason)
    if only is not None:
        asked, paired = asked.where(Proposal.tutor_id == only), paired.where(Pair.tutor_id == only)
    found: dict[int, Past] = {}
    for tutor_id, student_id, class_id, state, sent_at, answered_at, expires_at in session.execute(
        asked.order_by(Proposal.id)
    ):
        past = found.get(tutor_id, Past())
        past = replace(past, last_asked=max(filter(None, (past.last_asked, paris_date(sent_at)))))
        if state in ANSWERED and answered_at is not None:
            past = replace(past, answer_days=(*past.answer_days, days_between(sent_at, answered_at)))
        elif state == "expired" or (state == "sent" and expires_at <= now):
            past = replace(past, unanswered=past.unanswered + 1)
        elif state == "sent":
            here = class_id == student.class_id
            past = replace(past, asked_here=past.asked_here + here, asked_elsewhere=past.asked_elsewhere + (not here))
        if state in TURNED_DOWN and student_id == student.id and answered_at is not None:
            past = replace(past, turned_down=paris_date(answered_at))
        found[tutor_id] = past
    for tutor_id, student_id, ended_at, reason in session.execute(paired.order_by(Pair.id)):
        past = found.get(tutor_id, Past())
        found[tutor_id] = replace(
            past,
            open_pairs=past.open_pairs + (ended_at is None),
            helped=past.helped + (reason in WELL_ENDED),
            apart=past.apart or (student_id == student.id and reason in APART),
        )
    return found


def shortlist(session: Session, lead_id: int, student_id: int, now: datetime, also: Iterable[str] = ()) -> Shortlist:
    """Every tutor of the pool ranked for a student of a class this person leads. Raises NotYours.

    `also` names obstacles whose tutors are shown too. A fixed number of queries, whatever the size of the pool.
    """
    student = student_led_by(session, lead_id, student_id)
    need = need_of(session, student, lead_id)
    ranking = rank(
        need, offers(session, now), pasts(session, student, now), terms(settings.values(session, now), now), also
    )
    link = open_by_student(session, [student_id]).get(student_id)
    overdue = link is not None and link.state == "sent" and link.expires_at <= now
    return Shortlist(student, need, ranking, None if overdue else link)


def candidate(
    session: Session, lead_id: int, student_id: int, tutor_id: int, now: datetime
) -> tuple[Student, Candidate]:
    """One tutor for one student. Raises NotYours when the student is not theirs or the tutor is not in the pool."""
    student = student_led_by(session, lead_id, student_id)
    found = offers(session, now, only=tutor_id)
    if not found:
        raise NotYours
    past = pasts(session, student, now, only=tutor_id).get(tutor_id, Past())
    need = need_of(session, student, lead_id)
    return student, assess(need, found[0], past, terms(settings.values(session, now), now))


def students_to_draw(session: Session, lead_id: int, now: datetime) -> list[StudentChoice]:
    """The students of this person's classes who have nobody, by name."""
    taken = select(Proposal.student_id).where(or_(Proposal.state == "accepted", pending(now)))
    rows = session.execute(
        select(Student.id, Student.first_name, Student.last_initial, PrepClass.name, Student.slots)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .join(ClassLead, ClassLead.class_id == PrepClass.id)
        .where(ClassLead.person_id == lead_id, ClassLead.until.is_(None), PrepClass.closed_at.is_(None))
        .where(Student.left_at.is_(None), Student.id.not_in(taken))
        .order_by(Student.name_key, Student.id)
    )
    return [StudentChoice(i, f"{first} {initial}.", name, tuple(slots)) for i, first, initial, name, slots in rows]


def zone_of_lead(session: Session, lead_id: int) -> str:
    """The time zone of the first class this person leads: the one in which they think of hours."""
    zone = session.scalar(
        select(Region.zone)
        .join(PrepClass, PrepClass.region_code == Region.code)
        .join(ClassLead, ClassLead.class_id == PrepClass.id)
        .where(ClassLead.person_id == lead_id, ClassLead.until.is_(None), PrepClass.closed_at.is_(None))
        .order_by(PrepClass.id)
        .limit(1)
    )
    return zone or "Europe/Paris"
