"""The keys that sign badges. The private half is kept sealed with a key derived from the application's secret: whoever
takes the database alone signs nothing. Public halves stay published for good, so that old badges can still be checked.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.training.models import SigningKey

ALGORITHM = "RS256"
BITS = 2048
SALT, NONCE = 16, 12  # bytes; NIST SP 800-38D: a nonce of 96 bits
PURPOSE = b"tutorat badge signing key v1"


def _sealing(secret: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, PURPOSE).derive(secret.encode()))


def seal(private: str, kid: str, secret: str) -> str:
    """`private` under AES-256-GCM, bound to `kid`; the key is HKDF-SHA-256 of `secret` (RFC 5869) with a salt of its own."""
    salt, nonce = token_bytes(SALT), token_bytes(NONCE)
    sealed = _sealing(secret, salt).encrypt(nonce, private.encode(), kid.encode())
    return urlsafe_b64encode(salt + nonce + sealed).decode()


def unseal(sealed: str, kid: str, secret: str) -> str | None:
    """What was sealed, or None with another secret, another key's name, or a sealed text that was altered."""
    raw = urlsafe_b64decode(sealed)
    salt, nonce, body = raw[:SALT], raw[SALT : SALT + NONCE], raw[SALT + NONCE :]
    try:
        return _sealing(secret, salt).decrypt(nonce, body, kid.encode()).decode()
    except InvalidTag:
        return None


@dataclass(frozen=True)
class Pair:
    """A pair just made: its name, its public half, and its private half under seal."""

    kid: str
    public: dict[str, Any]
    sealed: str


def new_pair(secret: str) -> Pair:
    """A new pair, not yet stored: making one takes a while, so it is done outside any write."""
    pair = RSAKey.generate_key(BITS)
    kid = pair.thumbprint()
    public = {**pair.as_dict(private=False), "alg": ALGORITHM, "use": "sig"}
    return Pair(kid, public, seal(json.dumps(pair.as_dict(private=True)), kid, secret))


def store(session: Session, pair: Pair, now: datetime) -> None:
    """Keep a new pair. Two made at once are both kept: each badge names the one that signed it."""
    session.add(SigningKey(kid=pair.kid, public=pair.public, sealed=pair.sealed, created_at=now))
    session.flush()


def usable_key(session: Session, secret: str) -> tuple[str, RSAKey] | None:
    """The newest key that `secret` opens, with its name; None when there is none, or when the secret has changed."""
    for row in session.scalars(select(SigningKey).order_by(SigningKey.id.desc())):
        private = unseal(row.sealed, row.kid, secret)
        if private is not None:
            return row.kid, RSAKey.import_key(json.loads(private))
    return None


def key_address(root: str, kid: str) -> str:
    """The address at which the public half is found: what the header of a badge names."""
    return f"{root}/badges/cles/{kid}"


def sign(payload: dict[str, object], kid: str, key: RSAKey, root: str) -> str:
    """`payload` as a compact JWS, its header naming the address of the public key."""
    header = {"alg": ALGORITHM, "kid": key_address(root, kid), "typ": "JWT"}
    return jwt.encode(header, payload, key, algorithms=[ALGORITHM])


def published(session: Session, root: str) -> list[dict[str, object]]:
    """Every public half, newest first."""
    return [
        {**row.public, "kid": key_address(root, row.kid)}
        for row in session.scalars(select(SigningKey).order_by(SigningKey.id.desc()))
    ]
