"""The badge: what it says, against the specification; who signed it, with another library; what breaks its proof."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask
from jsonschema import ValidationError, validators
from sqlalchemy import func, select

from app.infra.db import db, write
from app.training.models import Certificate, SigningKey
from app.training.services import keys, revoke_certificate
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser
from tests.training import acts, content

HERE = Path(__file__).parent
ROOT = "http://127.0.0.1:8000"
# The published schema is 1EdTech's, and is not copied here: OPENBADGE_SCHEMA names a copy to check against as well.
SCHEMAS = [HERE / "schemas" / "openbadge.json", *map(Path, filter(None, [os.environ.get("OPENBADGE_SCHEMA")]))]


def check(said: dict[str, Any]) -> None:
    for path in SCHEMAS:
        schema = json.loads(path.read_text())
        kind = validators.validator_for(schema)
        kind(schema, format_checker=kind.FORMAT_CHECKER).validate(said)


@pytest.fixture
def number(app: Flask) -> str:
    """The number of the certificate of someone who has just been validated."""
    with app.app_context():
        slug = content.module().slug
        acts.require(slug)
        tutor = acts.ready(first_name="Inès", last_name="Berthier", email="ines.berthier@exemple.fr")
        acts.take(tutor, slug)
        return db.session.scalars(select(Certificate.public_id)).one()


def revoke(number: str) -> None:
    found = db.session.scalars(select(Certificate).where(Certificate.public_id == number)).one()
    person_id, certificate_id, by = found.person_id, found.id, make.person("admin").id
    write(lambda s: revoke_certificate(s, person_id, certificate_id, "Établie par erreur.", by, NOW))


def token(browser: Browser, number: str) -> str:
    return browser.text(f"/attestation/{number}/badge.jwt")


def verified(browser: Browser, signed: str, at: Any = NOW) -> dict[str, Any]:
    """What PyJWT reads of a badge, with the key its header names among those published, at the instant `at`."""
    header = jwt.get_unverified_header(signed)
    found = json.loads(browser.text("/.well-known/jwks.json"))
    key = next(one for one in jwt.PyJWKSet.from_dict(found).keys if one.key_id == header["kid"])
    read = jwt.decode(signed, key, algorithms=["RS256"], options={"verify_exp": False, "verify_nbf": False})
    if read["nbf"] > at.timestamp():
        raise jwt.ImmatureSignatureError
    if "exp" in read and read["exp"] <= at.timestamp():
        raise jwt.ExpiredSignatureError
    return dict(read)


def part(text: str) -> Any:
    return json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def coded(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_the_credential_is_what_the_specification_asks_for(number: str, browser: Browser) -> None:
    said = json.loads(browser.text(f"/attestation/{number}/badge.json"))
    check(said)
    assert said["validFrom"] == "2026-11-23T09:00:00Z"
    assert said["validUntil"] > said["validFrom"]
    assert browser.get(f"/attestation/{number}/badge.json").mimetype == "application/ld+json"


@pytest.mark.parametrize(
    "broken",
    [
        {"type": ["VerifiableCredential"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2"]},
        {"issuer": {"name": "Tutorat"}},
        {"validFrom": 23},
        {"credentialSubject": {"type": ["AchievementSubject"]}},
    ],
)
def test_canary_a_broken_credential_is_refused_by_each_schema(
    number: str, browser: Browser, broken: dict[str, Any]
) -> None:
    said = json.loads(browser.text(f"/attestation/{number}/badge.json")) | broken
    for path in SCHEMAS:
        schema = json.loads(path.read_text())
        kind = validators.validator_for(schema)
        with pytest.raises(ValidationError):
            kind(schema, format_checker=kind.FORMAT_CHECKER).validate(said)


def test_the_profile_and_the_achievement_are_found_at_their_addresses(number: str, browser: Browser) -> None:
    said = json.loads(browser.text(f"/attestation/{number}/badge.json"))
    for told in (said["issuer"], said["credentialSubject"]["achievement"]):
        found = json.loads(browser.text(told["id"].removeprefix(ROOT)))
        assert found.pop("@context") == said["@context"]
        assert found == told


def test_no_name_and_no_address_is_in_clear(number: str, browser: Browser) -> None:
    signed = token(browser, number)
    body = json.dumps(part(signed.split(".")[1]), ensure_ascii=False)
    for word in ("Inès", "Berthier", "ines", "exemple.fr"):
        assert word not in body
    identity = part(signed.split(".")[1])["credentialSubject"]["identifier"][0]
    assert identity["identityHash"] == f"sha256${sha256(f'ines.berthier@exemple.fr{number}'.encode()).hexdigest()}"
    assert identity["salt"] == number


def test_another_library_verifies_it_from_the_published_keys(number: str, browser: Browser) -> None:
    signed = token(browser, number)
    header, read = jwt.get_unverified_header(signed), verified(browser, signed)
    assert set(header) == {"alg", "kid", "typ"}
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    key = json.loads(browser.text(header["kid"].removeprefix(ROOT)))
    assert set(key) == {"kty", "n", "e", "alg", "use", "kid"}, "never the private half"
    claims = {name: read.pop(name) for name in ("iss", "jti", "sub", "nbf", "exp")}
    check(read)
    assert claims["iss"] == read["issuer"]["id"]
    assert claims["jti"] == read["id"]
    assert claims["sub"] == read["credentialSubject"]["id"]
    assert claims["nbf"] == int(NOW.timestamp())
    assert read == json.loads(browser.text(f"/attestation/{number}/badge.json"))


def test_signed_again_it_is_the_same(number: str, browser: Browser) -> None:
    assert token(browser, number) == token(browser, number)


def test_an_altered_payload_another_key_and_no_algorithm_are_refused(number: str, browser: Browser) -> None:
    head, payload, signature = token(browser, number).split(".")
    other = part(payload) | {"name": "Ministre"}
    with pytest.raises(jwt.InvalidSignatureError):
        verified(browser, f"{head}.{coded(other)}.{signature}")
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(part(payload), stranger, "RS256", headers={"kid": part(head)["kid"]})
    with pytest.raises(jwt.InvalidSignatureError):
        verified(browser, forged)
    with pytest.raises(jwt.InvalidAlgorithmError):
        verified(browser, f"{coded(part(head) | {'alg': 'none'})}.{payload}.")
    assert verified(browser, f"{head}.{payload}.{signature}"), "the canary: untouched, it passes"


def test_it_is_not_yet_valid_before_and_no_longer_after(number: str, browser: Browser) -> None:
    signed = token(browser, number)
    end = part(signed.split(".")[1])["exp"]
    assert verified(browser, signed, NOW)
    with pytest.raises(jwt.ImmatureSignatureError):
        verified(browser, signed, NOW - timedelta(seconds=1))
    with pytest.raises(jwt.ExpiredSignatureError):
        verified(browser, signed, datetime.fromtimestamp(end, UTC))


def test_revoked_it_is_no_longer_given_and_its_status_says_so(app: Flask, number: str, browser: Browser) -> None:
    status = f"/attestation/{number}/statut.json"
    assert json.loads(browser.text(status))["revokedCredential"] == []
    said = json.loads(browser.text(f"/attestation/{number}/badge.json"))
    assert said["credentialStatus"]["id"] == f"{ROOT}{status}"
    with app.app_context():
        revoke(number)
    assert json.loads(browser.text(status))["revokedCredential"] == [{"id": said["id"], "revoked": True}]
    for page in ("badge.json", "badge.jwt"):
        assert browser.get(f"/attestation/{number}/{page}").status_code == 410


def test_the_first_badge_makes_a_key_and_the_next_ones_use_it(app: Flask, number: str, browser: Browser) -> None:
    assert json.loads(browser.text("/.well-known/jwks.json")) == {"keys": []}
    token(browser, number)
    token(browser, number)
    with app.app_context():
        row = db.session.scalars(select(SigningKey)).one()
        assert "d" not in row.public
        assert set(row.public) == {"kty", "n", "e", "alg", "use"}


def test_with_another_secret_a_new_key_signs_and_old_badges_are_still_verified(
    app: Flask, number: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = token(browser, number)
    monkeypatch.setitem(app.config, "SECRET_KEY", "un-autre-secret-qui-ne-rouvre-rien-du-tout")
    after = token(browser, number)
    assert jwt.get_unverified_header(before)["kid"] != jwt.get_unverified_header(after)["kid"]
    assert verified(browser, before)
    assert verified(browser, after)
    with app.app_context():
        assert db.session.scalar(select(func.count(SigningKey.id))) == 2


def test_a_sealed_key_opens_only_whole_under_its_name_and_with_its_secret() -> None:
    sealed = keys.seal("la clé", "nom", "secret")
    assert keys.unseal(sealed, "nom", "secret") == "la clé"
    assert keys.seal("la clé", "nom", "secret") != sealed, "a salt and a nonce of its own each time"
    assert keys.unseal(sealed, "nom", "autre") is None
    assert keys.unseal(sealed, "autre", "secret") is None
    raw = bytearray(urlsafe_b64decode(sealed))
    for place in (0, 20, len(raw) - 1):
        altered = raw.copy()
        altered[place] ^= 1
        assert keys.unseal(urlsafe_b64encode(altered).decode(), "nom", "secret") is None


def test_a_verifier_on_another_site_may_read_what_it_needs(number: str, browser: Browser) -> None:
    for url in ("/badges/emetteur", "/badges/tutorat", "/.well-known/jwks.json", f"/attestation/{number}/badge.json"):
        assert browser.get(url).headers["Access-Control-Allow-Origin"] == "*"
    assert "noindex" in browser.get(f"/attestation/{number}/badge.json").headers["X-Robots-Tag"]
