"""The quiz's script in a real Chromium: it saves by itself, waits for the network, warns a second tab, forgets nothing."""

import os
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.infra.db import db
from app.training.queries.attempts import attempt_of
from tests.servers import chromium
from tests.training import acts, content

QUICK = 5_000


@pytest.fixture
def served(real_app: Flask) -> Iterator[tuple[str, str, int, int]]:
    """A tutor's open attempt on a live server: (address, session cookie, person id, attempt id)."""
    with real_app.app_context():
        tutor = acts.ready()
        slug = content.module(bank=[content.single("q-un"), content.multiple("q-deux"), content.ordering()]).slug
        attempt_id = acts.start(tutor, slug)
    serializer = real_app.session_interface.get_signing_serializer(real_app)  # type: ignore[attr-defined]
    cookie = serializer.dumps({"_user_id": f"{tutor.id}.0", "_fresh": True})
    server = make_server("127.0.0.1", 0, real_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", cookie, tutor.id, attempt_id
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(served: tuple[str, str, int, int]) -> Iterator[BrowserContext]:
    """A browser signed in as that tutor."""
    path = os.environ.get("CHROMIUM") or chromium()
    if not path:
        pytest.fail("Chromium is missing: run `make test`, which installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(base_url=served[0], locale="fr-FR")
        context.set_default_timeout(QUICK)
        context.add_cookies([{"name": "tutorat", "value": served[1], "url": served[0]}])
        yield context
        browser.close()


def opened(visit: BrowserContext, served: tuple[str, str, int, int], query: str = "") -> Page:
    page = visit.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(f"/essais/{served[3]}{query}")
    return page


def options(page: Page, question: int) -> Any:
    return page.locator(f"#q{question} input[type=radio], #q{question} input[type=checkbox]")


SAVED = re.compile("Enregistré à")


def test_an_answer_is_saved_by_itself_and_found_again(visit: BrowserContext, served: Any) -> None:
    page = opened(visit, served)
    options(page, 1).nth(1).check()
    expect(page.locator("#saved")).to_contain_text(SAVED)
    page.reload()
    expect(options(page, 1).nth(1)).to_be_checked()
    page.locator("#saved").wait_for()


def test_several_changes_in_a_row_all_arrive(visit: BrowserContext, served: Any, real_app: Flask) -> None:
    page = opened(visit, served)
    for at in range(3):
        options(page, 1).nth(at).check()
    for at in (0, 3):
        options(page, 2).nth(at).check()
    page.locator("#q3-0").select_option("3")
    page.get_by_role("button", name="Relire avant d’envoyer").click()
    expect(page.get_by_text("Incomplet")).to_have_count(1)
    expect(page.locator(".tu-review").get_by_text("Répondu")).to_have_count(2)
    page.goto(f"/essais/{served[3]}")
    expect(options(page, 1).nth(2)).to_be_checked()
    expect(page.locator("#q3-0")).to_have_value("3")


def test_a_second_tab_is_warned_and_overwrites_nothing(visit: BrowserContext, served: Any) -> None:
    first, second = opened(visit, served), opened(visit, served)
    options(first, 1).nth(0).check()
    expect(first.locator("#saved")).to_contain_text(SAVED)
    options(second, 1).nth(2).check()
    expect(second.locator("#saved")).to_contain_text("autre onglet")
    second.get_by_role("link", name="Rouvrir la page").click()
    expect(options(second, 1).nth(0)).to_be_checked()


def test_without_network_answers_wait_then_leave(visit: BrowserContext, served: Any) -> None:
    page = opened(visit, served)
    visit.set_offline(True)
    options(page, 1).nth(1).check()
    expect(page.locator("#saved")).to_contain_text("Pas de réseau")
    visit.set_offline(False)
    expect(page.locator("#saved")).to_contain_text(SAVED)


def test_a_browser_that_dies_without_network_has_lost_nothing(visit: BrowserContext, served: Any) -> None:
    page = opened(visit, served)
    options(page, 2).nth(0).check()
    expect(page.locator("#saved")).to_contain_text(SAVED)
    visit.set_offline(True)
    options(page, 1).nth(1).check()
    expect(page.locator("#saved")).to_contain_text("Pas de réseau")
    page.close()
    visit.set_offline(False)
    again = opened(visit, served)
    expect(options(again, 1).nth(1)).to_be_checked()
    expect(again.locator("#saved")).to_contain_text(SAVED)
    other = visit.new_page()
    other.goto(f"/essais/{served[3]}")
    expect(options(other, 1).nth(1)).to_be_checked()


def test_a_session_that_has_ended_is_said_and_the_answers_wait(visit: BrowserContext, served: Any) -> None:
    page = opened(visit, served)
    visit.clear_cookies()
    options(page, 1).nth(1).check()
    expect(page.locator("#saved")).to_contain_text("Votre session a pris fin")
    visit.add_cookies([{"name": "tutorat", "value": served[1], "url": served[0]}])
    page.get_by_role("link", name="Rouvrir la page").click()
    expect(options(page, 1).nth(1)).to_be_checked()
    expect(page.locator("#saved")).to_contain_text(SAVED)


def test_a_quiz_is_answered_from_the_keyboard(served: Any, visit: BrowserContext, real_app: Flask) -> None:
    page = opened(visit, served, "?q=1")
    options(page, 1).nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(options(page, 1).nth(1)).to_be_checked()
    page.get_by_role("button", name="Suivante").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#q2")).to_be_visible()
    page.get_by_role("button", name="Précédente").press("Enter")
    expect(options(page, 1).nth(1)).to_be_checked()


def test_what_the_browser_says_is_what_the_database_holds(served: Any, real_app: Flask) -> None:
    """Read once the browser is closed: the database, not the page, is the proof."""
    path = os.environ.get("CHROMIUM") or chromium()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]).new_context(
            base_url=served[0]
        )
        context.add_cookies([{"name": "tutorat", "value": served[1], "url": served[0]}])
        page = opened(context, served)
        options(page, 1).nth(1).check()
        expect(page.locator("#saved")).to_contain_text("10")
    with real_app.app_context():
        attempt = attempt_of(db.session, served[2], served[3])
        item = attempt.items[0]
        assert item.answer == {"chosen": [item.shown[1]]}
        assert attempt.tab_count == 1
