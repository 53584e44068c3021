"""Filling and editing the referentials."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra.errors import DomainError, translating
from app.reference.models import Exam, Institution, Paper, Region
from app.reference.seed import EXAMS, INSTITUTIONS, PAPERS, REGIONS


def load_seed(session: Session) -> None:
    """Add what the seed has and the database lacks. What admins changed stays as they left it."""
    for code, name, zone in REGIONS:
        if session.get(Region, code) is None:
            session.add(Region(code=code, name=name, zone=zone))
    session.flush()
    known = set(session.scalars(select(Institution.slug)))
    for slug, short, name, where, school, host in INSTITUTIONS:
        if slug not in known:
            session.add(
                Institution(
                    slug=slug,
                    short_name=short,
                    name=name,
                    name_key=name,
                    region_code=where,
                    is_school=school,
                    is_host=host,
                )
            )
    papers = {paper.code: paper for paper in session.scalars(select(Paper))}
    for position, (code, name, kind) in enumerate(PAPERS):
        if code not in papers:
            papers[code] = Paper(code=code, name=name, kind=kind, position=position)
            session.add(papers[code])
    known = set(session.scalars(select(Exam.code)))
    for code, name, category, family, wanted in EXAMS:
        if code not in known:
            session.add(
                Exam(
                    code=code,
                    name=name,
                    name_key=name,
                    category=category,
                    family=family,
                    papers=[papers[p] for p in wanted],
                )
            )
    session.flush()


def save_institution(
    session: Session,
    institution_id: int | None,
    *,
    slug: str,
    short_name: str,
    name: str,
    region_code: str | None,
    is_school: bool,
    is_host: bool,
    closed: bool,
    now: datetime,
) -> int:
    """Create or change an institution. Raises DomainError "reference.slug_taken" or "reference.no_use"."""
    if not (is_school or is_host):
        raise DomainError("reference.no_use")
    taken = session.scalar(select(Institution.id).where(Institution.slug == slug))
    if taken is not None and taken != institution_id:
        raise DomainError("reference.slug_taken")
    row = session.get_one(Institution, institution_id) if institution_id else Institution()
    row.slug, row.short_name, row.name, row.name_key = slug, short_name, name, name
    row.region_code, row.is_school, row.is_host = region_code, is_school, is_host
    row.closed_at = (row.closed_at or now) if closed else None
    session.add(row)
    _flushed(session, "uq_institution_slug", "institution.slug", "reference.slug_taken")
    return row.id


def _flushed(session: Session, name: str, column: str, code: str) -> None:
    """Flush; the same thing saved by someone else in the meantime is refused by its name."""
    translating(session.flush, name, (column,), DomainError(code))


def save_exam(
    session: Session,
    exam_id: int | None,
    *,
    code: str,
    name: str,
    category: str,
    family: str,
    paper_ids: list[int],
    closed: bool,
    now: datetime,
) -> int:
    """Create or change an exam. Raises DomainError "reference.code_taken"."""
    taken = session.scalar(select(Exam.id).where(Exam.code == code))
    if taken is not None and taken != exam_id:
        raise DomainError("reference.code_taken")
    row = session.get_one(Exam, exam_id) if exam_id else Exam()
    row.code, row.name, row.name_key, row.category, row.family = code, name, name, category, family
    row.papers = list(session.scalars(select(Paper).where(Paper.id.in_(paper_ids)).order_by(Paper.position)))
    row.closed_at = (row.closed_at or now) if closed else None
    session.add(row)
    _flushed(session, "uq_exam_code", "exam.code", "reference.code_taken")
    return row.id
