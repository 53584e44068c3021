"""The search of the pool: facets, figures, shareable addresses, the hourly limit, a student to draw for."""

import re
from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.infra import settings
from app.infra.db import db, write
from app.pairing.settings import SEARCHES_PER_HOUR
from app.pool.services import take_seat
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.pairing.story import Scene, draw, scene

TODAY = NOW.date()


def students(html: str) -> str:
    """The choices of the list of students."""
    return html.split('name="etudiant"')[1].split("</select>", maxsplit=1)[0]


@pytest.fixture
def s(context) -> Scene:
    return scene(first_name="Claire", words="La note de synthèse")


@pytest.fixture
def lead(browser: Browser, s) -> Browser:
    return browser.sign_in(db.session.get_one(Person, s.lead_id))


def found(html: str) -> int:
    return int(re.search(r'id="resultats"[^>]*>\s*(\d+)', html).group(1))


def test_facets_keep_who_matches_and_their_address_can_be_shared(lead, s) -> None:
    make.pool_tutor(first_name="Paul", region_code="04", remote=False, presence=True, slots=[0])
    assert found(lead.text("/vivier")) == 2
    for query, name in (
        (f"concours={s.exam_id}", "Claire M."),
        ("region=32", "Claire M."),
        ("distance=y", "Claire M."),
        ("mots=SYNTHESE", "Claire M."),
        ("region=04", "Paul M."),
        ("presence=y", "Paul M."),
        ("creneau=0", "Paul M."),  # Monday morning: number 0 is a choice
        ("creneau=5", "Claire M."),
    ):
        html = lead.text(f"/vivier?{query}")
        assert found(html) == 1, query
        assert re.search(rf"<h3><a [^>]*>{name}</a>", html), query
    empty = lead.text("/vivier?region=04&distance=y")
    assert found(empty) == 0
    assert "Retirez-en un" in empty


def test_a_free_seat_is_a_filter_and_full_people_come_last(lead, s) -> None:
    full = make.pool_tutor(first_name="Nora", seats=1).id
    write(lambda x: take_seat(x, full, NOW))
    html = lead.text("/vivier")
    assert found(html) == 2
    assert html.index("Claire M.") < html.index("Nora M.")
    assert "Nora M." not in lead.text("/vivier?libre=y")


def test_people_at_rest_are_counted_and_shown_on_demand(lead, s) -> None:
    make.pool_tutor(first_name="Paul", paused_until=TODAY + timedelta(days=2))
    make.pool_tutor(first_name="Nora", available_from=TODAY + timedelta(days=90))
    html = lead.text("/vivier?region=32")
    assert found(html) == 1
    assert "2 autres répondent aux filtres" in html
    more = re.search(r'href="(/vivier\?[^"]*repos=y[^"]*)"', html).group(1).replace("&amp;", "&")
    assert "region=32" in more
    assert found(lead.text(more)) == 3


def test_figures_beside_choices_are_true(lead, s) -> None:
    make.pool_tutor(region_code="04", first_name="Paul")
    html = lead.text("/vivier?region=32")
    assert re.search(r'<option[^>]*value="04"[^>]*>[^<]*\(1\)', html)
    assert re.search(r'<option[^>]*value="32"[^>]*>[^<]*\(1\)', html)


def test_with_a_student_each_person_comes_with_reasons_and_a_button(lead, s) -> None:
    html = lead.text(f"/vivier?etudiant={s.student_id}")
    assert "Aide à préparer ce concours" in html
    assert f'href="/etudiants/{s.student_id}/tuteurs/{s.tutor_id}"' in html


def test_only_ones_own_students_who_have_nobody_are_offered(lead, s) -> None:
    other = scene()
    html = lead.text(f"/vivier?etudiant={other.student_id}")
    assert f'value="{s.student_id}"' in students(html)
    assert f'value="{other.student_id}"' not in students(html)
    assert f"/etudiants/{other.student_id}/" not in html
    draw(s)
    assert f'value="{s.student_id}"' not in students(lead.text("/vivier"))


@pytest.mark.parametrize(
    "query",
    ["concours=abc", "creneau=99", "region=zz", "page=-3", "page=zz", "etudiant=1;drop", "inconnu=1", "concours="],
)
def test_what_makes_no_sense_in_an_address_is_ignored(lead, s, query) -> None:
    assert found(lead.text(f"/vivier?{query}")) == 1


def test_an_empty_pool_says_how_it_fills(browser: Browser, context) -> None:
    lead = make.person()
    make.prep_class(lead)
    assert "Le vivier est encore vide" in browser.sign_in(lead).text("/vivier")


def test_searches_are_limited_by_the_hour_and_the_limit_is_the_leads_own(lead, s, app) -> None:
    write(lambda x: settings.change(x, SEARCHES_PER_HOUR, 10, NOW, since=NOW, reason="essai", actor_id=None))
    for _ in range(10):
        lead.text("/vivier")
    refused = lead.get("/vivier")
    assert refused.status_code == 429
    assert "Attendez un peu" in refused.get_data(as_text=True)
    for other in ("tuteurs", "tuteurs/comparer?t=1"):  # one limit for every page that shows people of the pool
        assert lead.get(f"/etudiants/{s.student_id}/{other}").status_code == 429
    for other in (f"tuteurs/{s.tutor_id}", "comparer?t=1&t=2"):
        assert lead.get(f"/vivier/{other}").status_code == 429
    other = make.person()
    make.prep_class(other)
    assert Browser(app).sign_in(other).get("/vivier").status_code == 200


def test_no_contact_is_shown_and_queries_do_not_grow(lead, s, app) -> None:
    html = lead.text("/vivier").split("<main")[1]
    assert "exemple.fr" not in html
    db.session.expunge_all()
    with counted(app) as few:
        lead.text(f"/vivier?etudiant={s.student_id}")
    for _ in range(20):
        make.pool_tutor()
    db.session.expunge_all()
    with counted(app) as many:
        lead.text(f"/vivier?etudiant={s.student_id}")
    assert many.n == few.n <= 32, "\n".join(many.statements)
