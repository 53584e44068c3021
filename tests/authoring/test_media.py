"""Images and films in a draft: given from a lesson or from their page, shown, replaced, taken away; nothing typed is lost."""

import gc
import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app.authoring.models import DraftMedia
from app.authoring.queries.drafts import draft_of, package_of
from app.content.models import MediaItem
from app.infra.db import db
from tests.authoring import studio
from tests.authoring.test_studio import KEY, LESSON, drafted, form_of, words
from tests.content.test_uploads import MP4, SRT, photo
from tests.counting import counted
from tests.pages import Browser
from tests.training.test_races import count


def file(data: bytes, name: str) -> tuple[BytesIO, str]:
    return BytesIO(data), name


def shown(**values: Any) -> dict[str, Any]:
    """What the editor sends with a file to show."""
    said = {"file": file(photo("PNG"), "Plan.PNG"), "title": "Le plan", "words": "Trois cases", **values}
    return {f"shown-{name}": value for name, value in said.items() if value is not None}


def number(address: str) -> int:
    return int(address.rsplit("/", 1)[1])


def typed(app: Flask, address: str, more: str) -> dict[str, Any]:
    """The text of the lesson as the page would send it, with something more."""
    with app.app_context():
        one = next(file for file in draft_of(db.session, number(address)).files if file.name == LESSON)
        return {"text": f"{one.text}\n{more}\n", "revision": str(one.revision)}


def test_an_image_is_added_at_the_end_with_what_was_being_written(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    sent = typed(app, address, "Une phrase en cours.") | shown()
    answer = samia.post(f"{address}/lecons/{KEY}/fichiers", sent)
    assert answer.status_code == 303
    page = samia.text(f"{address}/lecons/{KEY}")
    assert 'alt="Trois cases"' in page.partition("apercu")[2]
    with app.app_context():
        draft = draft_of(db.session, number(address))
        text = studio.texts(draft.id)[LESSON]
        assert text.endswith("Une phrase en cours.\n\n::: figure Le plan\n![Trois cases](plan.png)\n:::\n")
        assert not [problem for problem in package_of(draft)[1] if problem.level == "error"]


def test_a_film_comes_with_captions_and_a_transcript(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    film = {"file": file(MP4, "film.mp4"), "captions": file(SRT.encode(), "film.srt"), "words": "Bonjour.\n\nÉté."}
    assert samia.post(f"{address}/lecons/{KEY}/fichiers", typed(app, address, "") | shown(**film)).status_code == 303
    with app.app_context():
        draft = draft_of(db.session, number(address))
        assert [one.name for one in draft.media] == ["film.fr.vtt", "film.mp4"]
        assert not [problem for problem in package_of(draft)[1] if problem.level == "error"]


def test_what_is_refused_keeps_the_text_and_says_why_at_the_field(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    for values, said in [
        ({"file": file(b"<svg onload=x>", "a.svg")}, "« a.svg » n’est pas d’un type accepté"),
        ({"file": None}, "Choisissez un fichier"),
        ({"words": ""}, "Écrivez-le"),
        ({"title": ""}, "Donnez une légende"),
        ({"file": file(MP4, "a.mp4")}, "Un film a des sous-titres"),
        ({"file": file(MP4, "a.mp4"), "captions": file(b"rien", "a.srt")}, "ne contient aucun sous-titre"),
        ({"file": file(MP4, "a.mp4"), "captions": file(photo("PNG"), "a.png")}, "Un film a des sous-titres"),
        ({"file": file(SRT.encode(), "a.srt")}, "Ce sont des sous-titres"),
    ]:
        answer = samia.post(
            f"{address}/lecons/{KEY}/fichiers", typed(app, address, "Phrase en cours.") | shown(**values)
        )
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422, said
        assert said in words(page)
        assert "Phrase en cours." in page
    with app.app_context():
        assert (count(DraftMedia), count(MediaItem)) == (0, 0)
        assert "Phrase" not in studio.texts(number(address))[LESSON]


def test_a_script_receives_the_block_and_the_text_is_left_alone(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    answer = samia.post(f"{address}/lecons/{KEY}/fichiers", shown())
    assert answer.get_json()["block"] == "::: figure Le plan\n![Trois cases](plan.png)\n:::\n"
    answer = samia.post(f"{address}/lecons/{KEY}/fichiers", shown(words=""))
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["shown-words"])
    with app.app_context():
        assert "figure Le plan" not in studio.texts(number(address))[LESSON]
        assert count(DraftMedia) == 1


def test_somebody_else_wrote_meanwhile_and_no_file_is_kept(app: Flask, samia: Browser, paul: Browser) -> None:
    address = drafted(samia)
    sent = typed(app, address, "De Samia.")
    assert paul.post(f"{address}/lecons/{KEY}", typed(app, address, "De Paul.")).status_code == 303
    answer = samia.post(f"{address}/lecons/{KEY}/fichiers", sent | shown())
    assert answer.status_code == 409
    assert "De Samia." in answer.get_data(as_text=True)
    with app.app_context():
        assert count(DraftMedia) == 0


def test_the_page_of_files_says_where_each_is_shown(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    assert "Aucun fichier" in words(samia.text(f"{address}/fichiers"))
    samia.post(f"{address}/lecons/{KEY}/fichiers", typed(app, address, "") | shown())
    samia.post(f"{address}/fichiers", {"file": file(photo("JPEG"), "autre.jpg")})
    page = words(samia.text(f"{address}/fichiers"))
    assert f"montré par {LESSON}" in page
    assert "montré nulle part" in page
    assert "60 × 30 points" in page
    with counted(app) as statements:
        samia.text(f"{address}/fichiers")
    assert statements.n <= 8


def test_a_file_is_replaced_by_one_of_its_type_only(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/fichiers", {"file": file(photo("PNG"), "plan.png")})
    with app.app_context():
        before = draft_of(db.session, number(address)).media[0].digest
    other = samia.post(f"{address}/fichiers/plan.png", {"file": file(photo("JPEG"), "plan.png")})
    assert other.status_code == 422
    assert "n’est pas du même type" in words(other.get_data(as_text=True))
    assert samia.post(f"{address}/fichiers/plan.png", {"file": file(photo("PNG", (9, 9)), "x.png")}).status_code == 303
    assert samia.post(f"{address}/fichiers/absent.png", {"file": file(photo("PNG"), "x.png")}).status_code == 404
    with app.app_context():
        (one,) = draft_of(db.session, number(address)).media
        assert (one.name, one.width) == ("plan.png", 9)
        assert one.digest != before


def test_two_files_of_one_name_are_both_kept(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    for size in ((9, 9), (8, 8), (9, 9)):
        samia.post(f"{address}/fichiers", {"file": file(photo("PNG", size), "plan.png")})
    with app.app_context():
        assert [one.name for one in draft_of(db.session, number(address)).media] == ["plan-2.png", "plan.png"]


def test_taking_a_file_away_is_asked_first(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/lecons/{KEY}/fichiers", typed(app, address, "") | shown())
    assert f"Il est encore montré par : {LESSON}" in words(samia.text(f"{address}/fichiers/plan.png/retirer"))
    assert samia.post(f"{address}/fichiers/plan.png/retirer").status_code == 303
    assert samia.get(f"{address}/fichiers/plan.png/retirer").status_code == 404
    assert samia.post(f"{address}/fichiers/plan.png/retirer").status_code == 404
    with app.app_context():
        assert count(DraftMedia) == 0
        assert count(MediaItem) == 1  # what is published may show it


def test_a_draft_in_review_takes_no_file(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/relire")
    assert samia.post(f"{address}/fichiers", {"file": file(photo("PNG"), "plan.png")}).status_code == 409
    assert "Ajouter un fichier" not in words(samia.text(f"{address}/fichiers"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what was not read to its end
def test_large_files_are_for_who_may_give_some(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    film = MP4[:-48] + (5_000_000).to_bytes(4, "big") + b"mdat" + b"\0" * (5_000_000 - 8)
    assert samia.post(f"{address}/fichiers", {"file": file(film, "film.mp4")}).status_code == 303
    assert samia.post(f"{address}/fichiers", {"file": file(b"\0" * 34_000_000, "film.mp4")}).status_code == 413
    assert samia.post(address + "/relire", {"file": file(b"\0" * 5_000_000, "film.mp4")}).status_code == 413
    assert Browser(app).post(f"{address}/fichiers", {"file": file(b"\0" * 5_000_000, "film.mp4")}).status_code == 413
    gc.collect()


def test_a_question_has_an_image_told_in_words(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/fichiers", {"file": file(photo("PNG"), "plan.png")})
    page = f"{address}/banques/quiz/q0"
    form = form_of(samia.text(page))
    assert samia.post(page, form | {"image": ["plan.png"]}).status_code == 303
    assert "n’est pas décrite" in words(samia.text(page))
    form = form_of(samia.text(page))
    assert samia.post(page, form | {"alt": ["Un plan en trois cases"]}).status_code == 303
    assert "tu-studio__faults" not in samia.text(page)
    shown_ = samia.text(f"{address}/essayer/quiz/q0")
    assert 'alt="Un plan en trois cases"' in shown_
    assert "image" in words(samia.text(f"{address}/changements"))
    assert 'alt="Un plan en trois cases"' in samia.text(f"{address}/relecture")
    english = form_of(samia.text(f"{page}?langue=en"))
    assert english["alt"] == ["Un plan en trois cases"]
    samia.post(f"{address}/fichiers/plan.png/retirer")
    assert "n’est pas dans le module" in words(samia.text(page))


def test_a_wrong_option_is_worth_a_share(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    page = f"{address}/banques/quiz/q0"
    form = form_of(samia.text(page))
    wrong = next(n for n in ("0", "1", "2") if n not in form["right"])
    assert samia.post(page, form | {f"part-{wrong}-credit": ["1/2"]}).status_code == 303
    assert form_of(samia.text(page))[f"part-{wrong}-credit"] == ["1/2"]
    with app.app_context():
        package, _problems = package_of(draft_of(db.session, number(address)))
        assert package is not None
        (question,) = [one for one in package.questions if one.key == "q0"]
        assert list(question.body["credits"].values()) == ["1/2"]
    assert re.search(r'name="mark-quiz:q0" value="substance" checked', samia.text(f"{address}/changements"))
