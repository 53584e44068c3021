"""The audit trail: one function writes, inside the act it records; nothing ever updates."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.infra.models import AuditEvent


def record(
    session: Session, code: str, now: datetime, *, actor_id: int | None, object_type: str, object_id: int | None
) -> None:
    """Note that `actor_id` did `code` ("feature.what") to an object, in the current transaction."""
    session.add(AuditEvent(at=now, actor_id=actor_id, code=code, object_type=object_type, object_id=object_id))
