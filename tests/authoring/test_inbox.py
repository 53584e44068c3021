"""The inbox: what is reported waits there, is answered once, and the person is told in their language."""

import re
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.authoring import services
from app.authoring.models import ReportAnswer
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.training.models import QuestionReport
from app.training.services import report_question
from tests.admin.team import as_
from tests.authoring import studio
from tests.conftest import NOW
from tests.mailbox import letters, text_of
from tests.pages import Browser
from tests.training import acts, content

PAGE = "/formation/signalements"


@pytest.fixture
def reported(app: Flask) -> int:
    """A question reported by a tutor who reads English; gives the report's id."""
    with app.app_context():
        slug = content.module().slug
        tutor = acts.someone(first_name="Malik", email="malik@exemple.fr")
        write(lambda s: setattr(s.get_one(Person, tutor.id), "language", "en"))
        return said(tutor, slug, "La clé est <b>fausse</b>.")


def said(tutor: acts.Someone, slug: str, words: str) -> int:
    """A report of the first question of a whole attempt."""
    attempt_id = acts.take(tutor, slug, right=False)
    return write(
        partial(
            report_question, person_id=tutor.id, attempt_id=attempt_id, position=1, reason="key", words=words, now=NOW
        )
    )


@pytest.fixture
def samia(app: Flask) -> Browser:
    with app.app_context():
        person_id = studio.trainer()
    return as_(app, person_id)


def test_an_empty_inbox_says_where_reports_come_from(samia: Browser) -> None:
    assert "à côté du retour de chaque question" in samia.text(PAGE).replace("\u202f", " ")
    assert "Aucun signalement" in samia.text(f"{PAGE}?etat=traites")


def test_a_report_is_answered_and_its_author_told(app: Flask, samia: Browser, reported: int) -> None:
    html = samia.text(PAGE)
    assert "La clé est &lt;b&gt;fausse&lt;/b&gt;." in html
    assert "Malik" not in html, "who reported is not shown"
    assert samia.post(f"{PAGE}/{reported}", {"suite": "corriger", "words": "Corrigé, merci."}).status_code == 303
    (letter,) = [one for one in letters(app) if "malik@exemple.fr" in one["To"]]
    assert letter["Subject"] == "The question you reported"
    assert "You were right" in text_of(letter)
    assert "Corrigé, merci." in text_of(letter)
    assert f"signalement-{reported}" not in samia.text(PAGE)
    assert "Corrigé, merci." in samia.text(f"{PAGE}?etat=traites")


def test_a_report_declined_is_told_too(app: Flask, samia: Browser, reported: int) -> None:
    samia.post(f"{PAGE}/{reported}", {"suite": "garder", "words": "La leçon 2 le dit."})
    assert any("We read the question again" in text_of(one) for one in letters(app))


def test_an_answer_needs_words_and_what_was_asked_stays(app: Flask, samia: Browser, reported: int) -> None:
    answer = samia.post(f"{PAGE}/{reported}", {"suite": "corriger", "words": "  "})
    assert answer.status_code == 422
    assert "Écrivez une phrase" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(QuestionReport, reported).state == "open"


def test_answered_twice_the_second_is_told_and_one_mail_leaves(app: Flask, samia: Browser, reported: int) -> None:
    for words in ("Une fois.", "Deux fois."):
        assert samia.post(f"{PAGE}/{reported}", {"suite": "corriger", "words": words}).status_code == 303
    assert "vient de répondre" in samia.text(PAGE)
    assert len([one for one in letters(app) if "malik@exemple.fr" in one["To"]]) == 1
    with app.app_context():
        assert db.session.scalars(select(ReportAnswer.words)).all() == ["Une fois."]


def test_reported_again_it_waits_again_and_the_old_mail_is_not_sent(app: Flask, samia: Browser, reported: int) -> None:
    samia.post(f"{PAGE}/{reported}", {"suite": "garder", "words": "Non."})
    with app.app_context():
        write(lambda s: setattr(s.get_one(QuestionReport, reported), "state", "open"))
    assert [one for one in letters(app) if "malik@exemple.fr" in one["To"]] == []
    assert f"signalement-{reported}" in samia.text(PAGE)
    samia.post(f"{PAGE}/{reported}", {"suite": "corriger", "words": "Si, en effet."})
    assert any("Si, en effet." in text_of(one) for one in letters(app))


def test_the_most_reported_question_comes_first(app: Flask, samia: Browser, reported: int) -> None:
    with app.app_context():
        slug = content.module(bank=[content.single("seule")]).slug
        other = [said(acts.someone(email=f"t{n}@exemple.fr"), slug, f"Mot {n}") for n in range(2)]
    html = samia.text(PAGE)
    assert "signalée 2\u00a0fois" in html or "signalée 2 fois" in html
    assert max(html.index(f"signalement-{one}") for one in other) < html.index(f'id="signalement-{reported}"')


@pytest.mark.parametrize(("report_id", "state"), [(987654321, "accepted"), (None, "open"), (None, "autre")])
def test_what_does_not_exist_is_not_found(app: Flask, reported: int, report_id: int | None, state: str) -> None:
    with app.app_context():
        me = studio.trainer()
        act = partial(
            services.settle_report, person_id=me, report_id=report_id or reported, state=state, words="x", now=NOW
        )
        with pytest.raises(NotYours):
            write(act)


def test_without_words_nothing_is_settled(app: Flask, reported: int) -> None:
    with app.app_context():
        me = studio.trainer()
        with pytest.raises(DomainError) as error:
            write(
                partial(services.settle_report, person_id=me, report_id=reported, state="accepted", words="", now=NOW)
            )
    assert error.value.code == "authoring.no_answer"


def test_remarks_of_others_on_my_drafts_wait_too(app: Flask, samia: Browser, tmp_path: Path) -> None:
    with app.app_context():
        me, other = studio.trainer(email="moi@exemple.fr"), studio.trainer(email="autre@exemple.fr", first_name="Paul")
        draft_id = studio.opened(tmp_path, me)
        for person_id, words in ((other, "Trop long."), (me, "À moi-même.")):
            write(
                partial(
                    services.remark,
                    person_id=person_id,
                    draft_id=draft_id,
                    target="quiz:q0",
                    quote="",
                    words=words,
                    now=NOW,
                )
            )
    mine, paul = as_(app, me), as_(app, other)
    page = mine.text(PAGE)
    assert "Trop long." in page
    assert "À moi-même." not in page
    assert "Trop long." not in paul.text(PAGE), "it is his own, on a draft he did not write in"
    assert "Trop long." not in samia.text(PAGE)
    place = re.search(r'href="([^"]+)#(remarque-\d+)"', page)
    assert place
    assert f'id="{place[2]}"' in mine.text(place[1])
    mine.post(f"/formation/brouillons/{draft_id}/remarques/{place[2][9:]}", {"words": "Raccourci.", "action": "regler"})
    assert "Trop long." not in mine.text(PAGE)
