"""Signing up, through a school's link or directly."""

from typing import Any

from flask import Blueprint, render_template, request

from app.accounts.forms import SignUpForm
from app.accounts.hashing import hashed
from app.accounts.views import mark_mail, may_mail
from app.infra import clock
from app.infra.access import public
from app.infra.db import db, write
from app.infra.i18n import language
from app.infra.web import seen
from app.recruitment import services
from app.reference.models import Institution
from app.reference.queries import school_by_slug, schools

bp = Blueprint("recruitment", __name__)
LONGEST_CAMPAIGN = 40


@bp.route("/inscription", methods=["GET", "POST"])
@public
def sign_up() -> Any:
    """Sign up without a school's link."""
    return _sign_up(None)


@bp.route("/ecoles/<slug>/rejoindre", methods=["GET", "POST"])
@public
def join(slug: str) -> Any:
    """Sign up through a partner school's link."""
    return _sign_up(school_by_slug(db.session, slug))


def _sign_up(school: Institution | None) -> Any:
    form = SignUpForm()
    if form.validate_on_submit():
        if may_mail(form.email.data):
            _arrive(form, school.id if school else None)
        return seen("accounts.check_mail")
    listed = [] if school else schools(db.session)
    return render_template(
        "recruitment/sign_up.html", form=form, school=school, schools=listed
    ), 422 if form.errors else 200


def _arrive(form: SignUpForm, institution_id: int | None) -> None:
    now, lang, campaign = clock.now(), language(), request.args.get("campagne", "")[:LONGEST_CAMPAIGN] or None
    values = {
        "email": form.email.data,
        "first_name": form.first_name.data,
        "last_name": form.last_name.data,
        "password_hash": hashed(form.password.data),  # whether the address is known or not: both take as long
    }

    def act(session: Any) -> None:
        mark_mail(session, values["email"])
        services.arrive(session, institution_id=institution_id, campaign=campaign, language=lang, now=now, **values)

    write(act)
