"""Saved searches: kept, changed, forgotten, looked at, and the daily look that tells of new people, once each."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, undefer

from app.accounts.models import Person
from app.classes.queries import leads_now, student_led_by
from app.infra import audit, settings
from app.infra.dates import paris_date
from app.infra.errors import DomainError
from app.infra.mail import post
from app.infra.orm import fold
from app.pairing.models import SavedSearch
from app.pairing.queries import available, of_lead, zone_of_lead
from app.pairing.rules import saved
from app.pairing.settings import SAVED_SEARCHES

AT_ONCE = 1  # leads whose searches one write looks at: ten searches hold SQLite's lock a tenth of a second


def save_search(
    session: Session, lead_id: int, name: str, filters: dict[str, Any], student_id: int | None, now: datetime
) -> int:
    """Keep a search under a name; who matches today is known to it. Returns its id.

    Raises DomainError "pairing.saved_full" past the number a lead may keep, "pairing.saved_twice" for a name in use;
    NotYours for a student of another's class.
    """
    _hold(session, lead_id)
    count = session.scalar(select(func.count(SavedSearch.id)).where(SavedSearch.lead_id == lead_id)) or 0
    most = settings.values(session, now)[SAVED_SEARCHES]
    if count >= most:
        raise DomainError("pairing.saved_full", most=most)
    _free(session, lead_id, name)
    if student_id is not None:
        student_led_by(session, lead_id, student_id)
    made = SavedSearch(
        lead_id=lead_id,
        student_id=student_id,
        name=name,
        name_key=name,
        filters=filters,
        known=saved.pack(_found(session, lead_id, filters, now)),
        created_at=now,
        looked_at=now,
        checked_on=paris_date(now),
    )
    session.add(made)
    session.flush()
    audit.record(session, "pairing.search_saved", now, actor_id=lead_id, object_type="saved_search", object_id=made.id)
    return made.id


def change_search(session: Session, lead_id: int, search_id: int, name: str, *, mailed: bool) -> None:
    """Give a search another name, and say whether it sends mail. Raises NotYours, DomainError "pairing.saved_twice"."""
    _hold(session, lead_id)
    found = of_lead(session, lead_id, search_id)
    _free(session, lead_id, name, but=search_id)
    found.name = found.name_key = name
    found.mailed = mailed
    session.flush()


def forget_search(session: Session, lead_id: int, search_id: int) -> None:
    """Keep a search no more. Raises NotYours."""
    session.delete(of_lead(session, lead_id, search_id))
    session.flush()


def look_at(session: Session, lead_id: int, search_id: int, now: datetime) -> None:
    """Note that its owner looks at a search: whoever matches now is known. Raises NotYours."""
    found = of_lead(session, lead_id, search_id)
    found.known = saved.pack(saved.unpack(found.known) | set(_found(session, lead_id, found.filters, now)))
    found.fresh, found.looked_at = 0, now
    session.flush()


def stop_mails(session: Session, lead_id: int) -> int:
    """Send no more mail about any search of this person. Returns how many did."""
    stopped = update(SavedSearch).where(SavedSearch.lead_id == lead_id, SavedSearch.mailed).values(mailed=False)
    return int(session.execute(stopped).rowcount)  # type: ignore[attr-defined]  # CursorResult


def check_searches(session: Session, now: datetime, limit: int = AT_ONCE) -> int:
    """Look at the searches of a few leads for today, and mail each lead once if someone new matches. Returns how many leads.

    A search is marked in the write that mails, so that twice in a day does nothing. Who no longer leads a class is told
    nothing; whoever is told, or would have been, is known from then on.
    """
    today = paris_date(now)
    due = or_(SavedSearch.checked_on.is_(None), SavedSearch.checked_on < today)
    leads = session.scalars(
        select(SavedSearch.lead_id).where(due).group_by(SavedSearch.lead_id).order_by(SavedSearch.lead_id).limit(limit)
    ).all()
    leading = set(
        session.scalars(
            select(Person.id).where(
                Person.id.in_(leads), leads_now(Person.id), Person.suspended_at.is_(None), Person.erased_at.is_(None)
            )
        )
    )
    for lead_id in leads:
        _check(session, lead_id, now, told=lead_id in leading)
    return len(leads)


def _check(session: Session, lead_id: int, now: datetime, *, told: bool) -> None:
    today = paris_date(now)
    searches = session.scalars(
        select(SavedSearch)
        .where(SavedSearch.lead_id == lead_id, or_(SavedSearch.checked_on.is_(None), SavedSearch.checked_on < today))
        .options(undefer(SavedSearch.known))
        .order_by(SavedSearch.id)
        .with_for_update()
    ).all()
    to_tell: list[list[int]] = []
    for one in searches:
        one.checked_on = today
        known = saved.unpack(one.known) if told else set()
        new = [who for who in _found(session, lead_id, one.filters, now) if who not in known] if told else []
        if new:
            one.known = saved.pack(known.union(new))
            one.fresh += len(new)
            if one.mailed:
                to_tell.append([one.id, len(new)])
    session.flush()
    if to_tell:
        ids = {"person_id": lead_id, "found": to_tell}
        post(session, "pairing.saved_searches", ids, now, key=f"pairing.saved_searches:{lead_id}:{today}")


def _found(session: Session, lead_id: int, filters: dict[str, Any], now: datetime) -> list[int]:
    wanted, text = saved.wanted_again(filters, zone_of_lead(session, lead_id))
    return [who for who in available(session, wanted, text, now) if who != lead_id]


def _hold(session: Session, lead_id: int) -> None:
    """Two saves of one person take turns, so that neither goes past the number."""
    session.execute(select(Person.id).where(Person.id == lead_id).with_for_update())


def _free(session: Session, lead_id: int, name: str, but: int = 0) -> None:
    taken = select(SavedSearch.id).where(
        SavedSearch.lead_id == lead_id, SavedSearch.name_key == fold(name), SavedSearch.id != but
    )
    if session.scalar(taken) is not None:
        raise DomainError("pairing.saved_twice")
