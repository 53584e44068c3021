"""Publishing. What a change means for tutors who have passed is `training`'s to re-assess, after a grace."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.content.rules import Package
from app.content.services import store_version
from app.infra import audit
from app.infra.jobs import enqueue

GRACE = timedelta(days=1)


def publish(session: Session, package: Package, source: str, now: datetime, actor_id: int | None = None) -> bool:
    """Publish a package; a change of substance queues a re-assessment of those concerned. Returns whether it was new.

    Raises content's refusals.
    """
    version = store_version(session, package, source, now)
    if version is None:
        return False
    if version.change == "substance" and version.substance > 1:
        enqueue(
            session, "training.reassess_all", {}, now, at=now + GRACE, key=f"training.reassess_all:version:{version.id}"
        )
    audit.record(
        session, "authoring.published", now, actor_id=actor_id, object_type="module_version", object_id=version.id
    )
    return True
