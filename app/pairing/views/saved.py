"""Saved searches: keep one, change it, forget it; and the page behind the mail's link that stops these mails."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.models import Person
from app.infra import clock, headers, tokens
from app.infra.access import LEAD, public, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.web import seen, sentence, tell
from app.pairing import queries, services
from app.pairing.forms import SavedForm, SearchForm
from app.pairing.mails.saved import PURPOSE
from app.pairing.rules import saved
from app.pairing.views import bp
from app.pairing.views.search import looked_for
from app.pairing.words import SENTENCES


@bp.post("/vivier/recherches")
@requires(LEAD)
def save_search() -> Any:
    """Keep the search that the address holds under the name typed."""
    lead_id, now = current_user.id, clock.now()
    filters_form = SearchForm(request.args).fill(db.session, queries.students_to_draw(db.session, lead_id, now))
    filters, student_id = saved.kept(*looked_for(filters_form)), filters_form.student_id()
    back = {**saved.arguments(filters), "etudiant": student_id}
    form = SavedForm()
    if not form.validate_on_submit():
        tell(next(iter(form.errors.values()))[0], "alert")
        return redirect(url_for("pairing.search", **back), 303)
    name = form.nom.data or ""
    try:
        search_id = write(lambda session: services.save_search(session, lead_id, name, filters, student_id, now))
    except DomainError as refusal:
        tell(sentence(refusal, SENTENCES)[1], "alert")
        return redirect(url_for("pairing.search", **back), 303)
    tell(_("La recherche « %(name)s » est enregistrée.", name=name))
    return redirect(url_for("pairing.search", **back, recherche=search_id), 303)


@bp.route("/vivier/recherches/<int:search_id>", methods=["GET", "POST"])
@requires(LEAD)
def saved_search(search_id: int) -> Any:
    """Rename a saved search, have it send mail or not, delete it."""
    found = queries.of_lead(db.session, current_user.id, search_id)
    lead_id, kept_name = current_user.id, found.name
    form = SavedForm(data={"nom": found.name, "courriel": found.mailed})
    if form.validate_on_submit():
        name, mailed = form.nom.data or "", bool(form.courriel.data)
        try:
            write(lambda session: services.change_search(session, lead_id, search_id, name, mailed=mailed))
        except DomainError as refusal:
            form.nom.errors = [sentence(refusal, SENTENCES)[1]]
        else:
            tell(_("La recherche « %(name)s » est modifiée.", name=name))
            return seen("pairing.search")
    page = render_template("pairing/saved.html", form=form, search_id=search_id, name=kept_name)
    return page, 422 if form.errors else 200


@bp.post("/vivier/recherches/<int:search_id>/supprimer")
@requires(LEAD)
def forget_search(search_id: int) -> Response:
    """Delete a saved search."""
    lead_id = current_user.id
    write(lambda session: services.forget_search(session, lead_id, search_id))
    tell(_("La recherche est supprimée."))
    return seen("pairing.search")


@bp.route("/lien/recherches/<token>", methods=["GET", "POST"])
@public
def stop_searches(token: str) -> Any:
    """Stop the mails of one's saved searches: one page, one button. Opening it changes nothing and signs nobody in."""
    headers.keep_private()
    said = tokens.read(PURPOSE, token, clock.now())
    person = db.session.get(Person, said.object_id)
    if person is None or not person.active:
        raise DomainError("link.forged")
    lead_id = person.id
    if request.method == "POST":
        write(lambda session: services.stop_mails(session, lead_id))
        return seen("pairing.stop_searches", token=token)
    mailing = any(row.mailed for row in queries.saved_by(db.session, lead_id))
    return render_template("pairing/stop_searches.html", token=token, mailing=mailing)
