"""The mailbox page of development and demonstration: what has been written to the folder of .eml files. Never in production."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, Flask, current_app, render_template, url_for

from app.infra.access import public
from app.infra.errors import NotYours
from app.infra.mail import folder

bp = Blueprint("mailbox", __name__)
SHOWN = 100


def _folder() -> Path:
    return folder(current_app.config["MAIL_URL"])


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


@bp.get("/courriels")
@public
def messages() -> str:
    """The latest messages, newest first."""
    files = sorted(_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:SHOWN]
    return render_template("mail/mailbox.html", messages=[(path.stem, _read(path)) for path in files])


@bp.get("/courriels/<name>")
@public
def message(name: str) -> str:
    """One message, its text part with links one can follow."""
    path = next((p for p in _folder().glob("*.eml") if p.stem == name), None)
    if path is None:
        raise NotYours
    read = _read(path)
    body = read.get_body(("plain",))
    lines = body.get_content().splitlines() if body is not None else []
    return render_template("mail/message_page.html", message=read, lines=lines)


def init(app: Flask) -> None:
    """Open the page unless in production; templates then know its address as `mailbox_url`."""
    if app.config["MODE"] == "production":
        return
    app.register_blueprint(bp)
    app.context_processor(lambda: {"mailbox_url": url_for("mailbox.messages")})
