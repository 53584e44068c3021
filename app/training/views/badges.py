"""The badge (Open Badges 3.0) and what is needed to check it: documents for machines, open to all."""

import json
from typing import Any

from flask import Response, current_app

from app.infra import clock
from app.infra.access import public
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.headers import keep_private
from app.training.queries.certificates import CertificatePage, certificate_by_public_id
from app.training.rules import badges
from app.training.services import keys
from app.training.views.blueprint import bp


def _root() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")


def _contact() -> str:
    return str(current_app.config["CONTACT_EMAIL"])


def _document(body: Any, mimetype: str = "application/ld+json") -> Response:
    """An answer that a verifier on another site may read: it holds nothing that depends on who asks."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=2)
    return Response(text, mimetype=mimetype, headers={"Access-Control-Allow-Origin": "*"})


@bp.get("/badges/emetteur")
@public
def badge_issuer() -> Any:
    """Who issues the badges."""
    return _document({"@context": badges.CONTEXT, **badges.profile(_root(), _contact())})


@bp.get("/badges/tutorat")
@public
def badge_achievement() -> Any:
    """What the badge recognises."""
    return _document({"@context": badges.CONTEXT, **badges.achievement(_root())})


@bp.get("/.well-known/jwks.json")
@public
def key_set() -> Any:
    """Every public key that may have signed a badge (RFC 7517)."""
    return _document({"keys": keys.published(db.session, _root())}, "application/jwk-set+json")


@bp.get("/badges/cles/<string:name>")
@public
def badge_key(name: str) -> Any:
    """One of them: the address that a badge's header names."""
    found = [key for key in keys.published(db.session, _root()) if key["kid"] == keys.key_address(_root(), name)]
    if not found:
        raise NotYours
    return _document(found[0], "application/jwk+json")


@bp.get("/attestation/<string:public_id>/badge.json")
@public
def badge_document(public_id: str) -> Any:
    """The credential as JSON-LD, without a proof. Refused once revoked."""
    return _document(_credential(public_id))


@bp.get("/attestation/<string:public_id>/badge.jwt")
@public
def badge(public_id: str) -> Any:
    """The credential, signed. Refused once revoked."""
    payload = badges.claims(_credential(public_id))
    answer = _document(keys.sign(payload, *_signer(), _root()), "application/jwt")
    answer.headers["Content-Disposition"] = f"attachment; filename=badge-tutorat-{public_id}.jwt"
    return answer


@bp.get("/attestation/<string:public_id>/statut.json")
@public
def badge_status(public_id: str) -> Any:
    """Whether this badge is revoked: what its credentialStatus names."""
    keep_private()
    page = certificate_by_public_id(db.session, public_id, clock.now())
    return _document(badges.status(_badge_id(page), _root(), public_id, revoked=page.revoked_at is not None))


def _badge_id(page: CertificatePage) -> str:
    return f"{_root()}/attestation/{page.public_id}/badge.json"


def _credential(public_id: str) -> dict[str, Any]:
    keep_private()
    page = certificate_by_public_id(db.session, public_id, clock.now())
    if page.revoked_at:
        raise DomainError("training.revoked")
    made = badges.Badge(_badge_id(page), page.public_id, page.email, page.issued_at, page.valid_until)
    return badges.credential(made, _root(), _contact())


def _signer() -> tuple[str, Any]:
    """The key to sign with, made at first need: it is the machine's own, and says nothing of anyone's business."""
    secret = str(current_app.config["SECRET_KEY"])
    found = keys.usable_key(db.session, secret)
    if found is None:
        pair, now = keys.new_pair(secret), clock.now()
        write(lambda session: keys.store(session, pair, now))
        found = keys.usable_key(db.session, secret)
    if found is None:
        raise RuntimeError("A signing key that was just sealed could not be opened.")
    return found
