"""Reads of people and their roles."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.infra.errors import NotYours
from app.infra.orm import fold

PER_PAGE = 25


def by_email(session: Session, email: str) -> Person | None:
    """The account of an address, whatever its case and accents."""
    return session.scalars(select(Person).where(Person.email_key == email)).first()


def person(session: Session, person_id: int) -> Person:
    """The account, unless it does not exist or was erased: raises NotYours."""
    found = session.get(Person, person_id)
    if found is None or found.erased_at is not None:
        raise NotYours
    return found


def holds(session: Session, person_id: int, role: str) -> bool:
    """Whether the person was granted `role`."""
    return (
        session.scalar(select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == role)) is not None
    )


@dataclass(frozen=True)
class Found:
    """One page of people, and how many there are in all."""

    people: list[Person]
    total: int
    page: int
    pages: int


def search(session: Session, text: str, role: str, page: int, *conditions: ColumnElement[bool]) -> Found:
    """People whose name or address holds `text`, with `role` if given and meeting `conditions`, by name, 25 a page."""
    wanted = select(Person).where(Person.erased_at.is_(None), *conditions)
    for word in fold(text).split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = f"%{escaped}%"
        wanted = wanted.where(or_(Person.name_key.like(like, escape="\\"), Person.email_key.like(like, escape="\\")))
    if role:
        wanted = wanted.where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == role)))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    people = session.scalars(wanted.order_by(Person.name_key, Person.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Found(list(people), total, page, pages)
