"""One person of the pool, or up to four side by side, from the search: what a lead may know before a pair exists."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.infra import clock
from app.infra.access import LEAD, requires
from app.infra.dates import paris_date
from app.infra.db import db
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.web import tell
from app.pairing import queries
from app.pairing.views import bp
from app.pairing.views.lead import COMPARED
from app.pairing.views.limit import count_look, note_seen
from app.pairing.views.rows import headline, rows
from app.reference.queries import exams, papers


@bp.get("/vivier/tuteurs/<int:tutor_id>")
@requires(LEAD)
def tutor_sheet(tutor_id: int) -> str:
    """A tutor's sheet: first name and initial, school, year, profile. Opening it is audited."""
    count_look()
    now = clock.now()
    found = queries.shown(db.session, [tutor_id], now)
    if not found:
        raise NotYours
    students = queries.students_to_draw(db.session, current_user.id, now)
    page = render_template(
        "pairing/sheet.html", offer=found[0], headline=headline(found[0]), students=students, **_names()
    )
    note_seen([tutor_id])
    return page


@bp.get("/vivier/comparer")
@requires(LEAD)
def compare_pool() -> Any:
    """Up to four people side by side: with a student, the reasons for and against; without, the facts. Audited."""
    count_look()
    lead_id, now = current_user.id, clock.now()
    back: dict[str, Any] = {k: v for k, v in request.args.items() if k not in ("t", "comparer") and v}
    chosen = list(dict.fromkeys(request.args.getlist("t", type=int)))
    offers = queries.shown(db.session, chosen[:COMPARED], now)
    if len(offers) < 2:  # noqa: PLR2004  one alone compares with nobody
        tell(_("Cochez de deux à quatre personnes, puis comparez."), "info")
        return redirect(url_for("pairing.search", **back), 303)
    if len(chosen) > COMPARED:
        tell(_("La comparaison s’arrête à quatre personnes : voici les quatre premières."), "info")
    students = queries.students_to_draw(db.session, lead_id, now)
    student = next((s for s in students if s.id == request.args.get("etudiant", type=int)), None)
    ids = [offer.tutor_id for offer in offers]
    ranked = queries.ranked_for(db.session, lead_id, student.id, ids, now) if student else []
    page = render_template(
        "pairing/compare_pool.html",
        offers=[(offer, headline(offer)) for offer in offers],
        rows=rows(ranked),
        student=student,
        back=url_for("pairing.search", **back),
        **_names(),
    )
    note_seen(ids)
    return page


def _names() -> dict[str, Any]:
    return {
        "today": paris_date(clock.now()),
        "exam_names": {exam.id: exam.name for exam in exams(db.session)},
        "paper_names": {paper.id: paper.name for paper in papers(db.session)},
    }
