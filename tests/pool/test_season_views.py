"""The season's pages: the signed link (opened by scanners, used twice, late, forged), the tutor's own pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.infra import clock
from app.infra.db import db, write
from app.infra.models import AuditEvent, Job
from app.infra.tokens import Token, sign
from app.pool.mails import WRITERS, answer_url
from app.pool.models import SeasonConfirmation, TutorProfile
from app.training.models import Validation
from tests import factories as make
from tests.counting import counted
from tests.pages import Browser
from tests.pool.seasons import AFTER, ASK, DUE, answer, ask, row, tutor

YES = {"choice": "oui", "seats": "1"}


@pytest.fixture(autouse=True)
def _in_august():
    with clock.frozen(ASK + timedelta(days=1)):
        yield


@pytest.fixture
def who(context) -> int:
    person_id = tutor(first_name="Claire", last_name="Martinet", phone="06 12 34 56 78")
    ask()
    return person_id


def path(person_id: int, choice: str = "oui") -> str:
    """The path of the link in the mail."""
    return answer_url(row(person_id), choice).removeprefix("http://127.0.0.1:8000")


def snapshot() -> tuple:
    """All that opening a page could have changed."""
    return (
        [(r.id, r.answer, r.answered_at, r.reminded_at) for r in db.session.scalars(select(SeasonConfirmation))],
        db.session.scalars(select(TutorProfile.seats)).all(),
        db.session.scalars(select(Job.id)).all(),
        db.session.scalars(select(AuditEvent.id)).all(),
    )


@pytest.mark.parametrize("choice", ["oui", "non"])
def test_opening_preselects_the_choice_and_changes_nothing(browser: Browser, who, choice) -> None:
    """A mail scanner opens each link three times, with HEAD too: nothing happens."""
    url, before = path(who, choice), snapshot()
    for _ in range(3):
        html = browser.text(url)
        assert re.search(rf'value="{choice}" checked', html)
        assert re.search(r'name="seats" value="2" checked', html)  # those of the profile
    assert browser.client.head(url).status_code == 200
    assert snapshot() == before


def test_an_unknown_choice_preselects_nothing(browser: Browser, who) -> None:
    assert not re.search(r'name="choice" value="\w+" checked', browser.text(path(who, "tout")))


def test_the_page_is_private_and_shows_no_contact(browser: Browser, who) -> None:
    email = db.session.get_one(Person, who).email
    reply = browser.get(path(who))
    html = reply.get_data(as_text=True)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in reply.headers["X-Robots-Tag"]
    assert not any(secret in html for secret in (email, "Martinet", "06 12 34 56 78"))


def test_a_yes_is_kept_said_and_signs_nobody_in(browser: Browser, who) -> None:
    url = path(who)
    browser.text(url)
    reply = browser.post(url, {**YES, "until": "2027-06-30", "available_from": "2026-09-10"}, follow=True)
    html = reply.get_data(as_text=True)
    assert reply.status_code == 200
    assert "Merci, vous continuez en 2026-2027" in html
    assert "1\N{NO-BREAK SPACE}personne" in html or "1 personne" in html
    assert "30 juin 2027" in html
    assert (row(who).answer, db.session.get_one(TutorProfile, who).seats) == ("yes", 1)
    assert browser.get("/saison").status_code in (302, 303)
    with browser.client.session_transaction() as cookies:
        assert "_user_id" not in cookies


def test_a_no_needs_nothing_else(browser: Browser, who) -> None:
    url = path(who, "non")
    browser.text(url)
    reply = browser.post(url, {"choice": "non", "until": "1999-01-01"}, follow=True)
    assert "merci pour ce que vous avez fait" in reply.get_data(as_text=True)
    assert "restent à répondre" in reply.get_data(as_text=True)
    assert (row(who).answer, row(who).until, db.session.get_one(TutorProfile, who).seats) == ("no", None, 2)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choisissez une réponse"),
        ({"choice": "oui"}, "Choisissez un nombre de personnes"),
        ({"choice": "oui", "seats": "7"}, "Choisissez un nombre de personnes"),
        ({**YES, "until": "2026-08-01"}, "Choisissez une date à partir d’aujourd’hui"),
        ({**YES, "until": "2026-09-01", "available_from": "2026-09-02"}, "après celle où vous commencez"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(browser: Browser, who, sent, words) -> None:
    url = path(who)
    browser.text(url)
    reply = browser.post(url, sent)
    assert reply.status_code == 422
    assert words in reply.get_data(as_text=True)
    assert row(who).answer is None


@pytest.mark.parametrize("second", [{"choice": "non"}, YES])
def test_a_link_used_twice_changes_nothing_more(browser: Browser, who, second) -> None:
    url = path(who)
    browser.text(url)
    browser.post(url, YES)
    before = snapshot()
    reply = browser.post(url, second)
    assert reply.status_code == 200
    assert "Merci, vous continuez" in reply.get_data(as_text=True)
    assert snapshot() == before


def test_a_late_link_confirms_in_one_click_and_the_tutor_is_offered_again(browser: Browser, who) -> None:
    url = path(who)
    with clock.frozen(AFTER + timedelta(days=40)):
        html = browser.text(url)
        assert "La date limite était le 31 août 2026" in html
        browser.post(url, YES)
    assert row(who).answer == "yes"


def test_the_link_ends_with_the_season(browser: Browser, who) -> None:
    url = path(who)
    browser.text(url)
    with clock.frozen(datetime(2027, 9, 1, 1, tzinfo=UTC)):
        for reply in (browser.get(url), browser.post(url, YES)):
            assert reply.status_code == 410
            assert "Cette saison est terminée" in reply.get_data(as_text=True)
    assert row(who).answer is None


def test_a_forged_link_opens_nothing(browser: Browser, who) -> None:
    good, token = path(who).split("?")[0], Token(row(who).id, f"asked:{who}:2026", DUE)
    other = tutor()
    ask()
    forged = [
        good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1],  # the last letter holds bits that base64 ignores
        good[: len(good) // 2],
        f"/lien/saison/{sign('proposition', token)}",  # another purpose
        f"/lien/saison/{sign('saison', Token(row(who).id + 999, token.state, DUE))}",
        f"/lien/saison/{sign('saison', Token(row(other).id, token.state, DUE))}",  # the state names another person
        "/lien/saison/x",
    ]
    browser.text(path(who))
    for url in forged:
        for reply in (browser.get(url), browser.post(url, YES)):
            assert reply.status_code == 404
            assert "noindex" in reply.headers["X-Robots-Tag"]
    assert (row(who).answer, row(other).answer) == (None, None)


def test_a_link_opened_by_somebody_signed_in_answers_for_the_one_it_was_sent_to(browser: Browser, who) -> None:
    other = make.person("tutor")
    browser.sign_in(other)
    url = path(who)
    browser.text(url)
    browser.post(url, YES)
    assert row(who).answer == "yes"
    assert row(other.id) is None


def test_a_suspended_tutor_answers_nothing(browser: Browser, who) -> None:
    url = path(who)
    write(lambda x: x.execute(update(Person).where(Person.id == who).values(suspended_at=ASK)))
    assert browser.get(url).status_code == 410


def test_a_post_without_its_token_is_refused(who, app) -> None:
    assert app.test_client().post(path(who), data=YES).status_code == 400
    assert row(who).answer is None


@pytest.mark.parametrize("page", ["/profil", "/binomes", "/parcours"])
def test_one_s_own_pages_ask_until_one_has_answered(browser: Browser, who, page) -> None:
    browser.sign_in(db.session.get_one(Person, who))
    assert "Continuez-vous en 2026-2027" in browser.text(page)
    with clock.frozen(AFTER):
        assert "Vous n’avez pas encore confirmé la saison 2026-2027" in browser.text(page)
    browser.post("/saison/continuer")
    assert row(who).answer == "yes"
    html = browser.text(page)
    assert "Continuez-vous en" not in html
    assert "Préciser ma réponse" not in html


def test_the_notice_is_not_for_those_who_are_asked_nothing(browser: Browser, context) -> None:
    browser.sign_in(make.pool_tutor())
    assert "tu-season" not in browser.text("/profil")
    assert "On ne vous a encore rien demandé" in browser.text("/saison")
    assert browser.post("/saison/continuer").status_code == 404


def test_the_notice_costs_few_queries(browser: Browser, app, who) -> None:
    browser.sign_in(db.session.get_one(Person, who))
    with counted(app) as asked:
        browser.text("/binomes")
    answer(who, ASK)
    with counted(app) as quiet:
        browser.text("/binomes")
    assert asked.n <= quiet.n + 1


def test_signed_in_one_may_change_one_s_mind(browser: Browser, who) -> None:
    browser.sign_in(db.session.get_one(Person, who))
    browser.text("/saison")
    browser.post("/saison", {"choice": "non"})
    assert row(who).answer == "no"
    html = browser.text("/saison")
    assert re.search(r'value="non" checked', html)
    assert "Vous avez dit ne pas continuer" in browser.text("/profil")
    browser.post("/saison", {**YES, "until": "2027-05-31"})
    assert (row(who).answer, str(row(who).until)) == ("yes", "2027-05-31")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["pool.season_ask", "pool.season_reminder"])
def test_the_mail_asks_one_thing_with_two_answers(context, name, language) -> None:
    person_id = tutor(language=language)
    ask()
    mail = WRITERS[name](db.session, {"person_id": person_id, "year": 2026}, ASK)
    assert mail is not None
    assert [words for words, _url in mail.choices] == (
        ["Oui, je continue", "Pas cette année"] if language == "fr" else ["Yes, I am continuing", "Not this year"]
    )
    assert all("/lien/saison/" in url for _words, url in mail.choices)
    assert ("31 août 2026" if language == "fr" else "August 31, 2026") in " ".join(mail.lines)
    assert mail.action == ""


def test_who_is_out_this_season_is_not_told_that_classes_still_see_them(browser: Browser, who) -> None:
    """Silent last year, asked about the next season: nothing is promised that is not true."""
    with clock.frozen(ASK.replace(year=2027)):
        ask(ASK.replace(year=2027))
        mail = WRITERS["pool.season_ask"](db.session, {"person_id": who, "year": 2027}, ASK.replace(year=2027))
        url = answer_url(row(who, 2027), "oui").removeprefix("http://127.0.0.1:8000")
        browser.sign_in(db.session.get_one(Person, who))
        for text in (" ".join(mail.lines), browser.text("/binomes"), browser.text(url)):
            assert "Les classes ne vous voient pas en ce moment" in text
            assert "D’ici là, les classes peuvent toujours" not in text


@pytest.mark.parametrize("change", ["answered", "lost", "suspended"])
def test_the_mail_is_not_sent_once_it_is_no_longer_true(context, change) -> None:
    person_id = tutor()
    ask()
    if change == "answered":
        answer(person_id, ASK)
    elif change == "lost":
        write(lambda s: s.execute(update(Validation).values(valid_until=ASK)))
    else:
        write(lambda s: s.execute(update(Person).where(Person.id == person_id).values(suspended_at=ASK)))
    for name in WRITERS:
        assert WRITERS[name](db.session, {"person_id": person_id, "year": 2026}, ASK) is None


def test_an_ask_that_leaves_late_says_so_and_a_late_reminder_does_not_leave(context) -> None:
    person_id = tutor()
    ask()
    ids = {"person_id": person_id, "year": 2026}
    late = WRITERS["pool.season_ask"](db.session, ids, AFTER)
    assert "La date limite était le 31 août 2026" in " ".join(late.lines)
    assert WRITERS["pool.season_reminder"](db.session, ids, AFTER) is None
