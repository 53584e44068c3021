"""Misconceptions: named by a trainer, explanations put in and taken out, two become one, and what an option is made of."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.authoring.models import Misconception, MisconceptionRun
from app.authoring.queries.drafts import draft_of
from app.authoring.queries.harvest import played, scene_of
from app.authoring.rules.harvest import LONGEST_TITLE, is_wrong_option, path_of
from app.authoring.services.entries import save_entry
from app.content.queries import module_by_slug
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import insert_new
from app.training.models import ScenarioRun

MOST_AT_ONCE = 200  # a page shows far fewer


def new_misconception(session: Session, person_id: int, slug: str, key: str, title: str, now: datetime) -> int:
    """Name a misconception met in the scenario `key` of a module. Returns its id.

    Raises NotYours without such a scenario, DomainError "authoring.idea_title" without a title or with too long a one.
    """
    module = module_by_slug(session, slug)
    scene_of(session, module.id, key)
    made = Misconception(module_id=module.id, key=key, title=_title(title), by_id=person_id, at=now)
    session.add(made)
    session.flush()
    return made.id


def _title(title: str) -> str:
    said = " ".join(title.replace("\0", "").split())
    if not 0 < len(said) <= LONGEST_TITLE:
        raise DomainError("authoring.idea_title", limit=LONGEST_TITLE)
    return said


def _held(session: Session, misconception_id: int) -> Misconception:
    """The misconception, held until this transaction ends. Raises NotYours."""
    found = session.scalars(select(Misconception).where(Misconception.id == misconception_id).with_for_update()).first()
    if found is None:
        raise NotYours
    return found


def rename_misconception(session: Session, misconception_id: int, title: str) -> None:
    """Say it better. Raises NotYours, DomainError "authoring.idea_title"."""
    _held(session, misconception_id).title = _title(title)
    session.flush()


def group(session: Session, misconception_id: int, run_ids: Collection[int]) -> int:
    """Put explanations in a misconception, taken out of the one they were in. Returns how many.

    Those that are gone, or of another scenario, are left aside. Raises DomainError "authoring.no_explanation" when none
    is given, NotYours when none of them may be seen.
    """
    if not run_ids:
        raise DomainError("authoring.no_explanation")
    idea = _held(session, misconception_id)
    if not scene_of(session, idea.module_id, idea.key).shown:
        raise NotYours
    wanted = played(idea.module_id, idea.key, ScenarioRun.id).where(ScenarioRun.id.in_(sorted(run_ids)[:MOST_AT_ONCE]))
    # Held, so that a tutor who is being erased takes their text away either before or after, not in between.
    found = session.scalars(wanted.order_by(ScenarioRun.id).with_for_update(read=True, key_share=True)).all()
    if not found:
        raise NotYours
    for run_id in found:
        insert_new(session, MisconceptionRun, run_id=run_id, misconception_id=idea.id)
    session.execute(update(MisconceptionRun).where(MisconceptionRun.run_id.in_(found)).values(misconception_id=idea.id))
    return len(found)


def ungroup(session: Session, misconception_id: int, run_ids: Collection[int]) -> None:
    """Take explanations out of a misconception. Raises NotYours, DomainError "authoring.no_explanation"."""
    if not run_ids:
        raise DomainError("authoring.no_explanation")
    idea = _held(session, misconception_id)
    session.execute(
        delete(MisconceptionRun).where(
            MisconceptionRun.misconception_id == idea.id, MisconceptionRun.run_id.in_(sorted(run_ids)[:MOST_AT_ONCE])
        )
    )


def merge(session: Session, misconception_id: int, into_id: int) -> None:
    """Put everything of a misconception in another of the same scenario; the first is no more. What the other is used in
    stays; if it is not, it takes what the first was used in.

    Raises NotYours when one of them does not exist, or they are of different scenarios, or the same.
    """
    both = {
        one: _held(session, one) for one in sorted({misconception_id, into_id})
    }  # always in this order: no deadlock
    gone, kept = both[misconception_id], both[into_id]
    if gone is kept or (gone.module_id, gone.key) != (kept.module_id, kept.key):
        raise NotYours
    moved = update(MisconceptionRun).where(MisconceptionRun.misconception_id == gone.id)
    session.execute(moved.values(misconception_id=kept.id))
    kept.used_in = kept.used_in or gone.used_in
    session.delete(gone)
    session.flush()


def delete_misconception(session: Session, misconception_id: int) -> None:
    """Delete a misconception that holds nothing. Raises NotYours, DomainError "authoring.idea_not_empty"."""
    idea = _held(session, misconception_id)
    inside = select(MisconceptionRun.run_id).where(MisconceptionRun.misconception_id == idea.id)
    seen = played(idea.module_id, idea.key, ScenarioRun.id).where(ScenarioRun.id.in_(inside)).limit(1)
    if session.execute(seen).first() is not None:
        raise DomainError("authoring.idea_not_empty")
    # What is left is of people who have become trainers since: nobody sees it any more.
    session.execute(delete(MisconceptionRun).where(MisconceptionRun.misconception_id == idea.id))
    session.delete(idea)
    session.flush()


def use(
    session: Session,
    person_id: int,
    draft_id: int,
    key: str,
    row: Mapping[str, Any],
    seen: str,
    made_of: tuple[int, str],
    now: datetime,
) -> None:
    """Save the question `key` of a draft's quiz, one option of which is made of a misconception. `made_of` is the
    misconception and the option's id: it is kept as used there, unless the option was left out or is said to be right.

    Raises as `save_entry`, and NotYours when the misconception is of another module.
    """
    misconception_id, option = made_of
    save_entry(session, person_id, draft_id, ("quiz", key, "fr"), row, seen, now)
    idea = _held(session, misconception_id)
    if idea.module_id != draft_of(session, draft_id).module_id:
        raise NotYours
    if is_wrong_option(row, option):
        idea.used_in = path_of(key, option)
    session.flush()
