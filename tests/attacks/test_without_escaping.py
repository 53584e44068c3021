"""Escaping taken away: the hunt sees what runs through names, words, questions and files, and the policy alone stops it."""

import pytest
from flask import Flask

from tests import factories as make
from tests.attacks import pages
from tests.attacks.conftest import Place, Written
from tests.attacks.hunting import Found, hunting
from tests.training import acts


@pytest.fixture
def unescaped(real_app: Flask, tutor: acts.Someone, written: list[Written]) -> list[tuple[int, str]]:
    """Who opens which page, where templates write texts as they are."""
    real_app.jinja_env.autoescape = False
    first = written[0]
    with real_app.app_context():
        admin_id = make.person("admin").id
    draft = f"/formation/brouillons/{first.draft_id}"
    trainer_pages = (
        "/formation/signalements",
        draft,
        f"{draft}/relecture",
        f"{draft}/banques/quiz",
        f"{draft}/controles",
    )
    quizzes = pages.of_a_module(real_app, tutor, first.slug)[-3::2]  # under way, and sent
    return [
        (admin_id, "/admin/personnes"),
        *((first.person_ids[0], path) for path in trainer_pages),
        *((tutor.id, path) for path in [*quizzes, *pages.of_reviews(real_app, first.review_ids)[:2]]),
    ]


def hunt(app: Flask, place: Place, listed: list[tuple[int, str]], *, policy: bool) -> dict[str, Found]:
    """What happens on each page."""
    found = {}
    for person_id in dict.fromkeys(person_id for person_id, _path in listed):
        with hunting(*place, app, person_id, policy=policy) as hunter:
            for path in (path for who, path in listed if who == person_id):
                hunter.found = found[path] = Found()
                hunter.look(path)
    return found


def test_canary_each_page_shows_what_would_run(
    real_app: Flask, unescaped: list[tuple[int, str]], browser_of: Place
) -> None:
    found = hunt(real_app, browser_of, unescaped, policy=False)
    assert [path for path, one in found.items() if not one.ran] == []


def test_the_policy_alone_stops_it_on_each_page(
    real_app: Flask, unescaped: list[tuple[int, str]], browser_of: Place
) -> None:
    found = hunt(real_app, browser_of, unescaped, policy=True)
    assert [path for path, one in found.items() if one.ran or not one.blocked] == []
