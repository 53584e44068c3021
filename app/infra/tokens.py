"""Signed links. A token names its purpose, its object and that object's state, and expires.

It is spent by the object's own state: the service compares `state` with what the object is now. Opening a link changes
nothing and signs nobody in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app.infra.errors import DomainError


@dataclass(frozen=True)
class Token:
    """What a link says: the object's id, the state it was in, and when the link ends."""

    object_id: int
    state: str
    expires_at: datetime


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"tutorat:{purpose}")


def sign(purpose: str, token: Token) -> str:
    """The text of the link for `token`. Two purposes never accept each other's links."""
    data = [token.object_id, token.state, int(token.expires_at.timestamp())]
    return str(_signer(purpose).dumps(data))


def read(purpose: str, text: str, now: datetime) -> Token:
    """The token behind `text`. Raises DomainError "link.forged" or "link.expired"."""
    try:
        object_id, state, expires = _signer(purpose).loads(text)
        token = Token(int(object_id), str(state), datetime.fromtimestamp(int(expires), UTC))
    except (BadData, ValueError, TypeError) as cause:
        raise DomainError("link.forged") from cause
    if token.expires_at <= now:
        raise DomainError("link.expired")
    return token
