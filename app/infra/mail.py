"""Mail: a value, its two renderings, and the two ways out (a folder of .eml files, or SMTP).

A feature enqueues `post(session, "feature.what", ids, now)`; the worker asks that feature to write the message in its
reader's language, or to say that it is no longer true, and sends it under an identifier that never changes.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from flask import current_app, url_for
from sqlalchemy.orm import Session

from app.infra import jobs
from app.infra.i18n import speaking

SENDER_NAME = "Tutorat"
TIMEOUT = 20  # seconds a mail server may take to answer


@dataclass(frozen=True)
class Mail:
    """One message: one purpose, one button. `lines` are paragraphs, already in the reader's language `lang`.

    `choices` are answers to pick from, (words, address), instead of the button. `why` says why the person receives it and
    how to stop it. Names never go in `subject`.
    """

    to: str
    lang: str
    subject: str
    lines: tuple[str, ...]
    why: str
    action: str = ""
    url: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = field(default=())
    reply_to: str = ""


Writer = Callable[[Session, dict[str, Any], datetime], Mail | None]
Writers = Mapping[str, Writer]


def post(
    session: Session,
    name: str,
    ids: dict[str, Any],
    now: datetime,
    *,
    key: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Put the mail `name` in the outbox, in the current transaction: an act that rolls back sends nothing."""
    return jobs.enqueue(session, "mail", {"mail": name, **ids}, now, key=key and f"mail:{key}", at=at)


def link(endpoint: str, **parts: Any) -> str:
    """The full address of a page, for a mail: on PUBLIC_URL, never on the Host of a request."""
    with current_app.test_request_context():
        path = url_for(endpoint, **parts)
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}{path}"


class Transport(Protocol):
    """A way out for messages."""

    def send(self, message: EmailMessage) -> None:
        """Hand `message` over, or raise."""


class Folder:
    """Writes each message as one .eml file named by its identifier: sending it twice leaves one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: EmailMessage) -> None:
        """Write the file beside its final name, then put it in place at once."""
        self.path.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w.-]", "_", message["Message-ID"].strip("<>"))
        partial = self.path / f".{name}.part"
        partial.write_bytes(message.as_bytes())
        partial.replace(self.path / f"{name}.eml")


class Smtp:
    """Sends through the server of a URL: smtp://user:password@host:587 (STARTTLS when offered) or smtps://…:465."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        """Raises smtplib.SMTPException or OSError; the job is then tried again later."""
        server = self._connect()
        try:
            self._introduce(server)
            server.send_message(message)
        finally:
            # Once the server has taken the message, a farewell that goes wrong must not have it sent again.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()

    def _connect(self) -> smtplib.SMTP:
        host = self.url.hostname or "localhost"
        if self.url.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self.url.port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
        return smtplib.SMTP(host, self.url.port or 25, timeout=TIMEOUT)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if self.url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))


def folder(url: str) -> Path:
    """The folder that MAIL_URL names when it names no server."""
    return Path(url.removeprefix("file://"))


def transport(url: str) -> Transport:
    """The way out that `url` names: smtp:// or smtps://, else the path of a folder."""
    return Smtp(url) if url.startswith(("smtp://", "smtps://")) else Folder(folder(url))


def compose(mail: Mail, identifier: str, now: datetime) -> EmailMessage:
    """The message to send: plain text first, then HTML; `identifier` is its Message-ID, stable over retries."""
    sender = current_app.config["MAIL_FROM"]
    message = EmailMessage()
    message["From"] = formataddr((SENDER_NAME, sender))
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{identifier}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        message["Reply-To"] = mail.reply_to
    with speaking(mail.lang):
        message.set_content(_rendered("message.txt", mail))
        message.add_alternative(_rendered("message.html", mail), subtype="html")
    message["Content-Language"] = mail.lang  # after the content, which takes away every header of its kind
    return message


def _rendered(template: str, mail: Mail) -> str:
    """A mail's template, without what pages are given: no request, reader or menu exists where mail is written."""
    return current_app.jinja_env.get_template(f"mail/{template}").render(mail=mail)


def handler(writers: Writers, out: Transport) -> jobs.Handler:
    """The handler of "mail" jobs: write the message now, if it is still true, and hand it to `out`."""

    def send(session: Session, held: jobs.Claim, now: datetime) -> None:
        ids = dict(held.payload)
        mail = writers[ids.pop("mail")](session, ids, now)
        session.rollback()  # the network is not waited for inside a transaction
        if mail is not None:
            out.send(compose(mail, held.name, now))

    return send
