"""`make bench`: pages on the server that `make start` runs, beside a bare Flask application with the same queries and writes.

Both are served by the same server with the same settings, in turns, in one run; each figure is the minimum, the median and
the maximum over the rounds. Machines are noisy: read the ratio. DATABASE_URL names another database than a new SQLite file.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from app.infra.db import db
from bench import load, seats
from bench.load import Ask, Run
from bench.servers import served

ROUNDS, SECONDS, CONNECTIONS = 5, 4.0, 4
TUTORS, EVERY, PACED_SECONDS, STEPS = 100, 5.0, 30.0, (100, 200, 400, 800)
WANTED = 50.0  # milliseconds: the 95th percentile of a save with 100 tutors
SLUG = "role-et-limites"
Side = Callable[[bool], list[list[Ask]]]


def median(values: Sequence[float], digits: int = 1) -> str:
    """« minimum / median / maximum » of `values`."""
    return " / ".join(f"{one:.{digits}f}" for one in (min(values), statistics.median(values), max(values)))


def row(name: str, runs: Sequence[Run]) -> str:
    """One line of the table."""
    times = [median([run.percentile(share) for run in runs]) for share in (0.5, 0.95, 0.99)]
    return f"| {name} | {median([run.rate for run in runs], 0)} | {' | '.join(times)} |"


def statements(app: Flask, ask: Ask) -> int:
    """How many SQL statements one such request makes, those that open and close transactions left out."""
    found = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):  # type: ignore[no-untyped-def]
        if not statement.startswith(("PRAGMA", "BEGIN", "SET TRANSACTION", "SAVEPOINT", "RELEASE")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    answer = app.test_client(use_cookies=False).open(
        ask.path,
        method=ask.method,
        headers=ask.headers,
        data=ask.body.replace("{count}", "2"),
        content_type="application/x-www-form-urlencoded",
    )
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == ask.expected, f"{ask.path}: {answer.status_code}"
    return len(found)


def compare(name: str, ports: tuple[int, int], rounds: Sequence[Side], seconds: float, queries: int) -> None:
    """Play each round on both, in turns, and print the table. `rounds` give each connection's requests, of ours or bare."""
    for bare in (False, True):
        if seconds:
            load.closed(ports[bare], rounds[0](bare), 1)  # warm
    pairs = [tuple(load.closed(ports[bare], turns(bare), seconds) for bare in (False, True)) for turns in rounds]
    ours, bare_runs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    print(f"\n{name}: {queries} statements, {CONNECTIONS} connections, {len(rounds)} rounds\n")
    print("| page | a second | p50 ms | p95 ms | p99 ms |")
    print("| --- | --- | --- | --- | --- |")
    print(row(name.lower(), ours))
    print(row("bare Flask, the same queries and writes", bare_runs))
    ratios = [one.rate / other.rate for one, other in zip(ours, bare_runs, strict=True)]
    print(f"\nthroughput, {name.lower()} / bare: {median(ratios, 2)}", flush=True)


def spread(asks: Sequence[Ask]) -> list[list[Ask]]:
    """The requests dealt out to the connections: no two of them are the same person's at the same attempt."""
    return [list(asks[n::CONNECTIONS]) for n in range(CONNECTIONS)]


def crowds(ports: tuple[int, int], seated: Sequence[seats.Seat]) -> None:
    """More and more tutors, one save each five seconds; then as many saves as the server can take."""
    print(f"\nAutosave by tutors who think: one save each {EVERY:.0f} s, every answer of the page\n")
    print("| tutors | server | saves a second, of those offered | p50 ms | p95 ms | p99 ms |")
    print("| ---: | --- | --- | ---: | ---: | ---: |")
    verdict = ""
    for count in STEPS:
        for bare in (False, True):
            asks = [seats.save(seat, bare=bare) for seat in seated[:count]]
            run = load.paced(ports[bare], asks, EVERY, PACED_SECONDS)
            times = " | ".join(f"{run.percentile(share):.1f}" for share in (0.5, 0.95, 0.99))
            server = "bare Flask" if bare else "Tutorat"
            print(f"| {count} | {server} | {run.rate:.1f} of {count / EVERY:.0f} | {times} |", flush=True)
            if count == TUTORS and not bare:
                p95 = run.percentile(0.95)
                verdict = f"{TUTORS} tutors: p95 {p95:.1f} ms, {'under' if p95 < WANTED else 'OVER'} {WANTED:.0f} ms"
    print(f"\n{verdict}")


def main() -> None:
    """Measure and print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"INSTANCE": folder, "TUTORAT_MODE": "demonstration", "SECRET_KEY": "bench"})
        subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "setup"], check=True, stdout=subprocess.DEVNULL)
        from bench.ours import app  # noqa: PLC0415  it reads the settings above

        with app.app_context():
            print(f"Database: {db.engine.dialect.name}")
        people = seats.tutors(app, TUTORS)
        seated = seats.seats(app, people)
        with app.app_context():
            db.engine.dispose()
        with served("bench.ours:app", os.environ) as ours, served("bench.bare:app", os.environ) as bare:
            _all(app, (ours, bare), people, seated)


def _all(app: Flask, ports: tuple[int, int], people: Sequence[seats.Tutor], seated: Sequence[seats.Seat]) -> None:
    first = min(Path(f"modules/{SLUG}").glob("01-*.md")).name
    lesson = f"/modules/{SLUG}/lecons/{first.removeprefix('01-').split('.')[0]}"
    at_quiz = seated[:TUTORS]

    def lessons(bare: bool) -> list[list[Ask]]:
        return spread([seats.page(one, lesson, bare=bare) for one in people])

    def pages(bare: bool) -> list[list[Ask]]:
        return spread([seats.page(one.tutor, f"/essais/{one.attempt_id}", bare=bare) for one in at_quiz])

    def saves(bare: bool) -> list[list[Ask]]:
        return spread([seats.save(one, bare=bare) for one in at_quiz])

    for name, turns in (("Lesson page", lessons), ("Quiz page", pages), ("Autosave", saves)):
        compare(name, ports, [turns] * ROUNDS, SECONDS, statements(app, turns(False)[0][0]))
    crowds(ports, seated)
    _submissions(app, ports, seated)


def _submissions(app: Flask, ports: tuple[int, int], seated: Sequence[seats.Seat]) -> None:
    """Every attempt is sent, once: each round has its own, half for each side."""
    now = seats.revisions(app, seated)
    last, *rest = seated
    size = len(rest) // (2 * ROUNDS)

    def sends(n: int) -> Side:
        def turns(bare: bool) -> list[list[Ask]]:
            some = rest[(2 * n + bare) * size : (2 * n + bare + 1) * size]
            return spread([seats.send(one, now[one.attempt_id], bare=bare) for one in some])

        return turns

    queries = statements(app, seats.send(last, now[last.attempt_id], bare=False))
    compare("Submission", ports, [sends(n) for n in range(ROUNDS)], 0, queries)


if __name__ == "__main__":
    main()
