"""The lead's pages: the shortlist of a student, the comparison of a few, the review before sending, the draw."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.classes.services import note_student_seen
from app.infra import clock, dates
from app.infra.access import LEAD, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.web import seen, sentence, tell
from app.pairing import queries, services
from app.pairing.forms import DrawForm
from app.pairing.queries import Shortlist
from app.pairing.rules.facts import OBSTACLES
from app.pairing.services.draw import deadline
from app.pairing.views import bp
from app.pairing.views.limit import count_look, note_seen
from app.pairing.views.rows import rows
from app.pairing.words import SENTENCES
from app.pairing.words.reasons import obstacle, widening
from app.pool.words import SENTENCES as POOL_SENTENCES

PER_PAGE = 15  # rows a person can weigh; the pages never hold more than 25
COMPARED = 4
# How an address says which of those left out it shows as well.
ALSO = {
    "moi": "self",
    "deja": "apart",
    "arret": "stopped",
    "a-confirmer": "unconfirmed",
    "pause": "paused",
    "complet": "full",
    "plus-tard": "later",
    "ailleurs": "elsewhere",
    "conflit": "conflict",
    "horaires": "hours",
}
NAMES = {code: name for name, code in ALSO.items()}
# How an address says how the search is widened.
WIDER = {"distance": "remote", "presence": "presence", "horaire": "hours", "plus-tard": "later"}
WIDER_NAMES = {code: name for name, code in WIDER.items()}


def wanted_page(pages: int) -> int:
    """The page asked for, within those there are."""
    return min(max(request.args.get("page", 1, type=int), 1), pages)


@bp.get("/etudiants/<int:student_id>/tuteurs")
@requires(LEAD)
def shortlist(student_id: int) -> str:
    """Tutors for one student, ranked, with the reasons for and against; those left out are counted, and one click away."""
    count_look()
    also = [ALSO[name] for name in request.args.getlist("aussi") if name in ALSO]
    wider = list(dict.fromkeys(WIDER[name] for name in request.args.getlist("elargir") if name in WIDER))
    lead_id, now = current_user.id, clock.now()
    page = _shortlist(queries.shortlist(db.session, lead_id, student_id, now, also, wider), also, wider)
    write(lambda session: note_student_seen(session, student_id, lead_id, now))
    return page


def _shortlist(found: Shortlist, also: Sequence[str], wider: Sequence[str]) -> str:
    shown, hidden = found.ranking.shown, found.ranking.hidden
    pages = max(1, -(-len(shown) // PER_PAGE))
    page = wanted_page(pages)

    def url(number: int = 1, more: str = "", widen: str = "") -> str:
        return url_for(
            "pairing.shortlist",
            student_id=found.student.id,
            aussi=[NAMES[code] for code in (*also, more) if code],
            elargir=[WIDER_NAMES[code] for code in (*wider, widen) if code],
            page=number if number > 1 else None,
        )

    return render_template(
        "pairing/shortlist.html",
        found=found,
        student=found.student,
        rows=rows(shown[(page - 1) * PER_PAGE : page * PER_PAGE]),
        total=len(shown),
        left_out=[(obstacle(code, len(those)), url(more=code)) for code, those in hidden.items()],
        left_out_total=sum(len(those) for those in hidden.values()),
        also=also,
        widenings=[(*widening(name, count), url(widen=name)) for name, count in found.added.items()],
        widened=[widening(name, 0)[0] for name in wider],
        page=page,
        pages=pages,
        url=url,
    )


@bp.get("/etudiants/<int:student_id>/tuteurs/comparer")
@requires(LEAD)
def compare(student_id: int) -> Any:
    """Up to four candidates side by side."""
    count_look()
    chosen = request.args.getlist("t", type=int)
    found = queries.shortlist(db.session, current_user.id, student_id, clock.now(), OBSTACLES)
    kept = [c for c in found.ranking.shown if c.offer.tutor_id in chosen][:COMPARED]
    if len(kept) < 2:  # noqa: PLR2004  one alone compares with nobody
        tell(_("Cochez de deux à quatre personnes, puis comparez."), "info")
        return seen("pairing.shortlist", student_id=student_id)
    if len(set(chosen)) > COMPARED:
        tell(_("La comparaison s’arrête à quatre personnes : voici les quatre premières."), "info")
    page = render_template("pairing/compare.html", student=found.student, found=found, rows=rows(kept))
    note_seen([c.offer.tutor_id for c in kept])
    return page


def _review(student_id: int, tutor_id: int, form: DrawForm) -> str:
    now = clock.now()
    student, candidate = queries.candidate(db.session, current_user.id, student_id, tutor_id, now)
    return render_template(
        "pairing/draft.html",
        student=student,
        prep_class=student.prep_class,
        row=rows([candidate])[0],
        taken=queries.open_by_student(db.session, [student_id]).get(student_id),
        form=form,
        expires_at=deadline(db.session, now),
        allowance=queries.allowance(db.session, student.class_id, now),
    )


@bp.get("/etudiants/<int:student_id>/tuteurs/<int:tutor_id>")
@requires(LEAD)
def draft(student_id: int, tutor_id: int) -> str:
    """Review before sending: who, for whom, the message, what will be sent, until when. Opening it is audited."""
    page = _review(student_id, tutor_id, DrawForm())
    note_seen([tutor_id])
    return page


@bp.post("/etudiants/<int:student_id>/tuteurs/<int:tutor_id>")
@requires(LEAD)
def draw(student_id: int, tutor_id: int) -> Any:
    """Send the proposal. If the seat went to someone else meanwhile, back to the list, nothing sent."""
    form = DrawForm()
    if not form.validate_on_submit():
        return _review(student_id, tutor_id, form), 422
    student, candidate = queries.candidate(db.session, current_user.id, student_id, tutor_id, clock.now())
    class_id, name, now = student.class_id, candidate.offer.short_name, clock.now()
    lead_id, message, relays = current_user.id, form.message.data or "", form.relays.data or 0
    try:
        write(lambda s: services.send_proposal(s, lead_id, student_id, tutor_id, message, now, relays=relays))
    except DomainError as refusal:
        tell(sentence(refusal, {**POOL_SENTENCES, **SENTENCES})[1], "alert")
        return seen("pairing.shortlist", student_id=student_id)
    ends = dates.day(deadline(db.session, now))
    tell(_("La proposition est envoyée à %(name)s. Réponse attendue jusqu’au %(date)s.", name=name, date=ends))
    return seen("home.class_board", class_id=class_id)


@bp.post("/propositions/<int:proposal_id>/sans-relais")
@requires(LEAD)
def stop_relays(proposal_id: int) -> Response:
    """Ask no one else by itself after this proposal."""
    student_id = queries.proposal_for_lead(db.session, current_user.id, proposal_id).student_id
    lead_id, now = current_user.id, clock.now()
    write(lambda session: services.stop_relays(session, lead_id, proposal_id, now))
    tell(_("Plus personne ne sera sollicité de soi-même : vous choisirez."))
    return seen("pairing.shortlist", student_id=student_id)


@bp.post("/propositions/<int:proposal_id>/retirer")
@requires(LEAD)
def withdraw(proposal_id: int) -> Response:
    """Take a proposal back."""
    student_id = queries.proposal_for_lead(db.session, current_user.id, proposal_id).student_id
    lead_id, now = current_user.id, clock.now()
    write(lambda session: services.withdraw_proposal(session, lead_id, proposal_id, now))
    tell(_("La proposition est retirée et la personne prévenue. Vous pouvez choisir quelqu’un d’autre."))
    return seen("pairing.shortlist", student_id=student_id)
