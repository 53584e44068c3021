"""What the ranking needs, read from the database: a student's need, every tutor's past, and the shortlist itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.classes.queries import student_led_by
from app.infra import settings
from app.infra.dates import paris_date
from app.infra.errors import NotYours
from app.infra.settings import Values
from app.pairing.models import Proposal
from app.pairing.queries.coverage import pending
from app.pairing.queries.lived import lives
from app.pairing.queries.proposals import OpenLink, open_by_student
from app.pairing.rules.facts import MOTHER, Candidate, Need, Ranking, Terms
from app.pairing.rules.lived import Life, past_of
from app.pairing.rules.ranking import assess, rank
from app.pairing.rules.widening import added, widen
from app.pairing.settings import COOL_OFF_DAYS, QUICK_DAYS, WEIGHT_SETTINGS
from app.pool.queries import offers
from app.pool.rules.hours import monday
from app.pool.rules.offer import Offer
from app.pool.settings import AHEAD_DAYS
from app.reference.models import Region

BATCH = 20_000


@dataclass(frozen=True)
class Shortlist:
    """The tutors for one student, ranked, what the student has now, and what each widening would add."""

    student: Student
    need: Need
    ranking: Ranking
    added: Mapping[str, int]
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
        today=today,
        week=monday(today),
        ahead_days=settings_now[AHEAD_DAYS],
        quick_days=settings_now[QUICK_DAYS],
        cool_off_days=settings_now[COOL_OFF_DAYS],
        weights={code: settings_now[setting] for code, setting in WEIGHT_SETTINGS.items()},
    )


def needs(session: Session, students: Sequence[Student]) -> list[Need]:
    """What each of several students asks for, in their order, in three queries for twenty thousand students."""
    languages: dict[int, str] = {}
    leads: dict[int, set[int]] = {}
    ids, classes = [s.id for s in students], sorted({s.class_id for s in students})
    for some in batched(ids):
        said = select(StudentContact.student_id, StudentContact.language).where(StudentContact.student_id.in_(some))
        languages |= dict(session.execute(said).all())
    for some in batched(classes):
        leading = select(ClassLead.class_id, ClassLead.person_id).where(
            ClassLead.class_id.in_(some), ClassLead.until.is_(None)
        )
        for class_id, person_id in session.execute(leading):
            leads.setdefault(class_id, set()).add(person_id)
    return [_need(s, languages.get(s.id, MOTHER), frozenset(leads.get(s.class_id, ()))) for s in students]


def batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ids by tens of thousands: a statement holds only so many values."""
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))


def _need(student: Student, language: str, leads: frozenset[int]) -> Need:
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
        language=language,
        lead_ids=leads,
        moments=tuple(student.moments),
        flexible=student.flexible,
        school_id=student.prep_class.institution_id,
        class_id=student.class_id,
    )


def shortlist(
    session: Session,
    lead_id: int,
    student_id: int,
    now: datetime,
    also: Iterable[str] = (),
    wider: Iterable[str] = (),
) -> Shortlist:
    """Every tutor of the pool ranked for a student of a class this person leads. Raises NotYours.

    `also` names obstacles whose tutors are shown too, `wider` the widenings made. A fixed number of queries, whatever the
    size of the pool.
    """
    student = student_led_by(session, lead_id, student_id)
    asked = needs(session, [student])[0]
    need, when = widen(asked, terms(settings.values(session, now), now), wider)
    pool, lived = offers(session, now), lives(session, now)
    pasts = {who: past_of(life, need, when) for who, life in lived.items()}
    link = open_by_student(session, [student_id]).get(student_id)
    overdue = link is not None and link.state == "sent" and link.expires_at <= now
    return Shortlist(
        student=student,
        need=need,
        ranking=rank(need, pool, pasts, when, also),
        added=added(need, pool, pasts, when),
        open=None if overdue else link,
    )


def candidate(
    session: Session, lead_id: int, student_id: int, tutor_id: int, now: datetime
) -> tuple[Student, Candidate]:
    """One tutor for one student. Raises NotYours when the student is not theirs or the tutor is not in the pool."""
    student = student_led_by(session, lead_id, student_id)
    found = offers(session, now, only=[tutor_id])
    if not found:
        raise NotYours
    return student, assessed(session, student, found, now)[0]


def assessed(session: Session, student: Student, found: Sequence[Offer], now: datetime) -> list[Candidate]:
    """These offers assessed for one student, in the order given."""
    need = needs(session, [student])[0]
    when = terms(settings.values(session, now), now)
    lived = lives(session, now, only=[offer.tutor_id for offer in found])
    return [assess(need, o, past_of(lived.get(o.tutor_id, Life()), need, when), when) for o in found]


def next_candidates(session: Session, student: Student, now: datetime) -> list[Candidate]:
    """Who could be asked for a student now, best first, but those who have been asked for them already."""
    need = needs(session, [student])[0]
    when, lived = terms(settings.values(session, now), now), lives(session, now)
    asked = {who for who, life in lived.items() if any(one.student_id == student.id for one in life.asked)}
    pasts = {who: past_of(life, need, when) for who, life in lived.items()}
    fresh = [offer for offer in offers(session, now) if offer.tutor_id not in asked]
    return list(rank(need, fresh, pasts, when).shown)


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
