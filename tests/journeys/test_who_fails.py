"""Who fails a quiz stays out, and is told why: in English, on a phone, without a school's link."""

import json

from tests.journeys.answers import answers, attempt_in, give
from tests.journeys.conftest import NewPerson
from tests.journeys.hands import Person
from tests.journeys.scene import PASSWORD, a_class, in_the_pool
from tests.journeys.server import Server

TUTOR, LEAD = "kieran.doyle@exemple.fr", "omar.haddad@exemple.fr"
MODULE = "role-et-limites"


def test_who_fails_a_quiz_stays_out_and_is_told_why(someone: NewPerson, server: Server) -> None:
    tutor = someone("tutor", lang="en", width=375)
    joins(tutor, server)
    fails(tutor, server)
    is_told_why(tutor, server)
    knows_what_is_missing(tutor, server)
    is_not_in_the_pool(tutor, someone("lead", width=375), server)


def joins(tutor: Person, server: Server) -> None:
    """No school's link, and every page in English from the first."""
    tutor.open("/")
    assert tutor.page.locator("html").get_attribute("lang") == "en"
    tutor.open("/inscription")
    tutor.write({"first_name": "Kieran", "last_name": "Doyle", "email": TUTOR, "password": PASSWORD})
    tutor.send()
    tutor.open(server.mail_to(TUTOR, "confirm your address"))
    tutor.send()
    tutor.write({"email": TUTOR, "password": PASSWORD})
    tutor.send()
    tutor.sees("Kieran")
    tutor.open("/parcours/eligibilite")
    tutor.open("/parcours/charte")
    tutor.tick("agreed", "y")
    tutor.send()


def fails(tutor: Person, server: Server) -> None:
    """The quiz taken without a lesson read, every answer wrong."""
    tutor.open(f"/modules/{MODULE}/quiz")
    tutor.send()
    attempt_id = attempt_in(tutor.page.url)
    give(tutor, answers(server, attempt_id, right=False))
    tutor.press(tutor.page.locator("button[value=revoir]"))
    tutor.send("/envoyer")
    assert tutor.page.url.endswith("/resultat")
    assert server.rows("SELECT passed FROM attempt WHERE id = ?", attempt_id) == [(0,)]


def is_told_why(tutor: Person, server: Server) -> None:
    """Each wrong choice is explained; the key is nowhere in the page."""
    drawn = server.rows(
        "SELECT q.type, q.body, q.texts, i.answer FROM attempt_item i JOIN question q ON q.id = i.question_id "
        "WHERE i.attempt_id = ?",
        attempt_in(tutor.page.url),
    )
    assert drawn
    for kind, body, texts, answer in drawn:
        keys, said, given = json.loads(body), json.loads(texts), json.loads(answer or "{}")
        words = said.get("en") or said["fr"]
        if kind in ("ordering", "matching"):
            tutor.sees(words["notion"])
            tutor.does_not_see(words["feedback"])
            continue
        for one in given.get("chosen", ()):
            tutor.sees(words["options"][one]["feedback"])
        for one in keys["right"]:
            tutor.does_not_see(words["options"][one]["feedback"])


def knows_what_is_missing(tutor: Person, server: Server) -> None:
    """One line per condition: the declaration, and the five modules; the charter, signed, is not among them."""
    tutor.open("/parcours")
    tutor.open("/parcours/manque")
    lines = tutor.page.locator("main .tu-list > li")
    assert lines.count() == 1 + 5 + 1
    places = [link.get_attribute("href") or "" for link in lines.locator("a.fr-btn").all()]
    assert any(place.endswith("/parcours/eligibilite") for place in places)
    assert not any(place.endswith("/parcours/charte") for place in places)
    for (slug,) in server.rows("SELECT slug FROM module ORDER BY position LIMIT 5"):
        assert any(f"/modules/{slug}" in place for place in places), slug
    tutor.open("/attestation")
    assert server.rows(
        "SELECT count(*) FROM certificate c JOIN person p ON p.id = c.person_id WHERE p.email = ?", TUTOR
    ) == [(0,)]


def is_not_in_the_pool(tutor: Person, lead: Person, server: Server) -> None:
    """A full profile does not show while its owner is not validated: classes find others, not this one."""
    ira = str(server.rows("SELECT id FROM exam WHERE code = 'ira'")[0][0])
    tutor.open("/profil")
    tutor.tick("exam_ids", ira)
    tutor.select("region_code", "44")
    tutor.tick("slots", "5")
    tutor.choose("seats", "1")
    tutor.send()
    assert tutor.page.locator("main a[href='/parcours']").count() >= 1, "the profile says where to go to be validated"
    assert server.rows(
        "SELECT count(*) FROM tutor_profile t JOIN person p ON p.id = t.person_id WHERE p.email = ?", TUTOR
    ) == [(1,)]
    app = server.application()
    in_the_pool(app, "Judith", "judith.morel@exemple.fr")
    taught = a_class(app, LEAD)
    lead.sign_in(LEAD, PASSWORD)
    for place in ("/vivier", f"/vivier?etudiant={taught.student_id}", f"/etudiants/{taught.student_id}/tuteurs"):
        lead.open(place, "with reasons" if "etudiant=" in place else "")
        lead.sees("Judith M.")
        lead.does_not_see("Kieran")
