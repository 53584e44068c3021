"""The search of the pool: facets with their figures, an address that can be shared, a student to draw for."""

from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from app.infra import clock, settings, throttle
from app.infra.access import LEAD, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.pairing import queries
from app.pairing.forms import SearchForm
from app.pairing.settings import SEARCHES_PER_HOUR, search_limit
from app.pairing.views import bp
from app.pairing.views.lead import PER_PAGE, wanted_page
from app.pairing.views.rows import headline, rows
from app.reference.queries import papers


def _count_search() -> None:
    """Note this search; refused past the hourly limit. The refusal is remembered too, so it is returned by the act."""
    key, now = str(current_user.id), clock.now()

    def act(session: Session) -> bool:
        limit = search_limit(settings.values(session, now)[SEARCHES_PER_HOUR])
        if throttle.exceeded(session, limit, key, now):
            return False
        throttle.mark(session, limit, key, now)
        return True

    if not write(act):
        raise DomainError("pairing.too_many_searches")


@bp.get("/vivier")
@requires(LEAD)
def search() -> str:
    """Look through the pool. With a student chosen, each person comes with reasons and a button to propose."""
    _count_search()
    lead_id, now = current_user.id, clock.now()
    students = queries.students_to_draw(db.session, lead_id, now)
    form = SearchForm(request.args).fill(db.session, students)
    wanted = form.wanted(queries.zone_of_lead(db.session, lead_id))
    found = queries.search(db.session, wanted, form.mots.data or "", now, resting=bool(form.repos.data))
    form.with_counts(found.facets)
    student = next((s for s in students if s.id == form.etudiant.data), None)
    ranked = queries.ranked_for(db.session, lead_id, student.id, found.offers, now) if student else []
    pages = max(1, -(-len(found.offers) // PER_PAGE))
    page = wanted_page(pages)
    part = slice((page - 1) * PER_PAGE, page * PER_PAGE)
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_template(
        "pairing/search.html",
        form=form,
        found=found,
        student=student,
        student_slots=student.slots if student else (),
        rows=rows(ranked[part]),
        offers=[(offer, headline(offer)) for offer in found.offers[part]],
        paper_names={paper.id: paper.name for paper in papers(db.session)},
        page=page,
        pages=pages,
        filtered=bool(wanted.set_facets() or form.mots.data),
        rest_url=url_for("pairing.search", **{**kept, "repos": "y"}),
        url=lambda number: url_for("pairing.search", **kept, page=number),
    )
