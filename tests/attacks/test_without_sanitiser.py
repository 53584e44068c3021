"""The sanitiser taken away: the policy alone stops every payload. Both taken away: most run, so that the hunt proves something."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.content.models import Lesson
from app.content.rendering import render_lesson
from app.infra import markdown
from app.infra.db import write
from tests import proofs
from tests.attacks.hunting import Hunter, hunting, launched, serving
from tests.attacks.payloads import ALL, HTML, Payload
from tests.training import acts, content

pytestmark = pytest.mark.proof
EACH = proofs.size(32, 1)  # one payload in so many
SLUG = "attaque"
LESSON = f"/modules/{SLUG}/lecons/lecon-1"


@pytest.fixture
def reader(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> int:
    """A tutor's id, a module to read, and no sanitiser."""
    monkeypatch.setattr(markdown, "clean", str)
    with real_app.app_context():
        content.module(SLUG, lessons=1)
        return acts.ready().id


def written(session: Any, text: str) -> None:
    """The lesson's text as it would be published."""
    lesson = session.scalars(select(Lesson)).one()
    french = {**lesson.texts["fr"], "pieces": render_lesson(text.replace("\0", ""), "fr")}
    lesson.texts = {"fr": french}


def hunt(app: Flask, hunter: Hunter, payloads: list[Payload]) -> None:
    """Each payload alone in the lesson: many would swallow what follows."""
    for one in payloads:
        with app.app_context():
            write(partial(written, text=f"Avant.\n\n{one.text}"))
        hunter.look(LESSON)


def test_the_policy_alone_stops_everything(real_app: Flask, reader: int) -> None:
    chosen = list(ALL[::EACH])
    with (
        serving(real_app) as url,
        launched() as browser,
        hunting(browser, url, real_app, reader, policy=True) as hunter,
    ):
        hunt(real_app, hunter, chosen)
    assert hunter.found.ran == set()
    assert hunter.found.dialogs == []
    assert [one for one in hunter.found.asked if one[0] != "document"] == []
    assert len(hunter.found.blocked) > len(chosen) / 3, "the policy had something to stop"
    proofs.record("XSS without the sanitiser, policy on (Chromium)", len(chosen), "–", "0 ran")


def test_canary_without_either_most_payloads_run(real_app: Flask, reader: int) -> None:
    chosen = [one for one in ALL if one.family in HTML][::EACH]
    with (
        serving(real_app) as url,
        launched() as browser,
        hunting(browser, url, real_app, reader, policy=False) as hunter,
    ):
        hunt(real_app, hunter, chosen)
    assert len(hunter.found.ran) >= 0.6 * len(chosen)
    share = f"{len(hunter.found.ran)} ran"
    proofs.record("XSS canary, HTML payloads without sanitiser or policy (Chromium)", len(chosen), "–", share)
