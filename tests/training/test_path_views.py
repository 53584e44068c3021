"""The tutor's home, what is missing, the declarations and the certificate."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.content.models import Module
from app.infra import clock
from app.infra.clock import PARIS
from app.infra.db import db, write
from app.recruitment.models import CharterSignature, Eligibility
from app.training import services
from app.training.models import Certificate, Validation
from app.training.queries.validations import valid_at
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.training import acts, content


@pytest.fixture
def path(app) -> list[str]:
    """Two modules to pass, the first with a delay between two attempts."""
    with app.app_context():
        slugs = [content.module(delay_minutes=10).slug, content.module().slug]
        acts.require(*slugs)
    return slugs


@pytest.fixture
def newcomer(app):
    """Someone who has just confirmed their address."""
    with app.app_context():
        make.charter()
        return acts.someone(first_name="Malik")


def declare(browser: Browser, exam_id: int, **values: object):
    sent = {"exam_id": exam_id, "exam_year": 2024, "institution_id": "", "post": "Attaché"} | values
    browser.text("/parcours/eligibilite")
    return browser.post("/parcours/eligibilite", sent)


def test_a_newcomer_is_told_how_long_is_left_and_the_one_next_step(path, newcomer, browser: Browser) -> None:
    page = browser.sign_in(newcomer).text("/parcours")
    assert "Bonjour Malik, il vous reste 21 minutes" in page.replace("\u00a0", " ")  # 2 + 3 + 8 + 8
    assert "Dites quel concours vous avez réussi" in page
    assert page.count('<li class="tu-path__step') == 5
    assert "Ce qu’il manque pour être validé" in page


def test_the_home_of_someone_with_nothing_to_do_but_wait_says_so(app, browser: Browser) -> None:
    with app.app_context():
        acts.require("pas-encore-publie")
        tutor = acts.ready()
    page = browser.sign_in(tutor).text("/parcours")
    assert "Ce qui manque ne dépend pas de vous" in page
    assert "il n’est pas publié" in page


def test_the_path_is_walked_from_the_first_step_to_the_certificate(app, path, newcomer, browser: Browser) -> None:
    with app.app_context():
        exam_id = make.exam(name="IRA").id
    browser.sign_in(newcomer)
    assert declare(browser, exam_id).location.endswith("/parcours")
    assert "Lisez et signez la charte" in browser.text("/parcours")
    assert "Je m’engage" in browser.text("/parcours/charte")
    with app.app_context():
        version_id = services_charter()
    assert browser.post("/parcours/charte", {"version_id": version_id, "agreed": "y"}).location.endswith("/parcours")
    assert "Commencer la leçon 1" in browser.text("/parcours")
    with app.app_context():
        for slug in path:
            acts.take(newcomer, slug)
    page = browser.text("/parcours")
    assert "Bonjour Malik, votre validation est acquise" in page
    assert "Ouvrir mon profil" in page
    certificate = browser.text("/attestation")
    assert newcomer.full_name in certificate
    assert f"Titre de {path[0]}" in certificate


def services_charter() -> int:
    from app.recruitment.queries import current_charter

    found = current_charter(db.session, NOW)
    assert found is not None
    return found.id


def test_the_page_of_what_is_missing_names_each_condition_and_when_the_next_attempt_opens(
    app, path, browser: Browser
) -> None:
    with app.app_context():
        tutor = acts.ready(charter=False)
        acts.take(tutor, path[0], right=False)
    page = browser.sign_in(tutor).text("/parcours/manque").replace("\u00a0", " ").replace("\u202f", " ")
    assert "La charte du tutorat" in page
    assert "Votre dernier essai a obtenu 0 % ; il en faut 80 %." in page
    assert "Le prochain essai s’ouvre le lundi 23 novembre 2026, 10 h 10." in page
    assert "Pas encore commencé : 8 min, quiz compris." in page
    assert "Éligibilité déclarée" in page


def test_when_nothing_is_missing_the_page_says_so(app, path, browser: Browser) -> None:
    with app.app_context():
        tutor = acts.ready()
        for slug in path:
            acts.take(tutor, slug)
    page = browser.sign_in(tutor).text("/parcours/manque")
    assert "Rien ne manque à votre validation" in page


def test_a_validation_that_ends_soon_is_announced_with_what_to_do(app, path, browser: Browser) -> None:
    with app.app_context():
        tutor = acts.ready()
        for slug in path:
            acts.take(tutor, slug)
    browser.sign_in(tutor)
    assert "prend fin" not in browser.text("/parcours")
    with clock.frozen(datetime(2030, 8, 15, tzinfo=PARIS)):
        assert "Revoir ma déclaration" in browser.text("/parcours")
    with app.app_context():
        content.publish(
            db.session.scalars(select(Module).where(Module.slug == path[1])).one(), substance=2, published_at=NOW
        )
    page = browser.text("/parcours").replace("\u00a0", " ")
    assert "Votre validation prend fin le 7 décembre 2026 au soir" in page
    assert f'href="/modules/{path[1]}"' in page
    with app.app_context():
        make.charter(number=850, effective_on=date(2026, 12, 1))
    assert "Lire et signer la nouvelle charte" in browser.text("/parcours")


def test_a_lost_validation_is_dated_and_explained(app, path, browser: Browser) -> None:
    with app.app_context():
        tutor = acts.ready()
        for slug in path:
            acts.take(tutor, slug)
        person_id, later = tutor.id, NOW + timedelta(days=5)
        write(lambda s: s.delete(s.get_one(Eligibility, person_id)))
        write(lambda s: services.reassess(s, person_id, later))
    with clock.frozen(later):
        page = browser.sign_in(tutor).text("/parcours/manque")
        assert "Votre validation précédente a pris fin le 28" in page
        assert "a pris fin le 28" in browser.text("/attestation")


def test_an_eligibility_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    app, path, newcomer, browser: Browser
) -> None:
    with app.app_context():
        exam_id = make.exam().id
    response = declare(browser.sign_in(newcomer), exam_id, exam_year=2031, post="Rédacteur à Metz")
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert "<title>Erreur" in page
    assert "Rédacteur à Metz" in page
    with app.app_context():
        assert db.session.get(Eligibility, newcomer.id) is None


def test_the_declaration_made_before_is_shown_again(app, path, newcomer, browser: Browser) -> None:
    with app.app_context():
        make.eligible(newcomer, post="Attachée à la préfecture")
    assert "Attachée à la préfecture" in browser.sign_in(newcomer).text("/parcours/eligibilite")


def test_the_charter_is_not_signed_without_the_tick(app, newcomer, browser: Browser) -> None:
    with app.app_context():
        version_id = services_charter()
    browser.sign_in(newcomer).text("/parcours/charte")
    response = browser.post("/parcours/charte", {"version_id": version_id})
    assert response.status_code == 422
    with app.app_context():
        assert db.session.scalars(select(CharterSignature)).all() == []


def test_a_charter_replaced_while_being_read_is_not_signed_by_mistake(app, newcomer, browser: Browser) -> None:
    with app.app_context():
        version_id = services_charter()
    browser.sign_in(newcomer).text("/parcours/charte")
    with app.app_context():
        make.charter(number=700, effective_on=date(2026, 11, 1))
    response = browser.post("/parcours/charte", {"version_id": version_id, "agreed": "y"})
    assert response.location.endswith("/parcours/charte")
    with app.app_context():
        assert db.session.scalars(select(CharterSignature)).all() == []


def test_a_signed_charter_shows_its_date_and_a_new_one_asks_again(app, browser: Browser) -> None:
    with app.app_context():
        tutor = acts.ready()
    browser.sign_in(tutor)
    assert "Vous avez signé cette charte le mardi 3 novembre 2026" in browser.text("/parcours/charte")
    with app.app_context():
        make.charter(number=800, effective_on=date(2026, 12, 15), text_fr="Nouveau texte.")
    page = browser.text("/parcours/charte")
    assert "Nouveau texte." in page
    assert "remplace l’actuelle le 15 décembre 2026" in page
    with clock.frozen(datetime(2026, 12, 16, tzinfo=PARIS)):
        assert "La charte a changé depuis que vous l’avez signée" in browser.text("/parcours/charte")


def test_without_any_charter_the_page_says_who_has_to_act(app, browser: Browser) -> None:
    with app.app_context():
        tutor = acts.someone()
    browser.sign_in(tutor)
    assert "Aucune charte n’est publiée" in browser.text("/parcours/charte")
    assert "Aucune charte n’est publiée" in browser.text("/parcours/manque")


def test_the_charters_text_is_sanitised(app, newcomer, browser: Browser) -> None:
    with app.app_context():
        make.charter(number=701, effective_on=date(2026, 11, 1), text_fr="Bien <script>alert(1)</script>")
    assert "<script>alert" not in browser.sign_in(newcomer).text("/parcours/charte")


def test_a_certificate_is_verified_by_anyone_who_has_its_address(app, path, browser: Browser) -> None:
    with app.app_context():
        tutor = acts.ready(first_name="Malik", last_name="Benali")
        for slug in path:
            acts.take(tutor, slug)
        public_id = db.session.scalars(select(Certificate.public_id)).one()
    response = browser.get(f"/attestation/{public_id}")
    page = response.get_data(as_text=True)
    assert "Malik Benali" in page
    assert "La validation est en cours aujourd’hui." in page
    assert tutor.email not in page
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    with clock.frozen(datetime(2030, 9, 2, tzinfo=PARIS)):
        assert "n’est plus en cours" in browser.text(f"/attestation/{public_id}")


def test_an_unknown_and_an_erased_certificate_are_the_same(app, path, browser: Browser) -> None:
    assert browser.get("/attestation/ABCDEFGH").status_code == 404
    with app.app_context():
        tutor = acts.ready()
        for slug in path:
            acts.take(tutor, slug)
        public_id = db.session.scalars(select(Certificate.public_id).where(Certificate.person_id == tutor.id)).one()
    assert browser.get(f"/attestation/{public_id}").status_code == 200
    with app.app_context():
        write(lambda session: setattr(session.get_one(Person, tutor.id), "erased_at", NOW))
    for page in ("", "/badge.json", "/badge.jwt", "/statut.json"):
        assert browser.get(f"/attestation/{public_id}{page}").status_code == 404


def test_before_any_certificate_the_page_says_how_to_have_one(newcomer, browser: Browser) -> None:
    page = browser.sign_in(newcomer).text("/attestation")
    assert "Votre attestation paraîtra ici" in page


def test_a_tutor_who_fails_stays_out_and_is_told_why(app, path, browser: Browser) -> None:
    with app.app_context():
        tutor = acts.ready()
        acts.take(tutor, path[0])
    browser.sign_in(tutor)
    browser.get(f"/modules/{path[1]}/quiz")
    where = browser.post(f"/modules/{path[1]}/quiz").location
    with app.app_context():
        attempt_id = int(where.rpartition("/")[2])
        acts.fill(tutor, attempt_id, right=False)
    browser.text(f"/essais/{attempt_id}/revoir")
    assert browser.post(f"/essais/{attempt_id}/envoyer", {"revision": 1}).location.endswith("/resultat")
    page = browser.text(f"/essais/{attempt_id}/resultat")
    assert "Ce module ne compte pas encore dans votre validation" in page
    assert "Votre dernier essai a obtenu" in browser.text("/parcours/manque")
    with app.app_context():
        assert not valid_at(db.session.get(Validation, tutor.id), NOW)
        assert db.session.scalars(select(Certificate)).all() == []


@pytest.mark.parametrize(("url", "most"), [("/parcours", 21), ("/parcours/manque", 21), ("/attestation", 4)])
def test_pages_of_the_path_make_a_fixed_number_of_queries(app, path, browser: Browser, url: str, most: int) -> None:
    with app.app_context():
        tutor = acts.ready()
        content.module()
        for slug in path:
            acts.take(tutor, slug, right=False)
    browser.sign_in(tutor)
    with counted(app) as few:
        browser.text(url)
    with app.app_context():
        for _ in range(3):
            content.module()
            acts.take(tutor, path[1], right=False)
    with counted(app) as more:
        browser.text(url)
    assert few.n == more.n <= most, "\n".join(more.statements)


def test_in_english_the_pages_open_too(app, path, newcomer, browser: Browser) -> None:
    browser.client.set_cookie("langue", "en")
    browser.sign_in(newcomer)
    for url in (
        "/parcours",
        "/parcours/manque",
        "/parcours/eligibilite",
        "/parcours/charte",
        "/attestation",
        f"/modules/{path[0]}",
    ):
        assert '<html lang="en"' in browser.text(url)
