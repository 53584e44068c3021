"""Static guards: rules of the house that a reader could forget, checked on the source itself."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from app.infra.orm import Base

ROOT = Path(__file__).parent.parent.parent
APP = ROOT / "app"
SOURCES = sorted(APP.rglob("*.py"))
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
LONGEST_FILE = 300
FORBIDDEN_NAMES = {"utils.py", "util.py", "helpers.py", "common.py", "base.py", "manager.py", "misc.py"}
FLASKLESS = ("services", "queries", "models", "rules")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parts_of(path: Path) -> tuple[str, ...]:
    return path.relative_to(APP).with_suffix("").parts


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_files_are_short_and_say_what_they_are(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE, "split by meaning"
    assert path.name not in FORBIDDEN_NAMES
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "open with what the module is"


def test_only_the_unit_of_work_commits() -> None:
    committing = [relative(p) for p in SOURCES if re.search(r"\.commit\(", p.read_text())]
    assert committing == ["app/infra/db.py"]


def test_nobody_asks_the_time_but_the_clock() -> None:
    asking = [
        relative(p)
        for p in SOURCES
        if re.search(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(", p.read_text())
    ]
    assert asking == ["app/infra/clock.py"]


def test_only_the_pool_writes_seats_taken() -> None:
    writing = re.compile(r"seats_taken\s*=[^=]|seats_taken=|\.values\([^)]*seats_taken")
    found = [relative(p) for p in SOURCES if writing.search(p.read_text()) and p.name != "models.py"]
    assert [p for p in found if not p.startswith("app/pool/")] == []


def test_only_reassess_writes_validations() -> None:
    writing = re.compile(r"(?<!select\()\bValidation\(|(insert|update|delete)\(Validation\b")
    found = [relative(p) for p in SOURCES if writing.search(p.read_text())]
    allowed = {"app/training/models.py", "app/training/services/validation.py", "app/training/privacy.py"}
    assert set(found) <= allowed


def test_ids_in_addresses_are_typed(shared_app: Flask) -> None:
    loose = [
        rule.rule for rule in shared_app.url_map.iter_rules() if re.search(r"<(?:string:|default:)?\w*_?id>", rule.rule)
    ]
    assert [rule for rule in loose if "public_id" not in rule] == []


GET_WRITES = {"audit.record", "throttle.mark"}


def view_functions() -> list[tuple[str, ast.FunctionDef, set[str]]]:
    """Every view: where it is, its code, and the methods its decorators give it."""
    found = []
    for path in SOURCES:
        if "views" not in str(path) and path.name not in ("devmail.py", "web.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                methods: set[str] = set()
                for decorator in node.decorator_list:
                    text = ast.unparse(decorator)
                    if ".get(" in text:
                        methods.add("GET")
                    elif ".post(" in text:
                        methods.add("POST")
                    elif ".route(" in text:
                        methods |= {m for m in ("GET", "POST") if m in text} or {"GET"}
                if methods:
                    found.append((f"{relative(path)}:{node.name}", node, methods))
    return found


def test_a_page_that_is_only_read_writes_nothing_but_what_it_must_remember() -> None:
    guilty = []
    for name, node, methods in view_functions():
        if methods != {"GET"}:
            continue
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "write":
                written = ast.unparse(call)
                if not any(
                    allowed in written for allowed in GET_WRITES | {"_seen", "note_", "_mark", "_note", "mark_"}
                ):
                    guilty.append(f"{name}: {written}")
    assert guilty == []


def test_views_are_thin() -> None:
    long = [
        f"{name}: {len(node.body)} statements"
        for name, node, _ in view_functions()
        if (node.end_lineno or 0) - node.lineno > 32
    ]
    assert long == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_hold_no_style_nor_script(path: Path) -> None:
    text = path.read_text()
    if path.parent.name == "mail" and path.name == "message.html":
        return  # a mail has no style sheet
    assert not re.search(r"\sstyle\s*=", text), "no inline style"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "no inline script"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "no inline handler"


def test_every_template_is_used() -> None:
    everything = "\n".join(p.read_text() for p in [*SOURCES, *TEMPLATES, *(APP / "templates").rglob("*.txt")])
    by_part = set(re.findall(r"""_(?:page|rendered)\(\s*["']([\w.]+)["']""", everything))
    names = [str(p.relative_to(APP / "templates")) for p in TEMPLATES]
    assert [n for n in names if n not in everything and not {Path(n).name, Path(n).stem} & by_part] == []


def test_every_column_that_points_at_a_person_is_marked() -> None:
    """Erasure and export walk these marks: a column that names someone without one would be forgotten."""
    unmarked = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in ("person", "student", "student_contact")
        and "person" not in column.info
        and table.name != "student_paper"
    ]
    assert unmarked == []


def test_services_queries_models_and_rules_know_no_flask() -> None:
    guilty = []
    for path in SOURCES:
        parts = parts_of(path)
        if len(parts) > 1 and parts[0] != "infra" and parts[1] in FLASKLESS:
            imports = re.findall(r"^(?:from|import) (flask\w*)", path.read_text(), re.MULTILINE)
            guilty += [f"{relative(path)}: {name}" for name in imports]
    assert guilty == []


def tracked_texts() -> list[Path]:
    kinds = {".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".yaml", ".yml", ".cfg", ".po"}
    skipped = {".venv", ".git", "instance", "node_modules", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    return [
        p for p in ROOT.rglob("*") if p.is_file() and p.suffix in kinds and not skipped & set(p.relative_to(ROOT).parts)
    ]


def test_nothing_names_a_registry_or_this_machine() -> None:
    hosts = re.compile(
        r"py" + r"pi\.org|pythonhosted\.org|registry\.npm" + r"js|deb\.debian\.org|/wo" + r"rk/|/ro" + r"ot/"
    )
    guilty = [
        f"{relative(p)}: {found.group()}"
        for p in tracked_texts()
        if (found := hosts.search(p.read_text(errors="ignore")))
    ]
    assert guilty == []


def test_unordered_queries_are_shuffled_in_tests(shared_app: Flask, engine_name: str) -> None:
    """SQLite gives rows backwards when nobody ordered them, so that a test relying on chance fails."""
    if engine_name != "sqlite":
        pytest.skip("a pragma of SQLite")
    from app.infra.db import db

    with shared_app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA reverse_unordered_selects").scalar() == 1
