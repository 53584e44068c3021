"""The studio under load: the preview of a long lesson, and the statistics of a module of a million answers.

    python -m bench.studio

Both beside a yardstick in the same run and in turns: the preview beside the Markdown library alone, on the same text, with
the same extensions and neither our blocks nor the sanitiser; the page of a million answers beside that of a thousand.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from random import Random
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import insert, select

from app.accounts.models import Person, RoleGrant
from app.authoring import jobs, services
from app.authoring.queries.statistics import about
from app.content.models import Module, Question
from app.infra import clock
from app.infra.db import db, write
from app.infra.jobs import Claim
from app.training.models import Attempt, AttemptItem
from bench import load, seats
from bench.load import Ask
from bench.servers import served

ROUNDS, SECONDS, WORDS, ANSWERS, DRAWN, AT_ONCE = 5, 4.0, 3000, int(os.environ.get("ANSWERS", "1000000")), 6, 5000
PREVIEW_WANTED, PAGE_WANTED = 100.0, 300.0  # milliseconds, at the 95th percentile
LARGE, SMALL = "role-et-limites", "reperer-et-alerter"
SEED = 20261123


def trainer(app: Flask) -> seats.Tutor:
    """A trainer of the demonstration, signed in."""
    with app.app_context():
        wanted = select(Person.id, Person.session_version).join(RoleGrant, RoleGrant.person_id == Person.id)
        person_id, version = db.session.execute(wanted.where(RoleGrant.role == "trainer").order_by(Person.id)).first()
    return seats.signed_in(app, person_id, f"{person_id}.{version}", "/formation/brouillons")


def lesson(app: Flask) -> str:
    """Three thousand words of real lessons, blocks included."""
    with app.app_context():
        texts = [
            file
            for module in db.session.scalars(select(Module).where(Module.current_version_id.is_not(None)))
            for name, file in sorted(module.current.files.items())
            if name.endswith(".md") and not name.endswith(".en.md") and "scenario" not in file
        ]
    found = "# Une longue leçon\n"
    for text in texts:
        if len(found.split()) >= WORDS:
            break
        found += "\n" + "\n".join(line for line in text.splitlines() if not line.startswith("# ")) + "\n"
    return found


def answers(app: Flask, slug: str, count: int) -> float:
    """`count` first answers to a module's quiz, of as many people as it takes; then its figures are counted. Returns the
    seconds of the count.
    """
    random = Random(f"{SEED} {slug}")  # noqa: S311  to be played again
    with app.app_context():
        module = db.session.query(Module).filter_by(slug=slug).one()
        bank = db.session.scalars(
            select(Question).where(Question.version_id == module.current_version_id, Question.bank == "quiz")
        ).all()
        keys = [(one.id, list(one.body.get("options", ())), list(one.body.get("right", ()))) for one in bank]
        module_id, version, substance = module.id, module.current_version_id, module.current.substance
        people = count // DRAWN
        for start in range(0, people, AT_ONCE):
            write(lambda s, a=start: _crowd(s, random, keys, (module_id, version, substance), min(AT_ONCE, people - a)))
        began = time.perf_counter()
        jobs.figures(
            db.session, Claim(1, "authoring.figures", {"about": about(module_id)}, 1, "bench", "bench"), clock.now()
        )
        return time.perf_counter() - began


def _crowd(session, random, keys, module, count) -> None:  # type: ignore[no-untyped-def]
    now, (module_id, version, substance) = clock.now(), module
    stamp = random.getrandbits(64)
    rows = [
        {"email": f"{stamp}-{n}@bench.example", "email_key": f"{stamp}-{n}@bench.example", "first_name": "A", "last_name": "B",
         "name_key": "b a", "created_at": now, "language": "fr", "session_version": 0}
        for n in range(count)
    ]  # fmt: skip
    ids = session.scalars(insert(Person).returning(Person.id), rows).all()
    rows = [
        {"person_id": one, "module_id": module_id, "version_id": version, "substance": substance, "state": "submitted",
         "started_at": now, "submitted_at": now, "percent": 50, "passed": False, "revision": 0, "tab_count": 0}
        for one in ids
    ]  # fmt: skip
    attempts = session.scalars(insert(Attempt).returning(Attempt.id), rows).all()
    items = []
    for attempt in attempts:
        level = random.random()
        for position, (question, options, right) in enumerate(random.sample(keys, DRAWN), start=1):
            good = random.random() < level
            chosen = right if good else [random.choice(options)] if options else []
            items.append(
                {"attempt_id": attempt, "position": position, "question_id": question, "shown": options,
                 "answer": {"chosen": chosen}, "points": float(good), "certainty": random.choice(["sure", "think", "guess"]),
                 "answered_at": now}
            )  # fmt: skip
    session.execute(insert(AttemptItem), items)


def bare(text: str) -> list[float]:
    """The times, in milliseconds, of the Markdown library alone on the same text."""
    import markdown  # noqa: PLC0415

    times = []
    for _n in range(60):
        start = time.perf_counter()
        markdown.markdown(text, extensions=["tables", "attr_list", "def_list", "footnotes"])
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)


def line(name: str, runs: list[load.Run]) -> float:
    """Print one line of the table; returns the median of the 95th percentiles."""
    shares = [[run.percentile(share) for run in runs] for share in (0.5, 0.95, 0.99)]
    print(
        f"| {name} | " + " | ".join(f"{min(s):.1f} / {statistics.median(s):.1f} / {max(s):.1f}" for s in shares) + " |",
        flush=True,
    )
    return statistics.median(shares[1])


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update({"INSTANCE": folder, "TUTORAT_MODE": "demonstration", "SECRET_KEY": "bench"})
        subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "setup"], check=True, stdout=subprocess.DEVNULL)
        from bench.ours import app  # noqa: PLC0415  it reads the settings above

        who, text = trainer(app), lesson(app)
        with app.app_context():
            print(f"Database: {db.engine.dialect.name}")
            draft = write(lambda s: services.open_draft(s, who.id, LARGE, "bench", clock.now()))
        counted = {slug: answers(app, slug, count) for slug, count in ((LARGE, ANSWERS), (SMALL, 1000))}
        with app.app_context():
            db.engine.dispose()
        headers = {"Cookie": who.cookie}
        body = urlencode({"text": text, "csrf_token": who.token})
        preview = Ask("POST", f"/formation/brouillons/{draft}/apercu", headers, body)
        pages = {slug: Ask("GET", f"/formation/modules/{slug}/statistiques", headers) for slug in counted}
        listed = Ask("GET", "/formation/modules", headers)
        with served("bench.ours:app", os.environ) as port:
            runs: dict[str, list[load.Run]] = {}
            for ask in (preview, *pages.values(), listed):
                load.closed(port, [[ask]], 1)  # warm
            for _round in range(ROUNDS):
                for name, ask in (("preview", preview), (LARGE, pages[LARGE]), (SMALL, pages[SMALL]), ("list", listed)):
                    runs.setdefault(name, []).append(load.closed(port, [[ask]], SECONDS))
        alone = bare(text)
    print(f"\nOne reader, {ROUNDS} rounds of {SECONDS:.0f} s, minimum / median / maximum\n")
    print("| page | p50 ms | p95 ms | p99 ms |")
    print("| --- | --- | --- | --- |")
    shown = line(f"preview of a lesson of {len(text.split())} words", runs["preview"])
    print(f"| the Markdown library alone, same text | {alone[30]:.1f} | {alone[57]:.1f} | {alone[-1]:.1f} |")
    page = line(f"statistics, {ANSWERS:,} answers", runs[LARGE])
    line("statistics, 1,000 answers", runs[SMALL])
    line("list of modules", runs["list"])
    print(f"\ncounting {ANSWERS:,} answers, in the background: {counted[LARGE]:.1f} s; 1,000: {counted[SMALL]:.2f} s")
    for what, found, wanted in (("preview", shown, PREVIEW_WANTED), ("statistics", page, PAGE_WANTED)):
        print(f"{what}: p95 {found:.1f} ms, {'under' if found < wanted else 'OVER'} {wanted:.0f} ms")


if __name__ == "__main__":
    main()
