"""A module leaves as an archive and comes back as a draft, byte for byte; what lies or cannot be read makes nothing."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.authoring.models import Draft
from app.authoring.queries.drafts import draft_of, package_of
from app.content.archive import packed, unpacked
from app.content.folder import load, packages_in
from app.infra.db import db
from tests.authoring import studio
from tests.authoring.packages import published
from tests.authoring.test_studio import MODULE, SLUG, drafted, rewritten, words
from tests.content import packages
from tests.content.hostile import HOSTILE, one
from tests.content.test_uploads import photo
from tests.pages import Browser

PAGE = "/formation/brouillons/importer"
MODULES = packages_in(Path(__file__).parents[2] / "modules")


def sent(browser: Browser, data: bytes, act: str = "import", **more: str) -> tuple[int, str, str]:
    """What importing an archive answers: status, words, where it leads."""
    answer = browser.post(PAGE, {"file": (BytesIO(data), "module.zip"), "act": act, **more})
    return answer.status_code, words(answer.get_data(as_text=True)), str(answer.location or "")


def archive(slug: str = SLUG, **changed: bytes | None) -> bytes:
    """The small module zipped, some of its files changed, added or taken away (« plan_png » is plan.png)."""
    files = {name: text.replace(f"slug: {SLUG}", f"slug: {slug}").encode() for name, text in packages.files().items()}
    for name, data in changed.items():
        stem, _sep, ending = name.rpartition("_")
        files[f"{stem}.{ending}"] = data or b""
    return packed({name: data for name, data in files.items() if data}, slug)


def drafts() -> list[Draft]:
    return list(db.session.scalars(select(Draft)))


@pytest.mark.parametrize("folder", MODULES, ids=lambda folder: folder.name)
def test_a_module_of_the_folder_leaves_and_comes_back_byte_for_byte(app: Flask, samia: Browser, folder: Path) -> None:
    with app.app_context():
        package, _problems = load(folder)
        assert package is not None
        published(package)
    data = samia.get(f"/formation/modules/{folder.name}/archive").data
    assert unpacked(data).files == {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    status, _said, where = sent(samia, data)
    assert status == 303
    assert "Rien ne diffère" in words(samia.text(f"{where}/changements"))
    assert samia.get(f"{where}/archive").data == data


def test_a_module_nobody_knows_becomes_a_draft(app: Flask, samia: Browser) -> None:
    status, _said, where = sent(samia, archive("tout-neuf", plan_png=photo("PNG")))
    assert status == 303
    page = words(samia.text(where))
    assert "Le module est dans ce brouillon" in page
    with app.app_context():
        draft = draft_of(db.session, int(where.rsplit("/", 1)[1]))
        assert (draft.slug, draft.base_id, [one.name for one in draft.media]) == ("tout-neuf", None, ["plan.png"])
        assert package_of(draft)[0] is not None


def test_checking_keeps_nothing_and_says_what_would_change(app: Flask, samia: Browser) -> None:
    lesson = packages.files()["02-lecon-2.md"].replace("# Leçon 2", "# Leçon deux")
    data = archive(**{"02-lecon-2_md": lesson.encode(), "plan_png": photo("PNG")})
    status, said, _where = sent(samia, data, "check")
    assert status == 200
    assert "2 changements" in said
    assert "Leçon : lecon-2" in said
    with app.app_context():
        assert not drafts()


def test_faults_that_the_studio_can_mend_are_listed_and_do_not_prevent_a_draft(samia: Browser) -> None:
    data = archive("a-mender", quiz_yaml=b"- id: x\n  type: single\n  text: Quoi ?\n")
    status, said, _where = sent(samia, data, "check")
    assert status == 200
    assert "quiz.yaml, ligne 1" in said
    assert "à corriger" in said
    status, _said, where = sent(samia, data)
    assert status == 303
    assert "Des erreurs empêchent la publication" in words(samia.text(where))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("latin_md", "# Été".encode("latin-1"), "n’est pas en UTF-8"),
        ("run_sh", b"#!/bin/sh", "n’a pas sa place dans un module"),
        ("page_html", b"<script>ran()</script>", "n’a pas sa place dans un module"),
        ("plan_png", b"<svg onload=ran()>", "ne se lit pas comme image/png"),
        ("film_mp4", b"MZ" + b"\0" * 90, "ne se lit pas comme video/mp4"),
        ("long_md", b"x" * 300_001, "dépasse 300 Ko"),
    ],
)
def test_a_file_that_cannot_be_read_makes_nothing(
    app: Flask, samia: Browser, name: str, data: bytes, said: str
) -> None:
    status, page, _where = sent(samia, archive("neuf", **{name: data}))
    assert status == 422
    assert said in page
    with app.app_context():
        assert not drafts()


def test_an_archive_that_lies_makes_nothing_and_says_why(app: Flask, samia: Browser) -> None:
    for what, make, code in HOSTILE[::9]:
        data = make()
        if len(data) < 1_000_000:
            status, page, _where = sent(samia, data)
            assert status == 422, what
            assert "Un point est à revoir Archive zip :" in page, (what, code)
    assert sent(samia, one(name=b"x/module.yaml", data=b"\xff\xfe"))[0] == 422
    assert samia.post(PAGE, {"act": "import"}).status_code == 422
    with app.app_context():
        assert not drafts()


def test_an_open_draft_is_written_over_only_when_asked(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    rewritten(samia, address)
    status, page, _where = sent(samia, archive())
    assert status == 422
    assert "Un brouillon de ce module est déjà ouvert" in page
    assert "Leçon deux" in samia.text(f"{address}/lecons/lecon-2")
    status, _page, where = sent(samia, archive(), replace="y")
    assert (status, where) == (303, address)
    assert "Rien ne diffère" in words(samia.text(f"{address}/changements"))
    samia.post(f"{address}/relire")
    status, page, _where = sent(samia, archive(), replace="y")
    assert status == 422
    assert "en relecture" in page


def test_who_opened_the_lesson_before_is_told_that_it_changed(samia: Browser, paul: Browser) -> None:
    address = drafted(samia)
    html = paul.text(f"{address}/lecons/lecon-2")
    assert 'name="revision" value="1"' in html
    lesson = packages.files()["02-lecon-2.md"].replace("# Leçon 2", "# Leçon deux")
    assert sent(samia, archive(**{"02-lecon-2_md": lesson.encode()}), replace="y")[0] == 303
    assert paul.post(f"{address}/lecons/lecon-2", {"text": "# À moi", "revision": "1"}).status_code == 409


@pytest.mark.parametrize("slug", ["Pas Bon", "", "été", "a/b"])
def test_a_module_without_a_proper_name_makes_nothing(app: Flask, samia: Browser, slug: str) -> None:
    data = packed({"module.yaml": f'slug: "{slug}"\n'.encode()})
    status, page, _where = sent(samia, data)
    assert status == 422
    assert "Ce nom ne convient pas" in page
    with app.app_context():
        assert not drafts()


def test_what_is_published_is_downloaded_from_its_page(samia: Browser) -> None:
    assert f"{MODULE}/archive" in samia.text(MODULE)
    answer = samia.get(f"{MODULE}/archive")
    assert answer.mimetype == "application/zip"
    assert f'filename="{SLUG}.zip"' in answer.headers["Content-Disposition"]
    assert samia.get("/formation/modules/inconnu/archive").status_code == 404


def test_the_draft_is_as_it_was_when_something_fails(app: Flask, samia: Browser) -> None:
    address = drafted(samia)
    before = samia.get(f"{address}/archive").data
    sent(samia, archive(latin_md="# Été".encode("latin-1")), replace="y")
    assert samia.get(f"{address}/archive").data == before
    with app.app_context():
        assert studio.row(int(address.rsplit("/", 1)[1])).state == "writing"
