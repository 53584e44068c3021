"""Argon2id, with the library's own parameters (RFC 9106, low-memory profile)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The hash to store."""
    return _hasher.hash(password)


@cache
def _decoy() -> str:
    return hashed("a password nobody has, so that an unknown address takes as long as a known one")


def matches(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`. Takes as long when there is none to compare with."""
    try:
        return _hasher.verify(stored or _decoy(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False
