"""People who have an account, and the roles they hold. Students have none."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.i18n import gettext as _
from app.infra.orm import Base, Folded, one_of

GRANTED_ROLES = ("tutor", "trainer", "admin")  # a lead's rights come from leading a class, not from a grant


class Person(Base):
    """An account. Nobody signs in before `confirmed_at`; a new address waits in `pending_email` until confirmed."""

    __tablename__ = "person"
    __table_args__ = (one_of("language", ("fr", "en")), CheckConstraint("session_version >= 0", name="session_version"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(info={"person": "self"})
    email_key: Mapped[str] = mapped_column(Folded, unique=True, info={"person": "self"})
    pending_email: Mapped[str | None] = mapped_column(info={"person": "self"})
    first_name: Mapped[str] = mapped_column(info={"person": "self"})
    last_name: Mapped[str] = mapped_column(info={"person": "self"})
    name_key: Mapped[str] = mapped_column(Folded, index=True, info={"person": "self"})
    language: Mapped[str] = mapped_column(default="fr")
    password_hash: Mapped[str | None] = mapped_column(info={"person": "self"})
    session_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person",
        foreign_keys="RoleGrant.person_id",
        lazy="selectin",
        order_by="RoleGrant.role",
        cascade="all, delete-orphan",
    )

    @property
    def short_name(self) -> str:
        """« Claire M. »: what others see before a pair exists."""
        if self.erased_at is not None:
            return _("une personne partie")
        return f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name

    @property
    def full_name(self) -> str:
        """First name, then last name."""
        return f"{self.first_name} {self.last_name}".strip() or self.short_name

    @property
    def initials(self) -> str:
        """« CM »."""
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def active(self) -> bool:
        """Whether the account is neither suspended nor erased."""
        return self.suspended_at is None and self.erased_at is None


class RoleGrant(Base):
    """One role of one person. Roles add up."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role"), one_of("role", GRANTED_ROLES))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    role: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=person_id)
