"""Reads of the referentials, in the order people expect them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra.errors import NotYours
from app.reference.models import Exam, Institution, Paper, Region


def schools(session: Session) -> list[Institution]:
    """Partner schools still open, by name."""
    return list(
        session.scalars(
            select(Institution)
            .where(Institution.is_school, Institution.closed_at.is_(None))
            .order_by(Institution.name_key)
        )
    )


def hosts(session: Session) -> list[Institution]:
    """Institutions that host classes, by name."""
    return list(
        session.scalars(
            select(Institution)
            .where(Institution.is_host, Institution.closed_at.is_(None))
            .order_by(Institution.name_key)
        )
    )


def all_institutions(session: Session) -> list[Institution]:
    """Every institution, closed ones last."""
    return list(session.scalars(select(Institution).order_by(Institution.closed_at.is_not(None), Institution.name_key)))


def school_by_slug(session: Session, slug: str) -> Institution:
    """The open school of a sign-up link. Raises NotYours."""
    found = session.scalars(
        select(Institution).where(Institution.slug == slug, Institution.is_school, Institution.closed_at.is_(None))
    ).first()
    if found is None:
        raise NotYours
    return found


def exams(session: Session) -> list[Exam]:
    """Open exams, by name, with their papers."""
    return list(session.scalars(select(Exam).where(Exam.closed_at.is_(None)).order_by(Exam.name_key)))


def all_exams(session: Session) -> list[Exam]:
    """Every exam, closed ones last."""
    return list(session.scalars(select(Exam).order_by(Exam.closed_at.is_not(None), Exam.name_key)))


def papers(session: Session) -> list[Paper]:
    """Every paper, written ones first."""
    return list(session.scalars(select(Paper).order_by(Paper.position)))


def regions(session: Session) -> list[Region]:
    """Every region, mainland first, by name."""
    return list(session.scalars(select(Region).order_by(Region.zone != "Europe/Paris", Region.name)))
