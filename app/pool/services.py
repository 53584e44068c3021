"""What changes a tutor's offer, and the two ways a seat is taken and given back. Nothing else writes `seats_taken`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from app.infra import audit, search, settings
from app.infra.clock import PARIS
from app.infra.errors import DomainError
from app.pool import queries
from app.pool.models import TutorProfile
from app.pool.rules.hours import CELLS
from app.pool.searched import TUTORS
from app.pool.settings import AHEAD_DAYS, MAX_SEATS, PAUSE_DAYS
from app.reference.models import Exam, Paper
from app.reference.rules import MOMENTS
from app.training.models import Validation


@dataclass(frozen=True)
class ProfileValues:
    """What a tutor fills in."""

    region_code: str
    exam_ids: tuple[int, ...]
    paper_ids: tuple[int, ...]
    remote: bool
    presence: bool
    slots: tuple[int, ...]
    languages: tuple[str, ...]
    seats: int
    available_from: date | None = None
    paused_until: date | None = None
    phone: str = ""
    words: str = ""
    moments: tuple[str, ...] = ()
    flexible: bool = False


def save_profile(session: Session, person_id: int, values: ProfileValues, now: datetime) -> None:
    """Create or change a tutor's profile. It shows in the pool once the tutor is validated.

    Lowering `seats` below what is taken is allowed: it only stops new draws. Raises DomainError "pool.no_way" when
    neither remote nor presence is possible, "pool.seats" when more seats are offered than the setting allows.
    """
    if not (values.remote or values.presence):
        raise DomainError("pool.no_way")
    most = settings.values(session, now)[MAX_SEATS]
    if not 1 <= values.seats <= most:
        raise DomainError("pool.seats", most=most)
    profile = session.get(TutorProfile, person_id)
    if profile is None:
        profile = TutorProfile(person_id=person_id, seats_taken=0)
        session.add(profile)
    profile.region_code = values.region_code
    profile.remote, profile.presence = values.remote, values.presence
    profile.slots = sorted(cell for cell in set(values.slots) if 0 <= cell < CELLS)
    profile.moments, profile.flexible = _moments(values), values.flexible
    profile.languages = list(values.languages)
    profile.seats = values.seats
    profile.available_from, profile.paused_until = values.available_from, values.paused_until
    profile.phone = values.phone
    profile.words = profile.words_key = values.words
    profile.updated_at = now
    profile.exams = list(session.scalars(select(Exam).where(Exam.id.in_(values.exam_ids))))
    profile.papers = list(session.scalars(select(Paper).where(Paper.id.in_(values.paper_ids))))
    session.flush()
    audit.record(session, "pool.profile_saved", now, actor_id=person_id, object_type="person", object_id=person_id)


def _moments(values: ProfileValues) -> list[str]:
    """Moments mean something for those who come in person only."""
    return [moment for moment in MOMENTS if values.presence and moment in values.moments]


def pause(session: Session, person_id: int, now: datetime, until: date | None = None) -> date:
    """Stop new proposals until the morning of `until`, else for the usual number of days. Returns that date.

    Proposals already sent stay: they are answered or expire. Raises DomainError "pool.no_profile", or "pool.past_pause"
    when `until` is not after today.
    """
    today = now.astimezone(PARIS).date()
    until = until or today + timedelta(days=settings.values(session, now)[PAUSE_DAYS])
    if until <= today:
        raise DomainError("pool.past_pause")
    _set_pause(session, person_id, until)
    audit.record(session, "pool.paused", now, actor_id=person_id, object_type="person", object_id=person_id)
    return until


def resume(session: Session, person_id: int, now: datetime) -> None:
    """End a pause. Raises DomainError "pool.no_profile"."""
    _set_pause(session, person_id, None)
    audit.record(session, "pool.resumed", now, actor_id=person_id, object_type="person", object_id=person_id)


def _set_pause(session: Session, person_id: int, until: date | None) -> None:
    changed = session.execute(
        update(TutorProfile).where(TutorProfile.person_id == person_id).values(paused_until=until)
    )
    if rowcount(changed) != 1:
        raise DomainError("pool.no_profile")


def take_seat(session: Session, tutor_id: int, now: datetime) -> None:
    """Hold one seat of a tutor who may be drawn. Raises DomainError "pool.no_seat" otherwise.

    One UPDATE with every condition in its WHERE: whatever races, no seat beyond `seats` is ever taken.
    """
    conditions = queries.drawable(now, settings.values(session, now)[AHEAD_DAYS])
    taken = session.execute(
        update(TutorProfile)
        .where(TutorProfile.person_id == tutor_id, *conditions)
        .values(seats_taken=TutorProfile.seats_taken + 1)
        .execution_options(synchronize_session=False)
    )
    if rowcount(taken) != 1:
        raise DomainError("pool.no_seat")


def give_seat_back(session: Session, tutor_id: int) -> None:
    """Free one seat of a tutor. The counter never goes under zero; a nightly job tells when it and the rows differ."""
    session.execute(
        update(TutorProfile)
        .where(TutorProfile.person_id == tutor_id, TutorProfile.seats_taken > 0)
        .values(seats_taken=TutorProfile.seats_taken - 1)
        .execution_options(synchronize_session=False)
    )


def forget_lapsed(session: Session, now: datetime) -> None:
    """Take out of the search's index whoever is no longer validated: searches need not read past them. A new validation
    puts them back by itself (`pool.searched`).
    """
    lapsed = select(Validation.person_id).where(or_(Validation.valid_until.is_(None), Validation.valid_until <= now))
    search.forget(session, TUTORS.name, lapsed)


def rowcount(result: object) -> int:
    """How many rows an UPDATE changed."""
    return result.rowcount if isinstance(result, CursorResult) else 0
