"""What anyone may read: every page opens, in both languages, with or without data."""

import csv
from datetime import date
from io import StringIO

import pytest
from flask import Flask

from app.infra.db import write
from app.recruitment import services as recruitment
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser

PAGES = ("/", "/aide", "/statistiques", "/plan-du-site", "/accessibilite", "/mentions-legales", "/donnees-personnelles")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("url", PAGES)
def test_every_public_page_opens_empty_in_both_languages(browser: Browser, url: str, lang: str) -> None:
    browser.post("/langue", {"lang": lang})
    html = browser.text(url)
    assert f'<html lang="{lang}"' in html
    assert html.count("<h1") == 1


def test_titles_are_unique(browser: Browser) -> None:
    titles = [browser.text(url).partition("<title>")[2].partition("</title>")[0] for url in PAGES]
    assert len(set(titles)) == len(PAGES)


def quoted(app: Flask, who: str, *, shown: bool = True, **values: object) -> int:
    with app.app_context():
        admin_id = make.person("admin").id
        made = {"quote_fr": f"Parole de {who}", "quote_en": f"Words of {who}", "about": "tutrice", "voice": "tutor"}
        testimonial_id = write(
            lambda s: recruitment.save_testimonial(
                s, None, actor_id=admin_id, now=NOW, **{**made, "who": who, "consent_on": date(2026, 9, 1), **values}
            )
        )
        if shown:
            write(lambda s: recruitment.show_testimonial(s, testimonial_id, shown=True, actor_id=admin_id, now=NOW))
    return testimonial_id


def test_the_landing_page_quotes_only_what_is_published_in_the_reader_s_language(app: Flask, browser: Browser) -> None:
    quoted(app, "Claire M.")
    quoted(app, "Omar K.", shown=False)
    withdrawn = quoted(app, "Zoé L.")
    with app.app_context():
        write(lambda s: recruitment.show_testimonial(s, withdrawn, shown=False, actor_id=1, now=NOW))
    html = browser.text("/")
    assert "Parole de Claire M." in html
    assert "Omar" not in html
    assert "Zoé" not in html
    browser.post("/langue", {"lang": "en"})
    assert "Words of Claire M." in browser.text("/")


def test_the_landing_page_offers_the_links_of_open_partner_schools(app: Flask, browser: Browser) -> None:
    with app.app_context():
        make.institution(slug="ira-lille", short_name="IRA de Lille")
        make.institution(slug="hote", short_name="Hôte seul", is_school=False)
        make.institution(slug="fermee", short_name="Fermée", closed_at=NOW)
    for url in ("/", "/plan-du-site"):
        html = browser.text(url)
        assert "/ecoles/ira-lille/rejoindre" in html
        assert "/ecoles/hote/" not in html
        assert "/ecoles/fermee/" not in html


def test_small_figures_are_nowhere_on_the_pages(app: Flask, browser: Browser) -> None:
    with app.app_context():
        lead, exam = make.person(), make.exam()
        exam_id, prep = exam.id, make.prep_class(lead)
        for _ in range(4):
            make.student(prep, exam_id=exam_id)
    assert "tu-figure" not in browser.text("/").partition('id="etapes"')[0].replace("tu-figures", "")
    page = browser.text("/statistiques")
    assert "moins de dix" in page
    answer = browser.get("/statistiques.csv")
    lines = list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert lines == [["Région", "Étudiants", "En binôme"], ["Hauts-de-France", "", ""]]


def test_the_machine_in_front_is_answered(browser: Browser) -> None:
    assert browser.get("/sante").data == b"ok"
