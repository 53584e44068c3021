"""Questions come in from other platforms and go out to them: read first, imported all or none, what is lost said before."""

import re
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from app.authoring.queries.drafts import draft_of, package_of
from app.content.formats import choosing
from app.content.formats.choosing import FORMATS, format_of
from app.content.rules import editing
from app.content.rules.package import TEST
from app.infra.db import db
from tests.authoring import studio
from tests.authoring.test_media import number
from tests.authoring.test_studio import drafted, words
from tests.content.formats.made import SAMPLES
from tests.content.test_uploads import photo
from tests.pages import Browser

GIFT = """// [id:relance]
::Relance::Quelle phrase ouvre une relance ? {
=Je pense à vous.#Elle ouvre.
~%50%Tout va bien ?#Presque.
~Vous n’avez pas répondu.#C’est un reproche.
}

::Vrai::Un silence veut dire non. {F#Non, souvent il attend.#Oui.}

::Dissertation::Racontez. {}

::Cassée::Combien { =un ~deux
"""


def sent(browser: Browser, address: str, data: bytes | None, act: str = "check", bank: str = "quiz", **more: str):
    """What the page answers to a file."""
    form = {"act": act, **more} | ({"file": (BytesIO(data), "questions.txt")} if data is not None else {})
    return browser.post(f"{address}/banques/{bank}/importer", form)


def bank_of(app: Flask, address: str, file: str = "quiz.yaml") -> list[dict]:
    with app.app_context():
        return list(editing.rows(studio.texts(number(address)).get(file, "")))


def test_a_file_is_read_first_and_nothing_is_kept(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    before = bank_of(app, address)
    answer = sent(samia, address, GIFT.encode())
    page = words(answer.get_data(as_text=True))
    assert answer.status_code == 200
    assert "2 questions à importer" in page
    assert "2 questions ne peuvent pas être importées" in page
    assert "Dissertation Ce type de question n’est pas repris : essay" in page
    assert "ligne 12 Cassée" in page or "Cassée" in page
    assert bank_of(app, address) == before


def test_what_was_read_is_imported_in_one_click_whole(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    before = bank_of(app, address)
    page = sent(samia, address, GIFT.encode()).get_data(as_text=True)
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert carried
    answer = sent(samia, address, None, "import", carried=carried[1])
    assert answer.status_code == 303
    assert "2 questions importées" in words(samia.text(str(answer.location)))
    after = bank_of(app, address)
    assert after[: len(before)] == before
    first, second = after[len(before) :]
    assert (first["id"], first["options"][1]["credit"], first["options"][2]["feedback"]) == (
        "relance",
        "1/2",
        "C’est un reproche.",
    )
    assert (second["type"], [one.get("correct") for one in second["options"]]) == ("truefalse", [None, "true"])
    assert "tu-studio__faults" not in samia.text(f"{address}/banques/quiz/relance")


def test_the_same_file_twice_gives_other_ids(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    for _ in range(2):
        assert sent(samia, address, GIFT.encode(), "import").status_code == 303
    ids = [row["id"] for row in bank_of(app, address)]
    assert len(set(ids)) == len(ids)
    assert "relance-2" in ids


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Ce fichier ne contient aucune question"),
        (b"::x::Quoi {", "ne peut pas"),
        (b"<quiz><question", "mal formé"),
        (b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "DTD"),
        (b"<html></html>", "n’est pas un export de questions de Moodle"),
        (b"PK\x03\x04 nonsense", "L’archive ne se lit pas"),
        (b"\xff\xfe\x00", "n’est pas un texte"),
        (b"\x00\x01\x02\x03", "n’est pas un texte"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_nothing(
    app: Flask, samia: Browser, data: bytes, said: str
) -> None:
    address = drafted(samia)
    before = bank_of(app, address)
    for act in ("check", "import"):
        answer = sent(samia, address, data, act)
        assert answer.status_code == 422
        assert said in words(answer.get_data(as_text=True))
    assert bank_of(app, address) == before


@pytest.mark.parametrize("kind", list(FORMATS))
def test_a_bank_goes_out_and_comes_back(app: Flask, samia: Browser, kind: str) -> None:
    address = drafted(samia)
    before = bank_of(app, address)
    assert f"{len(before)} questions qui se lisent bien" in words(samia.text(f"{address}/banques/quiz/exporter"))
    answer = samia.get(f"{address}/banques/quiz/exporter/{kind}")
    assert answer.mimetype == FORMATS[kind].type
    assert FORMATS[kind].ending in answer.headers["Content-Disposition"]
    read = choosing.read(answer.data)
    assert len(read.items) == len(before) - (
        1 if kind == "gift" else 0
    )  # an order has no place in GIFT, and it is said
    assert sent(samia, address, answer.data, "import").status_code == 303
    with app.app_context():
        draft = draft_of(db.session, number(address))
        assert len(editing.rows(studio.texts(draft.id)["quiz.yaml"])) == len(before) + len(read.items)
        errors = [one for one in package_of(draft)[1] if one.level == "error"]
        assert {one.values.get("key") for one in errors} <= (
            {"notion"} if kind == "gift" else set()
        )  # it has no place there


def test_an_image_comes_with_its_question(app: Flask, samia: Browser) -> None:
    from base64 import b64encode

    address = drafted(samia)
    image = b64encode(photo("PNG")).decode()
    xml = f"""<quiz><question type="multichoice"><name><text>Plan</text></name><questiontext format="html">
    <text><![CDATA[<p>Que montre le plan ?</p><img src="@@PLUGINFILE@@/plan.png" alt="Trois cases">]]></text>
    <file name="plan.png" path="/" encoding="base64">{image}</file></questiontext><single>true</single>
    <answer fraction="100"><text>Trois cases</text><feedback><text>Oui.</text></feedback></answer>
    <answer fraction="0"><text>Deux cases</text><feedback><text>Non.</text></feedback></answer>
    <answer fraction="0"><text>Un rond</text><feedback><text>Non.</text></feedback></answer></question></quiz>"""
    assert sent(samia, address, xml.encode(), "import").status_code == 303
    with app.app_context():
        draft = draft_of(db.session, number(address))
        assert [one.name for one in draft.media] == ["plan.png"]
    page = samia.text(f"{address}/essayer/quiz/plan")
    assert 'alt="Trois cases"' in page
    exported = samia.get(f"{address}/banques/quiz/exporter/moodle").data
    assert b'alt="Trois cases"' in exported
    assert b"plan.png" in exported


def test_the_test_takes_situations_only(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    answer = sent(samia, address, GIFT.encode(), "check", bank=TEST)
    page = words(answer.get_data(as_text=True))
    assert "1 question à importer" in page
    assert "truefalse" in page
    assert samia.get(f"{address}/banques/scenario/importer").status_code == 404
    assert samia.get(f"{address}/banques/quiz/exporter/aiken").status_code == 404


def test_a_draft_that_is_not_written_takes_nothing(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/relire")
    before = bank_of(app, address)
    answer = sent(samia, address, GIFT.encode(), "import")
    assert answer.status_code == 422
    assert "en relecture" in words(answer.get_data(as_text=True))
    assert bank_of(app, address) == before


def test_a_bank_that_does_not_read_is_not_written_in(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    samia.post(f"{address}/textes/quiz.yaml", {"text": "- [", "revision": "1"})
    answer = sent(samia, address, GIFT.encode(), "import")
    assert answer.status_code == 422
    assert "ne se lit plus question par question" in words(answer.get_data(as_text=True))


SAMPLE_FILES = sorted(SAMPLES.glob("*")) if SAMPLES.is_dir() else []


@pytest.mark.skipif(not SAMPLE_FILES, reason="the samples are not beside the project")
@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.name)
def test_the_real_files_of_others_are_read_and_imported(app: Flask, samia: Browser, path: Path) -> None:
    address = drafted(samia)
    before = len(bank_of(app, address))
    read = choosing.read(path.read_bytes())
    answer = sent(samia, address, path.read_bytes(), "import")
    added = len(bank_of(app, address)) - before
    assert (answer.status_code == 303) == (added > 0)
    if added:
        assert added <= len(read.items)
        assert samia.get(f"{address}/banques/quiz").status_code == 200
    else:
        assert "ne peu" in words(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"::a::b {T}", "gift"),
        (b"<?xml version='1.0'?><quiz/>", "moodle"),
        (b"\xef\xbb\xbf<quiz/>", "moodle"),
        ("<quiz/>".encode("utf-16"), "moodle"),
        (b"<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'/>", "qti"),
        (b"<?xml version='1.0'?>\n<qti-assessment-item/>", "qti"),
        (b"PK\x03\x04", "qti"),
        (b"", "gift"),
    ],
)
def test_a_format_is_known_by_what_the_file_holds(data: bytes, kind: str) -> None:
    assert format_of(data) == kind


def test_tags_are_written_searched_and_kept(samia: Browser) -> None:
    from tests.authoring.test_studio import form_of

    address = drafted(samia)
    page = f"{address}/banques/quiz/q0"
    form = form_of(samia.text(page))
    assert samia.post(page, form | {"tags": ["oral, Écoute"]}).status_code == 303
    assert form_of(samia.text(page))["tags"] == ["oral, Écoute"]
    listed = partial(samia.text)
    assert "q0" in listed(f"{address}/banques/quiz?mots=ecoute")
    assert "entree-q1" not in listed(f"{address}/banques/quiz?mots=ecoute")
    assert b"oral" in samia.get(f"{address}/banques/quiz/exporter/moodle").data
