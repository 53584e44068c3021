"""Certificates after they are issued: taken back when they should not have been. The gate alone says who is validated:
taking a certificate back changes nothing there.
"""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.infra import audit
from app.infra.errors import DomainError, NotYours
from app.infra.mail import post
from app.training.models import Certificate


def revoke_certificate(
    session: Session, person_id: int, certificate_id: int, reason: str, actor_id: int, now: datetime
) -> None:
    """Take a certificate back, once, and tell its holder why.

    Raises NotYours when this person has no such certificate, DomainError "training.already_revoked" when it is done.
    """
    certificate = session.get(Certificate, certificate_id)
    if certificate is None or certificate.person_id != person_id:
        raise NotYours
    done = session.execute(
        update(Certificate)
        .where(Certificate.id == certificate_id, Certificate.revoked_at.is_(None))
        .values(revoked_at=now, revoked_reason=reason)
        .returning(Certificate.id)
    ).all()
    if not done:
        raise DomainError("training.already_revoked")
    ids = {"person_id": person_id, "certificate_id": certificate_id}
    post(session, "training.certificate_revoked", ids, now, key=f"training.certificate_revoked:{certificate_id}")
    audit.record(
        session,
        "training.certificate_revoked",
        now,
        actor_id=actor_id,
        object_type="person",
        object_id=person_id,
    )
