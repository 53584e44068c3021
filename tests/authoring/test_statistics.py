"""The statistics page: hidden under thirty, fragile under a hundred, a sentence and a to-do for each thing found."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.authoring.rules.advice import ORDER, WHEN, Advice, urgency, when
from app.authoring.words.statistics import SEEN, SHORT, TO_DO, said
from app.content.models import Module
from app.infra.db import db, write
from app.infra.models import Job
from tests import factories as make
from tests.admin.team import as_
from tests.authoring.test_views import English, words
from tests.authoring.tried import count, crowd, sent, two
from tests.counting import counted
from tests.pages import Browser
from tests.training import content

RIGHT, WRONG = (100, "b"), (0, "a")


@pytest.fixture
def trainer(app: Flask) -> Browser:
    """A trainer's browser."""
    with app.app_context():
        person_id = make.person("trainer").id
    return as_(app, person_id)


def wrong_key(session: Session, slug: str) -> None:
    """The key of the first question says a, where those who know choose b."""
    module = session.query(Module).filter_by(slug=slug).one()
    assert module.current is not None
    question = module.current.questions[0]
    question.body = {**question.body, "right": ["a"]}


@pytest.fixture
def slug(app: Flask) -> str:
    """A module of two questions."""
    with app.app_context():
        return content.module(bank=two(), english=True).slug


def tried(app: Flask, monkeypatch: pytest.MonkeyPatch, slug: str, *results: tuple[int, str]) -> str:
    """The address of the statistics of a module that so many people tried."""
    with app.app_context():
        module_id = db.session.query(Module).filter_by(slug=slug).one().id
        crowd(module_id, *results)
        count(monkeypatch)
    return f"/formation/modules/{slug}/statistiques"


def test_before_the_first_count_the_page_says_so(trainer: Browser, slug: str) -> None:
    text = words(trainer.text(f"/formation/modules/{slug}/statistiques"))
    assert "Pas encore de chiffres" in text
    assert "Calculer maintenant" in text
    assert "Télécharger" not in text


def test_under_thirty_answers_no_figure_is_given(
    app: Flask, trainer: Browser, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = tried(app, monkeypatch, slug, *[RIGHT] * 20, *[WRONG] * 9)
    text = words(trainer.text(url))
    assert "29 premiers essais comptés" in text
    assert "Il faut 30 réponses pour en dire quelque chose ; il y en a 29." in text
    assert "Choisie par" not in text
    assert "alpha" not in text
    lines = trainer.text(f"{url}.csv").splitlines()
    assert len(lines) == 3
    assert f"{slug};q1;29;;;;;;;;0;trop peu de réponses;;;;;;" in lines


def test_what_is_found_is_said_with_what_to_do(
    app: Flask, trainer: Browser, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        write(lambda session: wrong_key(session, slug))
    url = tried(app, monkeypatch, slug, *[RIGHT] * 22, *[WRONG] * 14)
    html = trainer.text(url)
    text = words(html)
    assert "Vérifiez la clé maintenant" in text
    assert "Moins de 100 réponses (36)" in text
    assert "Question 1" in text
    assert 'href="#q1"' in html
    assert 'id="q1"' in html
    assert 'role="img"' in html
    assert '<a href="#q' not in "".join(re.findall(r'<svg[^>]*role="img".*?</svg>', html, re.DOTALL)), (
        "a picture holds no link"
    )
    assert "tiers haut" in text.lower()
    listed = words(trainer.text("/formation/modules"))
    assert "questions à relire" in listed


def test_the_table_holds_a_line_an_option(
    app: Flask, trainer: Browser, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = tried(app, monkeypatch, slug, *[RIGHT] * 30, *[WRONG] * 10)
    lines = trainer.text(f"{url}.csv").splitlines()
    assert len(lines) == 1 + 2 * 3
    header = lines[0].lstrip("\ufeff").split(";")
    row = dict(zip(header, lines[2].split(";"), strict=True))
    assert (row["Module"], row["Question"], row["Réponses"], row["Réussite"]) == (slug, "q1", "40", "0,7500")
    assert (row["Option"], row["Juste"], row["Choix"]) == ("b", "1", "30")


def test_asking_twice_in_a_minute_counts_once(app: Flask, trainer: Browser, slug: str) -> None:
    url = f"/formation/modules/{slug}/statistiques"
    for _click in range(2):
        assert trainer.post(url).status_code == 303
    with app.app_context():
        asked = [job for job in db.session.query(Job) if job.kind == "authoring.figures"]
        assert len(asked) == 1
        assert asked[0].payload["about"].startswith("module:")


def test_the_page_costs_the_same_for_ten_answers_and_for_eighty(
    app: Flask, trainer: Browser, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = []
    for results in ([RIGHT] * 5, [RIGHT] * 40 + [WRONG] * 35):
        url = tried(app, monkeypatch, slug, *results)
        with counted(app) as queries:
            trainer.text(url)
        spent.append(queries.n)
    assert spent[0] == spent[1] <= 10, "\n".join(queries.statements)


def test_a_person_left_blank_is_an_answer_all_the_same(
    app: Flask, trainer: Browser, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        module_id = db.session.query(Module).filter_by(slug=slug).one().id
        for _n in range(30):
            sent(module_id, make.person("tutor").id, 0)
    text = words(trainer.text(tried(app, monkeypatch, slug)))
    assert "Moins de trois personnes sur dix réussissent (0 %)." in text


def test_in_english_nothing_is_left_in_french(
    app: Flask, trainer: Browser, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = tried(app, monkeypatch, slug, *[RIGHT] * 30, *[WRONG] * 10)
    trainer.client.set_cookie("langue", "en")
    text = English(trainer.text(url)).text
    assert "Discrimination" in text
    assert "first attempts" in text.lower()
    for word in ("réussite", "Relisez", "Calculer", "tiers"):
        assert word not in text


def test_the_validation_test_has_its_page_and_only_for_trainers(
    app: Flask, trainer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "/formation/test/statistiques"
    assert "Pas encore de chiffres" in words(trainer.text(url))
    with app.app_context():
        count(monkeypatch)
        admin, tutor = make.person("admin").id, make.person("tutor").id
    assert "0 premier essai compté" in words(trainer.text(url))
    assert trainer.get(f"{url}.csv").status_code == 200
    for person_id in (admin, tutor):
        assert as_(app, person_id).get(url).status_code == 403
        assert as_(app, person_id).get(f"{url}.csv").status_code == 403


# Words


@pytest.mark.parametrize("code", [*WHEN, "fragile"])
def test_every_code_has_its_words_and_its_to_do(context: Flask, code: str) -> None:
    words = said(Advice(code, "a", -0.12, -0.2, -0.03, 45), {"a": {"text": "Conseiller 100 %"}})
    assert words.seen
    assert words.to_do
    assert words.short
    assert "%(" not in words.seen + words.to_do
    assert code in SHORT
    assert code in SEEN
    assert code in TO_DO


def test_a_short_quiz_that_no_length_would_mend_says_another_thing(context: Flask) -> None:
    assert "None" not in said(Advice("short", value=0.1)).to_do


def test_the_most_urgent_thing_said_gives_the_rank() -> None:
    assert [when([Advice(code)]) for code in ("key", "dead", "fine", "few")] == ["now", "later", "nothing", "unknown"]
    assert when([Advice("dead"), Advice("too_hard"), Advice("fragile")]) == "now"
    assert urgency([Advice("dead"), Advice("key")]) == ORDER.index("key") == 0
