"""Before the season: the mail, the page behind its link, the silent who leave the shortlist and come back in one click."""

from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.hashing import hashed
from app.accounts.models import Person as Account
from app.infra import clock
from app.infra.db import db, write
from app.pool.models import SeasonConfirmation, TutorProfile
from app.training.models import Validation
from tests.journeys.conftest import ADMIN, NewPerson
from tests.journeys.hands import Person
from tests.journeys.scene import PASSWORD, Class, a_class, in_the_pool
from tests.journeys.server import Server

LEAD, GOING_ON, SILENT = "lise.aubert@exemple.fr", "lea.roussel@exemple.fr", "paul.silence@exemple.fr"
QUESTION = "Continuez-vous en"


def peopled(server: Server) -> Class:
    """A class with one student, and two tutors validated long ago, one of whom will say nothing."""
    app = server.application()
    led = a_class(app, LEAD)
    in_the_pool(app, "Léa", GOING_ON)
    in_the_pool(app, "Paul", SILENT)
    with app.app_context():
        long_ago = clock.now() - timedelta(days=400)
        write(lambda session: session.execute(update(Validation).values(valid_from=long_ago)))
        signs_in = update(Account).where(Account.email == SILENT).values(password_hash=hashed(PASSWORD))
        write(lambda session: session.execute(signs_in))
    return led


def asks(admin: Person) -> None:
    """The national team asks now, having read what follows."""
    admin.sign_in(ADMIN, PASSWORD)
    admin.open("/admin/vivier", "nobody asked")
    admin.sees("Personne n’a encore été sollicité")
    admin.link("/admin/vivier/demande")
    admin.sees("2 personnes recevront un courriel")
    admin.send()
    admin.sees("La demande pour")


def goes_on(stranger: Person, server: Server) -> None:
    """From the mail, without signing in: the choice is made, seats and date are given, and it is said back."""
    stranger.open(server.mail_to(GOING_ON, QUESTION), "asked")
    assert stranger.page.locator("input[name=choice][value=oui]").is_checked()
    stranger.page.locator("input[name=until]").fill("1999-01-01")
    stranger.send()
    stranger.sees("Choisissez une date à partir d’aujourd’hui")
    stranger.page.locator("input[name=until]").fill("")
    stranger.choose("seats", "1")
    stranger.send()
    stranger.sees("Merci, vous continuez en")
    stranger.sees("vous pouvez accompagner 1 personne")
    assert server.rows("SELECT answer, seats FROM season_confirmation WHERE answer IS NOT NULL") == [("yes", 1)]


def time_passes(server: Server) -> None:
    """The deadline comes."""
    app = server.application()
    with app.app_context():
        past = clock.now() - timedelta(minutes=1)
        write(lambda session: session.execute(update(SeasonConfirmation).values(due_at=past)))


def test_a_season_is_confirmed_or_not(someone: NewPerson, server: Server) -> None:
    led = peopled(server)
    admin, lead = someone("admin"), someone("lead", script=False)
    asks(admin)
    abroad = someone("reader", lang="en", width=375)
    abroad.open(server.mail_to(GOING_ON, QUESTION), "in English")
    abroad.sees("Are you continuing in")
    goes_on(someone("stranger", script=False), server)
    shortlist = f"/etudiants/{led.student_id}/tuteurs"
    lead.sign_in(LEAD, PASSWORD)
    lead.open(shortlist, "before the deadline")
    lead.sees("Paul M.")

    time_passes(server)
    lead.open(shortlist, "one silent")
    lead.does_not_see("Paul M.")
    lead.sees("1 n’a pas encore confirmé cette saison")
    lead.open(f"{shortlist}?aussi=a-confirmer", "the silent shown")
    lead.sees("N’a pas encore confirmé cette saison")
    admin.open("/admin/vivier", "asked")
    admin.sees("Sans réponse, donc plus proposés")

    silent = someone("silent", width=375)
    silent.sign_in(SILENT, PASSWORD)
    silent.sees("Vous n’avez pas encore confirmé la saison")
    silent.open("/saison", "overdue")
    silent.open("/binomes", "overdue")
    silent.send("/saison/continuer")
    silent.sees("Ce que voient les classes")
    lead.open(shortlist, "all back")
    lead.sees("Paul M.")
    silent.open("/saison", "answered")
    silent.choose("choice", "non")
    silent.send()
    silent.sees("Vous avez dit ne pas continuer")
    with server.application().app_context():
        left = db.session.scalars(select(TutorProfile.seats).order_by(TutorProfile.seats)).all()
    assert left == [1, 2]
