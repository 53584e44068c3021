"""The two declarations that open the path: the exam passed, and the charter."""

from typing import Any

from flask import render_template
from flask_login import current_user

from app.infra import clock, markdown
from app.infra.access import TUTOR, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.settings import values
from app.infra.web import seen, tell
from app.recruitment.forms import EligibilityForm
from app.recruitment.queries import eligibility_of
from app.recruitment.settings import ELIGIBILITY_YEARS
from app.training import services
from app.training.forms import SignForm, whole
from app.training.queries.journey import CharterPage, charter_page
from app.training.rules.gate import Verdict
from app.training.views.blueprint import bp


@bp.route("/parcours/eligibilite", methods=["GET", "POST"])
@requires(TUTOR)
def eligibility() -> Any:
    """Declare the exam one has passed."""
    now, declared = clock.now(), eligibility_of(db.session, current_user.id)
    form = EligibilityForm(obj=declared).fill(db.session, now)
    if form.validate_on_submit():
        person_id, given = (
            current_user.id,
            {name: form[name].data for name in ("exam_id", "exam_year", "institution_id", "post")},
        )
        verdict = write(lambda session: services.declare_eligibility(session, person_id, **given, now=now))
        return _after(verdict, _("Votre déclaration est enregistrée."))
    window = values(db.session, now)[ELIGIBILITY_YEARS]
    page = render_template("training/eligibility.html", form=form, declared=declared, window=window)
    return page, 422 if form.errors else 200


@bp.route("/parcours/charte", methods=["GET", "POST"])
@requires(TUTOR)
def charter() -> Any:
    """Read the charter, and sign it."""
    now, person_id, form = clock.now(), current_user.id, SignForm()
    shown = charter_page(db.session, person_id, now)
    if form.validate_on_submit() and shown is not None:
        if whole(form.version_id.data) != shown.version.id:
            tell(_("La charte a changé pendant votre lecture : voici la nouvelle version."), "wait")
            return seen("training.charter")
        version_id = shown.version.id
        verdict = write(lambda session: services.sign_charter(session, person_id, version_id, now))
        return _after(verdict, _("Votre signature est enregistrée."))
    return render_template(
        "training/charter.html", form=form, shown=shown, text=_text(shown)
    ), 422 if form.errors else 200


def _text(shown: CharterPage | None) -> str:
    if shown is None:
        return ""
    lang = language()
    return markdown.render(shown.version.text_en if lang == "en" else shown.version.text_fr, lang=lang)


def _after(verdict: Verdict, text: str) -> Any:
    """Say it is kept; whoever has just met the last condition goes to their certificate."""
    tell(text)
    return seen("training.certificate" if verdict.valid else "training.path")
