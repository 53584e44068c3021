"""Signing in and out, and the links that mails carry. Signing up is `recruitment`'s; one's account is in account_views."""

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask import session as cookies
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.accounts.access import Actor
from app.accounts.forms import ConfirmForm, EmailForm, NewPasswordForm, SignInForm
from app.accounts.hashing import hashed, matches
from app.accounts.models import Person
from app.accounts.settings import MAIL_PER_ACCOUNT, MAIL_PER_ADDRESS, SIGN_IN_PER_ACCOUNT, SIGN_IN_PER_ADDRESS
from app.infra import clock, headers, throttle
from app.infra.access import PERSON, public, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.forms import refuse
from app.infra.i18n import COOKIE
from app.infra.i18n import gettext as _
from app.infra.tokens import Token, read
from app.infra.web import YEAR, go, here, seen, tell

bp = Blueprint("accounts", __name__)


def remote() -> str:
    """The address the request comes from, as far as trusted proxies tell."""
    return request.remote_addr or "?"


def _too_many_mails(email: str) -> bool:
    now = clock.now()
    return throttle.exceeded(db.session, MAIL_PER_ACCOUNT, email, now) or throttle.exceeded(
        db.session, MAIL_PER_ADDRESS, remote(), now
    )


def mark_mail(session: Any, email: str) -> None:
    """Count one mail asked for by a visitor."""
    now = clock.now()
    throttle.mark(session, MAIL_PER_ACCOUNT, email, now)
    throttle.mark(session, MAIL_PER_ADDRESS, remote(), now)


@bp.route("/connexion", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """Sign in by address and password. The same words whatever was wrong."""
    if current_user.is_authenticated:
        return go(here(request.args.get("next") or url_for("home.start")))
    form = SignInForm()
    if form.validate_on_submit():
        answer = _try_sign_in(form)
        if answer is not None:
            return answer
    return render_template(
        "accounts/sign_in.html", form=form, next=request.values.get("next", "")
    ), 422 if form.errors else 200


def _try_sign_in(form: SignInForm) -> Response | None:
    email, now = form.email.data, clock.now()
    if throttle.exceeded(db.session, SIGN_IN_PER_ACCOUNT, email, now) or throttle.exceeded(
        db.session, SIGN_IN_PER_ADDRESS, remote(), now
    ):
        refuse(
            form.email,
            _("Trop d’essais pour cette adresse. Attendez un quart d’heure, ou choisissez un nouveau mot de passe."),
        )
        return None
    person = queries.by_email(db.session, email)
    right = matches(person.password_hash if person else None, form.password.data)
    if person is None or not right or person.confirmed_at is None or not person.active:
        write(partial(_mark_failure, email=email))
        refuse(
            form.password,
            _(
                "Cette adresse et ce mot de passe ne vont pas ensemble, ou l’adresse n’est pas encore confirmée. Rien "
                "n’est perdu : réessayez, ou choisissez un nouveau mot de passe."
            ),
        )
        return None
    person_id, language = person.id, person.language
    write(lambda session: services.note_sign_in(session, person_id, email, now))
    return _enter(db.session.get_one(Person, person_id), language)


def _mark_failure(session: Any, email: str) -> None:
    now = clock.now()
    throttle.mark(session, SIGN_IN_PER_ACCOUNT, email, now)
    throttle.mark(session, SIGN_IN_PER_ADDRESS, remote(), now)


def _enter(person: Person, language: str) -> Response:
    """Open the session, in a fresh cookie, in the person's language."""
    cookies.clear()
    cookies.permanent = True
    actor = Actor(
        person.id,
        person.session_version,
        person.first_name,
        person.last_name,
        person.email,
        person.language,
        frozenset(),
    )
    login_user(actor)
    response = go(here(request.values.get("next") or url_for("home.start")))
    response.set_cookie(COOKIE, language, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


@bp.post("/deconnexion")
@public
def sign_out() -> Response:
    """Sign out here."""
    logout_user()
    cookies.clear()
    tell(_("Vous êtes déconnecté de cet appareil."))
    return seen("public.landing")


@bp.post("/deconnexion-partout")
@requires(PERSON)
def sign_out_everywhere() -> Response:
    """Sign out of every browser."""
    person_id, now = current_user.id, clock.now()
    write(lambda session: services.sign_out_everywhere(session, person_id, now))
    logout_user()
    cookies.clear()
    tell(_("Toutes vos sessions sont fermées, sur tous vos appareils."))
    return seen("accounts.sign_in")


@bp.get("/inscription/verifier")
@public
def check_mail() -> str:
    """What to do after signing up: read the mail. The same page whether the address was known or not."""
    return render_template("accounts/check_mail.html")


@bp.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@public
def forgotten() -> Any:
    """Ask for a link that sets a new password. The same answer whatever the address."""
    form = EmailForm()
    if form.validate_on_submit():
        email, now = form.email.data, clock.now()
        if not _too_many_mails(email):

            def act(session: Any) -> None:
                mark_mail(session, email)
                services.ask_reset(session, email, now)

            write(act)
        return render_template("accounts/reset_sent.html")
    return render_template("accounts/forgotten.html", form=form), 422 if form.errors else 200


def may_mail(email: str) -> bool:
    """Whether a visitor may still have a mail sent to `email`."""
    return not _too_many_mails(email)


def _token(purpose: str, text: str) -> Token:
    headers.keep_private()
    return read(purpose, text, clock.now())


@bp.route("/lien/confirmation/<token>", methods=["GET", "POST"])
@public
def confirm_link(token: str) -> Any:
    """Confirm an address: one button, so that a scanner that opens the link confirms nothing."""
    found = _token("confirmation", token)
    form = ConfirmForm()
    if form.validate_on_submit():
        now = clock.now()
        write(lambda session: services.confirm(session, found.object_id, found.state, now))
        tell(_("Votre adresse est confirmée. Connectez-vous pour commencer."))
        return seen("accounts.sign_in")
    person = db.session.get(Person, found.object_id)
    if person is None or person.confirmed_at is not None or services.confirmation_state(person) != found.state:
        raise DomainError("link.spent")
    return render_template("accounts/confirm.html", form=form, first_name=person.first_name)


@bp.route("/lien/mot-de-passe/<token>", methods=["GET", "POST"])
@public
def password_link(token: str) -> Any:
    """Choose a password by a link from a mail: a reset or an invitation."""
    found = _token("mot-de-passe", token)
    person = db.session.get(Person, found.object_id)
    if person is None or not person.active or services.password_state(person) != found.state:
        raise DomainError("link.spent")
    form = NewPasswordForm()
    form.names = (person.first_name, person.last_name, person.email)
    if form.validate_on_submit():
        password, now = hashed(form.password.data), clock.now()
        write(lambda session: services.set_password(session, found.object_id, found.state, password, now))
        tell(_("Votre mot de passe est enregistré. Connectez-vous avec lui."))
        return seen("accounts.sign_in")
    return render_template("accounts/set_password.html", form=form, person=person), 422 if form.errors else 200


@bp.route("/lien/adresse/<token>", methods=["GET", "POST"])
@public
def address_link(token: str) -> Any:
    """Confirm a new address."""
    found = _token("adresse", token)
    form = ConfirmForm()
    if form.validate_on_submit():
        now = clock.now()
        write(lambda session: services.confirm_new_address(session, found.object_id, found.state, now))
        tell(_("Votre nouvelle adresse est en service."))
        return seen("home.start")
    person = db.session.get(Person, found.object_id)
    if person is None or not person.pending_email or services.address_state(person) != found.state:
        raise DomainError("link.spent")
    return render_template("accounts/confirm_address.html", form=form, email=person.pending_email)


from app.accounts import account_views as account_views  # noqa: E402, PLC0414  the same blueprint, in a second file
