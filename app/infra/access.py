"""How a route says who may open it. Each declares `@public` or `@requires(role, …)`; one that does neither is refused
at start-up. Who holds which role is `accounts`' knowledge; it hands the check to `enforce`.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from flask import Flask, request

V = TypeVar("V", bound=Callable[..., Any])

PERSON, TUTOR, LEAD, TRAINER, ADMIN = "person", "tutor", "lead", "trainer", "admin"
ROLES = (TUTOR, LEAD, TRAINER, ADMIN)


def public(view: V) -> V:
    """Open to anyone, signed in or not."""
    view.__roles__ = frozenset()  # type: ignore[attr-defined]
    return view


def requires(*roles: str) -> Callable[[V], V]:
    """Open to who holds one of `roles`; PERSON means anyone signed in."""

    def declare(view: V) -> V:
        view.__roles__ = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return declare


def takes(megabytes: int) -> Callable[[V], V]:
    """Lets the route receive more than the others: a request of `megabytes` at most, from somebody who is signed in."""

    def declare(view: V) -> V:
        view.__megabytes__ = megabytes  # type: ignore[attr-defined]
        return view

    return declare


def room(app: Flask, endpoint: str | None) -> int | None:
    """How many bytes a request to `endpoint` may hold, when that is more than usual."""
    megabytes: int | None = getattr(app.view_functions.get(endpoint or ""), "__megabytes__", None)
    return megabytes * 1_000_000 if megabytes else None


def declared(app: Flask, endpoint: str) -> frozenset[str] | None:
    """The roles `endpoint` asks for: none = public; None = it declares nothing."""
    roles: frozenset[str] | None = getattr(app.view_functions[endpoint], "__roles__", None)
    return roles


def undeclared(app: Flask) -> list[str]:
    """The endpoints that forgot to say who may open them."""
    return sorted(rule.endpoint for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None)


def enforce(app: Flask, allow: Callable[[Collection[str]], Any]) -> None:
    """Before every request, ask `allow(roles)`; what it returns, if anything, is the answer. Raises if a route forgot."""
    forgotten = undeclared(app)
    if forgotten:
        raise RuntimeError(f"These routes declare neither @public nor @requires: {', '.join(forgotten)}")

    def check() -> Any:
        roles = declared(app, request.endpoint) if request.endpoint else frozenset()
        return allow(roles or ()) if roles else None

    app.before_request(check)
