"""The inbox: what tutors report of questions, each to be answered."""

from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.authoring import services
from app.authoring.queries import inbox as queries
from app.authoring.queries.review import waiting_for
from app.authoring.views.blueprint import bp
from app.authoring.words import REPORT_STATES, SENTENCES, path_words
from app.infra import clock
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.web import seen, sentence, tell
from app.training.words import REPORT_REASONS


@bp.get("/formation/signalements")
@requires(TRAINER)
def inbox() -> str:
    """What waits, remarks of other trainers included; `?etat=traites` for what was answered."""
    return _page(settled=request.args.get("etat") == "traites")


def _page(*, settled: bool = False, refused: dict[str, Any] | None = None) -> str:
    return render_template(
        "authoring/inbox.html",
        reports=queries.inbox(db.session, settled=settled),
        remarks=[] if settled else waiting_for(db.session, current_user.id),
        path_words=path_words,
        settled=settled,
        reasons=REPORT_REASONS,
        states=REPORT_STATES,
        refused=refused or {},
    )


@bp.post("/formation/signalements/<int:report_id>")
@requires(TRAINER)
def settle_report(report_id: int) -> Any:
    """Answer one; what was typed is kept when it is refused."""
    now, person_id, words = clock.now(), current_user.id, request.form.get("words", "")
    state = "accepted" if request.form.get("suite") == "corriger" else "declined"
    try:
        write(lambda session: services.settle_report(session, person_id, report_id, state, words, now))
    except DomainError as error:
        if error.code == "authoring.no_answer":
            return _page(refused={"id": report_id, "said": sentence(error, SENTENCES)[1]}), 422
        tell(sentence(error, SENTENCES)[1], "wait")
        return seen("authoring.inbox")
    tell(_("C’est répondu : la personne reçoit votre message."))
    return seen("authoring.inbox")
