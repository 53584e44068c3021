"""Every page of the national team: it opens with nothing and with everything, in both languages, in a few queries."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.infra.db import write
from app.infra.mail import post
from app.recruitment import services as recruitment
from tests import factories as make
from tests.admin.team import as_
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.pairing.story import accept, another_student, draw, scene
from tests.training import content

EMPTY = (
    "/admin",
    "/admin/couverture",
    "/admin/couverture/besoins",
    "/admin/classes",
    "/admin/classes/nouvelle",
    "/admin/institutions",
    "/admin/institutions/nouvelle",
    "/admin/concours",
    "/admin/concours/nouveau",
    "/admin/personnes",
    "/admin/personnes?role=lead",
    "/admin/personnes?q=personne-ne-porte-ce-nom",
    "/admin/personnes/inviter",
    "/admin/etudiants",
    "/admin/reglages",
    "/admin/reglages/training.required_modules",
    "/admin/reglages/pool.max_seats",
    "/admin/charte",
    "/admin/temoignages",
    "/admin/temoignages/nouveau",
    "/admin/courrier",
    "/admin/courrier?etat=dead",
    "/admin/courrier?etat=done",
    "/admin/courrier?etat=inconnu",
    "/admin/journal",
    "/admin/journal?code=admin.lifted&page=9",
    "/mes-donnees",
    "/mes-donnees/quitter",
)


@pytest.fixture
def full(app: Flask) -> Iterator[tuple[str, ...]]:
    """A country with classes, pairs, proposals, mail and testimonials. Gives the pages of its things."""
    with app.app_context():
        content.module()
        charter = make.charter(text_fr="## Je m’engage\n\nÀ être là.")
        s = scene()
        for _ in range(3):
            draw(s, student_id=another_student(s), tutor_id=make.pool_tutor().id)
        accept(s, draw(s))
        tutor = make.person("tutor", "trainer")
        make.signed(tutor, charter)
        make.eligible(tutor)
        school, exam = make.institution(), make.exam()
        write(lambda x: post(x, "accounts.confirm", {"person_id": tutor.id}, NOW))
        quote = write(
            lambda x: recruitment.save_testimonial(
                x,
                None,
                actor_id=s.lead_id,
                now=NOW,
                quote_fr="Une vraie rencontre.",
                quote_en="",
                who="Claire M.",
                about="tutrice",
                voice="tutor",
                consent_on=NOW.date(),
            )
        )
        yield (
            "/admin/couverture/regions/32",
            f"/admin/couverture/classes/{s.class_id}",
            f"/admin/classes/{s.class_id}",
            f"/admin/classes/{s.class_id}/responsables",
            f"/admin/classes/{s.class_id}/fermer",
            f"/admin/institutions/{school.id}",
            f"/admin/concours/{exam.id}",
            f"/admin/personnes/{s.tutor_id}",
            f"/admin/personnes/{s.lead_id}",
            f"/admin/personnes/{tutor.id}",
            f"/admin/personnes/{s.tutor_id}/suspendre",
            f"/admin/personnes/{s.tutor_id}/effacer",
            f"/admin/etudiants/{s.student_id}/effacer",
            f"/admin/temoignages/{quote}",
            f"/admin/journal?personne={s.lead_id}",
        )


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_opens_on_an_empty_installation(team: Browser, lang: str) -> None:
    team.post("/langue", {"lang": lang})
    for url in EMPTY:
        assert f'<html lang="{lang}"' in team.text(url), url


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_opens_on_a_lively_one(team: Browser, full: tuple[str, ...], lang: str) -> None:
    team.post("/langue", {"lang": lang})
    for url in (*EMPTY, *full):
        assert f'<html lang="{lang}"' in team.text(url), url


def test_no_page_asks_more_of_the_database_as_the_country_grows(
    app: Flask, team: Browser, full: tuple[str, ...]
) -> None:
    def cost() -> dict[str, int]:
        found = {}
        for url in (*EMPTY, *full):
            with counted(app) as count:
                team.get(url)
            found[url] = count.n
        return found

    before = cost()
    with app.app_context():
        for _ in range(4):
            s = scene()
            accept(s, draw(s))
            draw(s, student_id=another_student(s))
    assert cost() == before
    assert max(before.values()) <= 36, before


def test_a_page_of_nothing_is_not_found(team: Browser) -> None:
    for url in ("classes", "institutions", "concours", "personnes", "temoignages"):
        assert team.get(f"/admin/{url}/987654321").status_code == 404
    for url in ("/admin/reglages/inconnu", "/admin/etudiants/987654321/effacer", "/admin/journal?personne=987654321"):
        assert team.get(url).status_code == 404


def test_only_the_national_team_opens_them(app: Flask, full: tuple[str, ...]) -> None:
    with app.app_context():
        others = [make.person(role).id for role in ("tutor", "trainer")]
    for person_id in others:
        browser = as_(app, person_id)
        for url in (*EMPTY, *full):
            expected = 200 if url.startswith("/mes-donnees") else 403
            assert browser.get(url).status_code == expected, url
