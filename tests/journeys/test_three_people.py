"""From the landing page to an accepted pair: a tutor, an administrator and a class lead, by keyboard, without a script."""

from pathlib import Path

from tests.journeys.answers import answers, attempt_in, give
from tests.journeys.conftest import ADMIN, NewPerson
from tests.journeys.hands import Person
from tests.journeys.scene import PASSWORD
from tests.journeys.server import Server

TUTOR, LEAD, STUDENT = "claire.martin@exemple.fr", "sophie.lenoir@exemple.fr", "ines.benali@exemple.fr"
HEADER = "prenom;nom;courriel;concours;epreuves;region;creneaux;souhait\n"
GOOD = f"Inès;Benali;{STUDENT};ira;cas-pratique, entretien;Hauts-de-France;mardi soir;Tenir le temps.\n"
FAULTY = "Hugo;Petit;hugo.petit-exemple.fr;ira;cas-pratique;Hauts-de-France;mardi soir;\n"
EVENINGS = ("5", "8")  # Tuesday and Wednesday evening
MESSAGE = "Inès prépare l’IRA et voudrait un rendez-vous par semaine."


def test_three_people_come_to_an_accepted_pair(someone: NewPerson, server: Server, tmp_path: Path) -> None:
    tutor, admin, lead = (someone(who, script=False) for who in ("tutor", "admin", "lead"))
    joins(tutor, server)
    enters_the_path(tutor, server)
    for slug in required(server):
        passes(tutor, server, slug)
    passes_the_test(tutor, server)
    is_validated(tutor, server)
    offers_help(tutor, server)
    opens_a_class(admin, server)
    takes_the_class(lead, server)
    imports(lead, server, tmp_path)
    proposes(lead, server)
    accepts(someone("stranger", script=False), server)
    meets(tutor, server)
    ends(lead, server)


def joins(tutor: Person, server: Server) -> None:
    """The landing page, a school's link, the mail, the first sign-in."""
    tutor.open("/")
    tutor.link("/ecoles/ira-lille/rejoindre")
    tutor.send()
    assert tutor.page.locator("main [role=alert]").count() == 1, "an empty form is refused"
    tutor.write({"first_name": "Claire", "last_name": "Martin", "email": TUTOR, "password": PASSWORD})
    tutor.send()
    tutor.open(server.mail_to(TUTOR, "Confirmez votre adresse"))
    tutor.send()
    tutor.write({"email": TUTOR, "password": PASSWORD})
    tutor.send()
    assert tutor.page.url.endswith("/parcours"), tutor.page.url


def enters_the_path(tutor: Person, server: Server) -> None:
    """What is declared and signed before the modules."""
    tutor.open("/parcours/manque")
    tutor.open("/parcours/eligibilite")
    tutor.select("exam_id", str(server.rows("SELECT id FROM exam WHERE code = 'ira'")[0][0]))
    tutor.write({"exam_year": "2024", "post": "Attachée à la préfecture de la Somme"})
    tutor.send()
    tutor.open("/parcours/charte")
    tutor.tick("agreed", "y")
    tutor.send()
    assert server.rows("SELECT count(*) FROM charter_signature") == [(1,)]


def required(server: Server) -> list[str]:
    """The five modules of the gate."""
    return [slug for (slug,) in server.rows("SELECT slug FROM module ORDER BY position LIMIT 5")]


def passes(tutor: Person, server: Server, slug: str) -> None:
    """Read every lesson, answer every question rightly, read over, send."""
    tutor.open(f"/modules/{slug}")
    tutor.link(f"/modules/{slug}/lecons/")
    while "/lecons/" in tutor.page.url:
        plays(tutor, server)
        tutor.press(tutor.page.locator(".tu-pager__link--next"))
    assert tutor.page.url.endswith(f"/modules/{slug}/quiz")
    tutor.send()
    give(tutor, answers(server, attempt_in(tutor.page.url)))
    tutor.press(tutor.page.locator("button[value=revoir]"))
    tutor.sees("Toutes les questions ont une réponse.")
    tutor.send("/envoyer")
    tutor.sees("100 %")


def plays(tutor: Person, server: Server) -> None:
    """The scenario of the lesson, if it has one and it is the first module: choose, say why, read the expert, compare."""
    forms = tutor.page.locator("main form[action*='/situations/']")
    if not forms.count() or len(server.rows("SELECT id FROM scenario_run")) == 2:
        return
    tutor.press(forms.first.locator("button[type=submit]"))
    tutor.sees("Choisissez d’abord ce que vous feriez.")
    tutor.does_not_see("Ce que je surveillerais")
    tutor.choose("choice", "1")
    tutor.write({"words": "Je voudrais d’abord comprendre ce qui lui arrive."})
    tutor.press(forms.first.locator("button[type=submit]"))
    tutor.sees("Ce que je surveillerais")
    tutor.write({"words": "Je n’avais pas pensé à ce qu’il faut surveiller ensuite."})
    tutor.press(forms.first.locator("button[type=submit]"))
    tutor.sees("jouée jusqu’au bout")


def passes_the_test(tutor: Person, server: Server) -> None:
    """Twenty-five situations, four wrong: just enough. Nothing is shown before it is passed."""
    tutor.sees("Il reste une condition à remplir avant votre validation.")
    tutor.open("/parcours", "tested")
    tutor.link("/parcours/test")
    tutor.send()
    given = answers(server, attempt_in(tutor.page.url))
    wrong = answers(server, attempt_in(tutor.page.url), right=False)
    assert len(given) == 25
    give(tutor, [*wrong[:4], *given[4:]])
    tutor.press(tutor.page.locator("button[value=revoir]"))
    tutor.sees("Toutes les questions ont une réponse.")
    tutor.send("/envoyer")
    tutor.sees("21 / 25")


def is_validated(tutor: Person, server: Server) -> None:
    """The last condition opened the gate, in the same act."""
    tutor.sees("C’était la dernière condition : votre validation est acquise.")
    server.letter(TUTOR, "Votre validation est acquise")
    tutor.link("/attestation")
    tutor.sees("Claire Martin")
    tutor.open("/parcours", "validated")
    tutor.open("/parcours/manque", "validated")


def offers_help(tutor: Person, server: Server) -> None:
    """The profile that classes find."""
    tutor.open("/profil")
    papers = server.rows("SELECT id FROM paper WHERE code IN ('cas-pratique', 'entretien')")
    tutor.tick("paper_ids", *(str(number) for (number,) in papers))
    tutor.write({"words": "Oraux blancs et cas pratiques, le soir."})
    tutor.select("region_code", "32")
    tutor.tick("slots", *EVENINGS)
    tutor.choose("seats", "2")
    tutor.write({"phone": "06 12 34 56 78"})
    tutor.send()
    assert server.rows("SELECT seats, region_code FROM tutor_profile") == [(2, "32")]


def opens_a_class(admin: Person, server: Server) -> None:
    """A class, and a lead invited by address."""
    admin.sign_in(ADMIN, PASSWORD)
    admin.open("/admin/classes")
    admin.link("/admin/classes/nouvelle")
    admin.write({"name": "Prépa Talents de Lille", "year": "2026"})
    admin.select("institution_id", str(server.rows("SELECT id FROM institution WHERE slug = 'ira-lille'")[0][0]))
    admin.select("region_code", "32")
    admin.send()
    admin.write({"first_name": "Sophie", "last_name": "Lenoir", "email": LEAD})
    admin.send()
    admin.sees(LEAD)


def takes_the_class(lead: Person, server: Server) -> None:
    """The invitation's link, a password, the class still empty."""
    lead.open(server.mail_to(LEAD, "Votre accès à Tutorat"))
    lead.write({"password": PASSWORD})
    lead.send()
    if "/connexion" in lead.page.url:
        lead.write({"email": LEAD, "password": PASSWORD})
        lead.send()
    lead.open("/classes")
    lead.link("/classes/")
    lead.sees("La classe est vide")


def imports(lead: Person, server: Server, folder: Path) -> None:
    """A faulty file is explained and adds nobody; the mended one is read over, then added."""
    lead.press(lead.page.locator("main a[href$='/importer']").first)
    chooses(lead, folder / "fautif.csv", HEADER + FAULTY + GOOD)
    lead.sees("hugo.petit-exemple.fr")
    assert server.rows("SELECT count(*) FROM student") == [(0,)]
    lead.press(lead.page.locator("main a[href$='/importer']").last)
    chooses(lead, folder / "bon.csv", HEADER + GOOD)
    lead.sees("Inès Benali")
    lead.send("/confirmer")
    assert server.rows("SELECT count(*) FROM student") == [(1,)]


def chooses(lead: Person, path: Path, text: str) -> None:
    """Choose a file by keyboard, and have it checked."""
    path.write_text(text, encoding="utf-8")
    lead.reach(lead.page.locator("main input[type=file]"))
    with lead.page.expect_file_chooser() as opened:
        lead.page.keyboard.press("Space")
    opened.value.set_files(path)
    lead.send()


def proposes(lead: Person, server: Server) -> None:
    """The board, the shortlist with its reasons, a message."""
    lead.open("/classes")
    lead.link("/classes/")
    lead.press(lead.page.locator("main a[href$='/tuteurs']"))
    lead.sees("Claire M.")
    assert lead.page.locator("main .tu-candidates li").count() >= 2, "reasons for and against are given"
    lead.does_not_see(TUTOR)
    lead.press(lead.page.locator("main .tu-table__action a").first)
    lead.write({"message": MESSAGE})
    lead.send()
    assert server.rows("SELECT state FROM proposal") == [("sent",)]
    lead.open(f"/etudiants/{student(server)}/tuteurs", "proposed")


def student(server: Server) -> int:
    """The number of the one student."""
    return int(server.rows("SELECT id FROM student")[0][0])


def accepts(visitor: Person, server: Server) -> None:
    """The mail's button opens a page where the choice is made; one press answers. No sign-in, no contact shown."""
    visitor.open(server.mail_to(TUTOR, "vous propose un tutorat"))
    visitor.sees(MESSAGE)
    visitor.does_not_see("Benali")
    visitor.choose("choice", "accepter")
    visitor.send()
    visitor.sees("C’est accepté, merci")
    assert server.rows("SELECT state FROM proposal") == [("accepted",)]


def meets(tutor: Person, server: Server) -> None:
    """Contact details are now visible to both sides."""
    tutor.open("/propositions")
    tutor.open("/binomes")
    tutor.link("/binomes/")
    tutor.sees("Inès Benali")
    tutor.sees(STUDENT)
    assert STUDENT in server.letter(TUTOR, "Votre binôme est formé").as_string()


def ends(lead: Person, server: Server) -> None:
    """The lead sees the pair and ends it, saying why; the seat is free again."""
    lead.open("/classes")
    lead.link("/classes/")
    lead.press(lead.page.locator("main a[href^='/binomes/']").first)
    lead.sees(TUTOR)
    assert server.rows("SELECT seats_taken FROM tutor_profile") == [(1,)]
    lead.press(lead.page.locator("main a[href$='/clore']"))
    lead.send()
    assert lead.page.locator("main [role=alert]").count() == 1, "a reason is asked for"
    lead.choose("reason", "finished")
    lead.send()
    lead.sees("clos")
    assert server.rows("SELECT seats_taken FROM tutor_profile") == [(0,)]
    lead.open(f"/etudiants/{student(server)}/historique")
