"""The State's own design system is served only from a folder that an administration gives."""

from pathlib import Path

import pytest

from app import create_app
from tests.conftest import new_database, settings_for


def test_by_default_nothing_of_it_is_linked(browser) -> None:
    html = browser.text("/aide")
    assert "dsfr" not in html
    assert browser.get("/dsfr/dsfr.min.css").status_code == 404


def test_its_folder_switches_it_on(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "dsfr.min.css").write_text(":root{}")
    app = create_app(settings_for(new_database("sqlite", tmp_path), tmp_path, DSFR_DIST=str(tmp_path / "dist")))
    client = app.test_client()
    assert b'href="/dsfr/dsfr.min.css"' in client.get("/connexion").data
    with client.get("/dsfr/dsfr.min.css") as sheet:
        assert sheet.data == b":root{}"


def test_a_folder_without_it_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="DSFR_DIST"):
        create_app(settings_for(new_database("sqlite", tmp_path), tmp_path, DSFR_DIST=str(tmp_path)))
