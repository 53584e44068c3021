"""What the worker sends: every message due, handed to a list instead of a server."""

import re
from datetime import datetime
from email.message import EmailMessage

from flask import Flask

from app.infra import mail, worker
from tests.conftest import NOW


class Tray:
    """A way out that keeps messages."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Keep `message`."""
        self.messages.append(message)


def letters(app: Flask, at: datetime = NOW) -> list[EmailMessage]:
    """Send everything due at `at`, and return it. Other kinds of jobs run too."""
    tray, registry = Tray(), app.extensions["registry"]
    handlers = {**registry.merged("jobs", "HANDLERS"), "mail": mail.handler(registry.merged("mails", "WRITERS"), tray)}
    with app.app_context():
        worker.drain(handlers, at)
    return tray.messages


def text_of(message: EmailMessage) -> str:
    """The plain part."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(message: EmailMessage) -> str:
    """The address of the message's button, without the host."""
    found = re.search(r"https?://[^/\s]+(/\S*)", text_of(message))
    assert found
    return found.group(1)
