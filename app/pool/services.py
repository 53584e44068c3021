"""What changes a tutor's offer, what is asked of them before each season, and the two ways a seat is taken and given back.
Nothing else writes `seats_taken`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra import audit, search, settings
from app.infra.clock import PARIS
from app.infra.dates import end_of_day, paris_date
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import insert_new
from app.infra.mail import post
from app.pool import queries
from app.pool.models import SeasonConfirmation, TutorProfile
from app.pool.rules.hours import CELLS
from app.pool.rules.season import campaign_now, due_on
from app.pool.searched import TUTORS
from app.pool.settings import (
    AHEAD_DAYS,
    MAX_SEATS,
    PAUSE_DAYS,
    SEASON_ASK,
    SEASON_REMIND_DAYS,
    season_calendar,
)
from app.recruitment.settings import ELIGIBILITY_YEARS
from app.reference.models import Exam, Paper
from app.reference.rules import MOMENTS
from app.training.models import Validation

BATCH = 100
RESPITE = timedelta(days=1)  # nobody who has just acted is reminded


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


@dataclass(frozen=True)
class SeasonAnswer:
    """What a tutor says of a season: going on or not; with a yes, seats, from when and until when."""

    still: bool
    seats: int = 1
    until: date | None = None
    available_from: date | None = None


def ask_season(session: Session, now: datetime, limit: int = BATCH, *, by_hand: bool = False) -> int:
    """Ask tutors whether they go on in the season at hand, each once. Returns how many were asked.

    By itself within the season's dates and while the setting is on; `by_hand` at any time. Row and mail are written together,
    and the row is unique: run twice, or by two workers, nobody is asked twice.
    """
    values = settings.values(session, now)
    calendar, today = season_calendar(values), paris_date(now)
    wanted = campaign_now(today, calendar)
    if not by_hand and not (values[SEASON_ASK] and wanted.open(today)):
        return 0
    due_at = end_of_day(due_on(today, wanted.ends_on, calendar))
    people = queries.to_ask(session, wanted, values[ELIGIBILITY_YEARS], now, limit)
    for person_id in people:
        row = {"person_id": person_id, "year": wanted.year}
        if insert_new(session, SeasonConfirmation, **row, asked_at=now, due_at=due_at):
            post(session, "pool.season_ask", row, now, key=mail_key(wanted.year, person_id))
            audit.record(session, "pool.season_asked", now, actor_id=None, object_type="person", object_id=person_id)
    return len(people)


def mail_key(year: int, person_id: int | str) -> str:
    """What names one person's mail of one season; with "", what the keys of the season's mails begin with."""
    return f"pool.season_ask:{year}:{person_id}"


def remind_season(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Remind, once, tutors who have not answered after SEASON_REMIND_DAYS and still have time. Returns how many.

    Not who has signed in or saved their profile in the last day: they are reminded later, if they still have to be.
    `reminded_at` is set in the UPDATE that finds them silent: who has just answered is not reminded.
    """
    values = settings.values(session, now)
    if not values[SEASON_ASK]:
        return 0
    since, about = now - RESPITE, SeasonConfirmation.person_id
    seen = select(Person.id).where(Person.id == about, Person.last_seen_at > since).exists()
    saved = (
        select(TutorProfile.person_id).where(TutorProfile.person_id == about, TutorProfile.updated_at > since).exists()
    )
    waiting = (
        SeasonConfirmation.answered_at.is_(None),
        SeasonConfirmation.reminded_at.is_(None),
        SeasonConfirmation.asked_at <= end_of_day(paris_date(now) - timedelta(days=values[SEASON_REMIND_DAYS])),
        SeasonConfirmation.due_at > now,
        ~seen,
        ~saved,
    )
    due = select(SeasonConfirmation.id).where(*waiting).order_by(SeasonConfirmation.id).limit(limit)
    reminded = session.execute(
        update(SeasonConfirmation)
        .where(SeasonConfirmation.id.in_(due), *waiting)
        .values(reminded_at=now)
        .returning(SeasonConfirmation.person_id, SeasonConfirmation.year)
        .execution_options(synchronize_session=False)
    ).all()
    for person_id, year in sorted(reminded):
        row = {"person_id": person_id, "year": year}
        post(session, "pool.season_reminder", row, now, key=f"pool.season_reminder:{year}:{person_id}")
    return len(reminded)


def answer_season(
    session: Session, confirmation_id: int, said: SeasonAnswer, now: datetime, *, again: bool = False
) -> None:
    """Keep a tutor's answer to the season's ask; with a yes, their profile takes its seats and date. `again` allows to
    change an answer already given.

    Raises DomainError "pool.season_answered", "pool.seats", "pool.past_until" (already over), "pool.until_before" (over
    before it begins) or "pool.no_profile". Proposals and pairs that are open stay as they are.
    """
    row = session.get_one(SeasonConfirmation, confirmation_id)
    person_id = row.person_id
    if said.still:
        _check_season(session, said, now)
        profile = update(TutorProfile).where(TutorProfile.person_id == person_id)
        kept = {"seats": said.seats, "available_from": said.available_from, "updated_at": now}
        if rowcount(session.execute(profile.values(**kept))) != 1:
            raise DomainError("pool.no_profile")
    first = [] if again else [SeasonConfirmation.answered_at.is_(None)]
    answered = session.execute(
        update(SeasonConfirmation)
        .where(SeasonConfirmation.id == confirmation_id, *first)
        .values(
            answered_at=now,
            answer="yes" if said.still else "no",
            seats=said.seats if said.still else None,
            until=said.until if said.still else None,
        )
    )
    if rowcount(answered) != 1:
        raise DomainError("pool.season_answered")
    code = "pool.season_yes" if said.still else "pool.season_no"
    audit.record(session, code, now, actor_id=person_id, object_type="person", object_id=person_id)


def _check_season(session: Session, said: SeasonAnswer, now: datetime) -> None:
    most = settings.values(session, now)[MAX_SEATS]
    if not 1 <= said.seats <= most:
        raise DomainError("pool.seats", most=most)
    if said.until is not None and said.until < paris_date(now):
        raise DomainError("pool.past_until")
    if said.until is not None and said.available_from is not None and said.until < said.available_from:
        raise DomainError("pool.until_before")


def stay(session: Session, person_id: int, now: datetime) -> None:
    """Say in one click that one goes on, with the seats one has. Raises NotYours when nothing was asked, DomainError."""
    row, profile = queries.to_answer(session, person_id, now), session.get(TutorProfile, person_id)
    if row is None:
        raise NotYours
    if profile is None:
        raise DomainError("pool.no_profile")
    most = settings.values(session, now)[MAX_SEATS]
    seats = min(max(profile.seats, 1), most)
    answer_season(session, row.id, SeasonAnswer(True, seats, None, profile.available_from), now, again=True)
