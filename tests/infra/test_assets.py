"""Static files: one tree under one digest, built whole, compressed, and the same whoever builds it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask

from app.infra import assets


def source(folder: Path, **files: str) -> Path:
    root = folder / "source"
    (root / "css").mkdir(parents=True)
    (root / "css" / "order.txt").write_text("b.css\na.css\n")
    (root / "css" / "a.css").write_text("a{}")
    (root / "css" / "b.css").write_text("b{}")
    (root / "page.js").write_text("x" * 5000)
    return root


def test_style_sheets_become_one_in_the_order_given(tmp_path: Path) -> None:
    target = tmp_path / "static" / "x"
    assets.build(source(tmp_path), target)
    assert (target / "css" / "app.css").read_text() == "b{}\na{}"
    assert not (target / "css" / "a.css").exists()
    assert not (target / "css" / "order.txt").exists()


def test_texts_are_compressed_once(tmp_path: Path) -> None:
    target = tmp_path / "static" / "x"
    assets.build(source(tmp_path), target)
    assert {p.name for p in target.glob("page.js*")} == {"page.js", "page.js.gz", "page.js.br"}


def test_the_digest_changes_with_any_file_or_name(tmp_path: Path) -> None:
    root = source(tmp_path)
    before = assets.digest(root)
    assert assets.digest(root) == before
    (root / "page.js").write_text("y")
    changed = assets.digest(root)
    (root / "page.js").rename(root / "other.js")
    assert len({before, changed, assets.digest(root)}) == 3


def test_several_processes_may_build_at_once(tmp_path: Path) -> None:
    root, target = source(tmp_path), tmp_path / "static" / "x"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: assets.build(root, target), range(4)))
    assert [p.name for p in target.parent.iterdir()] == ["x"]
    assert (target / "css" / "app.css").exists()


def test_what_a_page_asks_for_is_served(app: Flask) -> None:
    client = app.test_client()
    for path in ("css/app.css", "js/page.js", "fonts/source-sans-3.woff2", "img/favicon.svg"):
        answer = client.get(app.jinja_env.globals["static_url"](path))
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"].startswith("max-age=31536000")
        answer.close()
