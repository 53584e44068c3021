"""The pages no journey passes through: the national team's, the trainers', the account's, the public ones, the errors."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.content.models import Question
from app.infra import clock
from app.infra.db import db, write
from app.infra.tokens import Token, sign
from app.training.models import Review
from app.training.words import REVIEW_PURPOSE, review_state
from tests.journeys.conftest import ADMIN, NewPerson
from tests.journeys.scene import PASSWORD, a_class, account
from tests.journeys.server import Server

PUBLIC = (
    *("/", "/aide", "/statistiques", "/plan-du-site", "/accessibilite", "/mentions-legales", "/donnees-personnelles"),
    *("/connexion", "/inscription", "/inscription/verifier", "/mot-de-passe-oublie", "/courriels"),
)
ACCOUNT = ("/compte", "/compte/mot-de-passe", "/compte/adresse", "/mes-donnees", "/mes-donnees/quitter")
LISTS = {  # a list of the administration, and what its first line opens
    "/admin/classes": "/admin/classes/",
    "/admin/personnes": "/admin/personnes/",
    "/admin/institutions": "/admin/institutions/",
    "/admin/concours": "/admin/concours/",
    "/admin/reglages": "/admin/reglages/",
    "/admin/temoignages": "/admin/temoignages/",
}
ADMINISTRATION = (
    *("/admin/vivier", "/admin/vivier/demande"),
    *("/admin", "/admin/couverture", "/admin/charte", "/admin/courrier", "/admin/journal", "/admin/personnes/inviter"),
    *(
        "/admin/classes/nouvelle",
        "/admin/institutions/nouvelle",
        "/admin/concours/nouveau",
        "/admin/temoignages/nouveau",
    ),
)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_public_pages_are_sound(someone: NewPerson, lang: str) -> None:
    visitor = someone("visitor", lang=lang)
    for address in PUBLIC:
        visitor.open(address)
        assert visitor.page.locator("h1").count() == 1, address
        assert visitor.page.locator("html").get_attribute("lang") == lang


def test_the_errors_say_what_to_do(someone: NewPerson, server: Server) -> None:
    visitor, app = someone("visitor"), server.application()
    with app.app_context():
        late = Token(1, "state", clock.now() - timedelta(minutes=1))
        expired = {purpose: sign(purpose, late) for purpose in ("confirmation", "password")}
    visitor.open("/nulle-part", "missing")
    visitor.sees("Cette page n’existe pas")
    visitor.open(f"/lien/confirmation/{expired['confirmation']}", "expired")
    visitor.sees("Ce n’est pas possible")
    visitor.open("/lien/mot-de-passe/forge.par.quelqu-un", "forged")
    visitor.sees("Ce n’est pas possible")
    visitor.open("/attestation/inconnue", "missing")
    assert visitor.page.locator("main a.fr-btn").count() >= 1, "every error has a way out"


def test_the_account_is_sound(someone: NewPerson, server: Server) -> None:
    account(server.application(), "yann.tanguy@exemple.fr", "tutor", first_name="Yann")
    tutor = someone("tutor")
    tutor.sign_in("yann.tanguy@exemple.fr", PASSWORD)
    for address in (
        *ACCOUNT,
        "/parcours",
        "/parcours/dossier",
        "/parcours/test",
        "/parcours/revisions",
        "/profil",
        "/binomes",
        "/propositions",
        "/attestation",
        "/admin",
    ):
        tutor.open(address, "nothing yet")
    tutor.sees("Cette page ne vous est pas ouverte")


def test_the_trainers_pages_are_sound(someone: NewPerson, server: Server) -> None:
    account(server.application(), "samia.haddad@exemple.fr", "trainer")
    trainer = someone("trainer")
    trainer.sign_in("samia.haddad@exemple.fr", PASSWORD)
    trainer.open("/formation/modules")
    trainer.link("/formation/modules/")
    trainer.open("/formation/test")
    trainer.open("/formation/signalements")
    trainer.open("/galerie")


def test_the_studio_is_sound(someone: NewPerson, server: Server) -> None:
    """A draft of a module: written by keyboard with the script, previewed, saved, read over."""
    account(server.application(), "nora.petit@exemple.fr", "trainer", first_name="Nora")
    trainer = someone("trainer")
    trainer.sign_in("nora.petit@exemple.fr", PASSWORD)
    trainer.open("/formation/modules/role-et-limites")
    trainer.send("/brouillon")
    address = trainer.page.url.removeprefix(server.url)
    trainer.open("/formation/brouillons")
    trainer.open(address)
    trainer.link(f"{address}/lecons/")
    area = trainer.page.locator("textarea[name=text]")
    trainer.reach(area)
    trainer.page.keyboard.press("Control+End")
    trainer.page.keyboard.insert_text("\n\nUn mot **de plus**.\n")
    trainer.page.locator("[data-shown] strong", has_text="de plus").wait_for()
    trainer.page.locator("#saved", has_text="Enregistré à").wait_for()
    trainer.watch.look(trainer.page, "trainer", "written")
    trainer.page.reload()
    assert "Un mot **de plus**." in area.input_value()
    for path in ("/controles", "/changements", "/relecture", "/publier", "/abandonner", "/textes/quiz.yaml", "/module"):
        trainer.open(f"{address}{path}")
    trainer.open(f"{address}/banques/quiz")
    trainer.link(f"{address}/banques/quiz/")
    trainer.link(f"{address}/essayer/")
    for kind in ("single", "cloze", "matching", "numeric"):
        trainer.open(f"{address}/banques/quiz/nouvelle?type={kind}", kind)
    trainer.open(f"{address}/banques/scenario/nouvelle")
    trainer.open(server.rows("SELECT '/apercu/' || address FROM draft")[0][0])


def test_the_pages_of_a_lesson_with_every_block_are_sound(someone: NewPerson, server: Server) -> None:
    """A lesson with a scenario, an exercise, cards: before and after they are answered."""
    account(server.application(), "theo.marin@exemple.fr", "tutor", first_name="Théo")
    tutor = someone("tutor", width=375)
    tutor.sign_in("theo.marin@exemple.fr", PASSWORD)
    slug, key = (
        "oraux-blancs",
        server.rows(
            "SELECT l.key FROM lesson l JOIN module m ON m.current_version_id = l.version_id WHERE m.slug = 'oraux-blancs' "
            "ORDER BY l.position"
        ),
    )
    for (lesson,) in key:
        tutor.open(f"/modules/{slug}/lecons/{lesson}")
        forms = tutor.page.locator("main form[action*='/exercices/']")
        if forms.count():
            forms.first.locator("input[type=radio], input[type=checkbox]").first.check()
            forms.first.locator("button[type=submit]").click()
            tutor.watch.look(tutor.page, "tutor", "answered")
            assert tutor.page.locator(".tu-exercise__back").count() == 1


def test_a_review_is_answered_from_its_mail(someone: NewPerson, server: Server) -> None:
    app = server.application()
    with app.app_context():
        question = db.session.scalars(
            select(Question).where(Question.bank == "quiz", Question.type == "situation").limit(1)
        ).one()
        shown, question_id = list(question.body["options"]), question.id
        person = account_id(server, account(app, "lea.marchand@exemple.fr", "tutor", first_name="Léa"))

        def send(session) -> int:  # type: ignore[no-untyped-def]
            sent = Review(
                person_id=person, since=clock.now(), step=1, question_id=question_id, shown=shown, sent_at=clock.now()
            )
            session.add(sent)
            session.flush()
            return sent.id

        found = db.session.get_one(Review, write(send))
        token = sign(REVIEW_PURPOSE, Token(found.id, review_state(found), clock.now() + timedelta(days=30)))
    reader = someone("reader", script=False, width=375)
    reader.open(f"/lien/revision/{token}?choix=1", "asked")
    reader.send()
    reader.watch.look(reader.page, "reader", "answered")
    reader.link("/lien/revisions/")
    reader.send()
    reader.sees("En pause")


def account_id(server: Server, email: str) -> int:
    """The id of the account with this address."""
    return int(server.rows("SELECT id FROM person WHERE email = ?", email)[0][0])


def test_the_administration_is_sound(someone: NewPerson, server: Server) -> None:
    taught = a_class(server.application(), "hana.roche@exemple.fr") if not classes(server) else None
    admin = someone("admin")
    admin.sign_in(ADMIN, PASSWORD)
    for address in ADMINISTRATION:
        admin.open(address)
    for address, opens in LISTS.items():
        admin.open(address)
        lines = admin.page.locator(
            f"main a[href^='{opens}']:not([href$='nouvelle']):not([href$='nouveau']):not([href$='inviter'])"
        )
        if lines.count():
            admin.press(lines.first)
    class_id = taught.class_id if taught else classes(server)[0]
    for page in ("responsables", "fermer"):
        admin.open(f"/admin/classes/{class_id}/{page}")
    admin.open(f"/admin/personnes/{server.rows('SELECT max(id) FROM person')[0][0]}/effacer")


def classes(server: Server) -> list[int]:
    """The classes that other journeys have left."""
    return [number for (number,) in server.rows("SELECT id FROM prep_class ORDER BY id")]


def test_a_leads_forms_are_sound(someone: NewPerson, server: Server) -> None:
    name = "Prépa Talents de Metz"
    if not server.rows("SELECT id FROM prep_class WHERE name = ?", name):
        a_class(server.application(), "omar.haddad@exemple.fr")
    student, class_id = server.rows(
        "SELECT s.id, c.id FROM student s JOIN prep_class c ON c.id = s.class_id WHERE c.name = ?", name
    )[0]
    (email,) = server.rows(
        "SELECT p.email FROM person p JOIN class_lead l ON l.person_id = p.id WHERE l.class_id = ?", class_id
    )[0]
    lead = someone("lead")
    lead.sign_in(email, PASSWORD)
    for address in (f"/classes/{class_id}/etudiants/ajouter", f"/etudiants/{student}", f"/etudiants/{student}/depart"):
        lead.open(address)
    lead.open(f"/etudiants/{student}/historique", "nothing yet")
    lead.open("/etudiants/999999/tuteurs", "not theirs")
    lead.sees("Cette page n’existe pas")
