"""The coverage board's pages: drill down, map, supply against demand, and the same figures in spreadsheets."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.infra.clock import PARIS
from app.infra.db import db, write
from app.pairing import services
from app.reference.models import Exam, Institution
from app.reference.rules import OVERSEAS_TILES, TILES
from app.reference.seed import REGIONS
from app.reference.services import load_seed
from app.training.models import Validation
from tests import factories as make
from tests.admin.test_overview import words
from tests.conftest import NOW
from tests.counting import counted
from tests.infra.test_xlsxfile import opened
from tests.pages import Browser
from tests.pairing.story import Scene, accept, another_student, draw, scene


def named(s: Scene, name: str, **values: Any) -> Scene:
    """The class of a scene under another name."""
    changed = update(PrepClass).where(PrepClass.id == s.class_id).values(name=name, name_key=name.lower(), **values)
    write(lambda x: x.execute(changed))
    return s


def lines(answer: Any) -> list[list[str]]:
    """The cells of a CSV file, header first."""
    assert answer.mimetype == "text/csv"
    return list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def two(app: Flask) -> tuple[Scene, Scene]:
    """Two classes of one region, one covered and one bare."""
    with app.app_context():
        covered, bare = named(scene(), "Classe couverte"), named(scene(), "Classe nue")
        accept(covered, draw(covered))
        another_student(bare)
        return covered, bare


def test_an_empty_country_says_what_comes_first(team: Browser) -> None:
    assert "Ouvrez une classe et invitez" in team.text("/admin/couverture")
    for address in ("/admin/couverture.csv", "/admin/couverture.xlsx", "/admin/couverture/tableaux/trend.csv"):
        assert team.get(address).status_code == 404
    assert "il n’y a personne à chercher" in team.text("/admin/couverture/besoins")


def test_the_least_covered_comes_first_and_leads_to_its_page(team: Browser, two: tuple[Scene, Scene]) -> None:
    html = team.text("/admin/couverture")
    assert html.index("Classe nue") < html.index("Classe couverte")
    assert "1 étudiant en binôme sur 3" in words(html)
    assert 'href="/admin/couverture/regions/32?promotion=2026"' in html
    region = team.text("/admin/couverture/regions/32?promotion=2026")
    assert region.index("Classe nue") < region.index("Classe couverte")
    assert f'href="/admin/couverture/classes/{two[1].class_id}"' in region
    alone = team.text(f"/admin/couverture/classes/{two[1].class_id}")
    assert "0 étudiant en binôme sur 2" in words(alone)
    assert 'href="/admin/couverture/regions/32?promotion=2026"' in alone, "the way back"
    assert "Hélène Roux" in alone


def test_days_to_the_deadline_are_said_everywhere(team: Browser, two: tuple[Scene, Scene]) -> None:
    for address in ("", "/regions/32", f"/classes/{two[0].class_id}"):
        text = words(team.text(f"/admin/couverture{address}")).replace("\u00a0", " ")
        assert "Échéance dépassée de 54 jours" in text or "Tous couverts" in text, address
    with team.app.app_context():
        write(lambda x: x.execute(update(PrepClass).values(year=2027)))
    assert "Échéance dans 311 jours" in words(team.text("/admin/couverture")).replace("\u00a0", " ")


def test_too_little_is_said_and_nothing_is_foreseen(team: Browser, two: tuple[Scene, Scene]) -> None:
    text = words(team.text("/admin/couverture"))
    assert "Trop peu de recul pour prévoir" in text
    assert "trop peu pour le dire" in text


def test_closed_and_empty_classes_and_other_years_are_there(
    app: Flask, team: Browser, two: tuple[Scene, Scene]
) -> None:
    with app.app_context():
        make.prep_class(name="Classe vide")
        make.prep_class(name="Classe d’avant", year=2024)
        closed = named(scene(), "Classe close")
        write(lambda x: services.close_class(x, closed.class_id, None, NOW))
        empty = make.prep_class(name="Classe sans responsable").id
    html = team.text("/admin/couverture")
    assert {"Classe vide", "Classe close"} <= {unescape(one) for one in re.findall(r">(Classe [^<]+)</a>", html)}
    assert "close le 23 novembre 2026" in html.replace("\u00a0", " ")
    assert "Classe d’avant" not in html
    assert "promotion=2024" in html, "the other years are one click away"
    assert "Classe d’avant" in team.text("/admin/couverture?promotion=2024")
    assert "Classe vide" in team.text("/admin/couverture?promotion=1999"), "an unknown year is the newest"
    assert "Personne n’est responsable de cette classe" in team.text(f"/admin/couverture/classes/{empty}")
    assert "Cette classe est close" in team.text(f"/admin/couverture/classes/{closed.class_id}")


def test_what_does_not_exist_is_not_found(team: Browser, two: tuple[Scene, Scene]) -> None:
    for address in ("regions/inconnu", "classes/987654", "tableaux/inconnu.csv", "tableaux/trend.csv?region=inconnu"):
        assert team.get(f"/admin/couverture/{address}").status_code == 404, address
    assert team.get("/admin/couverture/tableaux/trend.csv?classe=987654").status_code == 404


def test_every_region_has_one_tile_and_no_two_share_a_place(session: Session) -> None:
    assert set(TILES) | set(OVERSEAS_TILES) == {code for code, _name, _zone in REGIONS}
    assert not set(TILES) & set(OVERSEAS_TILES)
    for grid, columns, rows in ((TILES, 4, 5), (OVERSEAS_TILES, 3, 3)):
        places = [(column, row) for column, row, _lines in grid.values()]
        assert len(set(places)) == len(places)
        assert all(column < columns and row < rows for column, row in places)
    names = {code: name for code, name, _zone in REGIONS}
    for code, (_column, _row, parts) in {**TILES, **OVERSEAS_TILES}.items():
        assert " ".join(parts).replace("- ", "-") == names[code]


def test_the_map_says_each_region_and_leads_to_it(app: Flask, team: Browser, two: tuple[Scene, Scene]) -> None:
    with app.app_context():
        write(load_seed)
    html = team.text("/admin/couverture")
    tiles = re.findall(r'<a class="tu-tile tu-tile--(\w+)" href="([^"]+)" aria-label="([^"]+)"', html)
    assert len(tiles) == len(REGIONS)
    state, url, title = next(one for one in tiles if "/regions/32?" in one[1])
    assert (state, url) == ("few", "/admin/couverture/regions/32?promotion=2026")
    said = unescape(title).replace("\u00a0", " ").replace("\u202f", " ")
    assert said == "Hauts-de-France : 1 étudiant en binôme sur 3, sollicités : 0, sans tuteur : 2"
    assert "Aucune classe dans cette région" in team.text("/admin/couverture/regions/03?promotion=2026")


def test_the_csv_of_classes_says_the_same_and_runs_no_formula(app: Flask, team: Browser) -> None:
    with app.app_context():
        make.student(make.prep_class(make.person(), name="=1+1"))
    header, line = lines(team.get("/admin/couverture.csv"))
    assert header[7:10] == ["Échéance", "Jours restants", "Jours de retard"]
    assert line[0].startswith("'=")
    assert line[1:10] == ["2026", "Hauts-de-France", "1", "0", "0", "1", "2026-09-30", "0", "54"]
    assert lines(team.get("/admin/couverture.csv?region=03"))[1:] == []


def test_the_trend_of_each_place_goes_day_by_day_to_now(team: Browser, two: tuple[Scene, Scene]) -> None:
    for asked, place, last in (
        ("", "France", ["3", "1", "0", "2"]),
        ("?region=32", "Hauts-de-France", ["3", "1", "0", "2"]),
        (f"?classe={two[1].class_id}", "Classe nue", ["2", "0", "0", "2"]),
    ):
        found = lines(team.get(f"/admin/couverture/tableaux/trend.csv{asked}"))
        assert found[0] == ["Lieu", "Jour", "Étudiants", "En binôme", "Sollicités", "Sans tuteur"]
        assert len(found) == 14  # a header, twelve days, now
        assert found[-1] == [place, NOW.astimezone(PARIS).date().isoformat(), *last]


def test_every_table_has_its_file(team: Browser, two: tuple[Scene, Scene]) -> None:
    for sheet in ("country", "regions", "exams", "places", "short", "calls"):
        header, *rows = lines(team.get(f"/admin/couverture/tableaux/{sheet}.csv"))
        assert all(len(row) == len(header) for row in rows), sheet
    assert lines(team.get("/admin/couverture/tableaux/regions.csv"))[1][:9] == [
        "32", "Hauts-de-France", "2026", "2", "3", "1", "0", "2", "2026-09-30",
    ]  # fmt: skip


def test_the_workbook_holds_every_table(app: Flask, team: Browser, two: tuple[Scene, Scene]) -> None:
    with app.app_context():
        named(scene(), '=HYPERLINK("http://ailleurs.example")')
    answer = team.get("/admin/couverture.xlsx")
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "tutorat-couverture-2026.xlsx" in answer.headers["Content-Disposition"]
    book = opened(answer.get_data())
    assert list(book) == [
        "Pays", "Régions", "Classes", "Tendance", "Concours", "Places par région", "Manques", "Où recruter",
    ]  # fmt: skip
    assert book["Pays"][1][:5] == [2026.0, 4.0, 1.0, 0.0, 3.0]
    assert {row[0] for row in book["Classes"][1:]} >= {"Classe nue", '=HYPERLINK("http://ailleurs.example")'}
    assert {row[0] for row in book["Tendance"][1:]} == {"France", "Hauts-de-France"}


def test_where_to_recruit_says_why_and_through_whom(app: Flask, team: Browser) -> None:
    with app.app_context():
        s = named(scene(seats=0), "Classe de Cayenne")
        make.region("03", name="Guyane")
        exam = db.session.get_one(Exam, s.exam_id)
        code = exam.code
        write(lambda x: x.execute(update(Student).values(region_code="03", remote=False, presence=True)))
        school = make.institution(slug="ira-de-cayenne", short_name="IRA de Cayenne")
        make.eligible(make.person("tutor"), exam_id=s.exam_id, institution_id=school.id)
    html = team.text("/admin/couverture/besoins")
    text = words(html).replace("\u00a0", " ")
    assert "IRA : Guyane" in text
    assert "1 étudiant de cette région ne demande d’aide que sur place" in text
    assert "1 inscrit, 0 validé" in text
    assert f"/ecoles/ira-de-cayenne/rejoindre?campagne={code}-03" in html
    assert f"/inscription?campagne={code}-03" in html
    with app.app_context():
        gone = select(Institution.id).where(Institution.slug == "ira-de-cayenne")
        write(lambda x: x.execute(update(Institution).where(Institution.id.in_(gone)).values(closed_at=NOW)))
    assert "On ne connaît pas encore d’école" in team.text("/admin/couverture/besoins")


def test_seats_enough_lead_to_proposing_them(app: Flask, team: Browser) -> None:
    with app.app_context():
        scene()
    text = words(team.text("/admin/couverture/besoins"))
    assert "Les places libres suffisent" in text
    assert "Une place ne sert qu’une fois" in text


@pytest.mark.parametrize(
    ("address", "most"),
    [("", 14), ("/regions/32", 13), ("/classes/%s", 14), ("/besoins", 40), ("/tableaux/trend.csv", 10)],
)
def test_a_page_makes_as_many_queries_whatever_the_size(app: Flask, team: Browser, address: str, most: int) -> None:
    with app.app_context():
        s = scene()
        accept(s, draw(s))
    at = f"/admin/couverture{address}" % (s.class_id if "%s" in address else ())
    with counted(app) as few:
        team.get(at)
    with app.app_context():
        for _ in range(5):
            more = scene()
            for _ in range(3):
                draw(more, student_id=another_student(more), tutor_id=make.pool_tutor().id)
            another_student(s)
    with counted(app) as many:
        assert team.get(at).status_code == 200
    assert many.n <= max(few.n, most), many.statements
    assert many.n <= most


def test_the_pages_speak_english(team: Browser, two: tuple[Scene, Scene]) -> None:
    team.client.set_cookie("langue", "en")
    for address in ("", "/regions/32", f"/classes/{two[0].class_id}", "/besoins"):
        html = team.text(f"/admin/couverture{address}")
        assert '<html lang="en"' in html
    assert "the least covered first" in team.text("/admin/couverture")


def test_a_forecast_is_drawn_and_said_once_there_is_enough(app: Flask, team: Browser) -> None:
    with app.app_context():
        s = scene(seats=9)
        students = [s.student_id, *(another_student(s) for _ in range(9))]
        write(lambda x: x.execute(update(Student).values(added_at=NOW - timedelta(days=60))))
        write(lambda x: x.execute(update(Validation).values(valid_from=NOW - timedelta(days=90))))
        for n, student_id in enumerate(students[:6]):
            at = NOW - timedelta(days=26 - 4 * n)
            accept(s, draw(s, at, student_id=student_id), at)
    html = team.text("/admin/couverture")
    text = words(html).replace("\u00a0", " ")
    assert "Si les quatre dernières semaines se poursuivent (+6 en tout), 10 étudiants sur 10" in text
    assert "huit fois sur dix" in text
    assert "c-stroke-soft" in html, "the dotted line"
