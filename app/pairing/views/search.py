"""The search of the pool: facets with their figures, an address that can be shared, a student to draw for."""

from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from app.infra import clock
from app.infra.access import LEAD, requires
from app.infra.db import db, write
from app.infra.errors import NotYours
from app.pairing import queries, services
from app.pairing.forms import SavedForm, SearchForm
from app.pairing.queries import Found, StudentChoice
from app.pairing.rules import saved
from app.pairing.views import bp
from app.pairing.views.lead import PER_PAGE, wanted_page
from app.pairing.views.limit import count_look
from app.pairing.views.rows import headline, rows
from app.reference.queries import papers


def looked_for(form: SearchForm) -> tuple[Any, str]:
    """What the filters ask for, hours being those of the lead's class, and the words typed."""
    return form.wanted(queries.zone_of_lead(db.session, current_user.id)), form.mots.data or ""


@bp.get("/vivier")
@requires(LEAD)
def search() -> str:
    """Look through the pool. With a student chosen, each person comes with reasons and a button to propose."""
    count_look()
    now = clock.now()
    opened = _note_opened(request.args.get("recherche", 0, type=int))
    students = queries.students_to_draw(db.session, current_user.id, now)
    form = SearchForm(request.args).fill(db.session, students)
    wanted, text = looked_for(form)
    found = queries.search(db.session, wanted, text, now, resting=bool(form.repos.data))
    form.with_counts(found.facets, found.at_least)
    student = next((s for s in students if s.id == form.etudiant.data), None)
    return render_template(
        "pairing/search.html",
        form=form,
        found=found,
        total=len(found.ids),
        student=student,
        student_slots=student.slots if student else (),
        filtered=bool(wanted.set_facets() or text),
        opened=opened,
        **_people(found, student),
        **_saved(),
    )


def _kept() -> dict[str, Any]:
    """What the address holds, the page's number aside."""
    return {name: value for name, value in request.args.items() if value and name != "page"}


def _people(found: Found, student: StudentChoice | None) -> dict[str, Any]:
    """The people of this page: offers, or candidates for a student; and the addresses of other pages."""
    now, kept = clock.now(), _kept()
    ranked = queries.ranked_for(db.session, current_user.id, student.id, found.ids, now) if student else []
    pages = max(1, -(-(len(ranked) if student else len(found.ids)) // PER_PAGE))
    page = wanted_page(pages)
    part = slice((page - 1) * PER_PAGE, page * PER_PAGE)
    offers = [] if student else queries.shown(db.session, found.ids[part], now)
    return {
        "rows": rows(ranked[part]),
        "weighed": queries.RANKED if student and len(found.ids) > queries.RANKED else 0,
        "offers": [(offer, headline(offer)) for offer in offers],
        "paper_names": {paper.id: paper.name for paper in papers(db.session)},
        "page": page,
        "pages": pages,
        "kept": list(kept.items()),
        "rest_url": url_for("pairing.search", **{**kept, "repos": "y"}),
        "url": lambda number: url_for("pairing.search", **kept, page=number),
    }


def _saved() -> dict[str, Any]:
    """The lead's saved searches, each with its address, and what saving this one needs."""
    kept = {name: value for name, value in _kept().items() if name != "recherche"}
    return {
        "saved": [
            (row, url_for("pairing.search", **saved.arguments(row.filters), etudiant=row.student_id, recherche=row.id))
            for row in queries.saved_by(db.session, current_user.id)
        ],
        "save_form": SavedForm(formdata=None),
        "save_url": url_for("pairing.save_search", **kept),
    }


def _note_opened(search_id: int) -> int:
    """Note that the lead looks at one of their saved searches: its new people are new no more. Another's is ignored."""
    if not search_id:
        return 0
    lead_id, now = current_user.id, clock.now()
    try:
        write(lambda session: services.look_at(session, lead_id, search_id, now))
    except NotYours:
        return 0
    return search_id
