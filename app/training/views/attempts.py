"""An attempt: answering, saving, reading over, sending, and the result. Another person's attempt is not found."""

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask_login import current_user

from app.infra import clock, dates
from app.infra.access import TUTOR, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.web import seen, tell
from app.training import services
from app.training.forms import read_save, whole
from app.training.models import Attempt
from app.training.queries.attempts import attempt_of, has_passed, reported_by
from app.training.queries.conflict import conflict
from app.training.queries.journey import journey
from app.training.queries.quiz import quiz
from app.training.queries.results import by_module
from app.training.queries.results import result as result_of
from app.training.rules.answers import Save
from app.training.rules.reports import LONGEST
from app.training.views.blueprint import bp
from app.training.words import REPORT_REASONS, SENTENCES


@bp.get("/essais/<int:attempt_id>")
@requires(TUTOR)
def attempt(attempt_id: int) -> Any:
    """The questions, all on one page, or one at a time with ?q=N."""
    found = attempt_of(db.session, current_user.id, attempt_id)
    if found.state != "open":
        return redirect(_after(found))
    shown, at = quiz(found, language()), whole(request.args.get("q"))
    questions = [one for one in shown.questions if not at or one.position == at] or shown.questions[:1]
    return render_template(
        "training/attempt.html", quiz=shown, questions=questions, at=questions[0].position if at else 0
    )


def _after(found: Attempt) -> str:
    if found.state == "submitted":
        return url_for("training.result", attempt_id=found.id)
    return url_for("training.quiz", slug=found.module.slug) if found.module is not None else url_for("training.test")


@bp.post("/essais/<int:attempt_id>")
@requires(TUTOR)
def answer(attempt_id: int) -> Any:
    """Save the answers of the page, then go where its button says."""
    save, now, person_id = read_save(request.form), clock.now(), current_user.id
    try:
        write(lambda session: services.save_answers(session, person_id, attempt_id, save, now))
    except DomainError as error:
        return _refused(error, attempt_id, save)
    return _go_on(attempt_id, request.form.get("action", ""), max(save.answers, default=1))


def _go_on(attempt_id: int, action: str, at: int) -> Any:
    places: dict[str, dict[str, Any]] = {
        "suivante": {"q": at + 1},
        "precedente": {"q": max(1, at - 1)},
        "une": {"q": 1},
        "toutes": {},
    }
    if action == "revoir":
        return seen("training.review", attempt_id=attempt_id)
    if action in places:
        return seen("training.attempt", attempt_id=attempt_id, **places[action])
    tell(_("Vos réponses sont enregistrées."))
    return seen("training.attempt", attempt_id=attempt_id, **({"q": at} if request.args.get("q") else {}))


def _refused(error: DomainError, attempt_id: int, save: Save) -> Any:
    found = attempt_of(db.session, current_user.id, attempt_id)
    if error.code == "training.sent":
        tell(str(SENTENCES[error.code].text), "wait")
        return redirect(_after(found), 303)
    return render_template("training/conflict.html", conflict=conflict(found, save, language())), 409


@bp.post("/essais/<int:attempt_id>/enregistrer")
@requires(TUTOR)
def autosave(attempt_id: int) -> Any:
    """Save from the page's script. 200: the new revision, and words to show; 409: why not, and both answers."""
    save, now, person_id = read_save(request.form), clock.now(), current_user.id
    try:
        revision = write(lambda session: services.save_answers(session, person_id, attempt_id, save, now))
    except DomainError as error:
        found = attempt_of(db.session, person_id, attempt_id)
        both = conflict(found, save, language()) if found.state == "open" else None
        answers = (
            [{"question": one.position, "kept": one.kept, "yours": one.yours} for one in both.lines] if both else []
        )
        return jsonify(code=error.code, said=str(SENTENCES[error.code].text), answers=answers), 409
    return jsonify(revision=revision, said=_("Enregistré à %(hour)s", hour=dates.hour(now)))


@bp.get("/essais/<int:attempt_id>/revoir")
@requires(TUTOR)
def review(attempt_id: int) -> Any:
    """Read everything over before sending."""
    found = attempt_of(db.session, current_user.id, attempt_id)
    if found.state != "open":
        return redirect(_after(found))
    return render_template("training/review.html", quiz=quiz(found, language()))


@bp.post("/essais/<int:attempt_id>/envoyer")
@requires(TUTOR)
def send(attempt_id: int) -> Any:
    """Send the attempt: it is graded, once."""
    now, person_id, revision = clock.now(), current_user.id, whole(request.form.get("revision"))
    try:
        write(lambda session: services.submit_attempt(session, person_id, attempt_id, now, revision=revision))
    except DomainError as error:
        tell(str(SENTENCES[error.code].text), "wait")
        return seen("training.review", attempt_id=attempt_id)
    return seen("training.result", attempt_id=attempt_id)


@bp.get("/essais/<int:attempt_id>/resultat")
@requires(TUTOR)
def result(attempt_id: int) -> Any:
    """What the attempt obtained, each answer explained, and what comes next."""
    found = attempt_of(db.session, current_user.id, attempt_id)
    if found.state == "open":
        return redirect(url_for("training.attempt", attempt_id=attempt_id))
    if found.state == "abandoned":
        return redirect(_after(found))
    reported = reported_by(db.session, current_user.id)
    way = journey(db.session, current_user.id, language(), clock.now())
    if found.module_id is None:
        shown = result_of(found, language(), revealed=found.passed, reported=reported)
        shares = by_module(db.session, found, language())
        return render_template(
            "training/test_result.html", result=shown, shares=shares, way=way, reasons=REPORT_REASONS
        )
    revealed = has_passed(db.session, current_user.id, found.module_id)
    shown = result_of(found, language(), revealed=revealed, reported=reported)
    module = next((one for one in way.modules if one.id == found.module_id), None)
    return render_template("training/result.html", result=shown, way=way, module=module, reasons=REPORT_REASONS)


@bp.post("/essais/<int:attempt_id>/questions/<int:position>/signaler")
@requires(TUTOR)
def report(attempt_id: int, position: int) -> Any:
    """Say what is wrong with a question: the trainers read it."""
    now, person_id = clock.now(), current_user.id
    reason, words = request.form.get("reason", ""), request.form.get("words", "").strip()[:LONGEST]
    write(lambda session: services.report_question(session, person_id, attempt_id, position, reason, words, now))
    tell(_("Merci : l’équipe de formation lira votre signalement."))
    return seen("training.result", attempt_id=attempt_id, _anchor=f"signaler-{position}")
