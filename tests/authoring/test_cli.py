"""`flask content publish`: a line for each package, and the exit status that stops a deployment."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.authoring.cli import publish_folder
from app.content.models import Module, ModuleVersion
from app.content.rendering import VERSION
from app.infra.db import write
from tests.authoring.packages import version, written
from tests.content.packages import line_of


def run(app: Flask, *arguments: str) -> tuple[int, list[str]]:
    done = app.test_cli_runner().invoke(args=["content", "publish", *arguments])
    return done.exit_code, done.output.splitlines()


def current(session: Session) -> dict[str, int]:
    """The version of each module that tutors read."""
    wanted = select(Module.slug, ModuleVersion.number).join(
        ModuleVersion, ModuleVersion.id == Module.current_version_id
    )
    return dict(session.execute(wanted).all())


def spoilt(text: str) -> str:
    assert "text: Énoncé q0 ?" in text
    return text.replace("text: Énoncé q0 ?", "text: Énoncé : q0")


def test_every_package_of_the_folder_is_published_then_unchanged(app: Flask, session: Session, tmp_path: Path) -> None:
    written(tmp_path, "autre")
    written(tmp_path)
    assert run(app, str(tmp_path)) == (0, ["autre : version 1 publiée", "ecouter : version 1 publiée"])
    assert run(app, str(tmp_path)) == (0, ["autre : inchangé", "ecouter : inchangé"])
    assert current(session) == {"autre": 1, "ecouter": 1}


def test_a_new_version_says_its_number(app: Flask, session: Session, tmp_path: Path) -> None:
    run(app, str(written(tmp_path)))
    assert run(app, str(written(tmp_path, module=version(4, "wording")))) == (0, ["ecouter : version 4 publiée"])
    assert current(session) == {"ecouter": 4}


def test_a_package_in_error_is_said_by_file_and_line_and_the_others_go_on(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    broken = written(tmp_path, "casse", quiz=spoilt)
    written(tmp_path)
    line = line_of((broken / "quiz.yaml").read_text(encoding="utf-8"), "Énoncé : q0")
    code, (first, second) = run(app, str(tmp_path))
    assert code == 1
    assert first.startswith(f"casse : quiz.yaml:{line} ")
    assert "guillemets droits" in first
    assert second == "ecouter : version 1 publiée"
    assert current(session) == {"ecouter": 1}


def test_further_errors_are_counted(app: Flask, tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        module=lambda text: text.replace("why: On apprend en s’expliquant.\n", "").replace("draw: 6", "draw: six"),
    )
    code, (line,) = run(app, str(folder))
    assert code == 1
    assert "module.yaml:" in line
    assert line.endswith(" (+1)")


def test_a_refused_package_says_why_and_what_differs(app: Flask, session: Session, tmp_path: Path) -> None:
    run(app, str(written(tmp_path)))
    changed = written(tmp_path, quiz=lambda text: text.replace("Énoncé q0", "Autre q0"))
    code, (line,) = run(app, str(changed))
    assert code == 1
    assert line.startswith("ecouter : ")
    assert "quiz.yaml: q0" in line
    assert "%" not in line
    assert current(session) == {"ecouter": 1}


def test_a_folder_without_package_is_no_success(app: Flask, tmp_path: Path) -> None:
    assert run(app, str(tmp_path)) == (1, [])
    assert run(app, str(tmp_path / "absent"))[0] == 2


def test_without_a_path_the_configured_folder_is_published(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    monkeypatch.setitem(app.config, "CONTENT_PATH", str(tmp_path))
    assert run(app) == (0, ["ecouter : version 1 publiée"])


def test_from_inside_a_package_its_name_is_said_too(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(tmp_path))
    assert run(app, ".") == (0, ["ecouter : version 1 publiée"])


def test_publishing_renders_again_what_an_older_renderer_made(session: Session, tmp_path: Path) -> None:
    written(tmp_path)
    assert publish_folder(str(tmp_path)) == ["ecouter : version 1 publiée"]
    write(lambda s: s.execute(update(ModuleVersion).values(renderer="blocks-0")))
    assert publish_folder(str(tmp_path)) == ["ecouter : inchangé"]
    assert session.scalars(select(ModuleVersion.renderer)).all() == [VERSION]
