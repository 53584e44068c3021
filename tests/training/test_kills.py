"""Web workers are killed (`kill -9`) at random while tutors answer quizzes on a real server: every answer that was
acknowledged is in the database, and no attempt is graded twice.

A tutor here saves, saves again, and sends; a request that gets no answer is sent again, as the page's script does.
"""

import http.client
import os
import re
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.infra.db import db
from app.infra.models import AuditEvent
from app.training.models import Attempt
from app.training.queries.attempts import attempt_of
from tests import proofs
from tests.conftest import closed, new_database
from tests.journeys.server import Server, prepared, serving
from tests.training import acts, content

pytestmark = pytest.mark.proof
SEED = 20261123
PEOPLE = 20
SUBMISSIONS = proofs.size(100, 1000)  # at least
KILLS = proofs.size(2, 20)  # at least: on a fast machine people go on until then
SAVES = 3  # before each sending
GROWN = 6.0  # seconds: granian calls a worker that dies sooner a crash loop, and stops everything
PATIENCE = 60.0  # seconds for a request to be answered at last, workers being killed meanwhile


@dataclass
class Said:
    """What one attempt was told: the last answer acknowledged for each question, and those sent since without an answer."""

    kept: dict[int, str] = field(default_factory=dict)
    unsure: dict[int, set[str]] = field(default_factory=dict)

    def sending(self, answers: dict[int, str]) -> None:
        for position, value in answers.items():
            self.unsure.setdefault(position, set()).add(value)

    def kept_now(self, answers: dict[int, str]) -> None:
        for position, value in answers.items():
            self.kept[position], self.unsure[position] = value, set()


class Tutor:
    """One browser: a cookie, a token, and patience."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.host = urlsplit(server.url).netloc
        self.cookie, self.token = cookie, ""
        self.lost = 0

    def ask(self, method: str, path: str, data: list[tuple[str, str]] | None = None) -> tuple[int, str, str]:
        """Status, body and location, at last: asked again until answered."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._once(method, path, data)
            except (OSError, http.client.HTTPException):
                self.lost += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _once(self, method: str, path: str, data: list[tuple[str, str]] | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(self.host, timeout=4)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode([("csrf_token", self.token), *(data or [])]) if method == "POST" else None
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("tutorat="):
                self.cookie = value.partition(";")[0]
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        if found:
            self.token = found[1]
        return answer.status, text, answer.getheader("Location") or ""


def live(tutor: Tutor, slug: str, enough: Callable[[int], bool], chance: Random, told: dict[int, Said]) -> None:
    """Take the quiz until `enough(times)`: start, save thrice, read over, send."""
    for times in count(1):
        tutor.ask("GET", f"/modules/{slug}/quiz")
        status, _, place = tutor.ask("POST", f"/modules/{slug}/quiz")
        assert status == 303, status
        attempt_id = int(place.rsplit("/", 1)[-1])
        said = told.setdefault(attempt_id, Said())
        for save in range(1, SAVES + 1):
            answers = {position: str(chance.randrange(3)) for position in (1, 2, 3)}
            data = [("tab", f"t{attempt_id}"), ("count", str(save)), ("revision", "0")]
            for position, value in answers.items():
                data += [("shown", str(position)), (f"q{position}", value)]
            said.sending(answers)
            status, text, _ = tutor.ask("POST", f"/essais/{attempt_id}/enregistrer", data)
            # A save asked again after its answer was lost has no higher count: the page would be told, and nothing is lost.
            assert status in (200, 409), (status, text[:200])
            said.kept_now(answers)
        _, text, _ = tutor.ask("GET", f"/essais/{attempt_id}/revoir")
        revision = re.search(r'name="revision" value="(\d+)"', text)
        assert revision, text[:300]
        status, _, place = tutor.ask("POST", f"/essais/{attempt_id}/envoyer", [("revision", revision[1])])
        assert (status, place.endswith("/resultat")) == (303, True), (status, place)
        if enough(times):
            return


def workers_of(parent: int) -> list[int]:
    """The processes whose parent is, at some remove, `parent` and which serve pages."""
    family, found = {parent}, []
    for _ in range(4):
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            pid = int(folder.name)
            if int(fields[1]) in family and pid not in family:
                family.add(pid)
                if b"granian" in command or b"multiprocessing" in command:
                    found.append(pid)
    return found


def killing(server: Server, over: threading.Event, killed: list[int], chance: Random) -> None:
    """Kill one of the web's worker processes every few seconds: never the one that watches over them, which gives up on
    workers that die as soon as they are born.
    """
    born: dict[int, float] = {}
    while not over.wait(chance.uniform(0.3, 1.2)):
        now = time.monotonic()
        for pid in workers_of(os.getpid()):
            if _is_worker(pid, server):
                born.setdefault(pid, now)
        grown = [pid for pid, at in born.items() if now - at > GROWN and Path(f"/proc/{pid}").exists()]
        if grown:
            victim = chance.choice(grown)
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)
            del born[victim]


def _is_worker(pid: int, server: Server) -> bool:
    """A worker of granian: its parent is granian's own process, and both serve this server's port."""
    try:
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        above = Path(f"/proc/{parent}/cmdline").read_bytes()
    except OSError:
        return False
    return b"granian" in above and server.url.rpartition(":")[2].encode() in above


def cookie_of(app: Flask, person: acts.Someone) -> str:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return "tutorat=" + serializer.dumps({"_user_id": f"{person.id}.{person.session_version}", "_fresh": True})


def test_no_acknowledged_answer_is_lost_and_nothing_is_graded_twice(tmp_path: Path, engine_name: str) -> None:
    database = "" if engine_name == "sqlite" else new_database(engine_name, tmp_path)
    server = prepared(tmp_path, database=database, workers=2)
    app = server.application()
    with app.app_context():
        bank = [content.single(f"q{n}") for n in range(3)]
        slug = content.module(bank=bank).slug
        people = [acts.someone() for _ in range(PEOPLE)]
    closed(app)
    chance, told, killed, over = Random(SEED), {}, [], threading.Event()  # noqa: S311  to be played again
    tutors = [Tutor(server, cookie_of(app, person)) for person in people]
    failures: list[Any] = []

    def enough(times: int) -> bool:
        return times >= SUBMISSIONS // PEOPLE and (len(killed) >= KILLS or not killer.is_alive())

    def one(n: int) -> None:
        try:
            live(tutors[n], slug, enough, Random(SEED + n), told)  # noqa: S311
        except Exception as error:  # noqa: BLE001  whatever it is, it is counted and makes the test fail
            failures.append(error)

    with serving(server):
        killer = threading.Thread(target=killing, args=(server, over, killed, chance))
        lives = [threading.Thread(target=one, args=(n,)) for n in range(PEOPLE)]
        killer.start()
        for thread in lives:
            thread.start()
        for thread in lives:
            thread.join()
        over.set()
        killer.join()
    assert failures == []
    assert len(killed) >= KILLS, "too few were killed: the proof proves nothing"
    with app.app_context():
        attempts = db.session.scalars(select(Attempt)).all()
        assert len(attempts) == len(told) >= SUBMISSIONS
        assert {one.state for one in attempts} == {"submitted"}
        graded = dict(
            db.session.execute(
                select(AuditEvent.object_id, func.count())
                .where(AuditEvent.code == "training.submitted")
                .group_by(AuditEvent.object_id)
            ).all()
        )
        assert set(graded.values()) == {1}
        assert set(graded) == {one.id for one in attempts}
        for attempt in attempts:
            _check(attempt, told[attempt.id])
    closed(app)
    lost = sum(tutor.lost for tutor in tutors)
    proofs.record(
        f"submissions while workers are killed ({len(killed)} kill -9, {lost} requests without an answer)",
        len(told),
        SEED,
        f"{len(told) * SAVES * 3} acknowledged answers kept, each graded once",
        engine_name,
    )


def _check(attempt: Attempt, said: Said) -> None:
    whole = attempt_of(db.session, attempt.person_id, attempt.id)
    for item in whole.items:
        at = item.shown.index(item.answer["chosen"][0]) if item.answer else None
        assert str(at) in {said.kept[item.position], *said.unsure[item.position]}, (
            "what was acknowledged is what is kept"
        )
