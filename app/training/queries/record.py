"""What a certificate records: the modules passed, their titles as they were, and when."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.content.models import Module, ModuleVersion
from app.infra import dates
from app.training.models import Attempt


def modules_passed(session: Session, person_id: int, slugs: list[str]) -> tuple[int, list[dict[str, Any]]]:
    """The minutes and the list, in the order of `slugs`, of the required modules this person has passed."""
    passed = (
        select(Attempt.module_id, func.max(Attempt.id).label("attempt_id"))
        .where(Attempt.person_id == person_id, Attempt.passed)
        .group_by(Attempt.module_id)
        .subquery()
    )
    rows = session.execute(
        select(Module.slug, ModuleVersion, Attempt.submitted_at)
        .join(passed, passed.c.module_id == Module.id)
        .join(Attempt, Attempt.id == passed.c.attempt_id)
        .join(ModuleVersion, ModuleVersion.id == Attempt.version_id)
        .where(Module.slug.in_(slugs))
    ).all()
    listed = [
        {
            "title_fr": version.manifest["fr"]["title"],
            "title_en": version.manifest.get("en", version.manifest["fr"]).get(
                "title", version.manifest["fr"]["title"]
            ),
            "number": version.number,
            "minutes": version.minutes,
            "passed_on": dates.paris_date(submitted_at).isoformat() if submitted_at else "",
        }
        for _, version, submitted_at in sorted(rows, key=lambda row: slugs.index(row[0]))
    ]
    return sum(version.minutes for _, version, _ in rows), listed
