"""A misconception made a wrong option, in two clicks: one shows the questions that may take it, the other its form, filled."""

from secrets import token_urlsafe
from typing import Any

from flask import render_template
from flask_login import current_user

from app.authoring import services
from app.authoring.models import Draft, Misconception
from app.authoring.queries.desk import title_of
from app.authoring.queries.distractors import candidates
from app.authoring.queries.drafts import draft_of, texts_of
from app.authoring.queries.harvest import misconception_of, scene_of, typical_text
from app.authoring.rules import entries, harvest, shape
from app.authoring.views.blueprint import bp
from app.authoring.views.drafts import ADDRESS_BYTES
from app.authoring.views.entries import entry_form, row_of
from app.authoring.words import TYPES
from app.content.models import Module
from app.content.rules import editing
from app.infra import clock
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.web import seen


def _both(draft_id: int, idea_id: int) -> tuple[Draft, Misconception]:
    """A draft and a misconception of the same module. Raises NotYours."""
    draft, idea = draft_of(db.session, draft_id), misconception_of(db.session, idea_id)
    if draft.module_id != idea.module_id:
        raise NotYours
    return draft, idea


@bp.post("/formation/idees-recues/<int:idea_id>/choix")
@requires(TRAINER)
def make_option(idea_id: int) -> Any:
    """First click: to the module's draft, opened if none is."""
    slug = db.session.get_one(Module, misconception_of(db.session, idea_id).module_id).slug
    now, person_id, address = clock.now(), current_user.id, token_urlsafe(ADDRESS_BYTES)
    draft_id = write(lambda session: services.open_draft(session, person_id, slug, address, now))
    return seen("authoring.choose_question", draft_id=draft_id, idea_id=idea_id)


@bp.get("/formation/brouillons/<int:draft_id>/idees-recues/<int:idea_id>")
@requires(TRAINER)
def choose_question(draft_id: int, idea_id: int) -> str:
    """The questions of the draft that may take it, its wording, and the explanation that says it best."""
    draft, idea = _both(draft_id, idea_id)
    scene = scene_of(db.session, idea.module_id, idea.key)
    try:
        listed = candidates(draft, scene.objective)
    except editing.Unreadable as error:
        raise DomainError("authoring.unreadable", draft_id=draft.id) from error
    return render_template(
        "authoring/distractor.html",
        draft=draft,
        module_title=title_of(texts_of(draft)) or draft.slug,
        idea=idea,
        typical=typical_text(db.session, idea.module_id, scene, idea.id),
        candidates=listed,
        types=TYPES,
    )


@bp.get("/formation/brouillons/<int:draft_id>/idees-recues/<int:idea_id>/<string:key>")
@requires(TRAINER)
def add_option(draft_id: int, idea_id: int, key: str) -> str:
    """Second click: the question's form with one more option. Nothing is kept until it is saved, its feedback written."""
    draft, idea = _both(draft_id, idea_id)
    row = row_of(draft, "quiz", key)
    kind = shape.kind_of("quiz", row) if row is not None else ""
    if row is None or kind not in harvest.KINDS:
        raise NotYours
    if not harvest.takes_more(kind, row):
        raise DomainError("authoring.question_full")
    new, option = harvest.with_option(row, idea.title)
    scene = scene_of(db.session, idea.module_id, idea.key)
    shown = {"title": idea.title, "typical": typical_text(db.session, idea.module_id, scene, idea.id)}
    return entry_form(draft, "quiz", kind, new, key, entries.stamp(row), made_of=(idea.id, option), idea=shown)
