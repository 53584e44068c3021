"""The studio's pages: a module changed, reviewed by another, published; a text two people write at once; what is refused."""

import re
from functools import partial
from html import unescape

import pytest
from flask import Flask

from app.authoring import services
from app.authoring.queries.drafts import draft_of
from app.content.queries import module_by_slug
from app.infra.db import db, write
from app.infra.errors import DomainError
from tests import factories as make
from tests.admin.team import as_
from tests.authoring import studio
from tests.conftest import NOW
from tests.content import packages
from tests.counting import counted
from tests.pages import Browser

SLUG = packages.SLUG
MODULE = f"/formation/modules/{SLUG}"
LESSON = next(name for name in packages.files() if name.startswith("02-"))
KEY = LESSON[3:-3]


def words(html: str) -> str:
    """The text of a page's main part, on one line, with ordinary spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", html.partition("<main")[2])).replace("\u202f", " ").replace("\u00a0", " ")
    return " ".join(text.split())


def drafted(browser: Browser) -> str:
    """The address of a draft of the small module."""
    answer = browser.post(f"{MODULE}/brouillon")
    assert answer.status_code == 303
    return str(answer.location)


def rewritten(browser: Browser, address: str, old: str = "# Leçon 2", new: str = "# Leçon deux") -> None:
    """A lesson saved from its page."""
    html = browser.text(f"{address}/lecons/{KEY}")
    revision = re.search(r'name="revision" value="(\d+)"', html)
    area = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    assert revision
    assert area
    text = unescape(area[1]).lstrip("\n")
    assert old in text
    answer = browser.post(f"{address}/lecons/{KEY}", {"text": text.replace(old, new), "revision": revision[1]})
    assert answer.status_code == 303


def test_a_module_is_changed_reviewed_and_published(app: Flask, samia: Browser, paul: Browser) -> None:
    assert "Modifier dans un brouillon" in words(samia.text(MODULE))
    address = drafted(samia)
    assert "Reprendre le brouillon" in words(samia.text(MODULE))
    assert "Rien ne diffère" in words(samia.text(f"{address}/changements"))
    rewritten(samia, address)
    changes = samia.text(f"{address}/changements")
    assert "proposé, à confirmer" in words(changes)
    assert "Personne n’a encore réussi ce module" in words(changes)
    assert re.search(r"<del>.*?2</del>", changes, re.DOTALL)
    assert samia.post(f"{address}/changements", {f"mark-lesson:{KEY}": "wording"}).status_code == 303
    assert "Le texte se lit sans erreur" in words(samia.text(address))
    assert samia.post(f"{address}/relire").status_code == 303
    assert "Quelqu’un qui n’y a pas écrit doit le relire" in words(samia.text(address))
    assert "Ce brouillon attend votre relecture" in words(paul.text(address))
    review = paul.text(f"{address}/relecture")
    assert "Énoncé q0" in words(review)
    assert paul.post(f"{address}/remarques", {"target": f"lesson:{KEY}", "words": "Très clair."}).status_code == 303
    assert paul.post(f"{address}/avis", {"avis": "good", "words": "Merci."}).status_code == 303
    assert "Tout est prêt." in words(samia.text(address))
    assert "Personne n’aura à repasser ce module" in words(samia.text(f"{address}/publier"))
    assert samia.post(f"{address}/publier").location.endswith(MODULE)
    with app.app_context():
        current = module_by_slug(db.session, SLUG).current
        assert current is not None
        assert (current.number, current.change) == (2, "wording")
    assert "publié" in words(samia.text(address))
    assert samia.post(f"{address}/publier").status_code == 409


def test_the_editor_shows_the_lesson_as_it_will_be_read(samia: Browser) -> None:
    html = samia.text(f"{drafted(samia)}/lecons/{KEY}")
    assert '<div class="fr-callout">' in html
    assert "## Le geste" in html, "and its source"
    assert "<option value=" in html


def test_a_preview_keeps_nothing_and_says_what_is_wrong(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    text = "# Un titre\n\nUn **mot**.\n\n::: figure Rien\n![alt](absent.png)\n:::\n"
    html = samia.post(f"{address}/apercu", {"text": text}).get_data(as_text=True)
    assert "<strong>mot</strong>" in html
    assert "absent.png" in html
    assert "ligne 6" in html
    with app.app_context():
        assert studio.texts(int(address.rsplit("/", 1)[-1])) == packages.files()


@pytest.mark.parametrize(
    "text", ["", "# ", "x" * 1000, "::: \n", "# T\n\n::: practice\n[[[\n:::", "\0", "# a\n\n<script>"]
)
def test_any_text_has_a_preview(samia: Browser, text: str) -> None:
    answer = samia.post(f"{drafted(samia)}/apercu", {"text": text})
    assert answer.status_code == 200
    assert "<script" not in answer.get_data(as_text=True)


def test_a_preview_asks_few_queries(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    with counted(app) as count:
        samia.post(f"{address}/apercu", {"text": packages.files()[LESSON]})
    assert count.n <= 5


def test_the_script_saves_and_is_told_of_a_conflict(samia: Browser, paul: Browser) -> None:
    address = f"{drafted(samia)}/lecons/{KEY}/enregistrer"
    first = samia.post(address, {"text": "# Un", "revision": "1", "tab": "t", "count": "1"})
    assert (first.status_code, first.get_json()["revision"]) == (200, 2)
    assert first.get_json()["said"].startswith("Enregistré à")
    late = paul.post(address, {"text": "# Deux", "revision": "1", "tab": "u", "count": "1"})
    assert (late.status_code, late.get_json()["code"]) == (409, "authoring.conflict")


def test_two_people_are_shown_both_texts(samia: Browser, paul: Browser) -> None:
    address = drafted(samia)
    rewritten(samia, address)
    answer = paul.post(f"{address}/lecons/{KEY}", {"text": "# Le texte de Paul", "revision": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "# Leçon deux" in page
    assert "# Le texte de Paul" in page
    kept = packages.files()[LESSON].replace("# Leçon 2", "# Leçon deux").replace("\n", "\r\n")
    same = paul.post(f"{address}/lecons/{KEY}", {"text": f"{kept}Moi aussi.", "revision": "1"}).get_data(as_text=True)
    assert "<del>" not in same, "the ends of lines that a browser sends are no difference"
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    chosen = paul.post(f"{address}/lecons/{KEY}", {"text": "# Les deux", "revision": revision[1]})
    assert chosen.status_code == 303
    assert "# Les deux" in paul.text(f"{address}/lecons/{KEY}")


def test_lessons_are_added_moved_translated_and_taken_away(samia: Browser) -> None:
    address = drafted(samia)
    key = str(samia.post(f"{address}/lecons", {"title": "Relancer"}).location).rsplit("/", 1)[-1]
    assert key == "relancer"
    samia.post(f"{address}/lecons/{key}/deplacer", {"sens": "haut"})
    samia.post(f"{address}/lecons/{key}/traduire")
    shown = words(samia.text(address))
    assert shown.index("Relancer") < shown.index("Leçon 3")
    assert "anglais : Relancer" in shown
    assert 'lang="en"' in samia.text(f"{address}/lecons/{key}?langue=en")
    assert "Relancer" in words(samia.text(f"{address}/lecons/{key}/retirer"))
    samia.post(f"{address}/lecons/{key}/retirer")
    assert samia.get(f"{address}/lecons/{key}").status_code == 404
    assert samia.post(f"{address}/lecons", {"title": " "}).status_code == 303
    assert "Donnez un titre" in samia.text(address)


def test_a_file_is_written_by_hand_and_checked(samia: Browser) -> None:
    address = drafted(samia)
    text = packages.files()["module.yaml"].replace("draw: 6", "draw: 60")
    assert samia.post(f"{address}/textes/module.yaml", {"text": text, "revision": "1"}).status_code == 303
    assert "à corriger" in words(samia.text(f"{address}/textes/module.yaml"))
    checks = samia.text(f"{address}/controles")
    assert f'href="{address}/module"' in checks
    assert "Des erreurs empêchent la publication" in words(samia.text(address))
    assert samia.post(f"{address}/relire").status_code == 409
    assert "ne se lit pas encore comme un module" in words(samia.text(f"{address}/relecture"))
    assert samia.get(f"{address}/textes/inconnu.yaml").status_code == 404
    saved = samia.post(f"{address}/textes/module.yaml/enregistrer", {"text": text, "revision": "2"})
    assert saved.status_code == 200
    assert samia.post(f"{address}/textes/module.yaml/enregistrer", {"text": text, "revision": "1"}).status_code == 409
    conflict = samia.post(f"{address}/textes/module.yaml", {"text": "slug: x", "revision": "1"})
    assert conflict.status_code == 409
    assert "Deux versions de ce texte" in conflict.get_data(as_text=True)


def test_a_module_that_does_not_exist_is_begun(samia: Browser) -> None:
    assert "Aucun brouillon" in words(samia.text("/formation/brouillons"))
    for form, said in (
        ({"title": "", "slug": ""}, "Donnez un titre"),
        ({"title": "Neuf", "slug": "Pas Bon"}, "Ce nom ne convient pas"),
        ({"title": "Neuf", "slug": SLUG}, "s’appelle déjà"),
    ):
        answer = samia.post("/formation/brouillons", form)
        assert answer.status_code in (409, 422)
        assert said in answer.get_data(as_text=True)
    answer = samia.post("/formation/brouillons", {"title": "Relancer", "slug": "relancer"})
    assert answer.status_code == 303
    assert "Relancer" in words(samia.text(str(answer.location)))
    assert "Relancer" in words(samia.text("/formation/brouillons"))


def test_remarks_are_answered_and_settled(samia: Browser, paul: Browser) -> None:
    address = drafted(samia)
    answer = paul.post(f"{address}/remarques", {"target": "quiz:q0", "quote": "Énoncé", "words": "<b>Trop</b> long."})
    remark_id = str(answer.location).rsplit("remarque-", 1)[-1]
    html = samia.text(f"{address}/relecture")
    assert "&lt;b&gt;Trop&lt;/b&gt; long." in html
    assert "Des remarques attendent une réponse" not in words(samia.text(address)), "nothing has changed yet"
    samia.post(f"{address}/remarques/{remark_id}", {"words": "Raccourci.", "action": "regler"})
    assert "traitée" in words(samia.text(f"{address}/relecture"))
    paul.post(f"{address}/remarques/{remark_id}", {"words": "", "action": "rouvrir"})
    assert "1 remarque à traiter" in words(samia.text(address))
    assert samia.post(f"{address}/remarques/{remark_id}", {"words": "", "action": "repondre"}).status_code == 422
    assert samia.post(f"{address}/remarques", {"target": "module", "words": " "}).status_code == 422


def test_an_author_does_not_conclude_and_may_take_the_draft_back(samia: Browser, paul: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/relire")
    assert samia.post(f"{address}/avis", {"avis": "good"}).status_code == 403
    assert paul.post(f"{address}/avis", {"avis": "autre", "words": ""}).status_code == 422
    assert paul.post(f"{address}/avis", {"avis": "autre", "words": "À raccourcir."}).status_code == 303
    assert "« À raccourcir. »" in words(samia.text(address))
    assert samia.post(f"{address}/reprendre").status_code == 303
    assert "en écriture" in words(samia.text(address))


def test_the_private_preview_opens_by_role(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    with app.app_context():
        link = f"/apercu/{draft_of(db.session, int(address.rsplit('/', 1)[-1])).address}"
        lead, tutor = make.person(email="lead@exemple.fr").id, make.person("tutor", email="t@exemple.fr").id
        make.prep_class(db.session.get_one(make.Person, lead))
    assert "Ce module n’est pas publié" in words(samia.text(link))
    assert "Énoncé q0" in words(as_(app, lead).text(link))
    assert as_(app, tutor).get(link).status_code == 403
    assert samia.get("/apercu/inconnu").status_code == 404


def test_a_draft_is_dropped_after_being_asked(samia: Browser) -> None:
    address = drafted(samia)
    assert "Ce qui est publié ne change pas" in words(samia.text(f"{address}/abandonner"))
    assert samia.post(f"{address}/abandonner").status_code == 303
    assert "abandonné" in words(samia.text(address))
    assert "readonly" in samia.text(f"{address}/lecons/{KEY}")


def form_of(html: str) -> dict[str, list[str]]:
    """What the page's own form would send."""
    body = html[html.index('name="stamp"') - 400 :]
    sent: dict[str, list[str]] = {}
    for attributes in re.findall(r"<input([^>]*)>", body):
        name, value = re.search(r'name="([^"]+)"', attributes), re.search(r'value="([^"]*)"', attributes)
        kind = re.search(r'type="(\w+)"', attributes)
        if (
            name
            and name[1] != "csrf_token"
            and (kind is None or kind[1] not in ("radio", "checkbox") or "checked" in attributes)
        ):
            sent.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for attributes, text in re.findall(r"<textarea([^>]*)>(.*?)</textarea>", body, re.DOTALL):
        sent.setdefault(re.findall(r'name="([^"]+)"', attributes)[0], []).append(unescape(text).lstrip("\n"))
    for attributes, options in re.findall(r"<select([^>]*)>(.*?)</select>", body, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        sent.setdefault(re.findall(r'name="([^"]+)"', attributes)[0], []).append(chosen[0] if chosen else "")
    return sent


@pytest.mark.parametrize("key", ["q0", "vf", "ordre"])
def test_a_question_saved_untouched_changes_nothing(samia: Browser, key: str) -> None:
    address = drafted(samia)
    form = form_of(samia.text(f"{address}/banques/quiz/{key}"))
    assert samia.post(f"{address}/banques/quiz/{key}", form).status_code == 303
    assert "Rien ne diffère" in words(samia.text(f"{address}/changements"))


def test_a_question_is_changed_by_its_form(samia: Browser) -> None:
    address = drafted(samia)
    page = f"{address}/banques/quiz/q0"
    form = form_of(samia.text(page))
    form |= {"part-1-text": ["Une réponse meilleure"], "right": ["1"]}
    assert samia.post(page, form).status_code == 303
    changes = words(samia.text(f"{address}/changements"))
    assert "Question du quiz : q0" in changes
    assert "bonne réponse, a" in changes
    assert re.search(r'value="substance" checked', samia.text(f"{address}/changements"))


def test_what_two_people_change_of_a_question_is_shown(samia: Browser, paul: Browser) -> None:
    address = drafted(samia)
    page = f"{address}/banques/quiz/q0"
    hers, his = form_of(samia.text(page)), form_of(paul.text(page))
    samia.post(page, hers | {"text": ["L’énoncé de Samia"]})
    answer = paul.post(page, his | {"text": ["L’énoncé de Paul"]})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "L’énoncé de Samia" in html
    assert form_of(html)["text"] == ["L’énoncé de Paul"], "what was typed is kept"
    assert paul.post(page, form_of(html)).status_code == 303
    assert "L’énoncé de Paul" in paul.text(page)


def test_a_question_is_added_copied_moved_and_taken_away(samia: Browser) -> None:
    address = drafted(samia)
    new = samia.text(f"{address}/banques/quiz/nouvelle?type=single")
    form = form_of(new) | {"text": ["Que dire à Inès, d’abord ?"], "part-0-text": ["Rien"], "right": ["0"]}
    added = str(samia.post(f"{address}/banques/quiz", form).location)
    assert added.endswith("/que-dire-a-ines-d-abord")
    assert "tu-studio__faults" in samia.text(added), "two options and two feedbacks are missing"
    copied = str(samia.post(f"{added}/copier").location)
    assert copied.endswith("-copie")
    samia.post(f"{copied}/deplacer", {"sens": "haut"})
    listed = samia.text(f"{address}/banques/quiz")
    assert listed.index("abord-copie") < listed.index('abord"')
    assert "Que dire à Inès" in words(samia.text(f"{copied}/retirer"))
    samia.post(f"{copied}/retirer")
    assert samia.get(copied).status_code == 404


def test_a_bank_is_searched(samia: Browser) -> None:
    address = f"{drafted(samia)}/banques/quiz"
    every = words(samia.text(address))
    found = words(samia.text(f"{address}?mots=ENONCE+Q0"))
    assert "Énoncé q0 ?" in found
    assert "Un silence dit" in every
    assert "Un silence dit" not in found
    assert "Énoncé q0 ?" not in words(samia.text(f"{address}?type=truefalse"))
    assert "Rien ici" in words(samia.text(f"{address}?mots=introuvable"))
    assert samia.get(address.replace("/quiz", "/autre")).status_code == 404


def test_a_translation_starts_from_the_french(samia: Browser) -> None:
    page = f"{drafted(samia)}/banques/quiz/q0?langue=en"
    form = form_of(samia.text(page))
    assert form["text"] == ["Énoncé q0 ?"]
    assert form["stamp"] == [""]
    assert "right" not in form
    assert samia.post(page, form | {"text": ["In English?"]}).status_code == 303
    assert form_of(samia.text(page))["text"] == ["In English?"]


def test_a_scenario_has_its_form(samia: Browser) -> None:
    address = drafted(samia)
    page = f"{address}/banques/scenario/depart"
    form = form_of(samia.text(page))
    assert form["when"] == ["before"]
    assert samia.post(page, form).status_code == 303
    assert "Rien ne diffère" in words(samia.text(f"{address}/changements"))


def test_the_module_itself_has_a_form(samia: Browser) -> None:
    page = f"{drafted(samia)}/module"
    html = samia.text(page)
    revision = re.search(r'name="revision" value="(\d+)"', html)
    assert revision
    form = {"revision": revision[1], "title": "Un titre neuf", "why": "Parce que.", "minutes": "6", "position": "2"}
    form |= {"quiz-draw": "6", "quiz-pass_percent": "80", "objective-0-id": "reformuler", "objective-0-text": "Dire"}
    assert samia.post(page, form).status_code == 303
    assert 'id="title" name="title" type="text" value="Un titre neuf"' in samia.text(page)
    assert "tu-studio__faults" in samia.text(page), "no source any more"
    late = samia.post(page, form)
    assert late.status_code == 409
    assert "Deux versions de ce texte" in late.get_data(as_text=True)


def test_the_module_is_translated(samia: Browser) -> None:
    address = drafted(samia)
    assert samia.get(f"{address}/module?langue=en").status_code == 404
    page = str(samia.post(f"{address}/module/traduire").location)
    assert 'lang="en"' in samia.text(page)
    assert samia.post(f"{address}/module/traduire").status_code == 303
    revision = re.search(r'name="revision" value="(\d+)"', samia.text(page))
    assert revision
    form = {"langue": "en", "revision": revision[1], "title": "Listening", "why": "To learn."}
    assert samia.post(f"{address}/module", form).status_code == 303
    assert 'value="Listening"' in samia.text(page)


def test_a_module_that_cannot_be_read_is_written_by_hand(samia: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/textes/module.yaml", {"text": "- rien\n", "revision": "1"})
    assert str(samia.get(f"{address}/module").location).endswith("/textes/module.yaml")
    assert samia.post(f"{address}/module/traduire").status_code == 409


@pytest.mark.parametrize("key", ["q0", "vf", "ordre"])
def test_a_question_is_tried_as_a_tutor_would(samia: Browser, key: str) -> None:
    address = drafted(samia)
    assert f"{address}/essayer/quiz/{key}" in samia.text(f"{address}/banques/quiz/{key}")
    page = samia.text(f"{address}/essayer/quiz/{key}")
    assert f'action="{address}/essayer/quiz/exercices/{key}#' in page
    assert "La réponse attendue" not in page
    post = f"{address}/essayer/quiz/exercices/{key}"
    assert samia.post(post, {"shown": "1"}).status_code == 422
    sent = {"shown": "1", "q1": "0"} if key != "ordre" else {"shown": "1", "q1-0": "1", "q1-1": "2", "q1-2": "3"}
    told = samia.post(post, sent)
    assert told.status_code == 200
    assert "tu-exercise__verdict" in told.get_data(as_text=True)
    assert "Rien ne diffère" in words(samia.text(f"{address}/changements"))


def test_what_cannot_be_tried_is_not_found(samia: Browser) -> None:
    address = drafted(samia)
    for path in ("quiz/inconnue", "autre/q0", "scenario/depart"):
        assert samia.get(f"{address}/essayer/{path}").status_code == 404


def test_a_bank_asks_a_bounded_number_of_queries(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    for path, most in (("/banques/quiz", 6), ("/banques/quiz/q0", 5)):
        with counted(app) as count:
            samia.text(address + path)
        assert count.n <= most, (path, count.statements)


def test_the_studio_speaks_english(samia: Browser) -> None:
    address = drafted(samia)
    samia.client.set_cookie("langue", "en")
    for path in (
        "",
        "/controles",
        "/changements",
        "/relecture",
        "/publier",
        "/abandonner",
        f"/lecons/{KEY}",
        "/textes/quiz.yaml",
        "/banques/quiz",
        "/banques/quiz/q0",
        "/banques/scenario/nouvelle",
    ):
        text = words(
            re.sub(r'(?s)<(\w+)[^>]* lang="fr".*?</\1>|<textarea.*?</textarea>', "", samia.text(address + path))
        )
        assert not re.search(r"\b(brouillon|relecture|Enregistrer|Leçons)\b", text), path


def test_a_draft_page_asks_a_bounded_number_of_queries(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    for path, most in (("", 14), ("/relecture", 16), ("/changements", 14), ("/controles", 6), (f"/lecons/{KEY}", 6)):
        with counted(app) as count:
            samia.text(address + path)
        assert count.n <= most, (path, count.statements)


def test_another_draft_is_not_found(samia: Browser) -> None:
    for path in ("", "/controles", "/changements", "/relecture", "/publier", "/abandonner", f"/lecons/{KEY}"):
        assert samia.get(f"/formation/brouillons/987654321{path}").status_code == 404


def test_a_text_too_long_is_refused_and_said(app: Flask, samia: Browser) -> None:
    draft_id = int(drafted(samia).rsplit("/", 1)[-1])
    save = services.Save("x" * 300_001, 1)
    with app.app_context():
        me = draft_of(db.session, draft_id).opened_by
        act = partial(services.save_file, person_id=me, draft_id=draft_id, name=LESSON, save=save, now=NOW)
        with pytest.raises(DomainError) as error:
            write(act)
    assert error.value.code == "authoring.too_long"


def test_a_remark_is_read_under_the_words_that_it_quotes(samia: Browser, paul: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/relire")
    html = paul.text(f"{address}/relecture")
    prose = re.search(r'<div class="tu-prose">(?:(?!</div>).)*?<p>([^<]{12,})', html, re.DOTALL)
    assert prose
    quote = " ".join(unescape(prose[1]).split()[:3])
    data = {"target": f"lesson:{KEY}", "quote": quote, "words": "Dites-le autrement."}
    for lesson in re.findall(r'id="lecon-([^"]+)"', html):
        if html.index(f'id="lecon-{lesson}"') < prose.start():
            data["target"] = f"lesson:{lesson}"
    paul.post(f"{address}/remarques", data)
    after = paul.text(f"{address}/relecture")
    said, lesson_end = after.index("Dites-le autrement."), after.index("Faire une remarque", prose.start())
    assert prose.start() < said < lesson_end, "in the lesson, not under it"
    assert after.count("Dites-le autrement.") == 1


def test_the_page_to_publish_says_what_is_missing_and_offers_no_button_that_would_be_refused(
    samia: Browser, paul: Browser
) -> None:
    address = drafted(samia)
    page = words(samia.text(f"{address}/publier"))
    assert "Rien ne diffère de la version publiée" in page
    assert not re.search(r"<button[^>]*>\s*Publier", samia.text(f"{address}/publier"))
    rewritten(samia, address)
    assert "faites-le relire" in words(samia.text(f"{address}/publier"))
