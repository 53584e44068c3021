"""The demonstration's eleven classes, their leads and students, and what was proposed to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import queries as people
from app.accounts import services as accounts
from app.classes.rules import Line
from app.classes.services import add_lead, add_students, save_class
from app.demo import cast
from app.demo.accounts import DOMAIN, LEAD
from app.infra.dates import paris_date
from app.infra.errors import DomainError
from app.infra.orm import fold
from app.pairing.rules.codes import DECLINE_REASONS
from app.pairing.services import (
    accept_proposal,
    decline_proposal,
    end_pair,
    expire_due,
    not_now,
    remind_due,
    send_proposal,
    withdraw_proposal,
)
from app.pool.queries import offers
from app.reference.models import Exam, Institution
from app.reference.services import save_institution

Write = Callable[[Callable[[Session], object]], object]

# name, host, exam, number of students, share that has found someone
CLASSES = (
    ("IRA de Lille", "ira-lille", "ira", 16, 0.8),
    ("IRA de Metz", "ira-metz", "ira", 15, 0.65),
    ("INSP Strasbourg", "insp", "insp", 14, 0.7),
    ("EHESP Rennes", "ehesp", "ehesp-dh", 15, 0.5),
    ("ENM Bordeaux", "enm", "enm", 16, 0.55),
    ("ENAP Agen", "enap", "enap-dsp", 14, 0.3),
    ("IRA de Lyon", "ira-lyon", "ira", 6, 1.0),
    ("IRA de Nantes", "ira-nantes", "ira", 6, 0.8),
    ("ENFiP Noisiel", "enfip", "enfip-inspecteur", 6, 0.5),
    ("Cayenne", "universite-guyane", "ira", 5, 0.2),
    ("Saint-Denis", "universite-reunion", "ira", 6, 0.7),
)
# Hosts that a new installation does not come with: slug, name, region.
HOSTS = (
    ("universite-guyane", "Université de Guyane", "03"),
    ("universite-reunion", "Université de La Réunion", "04"),
)
LEADS = (
    ("Sophie", "Lenoir"),
    ("Marc", "Thévenot"),
    ("Nadia", "Bensalem"),
    ("Yann", "Kervella"),
    ("Isabelle", "Castaing"),
    ("Pascal", "Montel"),
    ("Odile", "Ferrand"),
    ("Gaël", "Tessier"),
    ("Farida", "Kaci"),
    ("Joël", "Appolinaire"),
    ("Marie-Rose", "Payet"),
)


@dataclass(frozen=True)
class Opened:
    """A class of the story: its id, its lead, its students' ids and the share to be paired."""

    class_id: int
    lead_id: int
    student_ids: tuple[int, ...]
    share: float


def add_hosts(session: Session, at: datetime) -> None:
    """Add the universities overseas that host a class."""
    for slug, name, region in HOSTS:
        save_institution(
            session,
            None,
            slug=slug,
            short_name=name,
            name=name,
            region_code=region,
            is_school=False,
            is_host=True,
            closed=False,
            now=at,
        )


def open_class(
    session: Session, number: int, admin_id: int, password_hash: str, random: Random, at: datetime
) -> Opened:
    """Open one class with its lead and students."""
    name, slug, exam_code, size, share = CLASSES[number]
    host = session.scalars(select(Institution).where(Institution.slug == slug)).one()
    exam = session.scalars(select(Exam).where(Exam.code == exam_code)).one()
    class_id = save_class(
        session,
        None,
        name=name,
        year=2026,
        institution_id=host.id,
        region_code=host.region_code or "11",
        actor_id=admin_id,
        now=at,
    )
    first, last = LEADS[number]
    email = f"{fold(first)}.{fold(last)}@{DOMAIN}"
    lead_id = add_lead(
        session, class_id, email=email, first_name=first, last_name=last, language="fr", actor_id=admin_id, now=at
    )
    lead = people.person(session, lead_id)
    accounts.set_password(session, lead_id, accounts.password_state(lead), password_hash, at + timedelta(hours=3))
    if number == 1:  # Sophie Lenoir leads two classes
        add_lead(
            session,
            class_id,
            email=LEAD,
            first_name="Sophie",
            last_name="Lenoir",
            language="fr",
            actor_id=admin_id,
            now=at,
        )
    lines = [_line(random, first, last, exam, host.region_code or "11") for first, last in cast.names(random, size)]
    ids = add_students(session, lead_id, class_id, lines, at + timedelta(days=random.randint(5, 12)))
    return Opened(class_id, lead_id, tuple(ids), share)


def _line(random: Random, first: str, last: str, exam: Exam, region: str) -> Line:
    papers = random.sample([paper.id for paper in exam.papers], random.randint(1, min(3, len(exam.papers))))
    return Line(
        first_name=first,
        last_name=last,
        email=f"{fold(first)}.{fold(last)}.{random.randint(10, 99)}@etudiants.{DOMAIN}",
        # 06 39 98: kept by the regulator (Arcep) for fiction, so that no number is anyone's.
        phone=f"06 39 98 {random.randint(10, 99)} {random.randint(10, 99)}"
        if random.random() < 0.5  # noqa: PLR2004
        else "",
        exam_id=exam.id,
        paper_ids=tuple(papers),
        region_code=region,
        remote=random.random() < 0.9,  # noqa: PLR2004
        presence=True,
        slots=tuple(sorted(random.sample([2, 5, 8, 11, 14, 15, 18], random.randint(2, 4)))),
        wish=random.choice(cast.WISHES),
    )


def propose(write: Write, opened: list[Opened], random: Random, start: datetime, now: datetime) -> None:
    """From `start` to `now`, day after day: leads propose, tutors answer or not, what is due expires, some pairs end."""
    waiting = [(o, s) for o in opened for s in o.student_ids if random.random() < o.share]
    random.shuffle(waiting)
    paired: list[int] = []
    at = start
    while at < now - timedelta(days=9) and waiting:
        o, student_id = waiting.pop()
        pair_id = _tried(write, lambda s, o=o, i=student_id, t=at: _one(s, o, i, random, t))  # type: ignore[misc]
        if isinstance(pair_id, int):
            paired.append(pair_id)
        elif random.random() < 0.5:  # noqa: PLR2004
            waiting.insert(0, (o, student_id))
        at += timedelta(hours=random.randint(6, 22))
        write(lambda s, t=at: expire_due(s, t))  # type: ignore[misc]
    for pair_id, reason in zip(paired[3:6], ("exam_passed", "tutor_unavailable", "finished"), strict=False):
        write(lambda s, p=pair_id, r=reason: end_pair(s, p, "admin", r, "", now - timedelta(days=6)))  # type: ignore[misc]
    _still_open(write, opened, random, now)


def _tried(write: Write, act: Callable[[Session], object]) -> object:
    """Do the act, or nothing at all when a rule refuses it: the story goes on without."""
    try:
        return write(act)
    except DomainError:
        return None


def _free_tutor(session: Session, random: Random, at: datetime) -> int | None:
    today = paris_date(at)
    free = [o for o in offers(session, at) if o.free and o.paused_until is None and o.in_season(today)]
    return random.choice(free).tutor_id if free else None


def _one(session: Session, o: Opened, student_id: int, random: Random, at: datetime) -> int | None:
    """One proposal and its answer. Returns the pair's id when it was accepted."""
    tutor_id = _free_tutor(session, random, at)
    if tutor_id is None:
        return None
    proposal_id = send_proposal(session, o.lead_id, student_id, tutor_id, random.choice(cast.MESSAGES), at)
    lot, answered = random.random(), at + timedelta(hours=random.randint(2, 90))
    if lot < 0.76:  # noqa: PLR2004
        return accept_proposal(session, proposal_id, tutor_id, answered)
    if lot < 0.86:  # noqa: PLR2004
        decline_proposal(session, proposal_id, tutor_id, random.choice(DECLINE_REASONS), "", answered)
    elif lot < 0.91:  # noqa: PLR2004
        not_now(
            session,
            proposal_id,
            tutor_id,
            "",
            answered,
            pause_until=date(answered.year, answered.month, 28) + timedelta(days=30),
        )
    elif lot < 0.94:  # noqa: PLR2004
        withdraw_proposal(session, o.lead_id, proposal_id, answered)
    return None


def _still_open(write: Write, opened: list[Opened], random: Random, now: datetime) -> None:
    """The last days' proposals, still without an answer, one of them reminded."""
    for number, o in enumerate(opened):
        for offset in (0, 1):
            at = now - timedelta(days=(number * 2 + offset) % 6, hours=random.randint(1, 9))
            student_id = o.student_ids[-1 - offset]
            _tried(write, lambda s, o=o, i=student_id, t=at: _send(s, o, i, random, t))  # type: ignore[misc]
    write(lambda s: remind_due(s, now))


def _send(session: Session, o: Opened, student_id: int, random: Random, at: datetime) -> None:
    tutor_id = _free_tutor(session, random, at)
    if tutor_id is not None:
        send_proposal(session, o.lead_id, student_id, tutor_id, random.choice(cast.MESSAGES), at)
