"""« Mon compte »: name, language, password, address, sessions. Routes of the same blueprint as signing in."""

from typing import Any

from flask import render_template
from flask_login import current_user, login_user

from app.accounts import services
from app.accounts.access import Actor
from app.accounts.forms import AddressForm, ChangePasswordForm, ProfileForm
from app.accounts.hashing import hashed, matches
from app.accounts.models import Person
from app.accounts.views import bp, mark_mail, may_mail
from app.infra import clock
from app.infra.access import PERSON, requires
from app.infra.db import db, write
from app.infra.forms import Form, refuse
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


def _me() -> Person:
    return db.session.get_one(Person, current_user.id)


def _page(template: str, form: Form, **values: Any) -> Any:
    return render_template(f"accounts/{template}.html", form=form, person=_me(), **values), 422 if form.errors else 200


@bp.route("/compte", methods=["GET", "POST"])
@requires(PERSON)
def account() -> Any:
    """One's name and language, and the way to everything else."""
    form = ProfileForm(obj=_me())
    if form.validate_on_submit():
        person_id = current_user.id
        chosen = {"first_name": form.first_name.data, "last_name": form.last_name.data, "language": form.language.data}
        write(lambda session: services.change_profile(session, person_id, **chosen))
        tell(_("Vos informations sont enregistrées."))
        return seen("accounts.account")
    return _page("account", form)


@bp.route("/compte/mot-de-passe", methods=["GET", "POST"])
@requires(PERSON)
def change_password() -> Any:
    """Change one's password; other browsers are signed out, this one stays."""
    me = _me()
    form = ChangePasswordForm()
    form.names = (me.first_name, me.last_name, me.email)
    if form.validate_on_submit():
        if not matches(me.password_hash, form.current.data):
            refuse(form.current, _("Ce n’est pas votre mot de passe actuel."))
        else:
            person_id, password, now = me.id, hashed(form.password.data), clock.now()
            version = write(lambda session: services.change_password(session, person_id, password, now))
            a = current_user
            login_user(Actor(a.id, version, a.first_name, a.last_name, a.email, a.language, a.roles))
            tell(_("Votre mot de passe est changé, et vos autres sessions sont fermées."))
            return seen("accounts.account")
    return _page("change_password", form)


@bp.route("/compte/adresse", methods=["GET", "POST"])
@requires(PERSON)
def change_address() -> Any:
    """Ask to be written to elsewhere: the new address is used once its link has been opened."""
    me = _me()
    form = AddressForm()
    if form.validate_on_submit():
        if not matches(me.password_hash, form.current.data):
            refuse(form.current, _("Ce n’est pas votre mot de passe actuel."))
        elif not may_mail(form.email.data):
            refuse(form.email, _("Trop de messages demandés pour cette adresse : réessayez dans une heure."))
        else:
            person_id, email, now = me.id, form.email.data, clock.now()

            def act(session: Any) -> None:
                mark_mail(session, email)
                services.ask_new_address(session, person_id, email, now)

            write(act)
            tell(_("Un message part vers cette adresse : ouvrez son lien pour la mettre en service."), "info")
            return seen("accounts.account")
    return _page("change_address", form)
