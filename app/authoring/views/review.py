"""Reviewing: the draft as tutors would read it, a remark beside each thing, and a conclusion. And its private preview."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.authoring import services
from app.authoring.models import Draft
from app.authoring.queries.desk import desk
from app.authoring.queries.drafts import draft_at, draft_of, media_files, package_of
from app.authoring.queries.preview import question_of, scenario_of
from app.authoring.queries.review import Said, remarks_of
from app.authoring.rules.placing import place
from app.authoring.views.blueprint import bp
from app.authoring.words import TYPES
from app.content.rendering import media_of, render_lesson
from app.content.rules.package import LESSON, QUIZ, TEST
from app.infra import clock
from app.infra.access import ADMIN, LEAD, TRAINER, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


def _read(draft: Draft) -> dict[str, Any]:
    """The draft as its pages show it: lessons rendered, questions and scenarios as they would be stored."""
    package, problems = package_of(draft)
    if package is None:
        return {"package": None, "problems": problems}
    media = media_of(media_files(draft.media))
    return {
        "package": package,
        "problems": problems,
        "lessons": [(one, render_lesson(one.texts["fr"].markdown, "fr", media)) for one in package.lessons],
        "exercises": {one.key: question_of(one, media) for one in package.of(LESSON)},
        "scenarios": {one.key: scenario_of(one) for one in package.scenarios},
        "banks": [(bank, [question_of(one, media) for one in package.of(bank)]) for bank in (QUIZ, TEST)],
    }


@bp.get("/formation/brouillons/<int:draft_id>/relecture")
@requires(TRAINER)
def review(draft_id: int) -> str:
    """Everything, with what is said of each thing."""
    draft, remarks = draft_of(db.session, draft_id), remarks_of(db.session, draft_id)
    read = _read(draft)
    if read["package"] is not None:
        read["lessons"] = [(one, *_placed(read, pieces, remarks, one.key)) for one, pieces in read["lessons"]]
    return render_template(
        "authoring/review.html",
        draft=draft,
        desk=desk(db.session, draft, current_user.id, clock.now()),
        remarks=remarks,
        types=TYPES,
        **read,
    )


def _placed(
    read: dict[str, Any], pieces: list[dict[str, str]], remarks: dict[str, list[Said]], key: str
) -> tuple[list[dict[str, Any]], list[Said]]:
    """A lesson's pieces with each remark under the words that it quotes, and the remarks about the lesson as a whole."""

    def words(piece: Mapping[str, str]) -> str:
        held = read["exercises"].get(piece.get("exercise")) or read["scenarios"].get(piece.get("scenario"))
        return " ".join(_said(held.texts["fr"])) if held is not None else ""

    return place(pieces, remarks.get(f"lesson:{key}", []), words)


def _said(texts: Any) -> Iterator[str]:
    """Every text of a question or a scenario."""
    if isinstance(texts, str):
        yield texts
    elif isinstance(texts, dict | list):
        for one in texts.values() if isinstance(texts, dict) else texts:
            yield from _said(one)


@bp.post("/formation/brouillons/<int:draft_id>/remarques")
@requires(TRAINER)
def remark(draft_id: int) -> Any:
    """Say something of one thing."""
    now, person_id, form = clock.now(), current_user.id, request.form
    target, quote, words = form.get("target", "")[:200], form.get("quote", ""), form.get("words", "")
    remark_id = write(lambda session: services.remark(session, person_id, draft_id, target, quote, words, now))
    return seen("authoring.review", draft_id=draft_id, _anchor=f"remarque-{remark_id}")


@bp.post("/formation/brouillons/<int:draft_id>/remarques/<int:remark_id>")
@requires(TRAINER)
def answer_remark(draft_id: int, remark_id: int) -> Any:
    """Answer a remark, settle it, or open it again, by the button pressed."""
    now, person_id, form = clock.now(), current_user.id, request.form
    act, words = form.get("action", ""), form.get("words", "").strip()
    if words or act == "repondre":
        write(lambda session: services.answer_remark(session, person_id, remark_id, words, now))
    if act in ("regler", "rouvrir"):
        write(lambda session: services.resolve(session, person_id, remark_id, now, resolved=act == "regler"))
    return seen("authoring.review", draft_id=draft_id, _anchor=f"remarque-{remark_id}")


@bp.post("/formation/brouillons/<int:draft_id>/avis")
@requires(TRAINER)
def judge(draft_id: int) -> Any:
    """Conclude."""
    now, person_id, words = clock.now(), current_user.id, request.form.get("words", "")
    verdict = "good" if request.form.get("avis") == "good" else "changes"
    write(lambda session: services.judge(session, person_id, draft_id, verdict, words, now))
    tell(_("Merci : votre relecture est notée."))
    return seen("authoring.draft", draft_id=draft_id)


@bp.get("/apercu/<string:address>")
@requires(TRAINER, ADMIN, LEAD)
def private_preview(address: str) -> str:
    """The draft as tutors would read it, for whoever was given its address and holds one of the roles."""
    draft = draft_at(db.session, address)
    return render_template("authoring/private_preview.html", draft=draft, types=TYPES, **_read(draft))
