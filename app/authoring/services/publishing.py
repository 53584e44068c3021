"""Publishing. What a change means for tutors who have passed is `training`'s to re-assess, after a grace."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.authoring.models import PUBLISHED, REVIEW, WRITING, Draft
from app.authoring.queries.drafts import changes_of, draft_of, media_files, package_of, texts_of
from app.authoring.queries.review import agreed
from app.authoring.queries.statistics import about
from app.authoring.rules.changes import SUBSTANCE, WORDING, unmarked, verdict
from app.authoring.settings import REVIEWERS
from app.content.models import Module
from app.content.rules import Package, read_package
from app.content.services import store_version
from app.infra import audit, settings
from app.infra.errors import DomainError
from app.infra.jobs import enqueue

GRACE = timedelta(days=1)
STAMPED = {"version": re.compile(r"(?m)^version:.*$"), "change": re.compile(r"(?m)^change:.*$")}


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


def mark(session: Session, draft_id: int, marks: Mapping[str, str]) -> None:
    """Say of changes, by their path, whether they are of wording or of substance; other values take the mark away.

    Raises NotYours, DomainError "authoring.settled".
    """
    draft = draft_of(session, draft_id)
    if draft.state not in (WRITING, REVIEW):
        raise DomainError("authoring.settled", draft_id=draft_id)
    found = {one.path: one for one in changes_of(session, draft)}
    kept = {path: said for path, said in draft.marks.items() if path in found and path not in marks}
    said = {path: value for path, value in marks.items() if path in found and value in (WORDING, SUBSTANCE)}
    draft.marks = kept | {path: {"mark": value, "stamp": found[path].stamp} for path, value in said.items()}
    session.flush()


def publish_draft(session: Session, person_id: int, draft_id: int, now: datetime) -> int:
    """Publish a draft as the module's next version, of substance as soon as one of its changes is. Returns its number.

    Raises NotYours, DomainError "authoring.settled", "authoring.has_errors", "authoring.not_reviewed" (values: needed,
    found), "authoring.unmarked" (values: count), "authoring.moved_on" when another version was published since the
    draft was opened, "authoring.nothing_new", "authoring.retired" when tutors no longer see the
    module.
    """
    draft = draft_of(session, draft_id)
    if draft.module_id is not None:
        session.execute(select(Module.id).where(Module.id == draft.module_id).with_for_update())
    held = update(Draft).where(Draft.id == draft_id, Draft.state.in_((WRITING, REVIEW)))
    done = session.execute(held.values(state=PUBLISHED, settled_at=now))
    if done.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        raise DomainError("authoring.settled", draft_id=draft_id)
    _ready(session, draft, now)
    package = _stamped(session, draft)
    if not publish(session, package, "studio", now, person_id):
        raise DomainError("authoring.nothing_new", draft_id=draft_id)
    module = session.scalars(select(Module).where(Module.slug == draft.slug)).one()
    draft.module_id, draft.version_id = module.id, module.current_version_id
    enqueue(session, "authoring.figures", {"about": about(module.id)}, now)  # another substance starts anew
    session.flush()
    return package.version


def _ready(session: Session, draft: Draft, now: datetime) -> None:
    """Refuse what cannot be published, the first thing to do first."""
    package, problems = package_of(draft)
    if package is None:
        count = sum(one.level == "error" for one in problems)
        raise DomainError("authoring.has_errors", draft_id=draft.id, count=count)
    if draft.module is not None and draft.module.retired_at is not None:
        raise DomainError("authoring.retired")
    current = draft.module.current_version_id if draft.module is not None else None
    if current != draft.base_id:
        raise DomainError("authoring.moved_on", draft_id=draft.id)
    found = changes_of(session, draft)
    if draft.base_id is not None and not found:
        raise DomainError("authoring.nothing_new", draft_id=draft.id)
    unsaid = unmarked(found, draft.marks)
    if draft.base_id is not None and unsaid:
        raise DomainError("authoring.unmarked", draft_id=draft.id, count=len(unsaid))
    needed, good = settings.values(session, now)[REVIEWERS], agreed(session, draft)
    if good < needed:
        raise DomainError("authoring.not_reviewed", draft_id=draft.id, needed=needed, found=good)


def _stamped(session: Session, draft: Draft) -> Package:
    """The draft's package with its number, and what its changes amount to, written in module.yaml; nothing else moves."""
    texts = texts_of(draft)
    package, _problems = package_of(draft)
    if package is None:
        raise ValueError("a draft that was checked is read again")  # _ready has just read it
    base = draft.base.number if draft.base is not None else 0
    number = max(package.version, base + 1)
    change = verdict(changes_of(session, draft), draft.marks) if draft.base_id is not None else SUBSTANCE
    for key, value in (("version", str(number)), ("change", change)):
        if str(getattr(package, key)) != value:
            texts["module.yaml"] = STAMPED[key].sub(f"{key}: {value}", texts["module.yaml"], count=1)
    stamped, _problems = read_package(draft.slug, texts, media_files(draft.media))
    if stamped is None or (stamped.version, stamped.change) != (number, change):
        raise DomainError("authoring.unreadable", draft_id=draft.id)
    return stamped
