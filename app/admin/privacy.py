"""What the traces hold on a person: the acts of the audit trail, messages sent, changes of settings."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.admin.services.erasure import forget_traces, job_names
from app.infra.models import AuditEvent, Job, SettingChange
from app.infra.privacy import Privacy, Records


def export(session: Session, person_id: int) -> Records:
    """Acts done by the person or to their account, messages they were sent, settings they changed."""
    about = and_(AuditEvent.object_type == "person", AuditEvent.object_id == person_id)
    events = session.scalars(
        select(AuditEvent).where(or_(AuditEvent.actor_id == person_id, about)).order_by(AuditEvent.at, AuditEvent.id)
    )
    mails = session.scalars(
        select(Job).where(Job.kind == "mail", job_names("person_id", person_id)).order_by(Job.created_at, Job.id)
    )
    changes = session.scalars(
        select(SettingChange).where(SettingChange.changed_by == person_id).order_by(SettingChange.id)
    )
    return {
        "journal": [{"acte": e.code, "par_vous": e.actor_id == person_id, "le": e.at} for e in events],
        "messages": [{"message": m.payload["mail"], "ecrit_le": m.created_at, "envoye_le": m.done_at} for m in mails],
        "reglages": [{"reglage": c.key, "raison": c.reason, "le": c.since} for c in changes],
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Take the person's name off what must be kept; delete the jobs that name them."""
    forget_traces(session, person_id)


PRIVACY = Privacy(export=export, erase=erase)
