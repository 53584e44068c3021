"""A question of a draft as a tutor meets it: answered on the spot, and forgotten with the page."""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.authoring.gallery import SHOWN_AT_ONCE
from app.authoring.models import Draft
from app.authoring.queries.bank import questions_of, types_of
from app.authoring.queries.desk import title_of
from app.authoring.queries.drafts import draft_of, media_files, texts_of
from app.authoring.queries.preview import question_of
from app.authoring.views.blueprint import bp
from app.authoring.words import BANKS
from app.content.models import Question
from app.content.rendering import media_of
from app.infra.access import TRAINER, requires
from app.infra.db import db
from app.infra.i18n import language
from app.training.forms import read_save
from app.training.queries.exercises import exercise
from app.training.queries.quiz import ids
from app.training.rules import answers, exercises
from app.training.words import SENTENCES

TRIED = ("quiz", "test")


def _question(draft: Draft, bank: str, key: str) -> Question:
    """The question as it would be stored; 404 when it is not there, or cannot be read yet: its form says why."""
    if bank not in TRIED:
        abort(404)
    found = next((one for one in questions_of(texts_of(draft), bank, types_of(draft)) if one.key == key), None)
    if found is None:
        abort(404)
    question = question_of(found, media_of(media_files(draft.media)))
    question.id = 1  # of no row: the page needs a number to send along
    return question


def _page(draft: Draft, bank: str, question: Question, answer: Mapping[str, Any] | None, refused: Any = None) -> str:
    return render_template(
        "authoring/try.html",
        draft=draft,
        module_title=title_of(texts_of(draft)) or draft.slug,
        bank=bank,
        label=BANKS[bank],
        key=question.key,
        base=url_for("authoring.try_question", draft_id=draft.id, bank=bank, key=question.key).rpartition("/")[0],
        one=exercise(question, answer, SHOWN_AT_ONCE, 1, current_user.id, language()),
        refused=refused,
    )


@bp.get("/formation/brouillons/<int:draft_id>/essayer/<string:bank>/<string:key>")
@requires(TRAINER)
def try_question(draft_id: int, bank: str, key: str) -> str:
    """The question, not answered yet."""
    draft = draft_of(db.session, draft_id)
    return _page(draft, bank, _question(draft, bank, key), None)


@bp.post("/formation/brouillons/<int:draft_id>/essayer/<string:bank>/exercices/<string:key>")
@requires(TRAINER)
def answer_question(draft_id: int, bank: str, key: str) -> Any:
    """The question answered: what a tutor would be told, the key included. Nothing is kept."""
    draft = draft_of(db.session, draft_id)
    question = _question(draft, bank, key)
    fields = next(iter(read_save(request.form).answers.values()), {})
    order = exercises.order(current_user.id, key, question.type, ids(question))
    answer = answers.read(question.type, question.body, order, fields)
    if answer is None:
        said = str(SENTENCES["training.exercise_empty"].text)
        return _page(draft, bank, question, None, {"key": key, "said": said}), 422
    return _page(draft, bank, question, answer)
