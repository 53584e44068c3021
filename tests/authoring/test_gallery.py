"""The gallery: every block beside its source, live, and nothing stored."""

import re

import pytest
from sqlalchemy import func, select

from app.authoring.gallery import gallery
from app.content.rules.blocks import KNOWN
from app.content.rules.package import TYPES
from app.infra.db import db
from app.training.models import ExerciseAnswer, ScenarioRun
from tests import factories as make
from tests.pages import Browser

WHY = "Parce qu’elle n’a pas à se justifier."


@pytest.fixture
def trainer(app, browser: Browser) -> Browser:
    """A trainer's browser."""
    with app.app_context():
        made = make.person("trainer")
        return browser.sign_in(made)


def test_every_block_and_every_type_of_question_is_there() -> None:
    shown = gallery()
    assert {block.name for block in shown.blocks} == {"", *KNOWN}
    assert {one.type for one in shown.questions.values()} == {*TYPES, "declare"}
    assert all(block.source.startswith(f"::: {block.name} ") for block in shown.blocks if block.name)
    assert all("\n:::" in block.source for block in shown.blocks if block.name)


def test_the_page_shows_each_source_beside_what_it_makes(trainer: Browser) -> None:
    page = trainer.text("/galerie")
    for mark in (
        "::: callout",
        "fr-callout__title",
        "<video",
        'kind="captions"',
        "tu-card-flip",
        "<figcaption",
        "tu-scene",
    ):
        assert mark in page
    assert "expert_html" not in page
    assert page.count("Répondre lui coûte un mot") == 1  # in the source alone


def test_its_files_are_served_to_trainers(trainer: Browser) -> None:
    urls = re.findall(r"/galerie/fichiers/[0-9a-f]{64}", trainer.text("/galerie"))
    assert len(urls) == 4
    kinds = {trainer.get(url).headers["Content-Type"] for url in urls}
    assert kinds == {"image/png", "image/jpeg", "video/mp4", "text/vtt; charset=utf-8"}
    assert trainer.get("/galerie/fichiers/" + "0" * 64).status_code == 404


def test_exercises_answer_at_once_and_nothing_is_kept(app, trainer: Browser) -> None:
    trainer.text("/galerie")
    number = gallery().questions["silence"].id
    page = trainer.post("/galerie/exercices/silence", {"shown": number, f"q{number}": "0"}).get_data(as_text=True)
    assert "Il signale le plus souvent" in page
    assert "La réponse attendue" in page
    assert trainer.post("/galerie/exercices/silence", {}).status_code == 422
    assert trainer.post("/galerie/exercices/autre", {}).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ExerciseAnswer)) == 0


def test_the_scenario_is_played_to_its_end_and_nothing_is_kept(app, trainer: Browser) -> None:
    trainer.text("/galerie")
    where = "/galerie/situations/silence-de-ines"
    refused = trainer.post(where, {"choice": "", "words": WHY})
    assert refused.status_code == 422
    assert WHY in refused.get_data(as_text=True)
    assert trainer.post(where, {"choice": "0", "words": "court"}).status_code == 422
    page = trainer.post(where, {"choice": "0", "words": WHY}).get_data(as_text=True)
    assert "Étape 2 sur 3" in page
    again = trainer.post(f"{where}/comparer", {"first": "0", "why": WHY, "words": "court"})
    assert again.status_code == 422
    done = trainer.post(f"{where}/comparer", {"first": "0", "why": WHY, "words": "Je proposerais deux dates."})
    assert "Étape 3 sur 3" in done.get_data(as_text=True)
    assert trainer.post(f"{where}/comparer", {"first": "9", "why": WHY}).status_code == 422
    assert trainer.post("/galerie/situations/autre", {}).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ScenarioRun)) == 0
