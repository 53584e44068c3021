"""The search of the pool at growing sizes, on SQLite or PostgreSQL, beside plain SQL with the same filters.

    python -m bench.search            10,000 and 30,000 tutors
    python -m bench.search huge       10,000, 100,000, 300,000 and 1,000,000
    TUTORS=100000 python -m bench.search one        one size, in a process and a database of its own

Each figure is a whole page as the application makes it, from request to HTML: the hourly limit, the list, every facet's
figures, the template. Beside the time that passed stands the time processors worked, ours and the database server's: on a
machine that others use too, it is the figure to compare. Two yardsticks use the same filters: `bare`, the identifiers of the
first 25 who match, no figure; `all`, what naive facets cost: who matches counted to the end, for the page and for each facet.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import psycopg
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bench.crowd import VOCABULARY, crowd, known

SEED, SEARCHES, BARE, COUNTED = 20261128, 320, 4, 40  # the yardsticks run on one search in BARE, in COUNTED
WHOLE = 1_000_000
SIZES = {"": (10_000, 30_000), "huge": (10_000, 100_000, 300_000, WHOLE)}
WANTED = {"sqlite": 300.0, "postgresql": 150.0}  # milliseconds: the 95th percentile with a million tutors
SET_UP = [sys.executable, "-m", "flask", "--app", "wsgi", "setup"]


def searches(session: Session) -> list[dict[str, Any]]:
    """Varied searches: nothing, one facet, several, rare with rare, words common and rare, phrases, hours, deep pages."""
    random, there = Random(SEED), known(session)  # noqa: S311  to be played again
    found: list[dict[str, Any]] = []
    for n in range(SEARCHES):
        kind = n % 10
        facets: dict[str, Any] = {}
        if kind in (1, 4, 5, 8):
            facets["concours"] = random.choice(there["exams"])
        if kind in (2, 4, 6, 9):
            facets["region"] = random.choice(there["regions"])
        if kind in (3, 5, 9):
            facets["creneau"] = random.randrange(21)
        if kind in (5, 8):
            facets["epreuve"] = random.choice(there["papers"])
        if kind in (6, 7):
            facets["mots"] = random.choice(VOCABULARY)
        if kind == 7 and random.random() < 0.3:
            facets["mots"] = f'"{random.choice(VOCABULARY)} {random.choice(VOCABULARY)}"'
        if kind == 4:  # rare with rare
            facets |= {"concours": there["exams"][-1 - n % 3], "region": there["regions"][-1 - n % 4]}
        for name in ("distance", "presence", "libre"):
            if kind and random.random() < 0.2:
                facets[name] = "y"
        if random.random() < 0.2:
            facets["page"] = random.choice((2, 5, 40, 200))
        found.append(facets)
    return found


def plain(facets: dict[str, Any], *, without: str = "") -> tuple[str, dict[str, Any]]:
    """The same filters in plain SQL, as a search without an index of its own would ask."""
    said = {
        "concours": "(EXISTS (SELECT 1 FROM tutor_exam x WHERE x.person_id = p.person_id AND x.exam_id = :concours) OR "
        "EXISTS (SELECT 1 FROM eligibility g WHERE g.person_id = p.person_id AND g.exam_id = :concours))",
        "epreuve": "EXISTS (SELECT 1 FROM tutor_paper x WHERE x.person_id = p.person_id AND x.paper_id = :epreuve)",
        "region": "p.region_code = :region",
        "creneau": "CAST(p.slots AS TEXT) LIKE '%' || :creneau || '%'",
        "mots": "p.words_key LIKE '%' || :mots || '%'",
        "distance": "p.remote",
        "presence": "p.presence",
        "libre": "p.seats_taken < p.seats",
    }
    used = {name: value for name, value in facets.items() if name in said and name != without}
    where = "".join(f" AND {said[name]}" for name in used)
    values = {name: str(value) if name == "creneau" else value for name, value in used.items()}
    values = {name: value.strip('"') if name == "mots" else value for name, value in values.items() if value != "y"}
    return (
        "FROM tutor_profile p JOIN validation v ON v.person_id = p.person_id JOIN person q ON q.id = p.person_id "
        "WHERE v.valid_from <= CURRENT_TIMESTAMP AND v.valid_until > CURRENT_TIMESTAMP AND q.suspended_at IS NULL "
        f"AND q.erased_at IS NULL{where}"
    ), values


def spread(times: list[float]) -> dict[str, float]:
    """p50, p95 and the longest, in milliseconds."""
    kept = sorted(1000 * one for one in times)
    return {"p50": statistics.median(kept), "p95": kept[int(0.95 * len(kept))], "max": kept[-1]}


def _servers(session: Session) -> list[Path]:
    """Where this machine says what time each process of the database's server that works for us has had."""
    if session.get_bind().dialect.name == "sqlite":
        return []
    pids = session.scalars(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"))
    return [path for pid in pids if (path := Path(f"/proc/{pid}/schedstat")).exists()]


def _spent(servers: list[Path]) -> float:
    """Seconds of processor they have had."""
    return sum(int(path.read_text().split()[0]) for path in servers) / 1e9


def one(tutors: int) -> None:
    """One size: fill, measure; prints a line of JSON."""
    from app.infra import clock, settings  # noqa: PLC0415  the settings are read when the application is made
    from app.infra.db import db, write  # noqa: PLC0415
    from app.pairing.settings import SEARCHES_PER_HOUR  # noqa: PLC0415
    from bench import seats  # noqa: PLC0415
    from bench.ours import app  # noqa: PLC0415

    began = time.perf_counter()
    with app.app_context():
        lead = crowd(db, tutors)
        now = clock.now()
        write(lambda s: settings.change(s, SEARCHES_PER_HOUR, 5000, now, since=now, reason="bench", actor_id=None))
        asked = searches(db.session)
        dialect = db.engine.dialect.name
        db.session.remove() if hasattr(db.session, "remove") else db.session.close()
    filled = time.perf_counter() - began
    who = seats.signed_in(app, lead[0], lead[1], "/aide")
    client = app.test_client(use_cookies=False)
    times: dict[str, list[float]] = {"page": [], "work": [], "bare": [], "all": []}
    found: list[tuple[float, dict[str, Any]]] = []

    def page(facets: dict[str, Any]) -> float:
        began = time.perf_counter()
        answer = client.get(f"/vivier?{urlencode(facets)}", headers={"Cookie": who.cookie})
        assert answer.status_code == 200, answer.status_code
        return time.perf_counter() - began

    def sql(statement: str, values: dict[str, Any]) -> float:
        began = time.perf_counter()
        with app.app_context():
            db.session.execute(text(statement), values).all()
        return time.perf_counter() - began

    for facets in asked[:10]:
        page(facets)
    with app.app_context():
        servers = _servers(db.session)
    for n, facets in enumerate(asked):
        spent = time.process_time() + _spent(servers)
        took = page(facets)
        times["page"].append(took)
        times["work"].append(time.process_time() + _spent(servers) - spent)
        found.append((took, facets))
        where, values = plain(facets)
        if n % BARE == 1:
            times["bare"].append(sql(f"SELECT p.person_id {where} ORDER BY p.person_id LIMIT 25", values))
        if n % COUNTED == 1 + n // COUNTED:  # of every kind in turn
            total = sql(f"SELECT count(*) {where}", values)
            for facet in ("concours", "epreuve", "region", "creneau"):
                where, values = plain(facets, without=facet)
                total += sql(f"SELECT p.region_code, count(*) {where} GROUP BY p.region_code", values)
            times["all"].append(total)
    worst = sorted(found, key=lambda pair: -pair[0])[:5]
    print(
        json.dumps(
            {
                "engine": dialect,
                "tutors": tutors,
                "filled": filled,
                "worst": [(round(1000 * took), facets) for took, facets in worst],
                **{name: spread(taken) for name, taken in times.items()},
            }
        )
    )
    with app.app_context():
        db.engine.dispose()


def saved() -> None:
    """The daily look at 500 saved searches over 5,000 tutors, a quarter of whom are new: prints a line of JSON."""
    from app.accounts.models import Person  # noqa: PLC0415
    from app.classes.models import ClassLead  # noqa: PLC0415
    from app.infra import clock  # noqa: PLC0415
    from app.infra.db import db, write  # noqa: PLC0415
    from app.pairing.models import SavedSearch  # noqa: PLC0415
    from app.pairing.rules.saved import pack  # noqa: PLC0415
    from app.pairing.services import check_searches  # noqa: PLC0415
    from bench.ours import app  # noqa: PLC0415

    with app.app_context():
        crowd(db, 5000)
        asked, now = searches(db.session), clock.now()
        known = pack(list(db.session.scalars(select(Person.id)))[: 5000 * 3 // 4])
        led = db.session.scalars(select(ClassLead.class_id).limit(1)).one()
        leads = db.session.scalars(select(Person.id).order_by(Person.id.desc()).limit(50)).all()

        def keep(session: Session) -> None:
            for lead in leads:
                session.add(ClassLead(class_id=led, person_id=lead, since=now))
                for n in range(10):
                    filters = {
                        k: True if v == "y" else v
                        for k, v in asked[(lead + 31 * n) % len(asked)].items()
                        if k != "page"
                    }
                    session.add(
                        SavedSearch(lead_id=lead, name=f"n{n}", name_key=f"n{n}", filters=filters, known=known,
                                    created_at=now, looked_at=now)
                    )  # fmt: skip

        write(keep)
        times: list[float] = []
        began, spent = time.perf_counter(), time.process_time()
        while True:
            one_began = time.perf_counter()
            if not write(lambda session: check_searches(session, now)):
                break
            times.append(time.perf_counter() - one_began)
        took, spent = time.perf_counter() - began, time.process_time() - spent
        told = db.session.scalar(text("SELECT count(*) FROM saved_search WHERE fresh > 0"))
        dialect = db.engine.dialect.name
        db.engine.dispose()
    print(json.dumps({"engine": dialect, "seconds": took, "cpu": spent, "told": told, "write": spread(times)}))


@contextmanager
def _database(folder: str) -> Iterator[str]:
    """A database of its own: a new one on the server that TEST_POSTGRES_URL names, else a SQLite file."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        yield f"sqlite:///{folder}/search.db"
        return
    name = f"bench_search_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]  # our own name
        try:
            yield server.rpartition("/")[0] + f"/{name}"
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def _apart(tutors: int, what: str = "one") -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, _database(folder) as url:
        around = {**os.environ, "INSTANCE": folder, "TUTORAT_MODE": "demonstration", "SECRET_KEY": "bench"}
        around |= {"TUTORS": str(tutors), "DATABASE_URL": url}
        subprocess.run(SET_UP, check=True, stdout=subprocess.DEVNULL, env=around)  # noqa: S603  ours
        told = subprocess.run(  # noqa: S603  ours
            [sys.executable, "-m", "bench.search", what], check=True, capture_output=True, text=True, env=around
        )
    return dict(json.loads(told.stdout.strip().splitlines()[-1]))


def main() -> None:
    """Measure and print the table."""
    print(f"\nThe search of the pool: {SEARCHES} searches, whole pages; p50 / p95 / longest, in milliseconds\n")
    print("| database | tutors | whole page | of it, processor | bare list of 25 | naive counts | page / naive, p95 |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for tutors in SIZES["huge" if "huge" in sys.argv else ""]:
        found = _apart(tutors)
        cells = (
            " / ".join(f"{found[kind][part]:.0f}" for part in ("p50", "p95", "max"))
            for kind in ("page", "work", "bare", "all")
        )
        ratio = found["page"]["p95"] / found["all"]["p95"]
        print(f"| {found['engine']} | {tutors:,} | {' | '.join(cells)} | {ratio:.2f} |", flush=True)
        if tutors == WHOLE:
            p95, most = found["page"]["p95"], WANTED[found["engine"]]
            print(f"\np95 {p95:.0f} ms, {'under' if p95 < most else 'OVER'} {most:.0f} ms")
    told = _apart(5000, "saved")
    print(
        f"\nsaved searches, 500 over 5,000 tutors: {told['seconds']:.1f} s; each write, ten searches of one lead: "
        f"p50 {told['write']['p50']:.0f} ms, longest {told['write']['max']:.0f} ms"
    )


if __name__ == "__main__":
    if "one" in sys.argv:
        one(int(os.environ["TUTORS"]))
    elif "saved" in sys.argv:
        saved()
    else:
        main()
