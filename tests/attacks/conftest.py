"""The scene of the attacks: payloads written everywhere, in a database of their own, a server and a browser."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.authoring.queries import drafts
from app.content.rules import checks, reading
from tests import proofs
from tests.attacks import scene
from tests.attacks.hunting import launched, serving
from tests.attacks.payloads import ALL
from tests.training import acts

EACH = proofs.size(40, 1)  # one payload in so many
TEXTS = [one.text.replace("\0", "") for one in ALL if len(one.text) < 2000][::EACH]
MODULES = -(-len(TEXTS) // 80)
Place = tuple[Browser, str]  # and the server's address


@dataclass(frozen=True)
class Written:
    """Payloads written everywhere, in one module: who bears them, and where they are."""

    slug: str
    batch: list[str]
    draft_id: int
    person_ids: list[int]
    review_ids: list[int]


@pytest.fixture
def tutor(real_app: Flask) -> acts.Someone:
    """A tutor who may take quizzes."""
    with real_app.app_context():
        return acts.ready()


@pytest.fixture
def written(real_app: Flask, tutor: acts.Someone, monkeypatch: pytest.MonkeyPatch) -> list[Written]:
    """Every payload. A module with HTML in it is refused before it is shown: here it is not, so that only what shows it
    is judged.
    """
    monkeypatch.setattr(reading, "ERROR", "none")
    monkeypatch.setattr(drafts, "examine", lambda *given: (reading.read_package(*given)[0], checks.examine(*given)[1]))
    found = []
    with real_app.app_context():
        for n in range(MODULES):
            batch, slug = TEXTS[n::MODULES], f"attaque-{n}"
            person_ids = scene.people(slug, batch)
            version_id = scene.module(slug, batch)
            draft_id = scene.draft(slug, batch, person_ids)
            review_ids = scene.reported(version_id, batch, person_ids, tutor.id)
            found.append(Written(slug, batch, draft_id, person_ids, review_ids))
    return found


@pytest.fixture
def browser_of(real_app: Flask) -> Iterator[Place]:
    """A browser, and the server's address."""
    with serving(real_app) as url, launched() as browser:
        yield browser, url
