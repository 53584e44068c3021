"""The technical tables: jobs (mail included), audit events, settings changes, throttle marks."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.orm import Base, one_of

JOB_STATES = ("ready", "done", "dead")


class Job(Base):
    """Work to do after a commit, written in the same transaction as what caused it. A mail is a job of kind "mail"."""

    __tablename__ = "job"
    __table_args__ = (
        one_of("state", JOB_STATES),
        CheckConstraint("attempts >= 0", name="attempts"),
        Index("ix_job_due", "state", "run_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(info={"person": "payload"})
    key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="ready")
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_token: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


class AuditEvent(Base):
    """Who did what to what, and when. Append-only, ids and codes alone: erasing a person empties it of them."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_object", "object_type", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True, info={"person": "actor"})
    code: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[int | None] = mapped_column(info={"person": "object"})


class SettingChange(Base):
    """One dated value of a business setting. The latest whose `since` has come is the one in force."""

    __tablename__ = "setting_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    value: Mapped[dict[str, Any]]
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int | None] = mapped_column(info={"person": "actor"})


class ThrottleMark(Base):
    """One try at something that is limited: `scope` says what, `key` for whom (a hash, never an address in clear)."""

    __tablename__ = "throttle_mark"
    __table_args__ = (Index("ix_throttle_mark_lookup", "scope", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    key: Mapped[str]
    at: Mapped[datetime]
