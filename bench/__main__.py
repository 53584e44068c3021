"""`make bench`: the lesson page on the server that `make start` runs, beside a bare Flask page with the same queries.

Both are served by the same server with the same settings, in turns, in one run; the table gives minimum, median and
maximum over the rounds. Machines are noisy: read the ratio.
"""

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import event

from app import create_app
from app.accounts.queries import by_email
from app.demo.accounts import PASSWORD, TUTOR
from app.infra.db import db
from bench import load

ROUNDS, SECONDS, CONNECTIONS = 5, 4.0, 4
LESSON = "/modules/role-et-limites/lecons/"
PYTHON = sys.executable


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(target: str, environment: dict[str, str]) -> Iterator[str]:
    """`target` behind granian as `make start` sets it; gives its address."""
    port = free_port()
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error", target]
    server = subprocess.Popen(command, env=environment)  # noqa: S603  our own command
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def signed_in(address: str) -> str:
    """The session cookie of the demonstration's tutor."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{address}/connexion").read().decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if token is None:
        raise RuntimeError("no form on the sign-in page")
    opener.open(
        f"{address}/connexion", urlencode({"csrf_token": token.group(1), "email": TUTOR, "password": PASSWORD}).encode()
    )
    return "; ".join(f"{c.name}={c.value}" for c in jar)


def queries_of(cookie: str, path: str) -> int:
    """How many SQL statements one view of the page makes."""
    app, found = create_app(), []
    with app.app_context():
        engine = db.engine

    def note(_conn, _cursor, statement, *_):  # type: ignore[no-untyped-def]
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    client = app.test_client(use_cookies=False)  # the cookie is given by hand
    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(path, headers={"Cookie": cookie})
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return len(found)


def actor_key() -> str:
    """The session key of the demonstration's tutor."""
    app = create_app()
    with app.app_context():
        person = by_email(db.session, TUTOR)
        if person is None:
            raise LookupError(TUTOR)
        return f"{person.id}.{person.session_version}"


def row(name: str, runs: list[load.Run]) -> str:
    """One line of the table."""
    rates = [r.rate for r in runs]
    p50, p95 = ([r.percentile(share) for r in runs] for share in (0.5, 0.95))
    spread = " / ".join(f"{v:.0f}" for v in (min(rates), statistics.median(rates), max(rates)))
    times = " / ".join(f"{v:.1f}" for v in (min(p50), statistics.median(p50), max(p50)))
    return f"| {name} | {spread} | {times} | {statistics.median(p95):.1f} |"


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"INSTANCE": folder, "TUTORAT_MODE": "demonstration", "SECRET_KEY": "bench"})
        subprocess.run([PYTHON, "-m", "flask", "--app", "wsgi", "setup"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        first = min(Path("modules/role-et-limites").glob("01-*.md")).name
        lesson = first.removeprefix("01-").split(".")[0]
        environment = {**os.environ, "BENCH_ACTOR": actor_key(), "BENCH_LESSON": lesson}
        with served("bench.ours:app", environment) as ours, served("bench.bare:app", environment) as bare:
            cookie = signed_in(ours)
            _compare(f"{ours}{LESSON}{lesson}", f"{bare}/", cookie, queries_of(cookie, LESSON + lesson))


def _compare(ours: str, bare: str, cookie: str, queries: int) -> None:
    pages, yardstick = [], []
    for url in (ours, bare):
        load.run(url, cookie, connections=CONNECTIONS, seconds=1)
    for _ in range(ROUNDS):
        pages.append(load.run(ours, cookie, connections=CONNECTIONS, seconds=SECONDS))
        yardstick.append(load.run(bare, cookie, connections=CONNECTIONS, seconds=SECONDS))
    ratios = [p.rate / y.rate for p, y in zip(pages, yardstick, strict=True)]
    print(f"Lesson page, {queries} queries, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS:.0f} s\n")
    print("| page | pages a second (min / median / max) | p50 ms (min / median / max) | p95 ms |")
    print("| --- | --- | --- | --- |")
    print(row("lesson page", pages))
    print(row("bare Flask, same queries", yardstick))
    print(f"\nthroughput, lesson / bare: {min(ratios):.2f} / {statistics.median(ratios):.2f} / {max(ratios):.2f}")


if __name__ == "__main__":
    main()
