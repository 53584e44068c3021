"""A real server on a free port, as `flask serve` starts it: pages and worker, on a database and a mail folder of its own."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from flask import Flask

import config as deployment
from app import create_app
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0  # seconds: a loaded machine is slow
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


@dataclass(frozen=True)
class Server:
    """Where it answers, what it was started with, and the folder where it writes."""

    url: str
    environ: dict[str, str]
    folder: Path

    def flask(self, *arguments: str) -> str:
        """What `flask ARGUMENTS` says on this server's database."""
        done = subprocess.run([*FLASK, *arguments], env=self.environ, cwd=ROOT, capture_output=True, text=True)  # noqa: S603, PLW1510
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def application(self) -> Flask:
        """The same application in this process, to set a scene that no journey is about."""
        return create_app(deployment.load(self.environ))

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds now."""
        with sqlite3.connect(f"file:{self.folder / 'tutorat.sqlite'}?mode=ro", uri=True) as connection:
            found = connection.execute(query, values).fetchall()
        connection.close()
        return found

    def letter(self, address: str, subject: str) -> EmailMessage:
        """The latest message to `address` whose subject holds `subject`, once the worker has sent it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            files = sorted((self.folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
            for path in files:
                message = message_from_bytes(path.read_bytes(), policy=policy.default)
                if address in message["To"] and plain(subject) in plain(message["Subject"]):
                    return message
            time.sleep(0.1)
        raise AssertionError(f"no message « {subject} » to {address}")

    def mail_to(self, address: str, subject: str) -> str:
        """The first link of that message: its button's."""
        body = self.letter(address, subject).get_body(("plain",))
        assert body is not None
        found = re.search(rf"{re.escape(self.url)}/\S+", body.get_content())
        assert found, body.get_content()
        return found[0]


def plain(text: str) -> str:
    """Without the typography that pages and mails add."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def prepared(folder: Path, mode: str = "development", port: int = 0, database: str = "", workers: int = 1) -> Server:
    """A server not yet started, its database set up as `make start` does. `database` is a URL: SQLite in `folder` unless given."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    given = {"INSTANCE": str(folder), "TUTORAT_MODE": mode, "PUBLIC_URL": url, "SECRET_KEY": "journeys-" * 8}
    given |= {"WORKERS": str(workers), "DATABASE_URL": database, "MAIL_URL": "", "CONTENT_PATH": str(ROOT / "modules")}
    server = Server(url, {**os.environ, **given}, folder)
    if database or not (folder / "tutorat.sqlite").exists():
        server.flask("setup")
    return server


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """The server, answering; stopped at the end."""
    port = server.url.rpartition(":")[2]
    with (server.folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  our own command
            [*FLASK, "serve", "--port", port], env=server.environ, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        _answers(f"{server.url}/sante", process, server.folder / "server.log")
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5) as answer:  # noqa: S310  our own server
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")
