"""The harvest's pages: no name on any, the two clicks from an idea to an option, what is refused keeps what was typed."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.authoring.models import Draft, Misconception, MisconceptionRun
from app.content.models import Module
from app.infra.db import db, write
from app.training.models import ScenarioRun
from tests import factories as make
from tests.admin.team import as_
from tests.authoring import studio
from tests.authoring.explained import crowd, module_id_of, ten, wrote
from tests.authoring.packages import published, read
from tests.authoring.test_studio import words
from tests.counting import counted
from tests.pages import Browser
from tests.training import content

PAGE = f"/formation/modules/{studio.SLUG}/idees-recues"
TEXT = "Il faut donner le conseil numéro 3."


@pytest.fixture
def runs(app: Flask, tmp_path: Path) -> list[int]:
    """The small module, whose first scenario ten tutors have played."""
    with app.app_context():
        published(read(tmp_path))
        return ten(module_id_of(studio.SLUG))


@pytest.fixture
def samia(app: Flask, runs: list[int]) -> Browser:
    with app.app_context():
        person_id = studio.trainer(first_name="Samia", last_name="Haddad")
    return as_(app, person_id)


def grouped(samia: Browser, *run_ids: int, **more: str) -> int:
    """What is ticked put in a new misconception. Returns its id."""
    samia.get(PAGE)
    form = {"situation": "depart", "title": "Conseiller d’abord", "run": [str(one) for one in run_ids], **more}
    assert samia.post(PAGE, form).status_code == 303
    with samia.app.app_context():
        db.session.rollback()
        return db.session.scalars(select(Misconception.id).order_by(Misconception.id.desc())).first() or 0


def fields(html: str) -> dict[str, str]:
    """What the question's form would send as it is."""
    form = html.partition('class="tu-entry"')[2].partition("</form>")[0]
    found = {m[1]: unescape(m[2]) for m in re.finditer(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)}
    areas = re.finditer(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    found |= {m[1]: unescape(m[2]) for m in areas}
    right = re.search(r'name="right" value="(\d+)" checked', form)
    objective = re.search(r'<option value="([^"]+)" selected', form)
    assert right
    assert objective
    return {**found, "right": right[1], "objective": objective[1]}


def test_from_an_idea_to_a_wrong_option_in_two_clicks(app: Flask, samia: Browser, runs: list[int]) -> None:
    idea_id = grouped(samia, *runs[:3])
    assert "Conseiller d’abord 3 explications En faire un mauvais choix" in words(samia.text(PAGE))
    first = samia.post(f"/formation/idees-recues/{idea_id}/choix")
    assert first.status_code == 303
    choosing = samia.text(first.location)
    assert "Il faut donner le conseil numéro" in words(choosing), "the most typical explanation"
    links = re.findall(r'href="(/formation/brouillons/\d+/idees-recues/\d+/q0)"', choosing)
    assert len(links) == 1
    form = samia.text(links[0])
    assert "data-focus" in form, "where the feedback is to be written"
    assert "choix « d »" in words(form), "the form says what is missing"
    sent = fields(form)
    assert (sent["part-3-id"], sent["part-3-text"], sent["part-3-feedback"]) == ("d", "Conseiller d’abord", "")
    with app.app_context():
        draft_id = db.session.scalars(select(Draft.id)).one()
        assert "Conseiller d’abord" not in studio.texts(draft_id)["quiz.yaml"], "nothing is kept before it is saved"
    saved = samia.post(f"/formation/brouillons/{draft_id}/banques/quiz/q0", {**sent, "part-3-feedback": "Il se ferme."})
    assert saved.status_code == 303
    with app.app_context():
        assert "Il se ferme." in studio.texts(draft_id)["quiz.yaml"]
        assert db.session.get_one(Misconception, idea_id).used_in == "quiz:q0/d"
    assert "dans le brouillon option d de la question q0" in words(samia.text(PAGE))
    again = samia.post(f"/formation/idees-recues/{idea_id}/choix")
    assert again.location == first.location, "the draft that is open"
    assert not re.findall(r'href="(/formation/brouillons/\d+/idees-recues/\d+/q0)"', samia.text(first.location)), "full"
    assert samia.get(links[0]).status_code == 409


def test_somebody_else_s_change_is_shown_and_the_idea_follows(app: Flask, samia: Browser, runs: list[int]) -> None:
    idea_id = grouped(samia, runs[0])
    listing = samia.post(f"/formation/idees-recues/{idea_id}/choix").location
    address = listing.partition("/idees-recues")[0]
    sent = fields(samia.text(f"{listing}/q0"))
    theirs = fields(samia.text(f"{address}/banques/quiz/q0"))
    assert samia.post(f"{address}/banques/quiz/q0", {**theirs, "text": "Autrement ?"}).status_code == 303
    refused = samia.post(f"{address}/banques/quiz/q0", sent)
    assert refused.status_code == 409
    once_more = fields(refused.get_data(as_text=True))
    assert samia.post(f"{address}/banques/quiz/q0", once_more).status_code == 303
    with app.app_context():
        assert db.session.get_one(Misconception, idea_id).used_in == "quiz:q0/d"


def test_an_option_published_then_withdrawn_is_said_so(app: Flask, samia: Browser, runs: list[int]) -> None:
    idea_id = grouped(samia, runs[0])
    with app.app_context():
        write(lambda s: setattr(s.get_one(Misconception, idea_id), "used_in", "quiz:q0/c"))
    assert "dans le quiz publié option c" in words(samia.text(PAGE))
    with app.app_context():
        write(lambda s: setattr(s.get_one(Misconception, idea_id), "used_in", "quiz:q0/e"))
    assert "plus dans le quiz option e" in words(samia.text(f"/formation/idees-recues/{idea_id}"))


def test_no_page_names_who_wrote(app: Flask, samia: Browser, runs: list[int]) -> None:
    with app.app_context():
        zorglub = make.person("tutor", first_name="Zorglub", last_name="Quiberon", email="zq75@exemple.fr").id
        text = "Zorglub Quiberon : j’écoute <b>d’abord</b>, zq75@exemple.fr ou 06 12 34 56 78."
        run_id = wrote(module_id_of(studio.SLUG), zorglub, text)
    pages = [samia.text(PAGE), samia.text(f"{PAGE}?mots=ecoute"), samia.text(f"{PAGE}?etat=toutes&choix=a")]
    idea_id = grouped(samia, run_id)
    listing = samia.post(f"/formation/idees-recues/{idea_id}/choix").location
    pages += [samia.text(f"/formation/idees-recues/{idea_id}"), samia.text(listing), samia.text(f"{listing}/q0")]
    for html in pages:
        assert "j’écoute &lt;b&gt;d’abord&lt;/b&gt;" in html.replace("&#39;", "'"), "the text is there"
        assert not re.search(r"zorglub|quiberon|zq75|06 12|2026-1|9 h|10 h", words(html), re.IGNORECASE)
        assert "novembre 2026" in html or "/brouillons/" in html
    nobody = words(samia.text(f"{PAGE}?mots=zorglub"))
    assert "0 explication" in nobody
    assert "j’écoute" not in nobody


def test_of_nine_people_nothing_is_written_anywhere(app: Flask, samia: Browser, runs: list[int]) -> None:
    idea_id = grouped(samia, runs[3])
    with app.app_context():
        write(lambda s: s.delete(s.get_one(ScenarioRun, runs[0])))
    listing = samia.post(f"/formation/idees-recues/{idea_id}/choix").location
    for url in (PAGE, f"{PAGE}?mots=conseil", f"/formation/idees-recues/{idea_id}", listing, f"{listing}/q0"):
        assert TEXT not in samia.text(url), url
    assert "Moins de 10 personnes" in words(samia.text(PAGE))
    assert "Moins de 10 personnes" in words(samia.text(f"/formation/idees-recues/{idea_id}"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"title": ""}, "Choisissez une idée reçue, ou écrivez"),
        ({"title": "Une idée", "into": "1"}, "Choisissez une idée reçue, ou écrivez"),
        ({"title": "x" * 201}, "de 200 caractères au plus"),
        ({"title": "Sans rien", "run": []}, "Cochez au moins une explication"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    app: Flask, samia: Browser, runs: list[int], form: dict[str, str], said: str
) -> None:
    samia.get(PAGE)
    answer = samia.post(f"{PAGE}?choix=a", {"situation": "depart", "run": [str(runs[2])], **form})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert said in words(html)
    assert f'value="{form["title"]}"' in html
    assert ("checked" in html) == (form.get("run") is None)
    with app.app_context():
        assert db.session.scalars(select(Misconception.id)).all() == []
        assert db.session.scalars(select(MisconceptionRun.run_id)).all() == []


def test_a_group_is_renamed_emptied_joined_deleted(app: Flask, samia: Browser, runs: list[int]) -> None:
    one = grouped(samia, *runs[:2])
    other = grouped(samia, runs[2], title="Elle reste")
    page = f"/formation/idees-recues/{one}"
    assert samia.post(page, {"title": " "}).status_code == 422
    assert samia.post(page, {"title": "Mieux dite"}).status_code == 303
    assert "Mieux dite" in words(samia.text(page))
    assert samia.post(f"{page}/sortir").status_code == 422
    assert samia.post(f"{page}/sortir", {"run": str(runs[0])}).status_code == 303
    assert samia.post(f"{page}/supprimer").status_code == 409
    assert samia.post(f"{page}/reunir", {"into": "987654321"}).status_code == 404
    assert samia.post(f"{page}/reunir", {"into": str(other)}).location.endswith(f"/idees-recues/{other}")
    assert samia.get(page).status_code == 404
    kept = f"/formation/idees-recues/{other}"
    assert "Supprimer" not in words(samia.text(kept))
    samia.post(f"{kept}/sortir", {"run": [str(one) for one in runs]})
    assert "Supprimer" in words(samia.text(kept))
    assert samia.post(f"{kept}/supprimer").location.endswith("situation=depart")


def test_what_is_ticked_goes_where_it_is_told_and_the_filters_stay(app: Flask, samia: Browser, runs: list[int]) -> None:
    idea_id = grouped(samia, runs[0])
    answer = samia.post(
        f"{PAGE}?choix=a&mots=conseil", {"situation": "depart", "into": str(idea_id), "run": [str(runs[1])]}
    )
    assert answer.location.endswith("choix=a&mots=conseil")
    html = samia.text(f"{PAGE}?etat=toutes")
    assert html.count("rangée dans «") == 2
    assert "8 explications" in words(samia.text(PAGE))


def test_pages_follow_one_another(app: Flask, samia: Browser, runs: list[int]) -> None:
    with app.app_context():
        crowd(module_id_of(studio.SLUG), [f"Le texte numéro {n}." for n in range(20)])
    html = samia.text(f"{PAGE}?mots=numero")
    assert 'rel="next"' in html
    assert "mots=numero&amp;page=2" in html
    assert html.count('name="run"') == 25
    assert samia.text(f"{PAGE}?mots=numero&page=2").count('name="run"') == 5


def test_the_module_and_its_draft_lead_there(samia: Browser) -> None:
    assert PAGE in samia.text(f"/formation/modules/{studio.SLUG}")
    draft = samia.post(f"/formation/modules/{studio.SLUG}/brouillon").location
    assert PAGE in samia.text(draft)


def test_a_draft_under_review_takes_no_option(app: Flask, samia: Browser, runs: list[int]) -> None:
    idea_id = grouped(samia, runs[0])
    listing = samia.post(f"/formation/idees-recues/{idea_id}/choix").location
    with app.app_context():
        write(lambda s: setattr(s.scalars(select(Draft)).one(), "state", "review"))
    html = samia.text(listing)
    assert "reprenez-le d’abord" in words(html)
    assert "/q0" not in html


def test_what_does_not_exist_is_not_found(app: Flask, samia: Browser, runs: list[int]) -> None:
    idea_id = grouped(samia, runs[0])
    listing = samia.post(f"/formation/idees-recues/{idea_id}/choix").location
    other = f"{listing.partition('/idees-recues')[0]}/idees-recues"
    for url in (
        f"{PAGE}?situation=nulle-part",
        "/formation/modules/nulle-part/idees-recues",
        "/formation/idees-recues/987654321",
        f"{other}/987654321",
        f"{listing}/nulle-part",
        f"{listing}/vf",
        f"/formation/brouillons/987654321/idees-recues/{idea_id}",
    ):
        assert samia.get(url).status_code == 404, url
    with app.app_context():
        elsewhere = content.module().id
        write(lambda s: setattr(s.get_one(Misconception, idea_id), "module_id", elsewhere))
    assert samia.get(listing).status_code == 404
    assert samia.post(PAGE, {"situation": "nulle-part", "title": "x", "run": [str(runs[0])]}).status_code == 404


def test_a_module_without_scenarios_says_so(app: Flask, samia: Browser) -> None:
    with app.app_context():
        slug = content.module().slug
    assert "Pas de mise en situation" in words(samia.text(f"/formation/modules/{slug}/idees-recues"))


@pytest.mark.parametrize("roles", [("tutor",), ("admin",)])
def test_only_trainers_open_it(app: Flask, runs: list[int], roles: tuple[str, ...]) -> None:
    with app.app_context():
        person_id = make.person(*roles).id
    assert as_(app, person_id).get(PAGE).status_code == 403


def test_opening_changes_nothing_and_asks_as_much_whatever_there_is(
    app: Flask, samia: Browser, runs: list[int]
) -> None:
    idea_id = grouped(samia, *runs[:2])
    listing = samia.post(f"/formation/idees-recues/{idea_id}/choix").location
    urls = (PAGE, f"{PAGE}?mots=conseil", f"/formation/idees-recues/{idea_id}", listing, f"{listing}/q0")

    def spent() -> list[int]:
        found = []
        for url in urls:
            with counted(app) as count:
                samia.text(url)
            assert not [one for one in count.statements if not one.lstrip().upper().startswith(("SELECT", "WITH"))]
            found.append(count.n)
        return found

    before = spent()
    with app.app_context():
        more = crowd(module_id_of(studio.SLUG), [f"Encore un conseil, le {n}." for n in range(14)])
        assert db.session.scalars(select(Module.id)).all()
    for one in more[:3]:
        grouped(samia, one)
    assert spent() == before
    assert max(before) <= 10, before
