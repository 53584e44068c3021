"""`flask content check`: what is printed, and the exit status that stops a pipeline."""

import re
from pathlib import Path

from flask import Flask

from app.content import services
from app.content.words import SENTENCES
from tests.content import packages


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["content", "check", *arguments])


def test_a_good_package_passes_and_its_notes_are_printed(app: Flask, tmp_path: Path) -> None:
    folder = packages.written(tmp_path, packages.files())
    done = run(app, str(folder))
    assert done.exit_code == 0
    assert done.output.splitlines()[0].startswith("ecouter/module.yaml:1: pour mémoire")
    assert done.output.splitlines()[-1] == "1 module, 0 erreur"


def test_an_error_is_printed_with_its_file_and_line_and_stops(app: Flask, tmp_path: Path) -> None:
    texts = packages.files()
    texts["quiz.yaml"] = texts["quiz.yaml"].replace("text: Énoncé q0 ?", "text: Énoncé : q0")
    packages.written(tmp_path, texts)
    done = run(app, str(tmp_path))
    assert done.exit_code == 1
    assert "ecouter/quiz.yaml:4: erreur" in done.output
    assert "guillemets droits" in done.output
    assert done.output.splitlines()[-1] == "1 module, 1 erreur"


def test_quiet_prints_errors_alone(app: Flask, tmp_path: Path) -> None:
    done = run(app, "--quiet", str(packages.written(tmp_path, packages.files())))
    assert (done.exit_code, done.output) == (0, "1 module, 0 erreur\n")


def test_a_folder_without_package_is_no_success(app: Flask, tmp_path: Path) -> None:
    assert run(app, str(tmp_path)).exit_code == 1


def test_a_file_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "module.yaml"
    file.write_text("slug: a")
    done = run(app, str(file))
    assert done.exit_code == 2
    assert "is a file" in done.output


def test_without_a_path_the_configured_folder_is_checked(app: Flask, tmp_path: Path) -> None:
    packages.written(tmp_path, packages.files())
    before = app.config["CONTENT_PATH"]
    app.config["CONTENT_PATH"] = str(tmp_path)
    try:
        assert run(app).output.splitlines()[-1] == "1 module, 0 erreur"
        app.config["CONTENT_PATH"] = str(tmp_path / "absent")
        assert run(app).exit_code == 1
    finally:
        app.config["CONTENT_PATH"] = before


CONTENT = Path(services.__file__).parent


def test_every_refusal_has_its_sentence() -> None:
    raised = {
        code
        for file in CONTENT.glob("*.py")
        for code in re.findall(r'"(content\.[a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    assert set(SENTENCES) == raised
