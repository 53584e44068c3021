"""Modules, lessons and quizzes as pages: what they show, what they never show, and what they save."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.content.models import Module
from app.infra import clock
from app.infra.db import db, write
from app.training.models import Attempt, LessonRead
from app.training.queries.attempts import attempt_of
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.training import acts, content
from tests.training.acts import Someone


def plain(html: str) -> str:
    """Text with ordinary spaces."""
    return html.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def tutor(app) -> Someone:
    """Someone who learns."""
    with app.app_context():
        return acts.ready()


def opened(app, tutor: Someone, **values: Any) -> tuple[str, int]:
    """A module and an attempt at its quiz."""
    with app.app_context():
        slug = content.module(**values).slug
        return slug, acts.start(tutor, slug)


def loaded(app, tutor: Someone, attempt_id: int, *, right: bool = True, revision: int | None = None) -> dict[str, Any]:
    with app.app_context():
        return acts.form_of(attempt_of(db.session, tutor.id, attempt_id), right=right, revision=revision)


def state(app, attempt_id: int) -> tuple[str, int, int]:
    """State, revision, and how many questions are answered."""
    with app.app_context():
        attempt = db.session.get_one(Attempt, attempt_id)
        return attempt.state, attempt.revision, sum(item.answer is not None for item in attempt.items)


# Lessons


def test_a_lesson_makes_five_queries_at_most(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module(lessons=5).slug
    browser.sign_in(tutor)
    with counted(app) as count:
        browser.text(f"/modules/{slug}/lecons/lecon-3")
    assert count.n <= 5, "\n".join(count.statements)


def test_objectives_open_the_first_lesson_only(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
    browser.sign_in(tutor)
    first, second = (browser.text(f"/modules/{slug}/lecons/lecon-{n}") for n in (1, 2))
    assert "À la fin de ce module, vous saurez" in first
    assert "À la fin de ce module, vous saurez" not in second
    assert "Leçon 2 sur 2" in second


def test_going_on_marks_the_lesson_and_the_last_leads_to_the_quiz(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
    browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    with app.app_context():
        assert db.session.scalars(select(LessonRead)).all() == []  # opening it marks nothing
    assert browser.post(f"/modules/{slug}/lecons/lecon-1").location.endswith(f"/modules/{slug}/lecons/lecon-2")
    assert browser.post(f"/modules/{slug}/lecons/lecon-1").status_code == 303  # once more: still one row
    assert browser.post(f"/modules/{slug}/lecons/lecon-2").location.endswith(f"/modules/{slug}/quiz")
    with app.app_context():
        assert len(db.session.scalars(select(LessonRead)).all()) == 2
    assert "2 sur 2 lues" in plain(browser.text(f"/modules/{slug}"))


def test_a_lesson_read_stays_read_in_a_new_version(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
    browser.sign_in(tutor)
    browser.text(f"/modules/{slug}/lecons/lecon-1")
    browser.post(f"/modules/{slug}/lecons/lecon-1")
    with app.app_context():
        content.publish(db.session.scalars(select(Module).where(Module.slug == slug)).one(), substance=2, lessons=3)
    assert "1 sur 3 lues" in plain(browser.text(f"/modules/{slug}"))


def test_what_lacks_english_is_shown_in_french_with_a_notice(app, tutor, browser: Browser) -> None:
    with app.app_context():
        french, both = content.module().slug, content.module(english=True).slug
    browser.client.set_cookie("langue", "en")
    page = browser.sign_in(tutor).text(f"/modules/{french}/lecons/lecon-1")
    assert '<div class="tu-prose" lang="fr">' in page
    assert "fr-alert--info" in page
    page = browser.text(f"/modules/{both}/lecons/lecon-1")
    assert "Text of lesson 1." in page
    assert "fr-alert--info" not in page


@pytest.mark.parametrize(
    "url", ["/modules/rien", "/modules/rien/quiz", "/modules/rien/lecons/x", "/modules/{slug}/lecons/inconnue"]
)
def test_what_does_not_exist_is_not_found(app, tutor, browser: Browser, url: str) -> None:
    with app.app_context():
        slug = content.module().slug
    assert browser.sign_in(tutor).get(url.format(slug=slug)).status_code == 404


# The door


def test_the_quiz_is_explained_then_started_by_a_button(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module(delay_minutes=10, max_attempts=3).slug
    page = plain(browser.sign_in(tutor).text(f"/modules/{slug}/quiz"))
    assert "80 % des points" in page
    assert "3 au plus" in page
    assert "10 min" in page
    assert re.search(r"/essais/\d+$", browser.post(f"/modules/{slug}/quiz").location)
    assert "Reprendre le quiz" in browser.text(f"/modules/{slug}/quiz")


def test_the_door_says_until_when_to_wait_and_then_opens(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module(delay_minutes=10).slug
        acts.take(tutor, slug, right=False)
    page = plain(browser.sign_in(tutor).text(f"/modules/{slug}/quiz"))
    assert "Le prochain essai s’ouvre le lundi 23 novembre 2026, 10 h 10." in page
    assert "Commencer le quiz" not in page
    assert browser.post(f"/modules/{slug}/quiz").location.endswith("/quiz")  # a forged click changes nothing
    with clock.frozen(NOW + timedelta(minutes=10)):
        assert "Commencer le quiz" in browser.text(f"/modules/{slug}/quiz")


def test_the_door_says_when_there_is_no_attempt_left(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module(max_attempts=1).slug
        acts.take(tutor, slug, right=False)
    page = browser.sign_in(tutor).text(f"/modules/{slug}/quiz")
    assert "Plus d’essai possible" in page
    assert "Écrivez à l’équipe nationale" in page


# The questions


def test_every_kind_of_question_is_shown_with_its_controls(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    page = browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    assert page.count('<fieldset class="tu-question"') == 6
    assert page.count('type="radio"') == 3 + 2 + 3 + 6 * 3  # and how sure one is of each
    assert page.count('type="checkbox"') == 4
    assert page.count("<select") == 3 + 3
    assert "Théo coupe sa caméra." in page


def other_key(question: Any) -> None:
    """Another right answer to the same question, what is shown left as it is."""
    body = dict(question.body)
    if question.type == "ordering":
        body["items"] = body["items"][::-1]
    elif question.type == "matching":
        texts = question.texts["fr"]
        ids, rights = body["pairs"], [texts["pairs"][one]["right"] for one in body["pairs"]]
        turned = dict(zip(ids, rights[1:] + rights[:1], strict=True))
        pairs = {one: {**texts["pairs"][one], "right": turned[one]} for one in ids}
        question.texts = {"fr": {**texts, "pairs": pairs}}
    else:
        body["right"] = [one for one in body["options"] if one not in body["right"]]
    question.body = body


def scrubbed(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_the_page_is_the_same_whatever_the_key_and_holds_no_feedback(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    urls = [f"/essais/{attempt_id}", f"/essais/{attempt_id}?q=2", f"/essais/{attempt_id}/revoir"]
    browser.sign_in(tutor)
    before = [scrubbed(browser.text(url)) for url in urls]

    def turn(session: Any) -> None:
        for item in attempt_of(session, tutor.id, attempt_id).items:
            turned = {}
            if (
                item.question.type == "matching"
            ):  # the right parts are shown where they were: only who they go with changes
                texts = item.question.texts["fr"]["pairs"]
                turned = {texts[one]["right"]: at for at, one in enumerate(item.shown)}
            other_key(item.question)
            if turned:
                texts = item.question.texts["fr"]["pairs"]
                item.shown = sorted(item.shown, key=lambda one: turned[texts[one]["right"]])

    with app.app_context():
        write(turn)
    assert [scrubbed(browser.text(url)) for url in urls] == before
    for page in before:
        for leak in ("SECRET", "Retour sur", "NOTION", "q-single", "q-ordre", "q-paires", "deux", 'value="a"'):
            assert leak not in page.replace("Élément deux", ""), leak


def test_the_canary_a_page_that_showed_ids_would_not_be_the_same(app, tutor, browser: Browser) -> None:
    """What the test above would miss if it compared nothing: the key does change, and grading with it."""
    _, attempt_id = opened(app, tutor)
    with app.app_context():
        acts.fill(tutor, attempt_id)
        write(lambda s: [other_key(item.question) for item in attempt_of(s, tutor.id, attempt_id).items])
        assert acts.send(tutor, attempt_id) is False


def test_one_question_at_a_time_saves_at_each_step(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    page = browser.sign_in(tutor).text(f"/essais/{attempt_id}?q=1")
    assert page.count('<fieldset class="tu-question"') == 1
    everything = loaded(app, tutor, attempt_id)
    one = {name: value for name, value in everything.items() if name == "q1" or name.startswith("q1-")}
    sent = {"shown": ["1"], "revision": 0, "action": "suivante", **one}
    assert browser.post(f"/essais/{attempt_id}?q=1", sent).location.endswith(f"/essais/{attempt_id}?q=2")
    assert state(app, attempt_id) == ("open", 1, 1)
    back = {"shown": ["2"], "revision": 1, "action": "precedente"}
    assert browser.post(f"/essais/{attempt_id}?q=2", back).location.endswith("?q=1")


@pytest.mark.parametrize(
    ("action", "where"), [("revoir", "/revoir"), ("une", "?q=1"), ("toutes", ""), ("enregistrer", ""), ("nimporte", "")]
)
def test_each_button_saves_then_goes_where_it_says(app, tutor, browser: Browser, action: str, where: str) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    data = {**loaded(app, tutor, attempt_id), "action": action}
    assert browser.post(f"/essais/{attempt_id}", data).location == f"/essais/{attempt_id}{where}"
    assert state(app, attempt_id) == ("open", 1, 6)


def test_what_was_saved_is_found_again_whatever_happens_to_the_browser(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    browser.post(f"/essais/{attempt_id}", loaded(app, tutor, attempt_id))
    page = Browser(app).sign_in(tutor).text(f"/essais/{attempt_id}")
    assert page.count(" checked") == 1 + 2 + 1 + 1
    assert page.count(" selected") == 3 + 3


def test_an_answer_half_given_is_kept_half_given(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor, bank=[content.ordering()])
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    browser.post(f"/essais/{attempt_id}", {"shown": ["1"], "revision": 0, "q1-0": "2", "q1-1": "2"})
    page = browser.text(f"/essais/{attempt_id}")
    assert page.count('<option value="2" selected>') == 2
    assert "Incomplet" in browser.text(f"/essais/{attempt_id}/revoir")


def test_a_page_older_than_what_is_kept_shows_both_and_lets_choose(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    browser.post(f"/essais/{attempt_id}", loaded(app, tutor, attempt_id, right=True))
    response = browser.post(f"/essais/{attempt_id}", loaded(app, tutor, attempt_id, right=False, revision=0))
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert "Deux versions de vos réponses" in page
    assert page.count("<tr") == 1 + 6
    assert "SECRET" not in page
    hidden = re.findall(r'<input type="hidden" name="(shown|revision|q[^"]*)" value="([^"]*)"', page)
    chosen: dict[str, list[str]] = {}
    for name, value in hidden:
        chosen.setdefault(name, []).append(value)
    assert browser.post(f"/essais/{attempt_id}", {**chosen, "action": "enregistrer"}).status_code == 303
    with app.app_context():
        assert acts.send(tutor, attempt_id) is False  # the wrong answers of that page, knowingly kept
        assert db.session.get_one(Attempt, attempt_id).percent == 0


# The script's door


def test_the_script_saves_and_is_told_when(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    data = {**loaded(app, tutor, attempt_id), "tab": "A", "count": "1"}
    answer = browser.post(f"/essais/{attempt_id}/enregistrer", data)
    assert answer.get_json() == {"revision": 1, "said": "Enregistré à 10\u00a0h"}
    # The answer got lost: the same tab comes back with the revision it knew, and a higher count.
    assert browser.post(f"/essais/{attempt_id}/enregistrer", {**data, "count": "2"}).get_json()["revision"] == 2


def test_a_second_tab_is_warned_with_both_answers(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor, bank=[content.single()])
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    browser.post(f"/essais/{attempt_id}/enregistrer", {"shown": "1", "q1": "0", "revision": 0, "tab": "A", "count": 1})
    answer = browser.post(
        f"/essais/{attempt_id}/enregistrer", {"shown": "1", "q1": "1", "revision": 0, "tab": "B", "count": 1}
    )
    assert answer.status_code == 409
    said = answer.get_json()
    assert said["code"] == "training.conflict"
    assert "autre onglet" in said["said"]
    assert [(one["question"], len(one["kept"]), len(one["yours"])) for one in said["answers"]] == [(1, 1, 1)]
    assert said["answers"][0]["kept"] != said["answers"][0]["yours"]
    assert state(app, attempt_id) == ("open", 1, 1)


def test_once_sent_the_script_is_told_so(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor, bank=[content.single()])
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    with app.app_context():
        acts.send(tutor, attempt_id)
    answer = browser.post(
        f"/essais/{attempt_id}/enregistrer", {"shown": "1", "q1": "0", "revision": 0, "tab": "A", "count": 1}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (409, "training.sent")


FORGED = [
    {},
    {"revision": "x"},
    {"shown": "99", "q99": "0", "revision": "0"},
    {"shown": "1", "q1": "²", "revision": "0"},
]


@pytest.mark.parametrize("data", FORGED)
def test_a_forged_form_saves_nothing_that_means_something(app, tutor, browser: Browser, data: dict[str, str]) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    assert browser.post(f"/essais/{attempt_id}/enregistrer", data).status_code in (200, 409)
    assert state(app, attempt_id)[2] == 0


# Reading over, sending, the result


def test_reading_over_says_what_is_answered_and_what_is_not(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    assert browser.text(f"/essais/{attempt_id}/revoir").count("Sans réponse") == 6
    data = loaded(app, tutor, attempt_id)
    browser.post(
        f"/essais/{attempt_id}",
        {"shown": ["1"], "revision": 0, **{k: v for k, v in data.items() if k.startswith("q1")}},
    )
    page = plain(browser.text(f"/essais/{attempt_id}/revoir"))
    assert "5 questions n’ont pas de réponse complète" in page
    assert page.count("Répondu") == 1
    assert f'href="/essais/{attempt_id}#q1"' in page


def test_sending_from_an_old_review_asks_to_read_over_again(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}/revoir")
    browser.post(f"/essais/{attempt_id}", loaded(app, tutor, attempt_id))
    response = browser.post(f"/essais/{attempt_id}/envoyer", {"revision": 0})
    assert response.location.endswith("/revoir")
    assert "Rien n’est parti" in browser.text(f"/essais/{attempt_id}/revoir")
    assert state(app, attempt_id)[0] == "open"


def test_before_the_pass_each_choice_is_explained_and_the_key_is_nowhere(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    with app.app_context():
        acts.fill(tutor, attempt_id, right=False)
        acts.send(tutor, attempt_id)
        attempt = attempt_of(db.session, tutor.id, attempt_id)
        chosen = {item.question.key: item.answer["chosen"] for item in attempt.items if "chosen" in item.answer}
    page = browser.sign_in(tutor).text(f"/essais/{attempt_id}/resultat")
    assert "Quiz pas encore réussi" in page
    assert "NOTION de l’ordre" in page
    assert "NOTION des paires" in page
    assert "SECRET retour sur l’ordre" not in page
    assert "La réponse attendue" not in page
    assert page.count("SECRET Retour sur") == sum(len(ids) for ids in chosen.values()) == 4
    assert "Reformuler avant de conseiller" in page
    assert "Recommencer le quiz" in page


def test_after_the_pass_the_key_is_shown_with_its_reasons(app, tutor, browser: Browser) -> None:
    slug, attempt_id = opened(app, tutor)
    with app.app_context():
        acts.fill(tutor, attempt_id, right=False)
        acts.send(tutor, attempt_id)
        passed = acts.take(tutor, slug)
    page = browser.sign_in(tutor).text(f"/essais/{passed}/resultat")
    assert "Quiz réussi" in page
    assert "SECRET retour sur l’ordre" in page
    earlier = browser.text(f"/essais/{attempt_id}/resultat")  # the failed attempt too, now that the module is passed
    assert earlier.count("La réponse attendue") == 6


def test_a_new_substance_hides_the_key_of_former_attempts_again(app, tutor, browser: Browser) -> None:
    with app.app_context():
        module = content.module()
        attempt_id = acts.take(tutor, module.slug)
        content.publish(module, substance=2, published_at=NOW)
    page = browser.sign_in(tutor).text(f"/essais/{attempt_id}/resultat")
    assert "SECRET retour sur l’ordre" not in page


def test_the_result_says_when_the_next_attempt_opens(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module(delay_minutes=10).slug
        attempt_id = acts.take(tutor, slug, right=False)
    page = plain(browser.sign_in(tutor).text(f"/essais/{attempt_id}/resultat"))
    assert "Le prochain essai s’ouvre le lundi 23 novembre 2026, 10 h 10." in page
    assert "Recommencer le quiz" not in page


def test_the_last_condition_met_the_result_says_the_validation_is_obtained(app, tutor, browser: Browser) -> None:
    slug, attempt_id = opened(app, tutor)
    with app.app_context():
        acts.require(slug)
        acts.fill(tutor, attempt_id)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}/revoir")
    assert browser.post(f"/essais/{attempt_id}/envoyer", {"revision": 1}).location.endswith("/resultat")
    page = browser.text(f"/essais/{attempt_id}/resultat")
    assert "c’était la dernière condition" in page
    assert "/attestation" in page


def test_each_address_of_an_attempt_leads_where_its_state_says(app, tutor, browser: Browser) -> None:
    _, attempt_id = opened(app, tutor)
    browser.sign_in(tutor).text(f"/essais/{attempt_id}")
    assert browser.get(f"/essais/{attempt_id}/resultat").location.endswith(f"/essais/{attempt_id}")
    with app.app_context():
        acts.send(tutor, attempt_id)
    for url in (f"/essais/{attempt_id}", f"/essais/{attempt_id}/revoir"):
        assert browser.get(url).location.endswith("/resultat")
    assert browser.post(f"/essais/{attempt_id}", {"revision": 0}).location.endswith("/resultat")
    assert browser.post(f"/essais/{attempt_id}/envoyer", {"revision": 0}).location.endswith("/resultat")


def test_an_abandoned_attempt_leads_back_to_the_quiz(app, tutor, browser: Browser) -> None:
    with app.app_context():
        module = content.module()
        slug, old = module.slug, acts.start(tutor, module.slug)
        content.publish(module, substance=2)
        acts.start(tutor, slug)
    browser.sign_in(tutor)
    for url in (f"/essais/{old}", f"/essais/{old}/resultat"):
        assert browser.get(url).location.endswith(f"/modules/{slug}/quiz")


@pytest.mark.parametrize("path", ["", "/revoir", "/resultat"])
def test_another_persons_attempt_is_not_found(app, tutor, browser: Browser, path: str) -> None:
    _, attempt_id = opened(app, tutor)
    with app.app_context():
        other = acts.someone()
    browser.sign_in(other).text("/parcours/charte")
    assert browser.get(f"/essais/{attempt_id}{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/enregistrer", "/envoyer"])
def test_nobody_answers_or_sends_for_another(app, tutor, browser: Browser, path: str) -> None:
    slug, attempt_id = opened(app, tutor)
    with app.app_context():
        other = acts.someone()
    browser.sign_in(other).text(f"/modules/{slug}/quiz")
    assert browser.post(f"/essais/{attempt_id}{path}", {"shown": "1", "q1": "0", "revision": 0}).status_code == 404
    assert state(app, attempt_id) == ("open", 0, 0)


@pytest.mark.parametrize(("path", "most"), [("", 4), ("/revoir", 4), ("/resultat", 24)])
def test_an_attempts_pages_make_a_fixed_number_of_queries(app, tutor, browser: Browser, path: str, most: int) -> None:
    browser.sign_in(tutor)
    found = []
    for bank in ([content.single()], content.one_of_each() + [content.single(f"q{n}") for n in range(6)]):
        _, attempt_id = opened(app, tutor, bank=bank)
        if path == "/resultat":
            with app.app_context():
                acts.send(tutor, attempt_id)
        with counted(app) as count:
            browser.text(f"/essais/{attempt_id}{path}")
        found.append(count.n)
    assert found[0] == found[1] <= most, "\n".join(count.statements)


def test_the_modules_page_lists_attempts_and_keeps_its_queries_few(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
        acts.take(tutor, slug, right=False)
        acts.take(tutor, slug)
    browser.sign_in(tutor)
    with counted(app) as count:
        page = plain(browser.text(f"/modules/{slug}"))
    assert count.n <= 7, "\n".join(count.statements)
    assert "100 %" in page
    assert "0 %" in page
    assert "Non réussi" in page
    assert "S’exercer à nouveau" in page
