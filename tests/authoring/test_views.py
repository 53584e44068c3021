"""The trainers' pages: the modules, the weakest first, and each module with its questions, key and figures."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask import Flask

from tests import factories as make
from tests.admin.team import as_
from tests.authoring.tried import count as count_now
from tests.authoring.tried import crowd, two
from tests.counting import counted
from tests.pages import VOID, Browser
from tests.training import content

LIST = "/formation/modules"
RIGHT, WRONG = (100, "b"), (0, "a")


class English(HTMLParser):
    """The text of a page's main part, what is said to be French left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[str | None] = []
        self.feed(html.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(dict(attrs).get("lang"))
        self.said += [value or "" for name, value in attrs if name in ("aria-label", "data-label", "title")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if "fr" not in self._open:
            self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


def words(html: str) -> str:
    """The text of a page's main part, on one line, with ordinary spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", html.partition("<main")[2])).replace("\u202f", " ").replace("\u00a0", " ")
    return " ".join(text.split())


@pytest.fixture
def trainer(app: Flask) -> Browser:
    """A trainer's browser."""
    with app.app_context():
        person_id = make.person("trainer").id
    return as_(app, person_id)


def module(app: Flask, *results: tuple[int, str], **values: object) -> str:
    """A module of two questions, tried by as many people as `results`, and counted. Returns its slug."""
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        made = content.module(bank=two(), **values)  # type: ignore[arg-type]
        slug, module_id = made.slug, made.id
        crowd(module_id, *results)
        count_now(patch)
        return slug


def test_without_a_module_the_list_says_how_to_publish_one(trainer: Browser) -> None:
    assert "flask content publish" in words(trainer.text(LIST))


def test_under_ten_people_the_list_says_so_and_gives_no_figure(app: Flask, trainer: Browser) -> None:
    slug = module(app, *[RIGHT] * 9)
    text = words(trainer.text(LIST))
    assert f"Titre de {slug} publié, version 1 moins de 10 personnes" in text
    assert "trop peu de réponses pour le dire" in text
    assert "100 %" not in text
    assert "commencés" not in text


def test_the_list_gives_the_figures_and_the_weakest_first(app: Flask, trainer: Browser) -> None:
    good, weak = module(app, *[RIGHT] * 10), module(app, *[WRONG] * 26, *[(90, "b")] * 4)
    html = trainer.text(LIST)
    text = words(html)
    assert "30 commencés, 30 au quiz, 4 réussis 13 % résultat médian 0 % 2 questions à relire" in text
    assert "10 commencés, 10 au quiz, 10 réussis 100 % résultat médian 100 %" in text
    assert html.index(f"{LIST}/{weak}") < html.index(f"{LIST}/{good}")


def test_a_judged_module_with_nothing_to_read_again_says_so(app: Flask, trainer: Browser) -> None:
    module(app, *[RIGHT] * 40, *[WRONG] * 20, *[(0, "c")] * 20)
    assert "rien à relire" in words(trainer.text(LIST))


def test_a_module_shows_its_lessons_questions_key_and_versions(app: Flask, trainer: Browser) -> None:
    with app.app_context():
        slug = content.module(bank=content.one_of_each()).slug
    text = words(trainer.text(f"{LIST}/{slug}"))
    for said in (
        f"Titre de {slug}",
        "6 questions tirées sur 6, seuil 80 %",
        "Reformuler avant de conseiller",
        "Texte de la leçon 2.",
        "Énoncé single ?",
        "Option b SECRET Retour sur b juste",  # the key, and what each answer is told
        "Option a SECRET Retour sur a Option b",  # not the right one
        "Élément un Élément deux Élément trois",
        "Gauche x → Droite x",
        "Avant la réussite : NOTION de l’ordre",
        "Version 1 en vigueur publiée le 15 août 2026 · fond : le module est à repasser",
        "Le module ne cite aucune source",
    ):
        assert said in text, said


def test_a_question_says_nothing_of_29_answers_and_its_shares_from_30(app: Flask, trainer: Browser) -> None:
    few, enough = module(app, *[RIGHT] * 29), module(app, *[RIGHT] * 24, *[WRONG] * 3, *[(0, "c")] * 3)
    text = words(trainer.text(f"{LIST}/{few}"))
    assert "trop peu de réponses" in text
    assert "réussite" not in text
    assert "choisi par" not in text
    text = words(trainer.text(f"{LIST}/{enough}"))
    assert "rien à relire réussite 80 %, 30 réponses" in text
    assert "choisi par 10 % Option b SECRET Retour sur b choisi par 80 % juste" in text
    assert "Retour sur c choisi par 10 %" in text


@pytest.mark.parametrize(
    ("result", "said"),
    [(WRONG, "trop difficile"), (RIGHT, "presque tout le monde réussit")],
)
def test_a_question_too_hard_or_too_easy_is_said_to_be(
    app: Flask, trainer: Browser, result: tuple[int, str], said: str
) -> None:
    slug = module(app, *[result] * 30)
    text = words(trainer.text(f"{LIST}/{slug}"))
    assert said in text


def test_each_source_says_how_sure_it_is(app: Flask, trainer: Browser) -> None:
    sources = [
        {"ref": "Chi 2001", "doi": "10.1207/abc", "checked": "2026-11-03"},
        {"ref": "Roscoe 2007", "url": "https://exemple.fr/b", "checked": "known"},
        {"ref": "Cohen 1982", "checked": "to-confirm"},
    ]
    texts = {"title": "Titre", "why": "Pourquoi.", "objectives": []}
    slug = module(app, manifest={"fr": texts, "sources": sources})
    html = trainer.text(f"{LIST}/{slug}")
    assert "Chi 2001 lue le 3 novembre 2026 Roscoe 2007 référence connue Cohen 1982 à confirmer" in words(html)
    assert 'href="https://doi.org/10.1207/abc"' in html
    assert 'href="https://exemple.fr/b"' in html


def test_what_is_not_published_is_nobodys(app: Flask, trainer: Browser) -> None:
    assert trainer.get(f"{LIST}/inconnu").status_code == 404


def test_nobody_else_reads_the_banks(app: Flask) -> None:
    slug = module(app)
    with app.app_context():
        lead = make.person()
        make.prep_class(lead)
        people = [make.person("tutor").id, make.person("admin").id, lead.id]
    for person_id in people:
        for url in (LIST, f"{LIST}/{slug}", f"{LIST}/inconnu"):
            assert as_(app, person_id).get(url).status_code == 403, url
    assert "/connexion" in Browser(app).get(f"{LIST}/{slug}").location


def test_the_list_makes_eight_queries_at_most_whatever_it_holds(app: Flask, trainer: Browser) -> None:
    spent = []
    for _round in range(2):
        module(app, *[RIGHT] * 3)
        with counted(app) as count:
            trainer.text(LIST)
        spent.append(count.n)
        for _n in range(4):
            module(app, RIGHT)
    assert spent[0] == spent[1] <= 8, "\n".join(count.statements)


def test_a_module_makes_twelve_queries_at_most_whatever_its_bank(app: Flask, trainer: Browser) -> None:
    small = module(app, *[RIGHT] * 3)
    with app.app_context():
        large = content.module(bank=[*content.one_of_each(), *(content.single(f"q{n}") for n in range(9))], lessons=5)
        slug = large.slug
        with pytest.MonkeyPatch.context() as patch:
            count_now(patch)
    spent = []
    for url in (f"{LIST}/{small}", f"{LIST}/{slug}"):
        with counted(app) as count:
            trainer.text(url)
        spent.append(count.n)
    assert spent[0] == spent[1] <= 12, "\n".join(count.statements)


def test_in_english_no_french_is_left_that_is_not_said_to_be(app: Flask, trainer: Browser) -> None:
    module(app, *[RIGHT] * 12, english=True)
    module(app, *[WRONG] * 30, english=True)
    with app.app_context():
        whole = content.module(bank=content.one_of_each(), english=True).slug
    hard = module(app, *[WRONG] * 30)
    trainer.client.set_cookie("langue", "en")
    for url, said in (
        (LIST, "Passed at the first attempt"),
        (f"{LIST}/{whole}", "pass mark 80%"),
        (f"{LIST}/{hard}", "30 answers"),
    ):
        text = English(trainer.text(url)).text
        assert said in text
        assert not re.findall(
            r"\w*[éèêàùçœÉÀ]\w*|\b(?:le|la|les|des|une|sur|dans|moins|relire|juste|Ouvrir)\b", text
        ), text
