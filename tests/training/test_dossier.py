"""« Mon dossier de formation »: the page, its time, and the two files, against their schemas."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from flask import Flask
from sqlalchemy import select

from app.content.models import Module, Question
from app.infra.db import db, write
from app.training.models import ExerciseAnswer, LessonRead, Review, ScenarioRun
from app.training.queries.dossier import BY_PAGE, dossier
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.training import acts, content, traces

SCHEMAS = Path(__file__).parent / "schemas"
DOCS = Path(__file__).parent.parent.parent / "docs"


def check(said: Any, path: Path) -> None:
    jsonschema.Draft202012Validator(json.loads(path.read_text())).validate(said)


@pytest.fixture
def tutor(app: Flask) -> acts.Someone:
    """Someone who read, answered, played, passed the quiz and the test, was certified and reviewed; and failed once."""
    with app.app_context():
        module = content.module(bank=[*content.one_of_each(), *content.test_bank(*"abcdefghi")])
        slug = module.slug
        acts.require(slug)
        acts.rules(draw=3, needed=2, delay_hours=0)
        someone = acts.ready(first_name="Inès", last_name="Berthier", email="ines.berthier@exemple.fr")
        acts.take(someone, slug, right=False, now=NOW - timedelta(days=2))
        acts.take(someone, slug, now=NOW - timedelta(days=1))
        acts.take_test(someone)
        write(lambda s: traces.leave(s, someone.id, slug, words="mes mots à moi", by_id=someone.id))
        for review in db.session.scalars(select(Review).where(Review.person_id == someone.id)):
            review_id = review.id
        write(lambda s: answer_review(s, review_id))
        return someone


def answer_review(session: Any, review_id: int) -> None:
    review = session.get_one(Review, review_id)
    question = session.scalars(select(Question).where(Question.key == "q-single")).first()
    review.question_id, review.shown = question.id, ["a", "b", "c"]
    review.answer, review.points, review.answered_at = {"chosen": ["b"]}, 1, NOW + timedelta(days=3)


def test_the_page_tells_everything_newest_first_with_its_way_back(tutor: acts.Someone, browser: Browser) -> None:
    page = browser.sign_in(tutor).text("/parcours/dossier")
    places = [
        page.index(words) for words in ("26 novembre 2026", "23 novembre 2026", "22 novembre 2026", "21 novembre")
    ]
    assert places == sorted(places)
    for words in (
        "Révision",
        "Attestation",
        "Test de validation",
        "Mise en situation",
        "Exercice",
        "Leçon",
        "à reprendre",
    ):
        assert words in page
    assert "Comment il est compté" in page
    assert "moins de dix minutes" in page


def test_every_link_of_the_page_opens(tutor: acts.Someone, browser: Browser) -> None:
    page = browser.sign_in(tutor).text("/parcours/dossier")
    body = page[page.index("Jour par jour") : page.index("emporter")]
    links = {part.split('"')[0] for part in body.split('href="')[1:]}
    assert len(links) >= 6
    for url in links:
        assert browser.get(url).status_code == 200, url


def test_someone_who_did_nothing_is_told_what_will_be_there(app: Flask, browser: Browser) -> None:
    with app.app_context():
        newcomer = acts.someone()
    assert "Votre dossier se remplira tout seul" in browser.sign_in(newcomer).text("/parcours/dossier")
    assert json.loads(browser.text("/parcours/dossier.json"))["acts"] == []
    assert json.loads(browser.text("/parcours/dossier-xapi.json")) == []


def test_an_open_quiz_is_taken_up_where_it_was_left(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
        attempt_id = acts.start(tutor, slug)
    page = browser.sign_in(tutor).text("/parcours/dossier")
    assert f'href="/essais/{attempt_id}"' in page
    assert "Quiz commencé" in page


def test_the_time_follows_the_acts_and_its_parts_make_the_whole(app: Flask, browser: Browser) -> None:
    with app.app_context():
        first, second = content.module(), content.module()
        ids = {module.slug: module.id for module in (first, second)}
        reader = acts.someone()

        def read(session: Any) -> None:
            for minutes, (slug, key) in {0: (first.slug, "a"), 8: (first.slug, "b"), 15: (second.slug, "a")}.items():
                at = NOW - timedelta(hours=1) + timedelta(minutes=minutes)
                session.add(LessonRead(person_id=reader.id, module_id=ids[slug], lesson_key=key, read_at=at))

        write(read)
        found = dossier(db.session, reader.id)
        assert {slug: time.total_seconds() / 60 for slug, time in found.time.parts.items()} == {
            first.slug: 8,
            second.slug: 7,
        }
    page = browser.sign_in(reader).text("/parcours/dossier").replace("\u00a0", " ")
    assert "<b>15 min</b>" in page


def test_the_json_file_is_as_documented(tutor: acts.Someone, browser: Browser) -> None:
    answer = browser.sign_in(tutor).get("/parcours/dossier.json")
    said = json.loads(answer.data)
    check(said, DOCS / "learner-record.schema.json")
    assert said["name"] == "Inès Berthier"
    assert [act["at"] for act in said["acts"]] == sorted(act["at"] for act in said["acts"])
    assert "attachment" in answer.headers["Content-Disposition"]
    kinds = Counter(act["kind"] for act in said["acts"])
    assert set(kinds) == {
        "lesson", "exercise", "scenario", "comparison", "attempt", "result", "review", "certificate",
    }  # fmt: skip
    assert kinds["attempt"] == kinds["result"] == 3


def test_the_statements_are_valid_and_name_nobody(tutor: acts.Someone, browser: Browser) -> None:
    answer = browser.sign_in(tutor).get("/parcours/dossier-xapi.json")
    said = json.loads(answer.data)
    check(said, SCHEMAS / "xapi.json")
    assert len({one["id"] for one in said}) == len(said)
    assert {UUID(one["id"]).version for one in said} == {5}
    verbs = Counter(one["verb"]["id"].rpartition("/")[2] for one in said)
    assert set(verbs) == {"completed", "answered", "passed", "failed", "attempted", "experienced"}
    assert verbs["failed"] == 1
    for word in ("Inès", "Berthier", "exemple.fr", "mes mots"):
        assert word not in answer.get_data(as_text=True)
    scores = [one["result"]["score"]["scaled"] for one in said if "score" in one.get("result", {})]
    assert scores
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "1"},
        {"actor": {"mbox": "mailto:a@exemple.fr"}},
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/vu"}},
        {"result": {"score": {"scaled": 90}}},
        {"timestamp": "hier"},
        {"object": {"definition": {}}},
    ],
)
def test_canary_a_broken_statement_is_refused(tutor: acts.Someone, browser: Browser, broken: dict[str, Any]) -> None:
    said = json.loads(browser.sign_in(tutor).get("/parcours/dossier-xapi.json").data)
    with pytest.raises(jsonschema.ValidationError):
        check([said[0] | broken], SCHEMAS / "xapi.json")


@pytest.mark.parametrize("name", ["dossier.json", "dossier-xapi.json"])
def test_exporting_twice_gives_the_same_bytes(tutor: acts.Someone, browser: Browser, name: str) -> None:
    browser.sign_in(tutor)
    assert browser.get(f"/parcours/{name}").data == browser.get(f"/parcours/{name}").data
    in_french = browser.get(f"/parcours/{name}").data
    browser.client.set_cookie("langue", "en")
    assert browser.get(f"/parcours/{name}").data == in_french


def test_answering_again_is_another_statement_and_the_rest_keeps_its_names(
    app: Flask, tutor: acts.Someone, browser: Browser
) -> None:
    browser.sign_in(tutor)
    before = {one["id"] for one in json.loads(browser.get("/parcours/dossier-xapi.json").data)}
    with app.app_context():

        def again(session: Any) -> None:
            answer = session.scalars(select(ExerciseAnswer)).one()
            answer.answered_at, answer.tries = NOW + timedelta(minutes=5), 2

        write(again)
    after = {one["id"] for one in json.loads(browser.get("/parcours/dossier-xapi.json").data)}
    assert len(before & after) == len(before) - 1
    assert len(after) == len(before)


def test_two_people_have_two_names_and_see_only_their_own(app: Flask, tutor: acts.Someone, browser: Browser) -> None:
    with app.app_context():
        other = acts.someone()
        slug = db.session.scalars(select(Module.slug)).first() or ""
        acts.take(other, slug)
    mine = json.loads(browser.sign_in(tutor).get("/parcours/dossier-xapi.json").data)
    theirs = json.loads(browser.sign_in(other).get("/parcours/dossier-xapi.json").data)
    names = [{one["actor"]["account"]["name"] for one in said} for said in (mine, theirs)]
    assert len(names[0]) == len(names[1]) == 1
    assert names[0] != names[1]
    assert {one["id"] for one in mine}.isdisjoint(one["id"] for one in theirs)


@pytest.mark.parametrize("url", ["/parcours/dossier", "/parcours/dossier.json", "/parcours/dossier-xapi.json"])
def test_the_number_of_queries_does_not_grow_with_the_history(
    app: Flask, tutor: acts.Someone, browser: Browser, url: str
) -> None:
    browser.sign_in(tutor)
    with counted(app) as few:
        browser.get(url)
    with app.app_context():
        for n in range(4):
            module = content.module()
            slug, module_id = module.slug, module.id
            acts.take(tutor, slug, right=False, now=NOW - timedelta(days=10 + n))
            write(
                lambda s, m=module_id: s.add(LessonRead(person_id=tutor.id, module_id=m, lesson_key="x", read_at=NOW))
            )
    with counted(app) as more:
        browser.get(url)
    assert few.n == more.n <= 14, "\n".join(more.statements)


def test_a_long_history_comes_by_pages_of_days(app: Flask, browser: Browser) -> None:
    with app.app_context():
        module_id = content.module().id
        reader = acts.someone()

        def read(session: Any) -> None:
            for day in range(BY_PAGE + 3):
                at = NOW - timedelta(days=day)
                session.add(LessonRead(person_id=reader.id, module_id=module_id, lesson_key=f"l{day}", read_at=at))

        write(read)
    browser.sign_in(reader)
    first, second = browser.text("/parcours/dossier"), browser.text("/parcours/dossier?page=2")
    assert first.count("<h3 ") == BY_PAGE
    assert second.count("<h3 ") == 3
    for odd in ("0", "-4", "99", "x"):
        assert browser.get(f"/parcours/dossier?page={odd}").status_code == 200


def test_in_english_it_opens_too(tutor: acts.Someone, browser: Browser) -> None:
    browser.client.set_cookie("langue", "en")
    assert '<html lang="en"' in browser.sign_in(tutor).text("/parcours/dossier")


def test_a_scenario_not_yet_compared_and_an_opinion_are_told_as_they_are(
    app: Flask, tutor: acts.Someone, browser: Browser
) -> None:
    with app.app_context():

        def change(session: Any) -> None:
            run = session.scalars(select(ScenarioRun)).one()
            run.compared_at = run.comparison = None
            session.scalars(select(ExerciseAnswer)).one().points = None

        write(change)
    said = json.loads(browser.sign_in(tutor).get("/parcours/dossier.json").data)["acts"]
    assert "comparison" not in {act["kind"] for act in said}
    exercise = next(act for act in said if act["kind"] == "exercise")
    assert exercise["points"] is exercise["passed"] is None
