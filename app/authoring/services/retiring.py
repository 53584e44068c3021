"""Taking a published module off the path, and putting it back. Nothing is erased: passes, answers and versions stay."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.authoring.queries.versions import leaving
from app.content.models import Module
from app.content.queries import module_by_slug
from app.infra import audit
from app.infra.errors import DomainError


def retire(session: Session, person_id: int, slug: str, now: datetime) -> None:
    """Tutors no longer see the module. One that validation asks for stays: without it, nobody could be validated.

    Raises NotYours, DomainError "authoring.required" and "authoring.asked_before" (values: count).
    """
    module = module_by_slug(session, slug)
    met = leaving(session, module, now)
    if met.required:
        raise DomainError("authoring.required")
    if met.asked_by:
        raise DomainError("authoring.asked_before", count=len(met.asked_by))
    _turn(session, module, now, "authoring.retired", person_id)


def put_back(session: Session, person_id: int, slug: str, now: datetime) -> None:
    """Tutors see it again, with what they had passed. Raises NotYours."""
    _turn(session, module_by_slug(session, slug), now, "authoring.put_back", person_id)


def _turn(session: Session, module: Module, now: datetime, code: str, person_id: int) -> None:
    """Once, whoever else presses the same button: the row count says who did it."""
    leaves = code == "authoring.retired"
    held = Module.retired_at.is_(None) if leaves else Module.retired_at.is_not(None)
    done = session.execute(
        update(Module).where(Module.id == module.id, held).values(retired_at=now if leaves else None)
    )
    if done.rowcount == 1:  # type: ignore[attr-defined]  # CursorResult
        audit.record(session, code, now, actor_id=person_id, object_type="module", object_id=module.id)
