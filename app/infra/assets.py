"""Static files: one tree under one digest, so that every address may be cached for ever, and one style sheet.

Style sheets are written one per component and served as one: `css/order.txt` lists them. The tree is built beside the
database, once per content; relative addresses inside it keep working since it moves as a whole.
"""

import os
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from app.infra.headers import add_to_file

SOURCE = Path(__file__).parent.parent / "static"
LEFT_OUT = {".md", ".txt"}


def digest(source: Path) -> str:
    """Twelve characters that change with any file of `source`."""
    total = sha256()
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        total.update(str(path.relative_to(source)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:12]


def stylesheet(source: Path) -> str:
    """The one style sheet: the files of css/order.txt, in that order."""
    names = (source / "css" / "order.txt").read_text().split()
    return "\n".join((source / "css" / name).read_text() for name in names)


def build(source: Path, target: Path) -> None:
    """Write the tree to serve at `target`, whole or not at all. Several processes may build it at once."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(dir=target.parent))
    shutil.copytree(source, partial, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.css", "order.txt"))
    (partial / "css").mkdir(exist_ok=True)
    (partial / "css" / "app.css").write_text(stylesheet(source))
    compressor = Compressor(use_gzip=True, use_brotli=True, quiet=True)
    for path in [p for p in partial.rglob("*") if p.is_file() and compressor.should_compress(p.name)]:
        list(compressor.compress(str(path)))
    partial.chmod(0o755)
    try:
        os.rename(partial, target)  # noqa: PTH104  rename onto a tree another process has put there must fail
    except OSError:
        shutil.rmtree(partial)


def init(app: Flask, source: Path = SOURCE) -> None:
    """Serve the static tree, and give templates `static_url(path)`."""
    mark = digest(source)
    target = Path(app.config["INSTANCE"]) / "static" / mark
    build(source, target)
    served = WhiteNoise(
        app.wsgi_app,
        autorefresh=False,
        max_age=31536000,
        immutable_file_test=lambda _path, url: url.startswith("/static/"),
        allow_all_origins=False,
        add_headers_function=add_to_file,
    )
    served.add_files(str(target), prefix=f"static/{mark}/")
    app.jinja_env.globals["dsfr_url"] = _state_sheet(app.config["DSFR_DIST"], served)
    app.wsgi_app = served  # type: ignore[method-assign]  # the documented way to wrap an application
    app.jinja_env.globals["static_url"] = lambda path: f"/static/{mark}/{path}"


def _state_sheet(folder: str, served: WhiteNoise) -> str:
    """Serve the State's own distribution from `folder`, where an administration has put its copy; "" without one.

    Raises FileNotFoundError when the folder does not hold it.
    """
    if not folder:
        return ""
    if not (Path(folder) / "dsfr.min.css").is_file():
        raise FileNotFoundError(f"DSFR_DIST: there is no dsfr.min.css in {folder}. Give the distribution's own folder.")
    served.add_files(folder, prefix="dsfr/")
    return "/dsfr/dsfr.min.css"
