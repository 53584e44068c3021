"""The pool searched at the keyboard: filters, a search saved, a new tutor told by mail, four compared, one asked, mails stopped."""

import re

from sqlalchemy import update

from app.infra import clock
from app.infra.db import db, write
from app.pairing.models import SavedSearch
from app.pairing.services import check_searches
from tests.journeys.conftest import NewPerson
from tests.journeys.hands import Person
from tests.journeys.scene import PASSWORD, a_class, in_the_pool
from tests.journeys.server import Server, plain
from tests.mailbox import text_of

LEAD = "sarah.lopez@exemple.fr"


def look(lead: Person, address: str, state: str) -> None:
    """The page in both widths that matter here: nothing that cannot be seen or reached."""
    lead.open(address, state)
    assert lead.page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


def stops(reader: Person, letter: str) -> None:
    """Follow the letter's last link: one page, one button."""
    link = re.search(r"http\S+/lien/recherches/\S+", letter)
    assert link is not None
    reader.open(link[0])
    reader.sees("Rien n’est encore changé")
    reader.send()
    reader.sees("Vos recherches restent enregistrées")


def test_a_lead_searches_saves_hears_of_someone_new_compares_and_asks(someone: NewPerson, server: Server) -> None:
    app = server.application()
    led = a_class(app, LEAD)
    for n, name in enumerate(("Alice", "Bruno", "Chloé")):
        in_the_pool(app, name, f"cherchee{n}@exemple.fr")
    lead = someone("lead")
    lead.sign_in(LEAD, PASSWORD)
    look(lead, "/vivier", "everyone")
    lead.select("creneau", "5")
    lead.select("region", "32")
    lead.press(lead.page.locator(".tu-filters button[type=submit]"))
    assert "region=32" in lead.page.url
    lead.sees("3 personnes")
    lead.page.keyboard.press("Tab")
    lead.reach(lead.page.locator("a[href='#resultats']"))
    lead.page.keyboard.press("Enter")
    assert lead.page.evaluate("document.activeElement.id") == "resultats"

    lead.reach(lead.page.locator(".tu-keep summary"))
    lead.page.keyboard.press("Enter")
    lead.write({"nom": "Mardi soir à Lille"})
    lead.press(lead.page.locator(".tu-keep button"))
    lead.sees("Mardi soir à Lille")
    kept = lead.page.url

    in_the_pool(app, "Denise", "nouvelle@exemple.fr")
    with app.app_context():
        write(lambda session: session.execute(update(SavedSearch).values(checked_on=None)))
        write(lambda session: check_searches(session, clock.now()))
        db.session.rollback()
    letter = text_of(server.letter(LEAD, "Du nouveau dans le vivier"))
    assert "1 nouvelle personne" in plain(letter)
    look(lead, "/vivier", "someone new")
    lead.sees("1 nouvelle personne")
    lead.press(lead.page.locator("main a", has_text="Mardi soir à Lille").first)
    lead.sees("4 personnes")
    lead.does_not_see("nouvelle personne")
    assert "recherche=" in kept

    for box in lead.page.locator("input[name=t]").all():
        lead.reach(box)
        lead.page.keyboard.press("Space")
    lead.press(lead.page.locator("#comparer button"))
    assert lead.page.locator("main thead th").count() == 4
    lead.press(lead.page.locator("main thead a", has_text="Denise"))
    lead.sees("Denise M.")
    lead.link(f"/etudiants/{led.student_id}/tuteurs/")
    lead.write({"message": "Bonjour, un échange le mardi ?"})
    lead.send("")
    lead.sees("La proposition est envoyée à Denise M.")

    stops(someone("reader", script=False), letter)
    assert server.rows("SELECT DISTINCT mailed FROM saved_search") == [(0,)]
    phone = someone("lead on a phone", width=375, lang="en")
    phone.sign_in(LEAD, PASSWORD)
    phone.open("/vivier?region=32&mots=zzz", "nobody")
