"""The outbox: a message leaves if and only if the act that asked for it was committed, whatever is killed and when.

Only a kill between the mail server's acceptance and our mark may repeat one, under the same Message-ID.
"""

import os
import re
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import services as accounts
from app.accounts.models import Person
from app.infra import mail, worker
from app.infra.db import db, write
from app.infra.jobs import LEASE
from app.infra.models import Job
from tests.conftest import NOW
from tests.infra.mailserver import Inbox, inbox

ROOT = Path(__file__).parents[2]
LATER = NOW + 2 * LEASE


def handlers(app: Flask, url: str) -> dict[str, Any]:
    writers = app.extensions["registry"].merged("mails", "WRITERS")
    return {"mail": mail.handler(writers, mail.transport(url))}


def sign_up(session: Session) -> int | None:
    """An act that asks for a message: the link to confirm."""
    return accounts.sign_up(
        session, email="awa@exemple.fr", first_name="Awa", last_name="Diop", password_hash="x", language="fr", now=NOW
    )


def left(folder: Path) -> list[str]:
    return [str(message_from_bytes(p.read_bytes(), policy=policy.default)["To"]) for p in folder.glob("*.eml")]


def sent_by_an_act_that_rolls_back(app: Flask, folder: Path) -> list[str]:
    """What leaves when the act fails after asking for its message. Must be nothing."""

    def act(session: Session) -> None:
        sign_up(session)
        raise ValueError

    with app.app_context():
        with pytest.raises(ValueError):
            write(act)
        worker.drain(handlers(app, str(folder)), NOW)
    return left(folder)


def test_an_act_that_commits_sends_its_message_once(real_app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    with real_app.app_context():
        write(sign_up)
        assert worker.drain(handlers(real_app, str(folder)), NOW) == 1
        assert worker.drain(handlers(real_app, str(folder)), LATER) == 0
    assert left(folder) == ["awa@exemple.fr"]


def test_an_act_that_rolls_back_sends_nothing(real_app: Flask, tmp_path: Path) -> None:
    assert sent_by_an_act_that_rolls_back(real_app, tmp_path / "mail") == []


def test_canary_a_message_posted_outside_the_transaction_is_seen(
    real_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were `post` to send at once, as mail functions usually do, the check above would go red."""
    folder = tmp_path / "mail"
    writers = real_app.extensions["registry"].merged("mails", "WRITERS")

    def at_once(session: Session, name: str, ids: dict[str, Any], now: Any, **_: Any) -> bool:
        session.flush()
        mail.Folder(folder).send(mail.compose(writers[name](session, ids, now), "at-once", now))
        return True

    monkeypatch.setattr(accounts, "post", at_once)
    assert sent_by_an_act_that_rolls_back(real_app, folder) == ["awa@exemple.fr"]


def test_a_message_no_longer_true_is_not_sent(real_app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    with real_app.app_context():
        person_id = write(sign_up)

        def confirm(session: Session) -> None:
            session.get_one(Person, person_id).confirmed_at = NOW

        write(confirm)
        assert worker.drain(handlers(real_app, str(folder)), NOW) == 1
        assert db.session.scalar(select(Job.state)) == "done"
    assert left(folder) == []


def test_a_server_that_refuses_is_tried_again_under_the_same_identifier(real_app: Flask) -> None:
    with inbox() as server, real_app.app_context():
        server.refusals = 1
        write(sign_up)
        worker.drain(handlers(real_app, server.url), NOW)
        assert server.messages == []
        worker.drain(handlers(real_app, server.url), LATER)
        worker.drain(handlers(real_app, server.url), LATER + LEASE * 9)
    assert len(server.messages) == 1


def killed(app: Flask, folder: Path, url: str, moment: str) -> None:
    """Start a real worker, wait until it says that it is at `moment`, and kill it without a word."""
    database = app.config["SQLALCHEMY_ENGINES"]["default"]["url"]
    command = [sys.executable, "-m", "tests.infra.worker_process", database, str(folder), url, moment]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own command
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == moment
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def after_a_kill(app: Flask, folder: Path, moment: str) -> list[str]:
    """The identifiers that the server received in all, a worker having been killed at `moment` and another following."""
    with inbox() as server:
        with app.app_context():
            write(sign_up)
        killed(app, folder, server.url, moment)
        _next_worker(app, server)
        return [str(m["Message-ID"]) for m in server.messages]


def _next_worker(app: Flask, server: Inbox) -> None:
    with app.app_context():
        assert worker.drain(handlers(app, server.url), NOW) == 0, "the dead worker's lease still holds"
        assert worker.drain(handlers(app, server.url), LATER) == 1
        assert worker.drain(handlers(app, server.url), LATER + LEASE) == 0


def test_killed_between_the_commit_and_the_sending_nothing_is_lost(real_app: Flask, tmp_path: Path) -> None:
    assert len(after_a_kill(real_app, tmp_path, "before")) == 1


def test_killed_between_the_server_s_acceptance_and_our_mark_the_same_message_may_come_twice(
    real_app: Flask, tmp_path: Path
) -> None:
    received = after_a_kill(real_app, tmp_path, "after")
    assert len(received) == 2
    assert len(set(received)) == 1


def test_in_a_folder_even_that_leaves_a_single_file(real_app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    with real_app.app_context():
        write(sign_up)
    killed(real_app, tmp_path, str(folder), "after")
    with real_app.app_context():
        assert worker.drain(handlers(real_app, str(folder)), LATER) == 1
    assert left(folder) == ["awa@exemple.fr"]


def test_every_message_that_is_posted_has_its_writer(shared_app: Flask) -> None:
    posted = {
        name
        for path in (ROOT / "app").rglob("*.py")
        for name in re.findall(r'(?:post|tell_leads)\(\s*\w+,\s*"([a-z_.]+)"', path.read_text())
    }
    assert "accounts.confirm" in posted
    known = shared_app.extensions["registry"].merged("mails", "WRITERS").keys()
    assert posted - known == {"feature.what"}, "but for the example in post's own words"
