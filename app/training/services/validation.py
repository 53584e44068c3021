"""The only writer of `Validation`: it asks the gate, and stores its word with what follows from it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import choice

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra import audit, dates
from app.infra.mail import post
from app.infra.settings import values
from app.training.models import Certificate, Validation
from app.training.queries.facts import gate_facts
from app.training.queries.record import modules_passed
from app.training.queries.validations import lapsing, valid_at
from app.training.rules.gate import Verdict, assess
from app.training.settings import LAPSE_NOTICE_DAYS, REQUIRED_MODULES

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O, which are misread on paper
BATCH = 100
PUBLIC_ID_LENGTH = 20  # 32 ** 20 = 100 bits: nobody guesses one


def reassess(session: Session, person_id: int, now: datetime) -> Verdict:
    """Ask the gate about one person and store its word. Call it in the transaction that changes one of their facts.

    Becoming valid issues a certificate and a mail; losing it notes why and sends a mail. Returns the verdict.
    """
    return reassess_many(session, [person_id], now)[person_id]


def reassess_many(session: Session, person_ids: Collection[int], now: datetime) -> dict[int, Verdict]:
    """The same for many, whose facts are read together."""
    # Two acts that each bring one missing condition must not each see the other one missing (PostgreSQL reads what is
    # committed): whoever comes second waits here, then reads both.
    session.execute(
        select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update(key_share=True)
    )
    session.flush()
    facts = gate_facts(session, person_ids, now)
    known = {
        row.person_id: row for row in session.scalars(select(Validation).where(Validation.person_id.in_(person_ids)))
    }
    verdicts = {}
    for person_id, fact in facts.items():
        verdicts[person_id] = verdict = assess(fact, now)
        row = known.get(person_id)
        if row is None:
            row = Validation(person_id=person_id)
            session.add(row)
        row.assessed_at = now
        if verdict.valid:
            _hold(session, row, verdict, now)
        elif row.valid_from is not None and row.lost_at is None:
            _lose(session, row, verdict, now)
    session.flush()
    return verdicts


def _hold(session: Session, row: Validation, verdict: Verdict, now: datetime) -> None:
    already = row.lost_at is None and valid_at(row, now)
    row.valid_until = verdict.valid_until
    if already:
        return
    row.valid_from, row.lost_reason, row.lost_at = now, None, None
    certificate_id = _certify(session, row.person_id, now)
    post(session, "training.validated", {"person_id": row.person_id, "certificate_id": certificate_id}, now)
    audit.record(session, "training.validated", now, actor_id=None, object_type="person", object_id=row.person_id)


def _lose(session: Session, row: Validation, verdict: Verdict, now: datetime) -> None:
    """The validation ends when it lapsed, or now if something else took it."""
    row.lost_reason = verdict.missing[0].code
    row.lost_at = row.valid_until = min(now, row.valid_until or now)
    post(session, "training.lost", {"person_id": row.person_id}, now)
    audit.record(session, "training.lost", now, actor_id=None, object_type="person", object_id=row.person_id)


def _certify(session: Session, person_id: int, now: datetime) -> int:
    minutes, modules = modules_passed(session, person_id, values(session, now)[REQUIRED_MODULES])
    public_id = "".join(choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))
    certificate = Certificate(public_id=public_id, person_id=person_id, issued_at=now, minutes=minutes, modules=modules)
    session.add(certificate)
    session.flush()
    return certificate.id


def notify_lapses(session: Session, now: datetime, after: int = 0, limit: int = BATCH) -> int | None:
    """Tell those whose validation ends soon, once for each date it may end on: `limit` people, by id, from the one after
    `after`. Returns the id to go on after, or None when that was all.
    """
    before = now + timedelta(days=values(session, now)[LAPSE_NOTICE_DAYS])
    rows = lapsing(session, now, before, after, limit)
    for row in rows:
        if row.valid_until is not None:
            key = f"training.lapsing:{row.person_id}:{dates.paris_date(row.valid_until)}"
            post(session, "training.lapsing", {"person_id": row.person_id}, now, key=key)
    return rows[-1].person_id if len(rows) == limit else None
