"""The permission matrix: every route × every role, no route unlisted. And its canary."""

import re
from typing import Any

import pytest
from flask import Flask

from app.accounts import access
from app.infra.access import ADMIN, LEAD, PERSON, ROLES, TRAINER, TUTOR, declared, undeclared
from tests import factories as make
from tests.architecture.matrix import MATRIX
from tests.pages import Browser

VISITOR = "visitor"
EVERYONE = (VISITOR, *ROLES)
VALUES = {"int": "987654321", "default": "inconnu", "string": "inconnu", "path": "inconnu"}


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def people(app: Flask) -> dict[str, Any]:
    """One person per role; a lead leads a class."""
    with app.app_context():
        found = {role: make.person(*([role] if role != LEAD else [])) for role in ROLES}
        make.prep_class(found[LEAD])
        for person in found.values():
            _ = person.id, person.session_version
        return {role: (person.id, person.session_version) for role, person in found.items()}


class Key:
    def __init__(self, key: tuple[int, int]) -> None:
        self.id, self.session_version = key


def url_of(rule: Any) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda m: VALUES[m.group(1) or "default"], rule.rule)


def wrongly_answered(app: Flask) -> list[str]:
    """Every (route, method, role) whose answer is not what the matrix says."""
    keys = people(app)
    wrong = []
    for who in EVERYONE:
        browser = Browser(app)
        browser.get("/aide")
        if who != VISITOR:
            browser.sign_in(Key(keys[who]))
            browser.get("/aide")
        for rule in app.url_map.iter_rules():
            if rule.endpoint in ("accounts.sign_out", "accounts.sign_out_everywhere"):
                continue  # they end the session the walk needs; tests/accounts covers them
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = browser.get(url_of(rule)) if method == "GET" else browser.post(url_of(rule))
                if not as_expected(who, MATRIX[rule.endpoint], answer):
                    wrong.append(f"{who} {method} {rule.rule}: {answer.status_code} {answer.location or ''}")
    return wrong


def as_expected(who: str, roles: frozenset[str], answer: Any) -> bool:
    sent_away = answer.status_code == 303 and "/connexion" in (answer.location or "")
    if not roles:
        return answer.status_code != 403 and not (sent_away and "next=" in answer.location)
    if who == VISITOR:
        return bool(sent_away)
    if PERSON in roles or who in roles:
        return answer.status_code != 403 and not sent_away
    return bool(answer.status_code == 403)


def test_no_route_is_unlisted(shared_app: Flask) -> None:
    assert endpoints(shared_app) == set(MATRIX)


def test_every_route_declares_the_roles_that_the_matrix_says(shared_app: Flask) -> None:
    assert undeclared(shared_app) == []
    assert {e: declared(shared_app, e) for e in MATRIX} == MATRIX


def test_each_role_opens_what_the_matrix_says_and_nothing_else(app: Flask) -> None:
    assert wrongly_answered(app) == []


def test_canary_the_walk_sees_a_door_left_open(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every right granted, the same walk must complain about every guarded route."""
    opened = [f for f in app.before_request_funcs[None] if f.__module__ == "app.infra.access"]
    kept = [f for f in app.before_request_funcs[None] if f not in opened]
    assert opened, "the guard is no longer where this canary looks"
    monkeypatch.setitem(app.before_request_funcs, None, kept)
    monkeypatch.setattr(access, "allow", lambda _roles: None)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)
    assert len(wrongly_answered(app)) > 50


def test_the_matrix_uses_known_roles() -> None:
    known = {PERSON, TUTOR, LEAD, TRAINER, ADMIN}
    assert all(roles <= known for roles in MATRIX.values())
