"""The studio's message: what became of a question somebody reported."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.authoring.models import ReportAnswer
from app.infra.i18n import gettext as _
from app.infra.i18n import speaking
from app.infra.mail import Mail, Writers, link
from app.training.models import QuestionReport


def report_answered(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """What was answered to a report. No longer true once the report is open again."""
    del now
    report, answer = session.get(QuestionReport, ids["report_id"]), session.get(ReportAnswer, ids["report_id"])
    person = session.get(Person, report.person_id) if report is not None else None
    if report is None or answer is None or report.state == "open" or person is None or not person.active:
        return None
    with speaking(person.language):
        said = (
            _("Vous aviez raison : la question sera corrigée.")
            if report.state == "accepted"
            else _("Nous avons relu la question, et la gardons.")
        )
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("La question que vous avez signalée"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _("Vous nous avez signalé une question, merci : chaque signalement est lu."),
                said,
                _("« %(words)s »", words=answer.words),
            ),
            action=_("Revenir à mon parcours"),
            url=link("training.path"),
            why=_("Vous recevez ce message parce que vous avez signalé une question. Il n’appelle pas de réponse."),
        )


WRITERS: Writers = {"authoring.report_answered": report_answered}
