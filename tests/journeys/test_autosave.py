"""A quiz loses nothing: reloaded, cut off from the network, or open in two tabs."""

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import NewPerson
from tests.journeys.hands import Person
from tests.journeys.scene import PASSWORD, account
from tests.journeys.server import Server

TUTOR = "ada.lecomte@exemple.fr"
SAVED = re.compile(r"Enregistré à")


@pytest.fixture
def tutor(someone: NewPerson, server: Server) -> Person:
    """A tutor before an open quiz."""
    if not server.rows("SELECT id FROM person WHERE email = ?", TUTOR):
        account(server.application(), TUTOR, "tutor", first_name="Ada")
    person = someone("tutor")
    person.sign_in(TUTOR, PASSWORD)
    person.open("/modules/role-et-limites/quiz")
    person.send()
    return person


def choices(page: Page) -> Locator:
    """The options of the page's first question that has some, in the order shown.

    A question may hold several groups (a line each, or the certainty): the choices are those of its first.
    """
    radios = page.locator("fieldset.tu-question:has(input[type=radio])").first.locator("input[type=radio]")
    return page.locator(f"input[type=radio][name='{radios.first.get_attribute('name')}']")


def said(page: Page) -> Locator:
    """The line that says whether answers are saved."""
    return page.locator("#saved")


def test_an_answer_is_there_after_a_reload(tutor: Person, server: Server) -> None:
    choices(tutor.page).nth(1).check()
    expect(said(tutor.page)).to_have_text(SAVED)
    tutor.page.reload()
    expect(choices(tutor.page).nth(1)).to_be_checked()


def test_an_answer_given_without_network_waits_and_leaves_with_it(tutor: Person, server: Server) -> None:
    choices(tutor.page).nth(0).check()
    expect(said(tutor.page)).to_have_text(SAVED)
    before = revision(server)
    tutor.page.context.set_offline(True)
    choices(tutor.page).nth(2 if choices(tutor.page).count() > 2 else 1).check()
    expect(said(tutor.page)).to_have_text(re.compile("Pas de réseau"))
    assert revision(server) == before, "nothing has left"
    tutor.page.context.set_offline(False)
    expect(said(tutor.page)).to_have_text(SAVED)
    assert revision(server) == before + 1
    tutor.page.reload()
    expect(choices(tutor.page).nth(2 if choices(tutor.page).count() > 2 else 1)).to_be_checked()


def test_the_second_tab_is_warned_and_loses_nothing(tutor: Person, server: Server) -> None:
    second = tutor.page.context.new_page()
    second.goto(tutor.page.url)
    choices(tutor.page).nth(0).check()
    expect(said(tutor.page)).to_have_text(SAVED)
    choices(second).nth(1).check()
    expect(said(second).locator("a")).to_have_text("Rouvrir la page")
    expect(choices(second).nth(1)).to_be_checked()
    with second.expect_navigation():
        second.locator("button[value=revoir]").click()
    expect(second.locator("h1")).to_have_text("Deux versions de vos réponses")
    tutor.watch.look(second, "tutor", "conflict")


def revision(server: Server) -> int:
    """How many times the attempt was saved; read after a short while, for what is on its way to arrive."""
    time.sleep(0.3)
    query = (
        "SELECT a.revision FROM attempt a JOIN person p ON p.id = a.person_id WHERE p.email = ? AND a.state = 'open'"
    )
    return int(server.rows(query, TUTOR)[0][0])
