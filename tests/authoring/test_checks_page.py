"""The page of checks: what the command line says, file by file, each with the way to the very place where it is mended."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from app.content.folder import load
from app.content.words import sentence
from tests import factories as make
from tests.admin.team import as_
from tests.authoring import studio
from tests.content import packages
from tests.counting import counted
from tests.pages import Browser

LESSON = "02-lecon-2.md"
LONG = "mot " * 40 + "fin."
CHANGED = {
    "module.yaml": ("minutes: 6", "minutes: 14"),
    "quiz.yaml": ("      feedback: Retour sur b.\n", ""),
    "scenarios.yaml": ("Je *demande* d’abord.", "Voyez <https://exemple.fr>."),
    LESSON: ("## Le geste", f"[ici](silence)\n\n{LONG}\n\n## Le geste"),
}


def spoiled(name: str) -> str:
    """A file of the small package with something wrong in it."""
    old, new = CHANGED[name]
    assert old in packages.files()[name]
    return packages.files()[name].replace(old, new, 1)


def words(html: str) -> str:
    """The words of a page, with ordinary spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.fixture
def draft_id(app: Flask, tmp_path: Path) -> int:
    """A draft with something wrong in four files."""
    with app.app_context():
        person_id = studio.trainer(first_name="Samia")
        made = studio.opened(tmp_path, person_id)
        for name in CHANGED:
            studio.saved(person_id, made, name, spoiled(name))
    return made


@pytest.fixture
def samia(app: Flask) -> Browser:
    with app.app_context():
        return as_(app, studio.trainer(email="autre@exemple.fr"))


def page(draft_id: int) -> str:
    return f"/formation/brouillons/{draft_id}/controles"


def test_the_page_says_what_the_command_line_says(samia: Browser, draft_id: int, tmp_path: Path, app: Flask) -> None:
    texts = {**packages.files(), **{name: spoiled(name) for name in CHANGED}}
    _package, problems = load(packages.written(tmp_path / "again", texts))
    shown = words(samia.text(page(draft_id)))
    with app.test_request_context():
        wanted = [words(sentence(one)) for one in problems]
    assert len(wanted) >= 5
    assert [one for one in wanted if one not in shown] == []
    assert shown.count("à corriger") == sum(one.level == "error" for one in problems)
    assert "2 erreurs" in shown


def test_each_problem_leads_to_its_own_page_which_opens(samia: Browser, draft_id: int) -> None:
    address = f"/formation/brouillons/{draft_id}"
    html = samia.text(page(draft_id)).partition("<main")[2]
    links = {unescape(one) for one in re.findall(r'href="([^"]*/formation/brouillons/\d+/[^"]+)"', html)}
    line = spoiled(LESSON).splitlines().index("[ici](silence)") + 1
    assert links == {
        f"{address}/lecons/lecon-2?ligne={line}",
        f"{address}/lecons/lecon-2?ligne={line + 2}",
        f"{address}/banques/quiz/q0",
        f"{address}/banques/scenario/depart",
    }
    for link in links:
        assert samia.get(link).status_code == 200, link


def test_files_are_titled_counted_and_in_the_order_of_work(samia: Browser, draft_id: int) -> None:
    html = samia.text(page(draft_id)).partition("<main")[2]
    titles = [words(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", html, re.DOTALL)]
    assert titles == ["Leçon 2", "Quiz du module", "Mises en situation"]
    lesson = words(html.partition("fichier-1")[2].partition("</section>")[0])
    assert "1 erreur" in lesson
    assert "2 points à regarder" in lesson
    assert lesson.index("ne mène à rien") < lesson.index("Une phrase de 41 mots")
    assert "Énoncé q0 ?" in words(html)  # the question, not only its line


def test_what_needs_the_whole_module_is_said_once_it_reads(samia: Browser, draft_id: int, app: Flask) -> None:
    assert "minutes annoncées" not in words(samia.text(page(draft_id)))
    with app.app_context():
        person_id = make.person("trainer", email="troisieme@exemple.fr").id
        for name in ("quiz.yaml", LESSON):
            studio.saved(person_id, draft_id, name, packages.files()[name], 2)
    html = samia.text(page(draft_id))
    shown = words(html)
    assert "14 minutes annoncées" in shown
    assert f'href="/formation/brouillons/{draft_id}/module"' in html
    assert "Rien n’empêche de publier" in shown


def test_a_draft_without_fault_says_so_with_its_note(app: Flask, samia: Browser, tmp_path: Path) -> None:
    with app.app_context():
        made = studio.opened(tmp_path, make.person("trainer", email="seule@exemple.fr").id)
    shown = words(samia.text(page(made)))
    assert "1 pour mémoire" in shown
    assert "erreur" not in shown


def test_the_preview_says_it_while_one_writes(samia: Browser, draft_id: int) -> None:
    text = f"# Titre\n\nLisez [la suite](lecon-3) ou [le reste](lecon-4).\n\n{LONG}\n"
    answer = samia.post(f"/formation/brouillons/{draft_id}/apercu", {"text": text})
    shown = words(answer.get_data(as_text=True))
    assert "ligne 3 Le lien vers « lecon-4 » ne mène à rien" in shown
    assert "« lecon-3 »" not in shown
    assert "à regarder ligne 5 Une phrase de 41 mots" in shown


def test_the_page_asks_few_queries_and_belongs_to_trainers(app: Flask, samia: Browser, draft_id: int) -> None:
    with counted(app) as count:
        samia.text(page(draft_id))
    assert count.n <= 6, count.statements
    with app.app_context():
        tutor = as_(app, make.person("tutor", email="tuteur@exemple.fr").id)
    assert tutor.get(page(draft_id)).status_code in (403, 404)
    assert samia.get(page(987654321)).status_code == 404
