"""The draw: the page of a whole class, and the national run at growing sizes, beside SciPy and the package `matching`.

    python -m bench.draw            the class page, and four sizes of a national run, with the plot of their growth
    python -m bench.draw huge       the same, and 100,000 students × 150,000 tutors
    STUDENTS=100000 TUTORS=150000 python -m bench.draw run    one size, in a process of its own

Each size is a season made in a database of its own: reading it, judging, solving and explaining are timed together, and the
memory is the most the process held. The yardsticks solve the same scores: SciPy's assignment with a column a seat; the
deferred acceptance of `matching`, students' and tutors' preferences by score, which does not look for the best sum.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select

from bench import load, plot, seats
from bench.load import Ask
from bench.servers import served

ROUNDS, SECONDS, PUPILS, POOL = 5, 4.0, 25, 5000
SIZES = ((425, 750), (850, 1500), (1700, 3000), (3000, 5000))
CURVES = {
    "Tutorat, all": "seconds",
    "of which reading": "reading",
    "SciPy alone": "scipy",
    "matching alone": "matching",
}
PLOT = Path(__file__).parent.parent / "docs" / "screens" / "draw-growth.svg"
PAGE_WANTED = 300.0  # milliseconds
MATCHING = 2000  # students above which `matching` is not waited for
SET_UP = [sys.executable, "-m", "flask", "--app", "wsgi", "setup"]


def _season(app: Any, tutors: int, students: int, classes: int) -> tuple[str, list[int]]:
    """A season in the application's database: the key of a lead's session, the classes they lead."""
    from app.accounts.models import Person  # noqa: PLC0415
    from app.classes.models import ClassLead  # noqa: PLC0415  the settings are read when the application is made
    from app.infra import clock  # noqa: PLC0415
    from app.infra.db import db, write  # noqa: PLC0415
    from bench.season import season  # noqa: PLC0415

    with app.app_context():
        lead = db.session.scalars(select(ClassLead.person_id).order_by(ClassLead.id).limit(1)).one()
        ids = write(lambda session: season(session, tutors, students, classes, clock.now(), lead))
        key = f"{lead}.{db.session.get_one(Person, lead).session_version}"
        db.engine.dispose()
    return key, ids


def page() -> None:
    """The page of a class of 25, with 5,000 tutors in the pool."""
    from app.infra.db import db  # noqa: PLC0415
    from bench.ours import app  # noqa: PLC0415

    lead, (class_id, *_rest) = _season(app, POOL, PUPILS, 1)
    who = seats.signed_in(app, int(lead.partition(".")[0]), lead, "/aide")
    ask = Ask("GET", f"/classes/{class_id}/proposer", {"Cookie": who.cookie})
    board = Ask("GET", f"/classes/{class_id}", {"Cookie": who.cookie})
    with served("bench.ours:app", os.environ) as port:
        for one in (ask, board):
            load.closed(port, [[one]], 1)
        runs: dict[str, list[load.Run]] = {"whole": [], "board": []}
        for _round in range(ROUNDS):
            runs["whole"].append(load.closed(port, [[ask]], SECONDS))
            runs["board"].append(load.closed(port, [[board]], SECONDS))
    from bench.studio import line  # noqa: PLC0415

    with app.app_context():
        print(
            f"\nDatabase: {db.engine.dialect.name}; one reader, {ROUNDS} rounds of {SECONDS:.0f} s, min / median / max\n"
        )
    print("| page | p50 ms | p95 ms | p99 ms |\n| --- | --- | --- | --- |")
    found = line(f"the best set for a class of {PUPILS}, {POOL:,} tutors in the pool", runs["whole"])
    line("the class's board", runs["board"])
    print(f"\nclass page: p95 {found:.1f} ms, {'under' if found < PAGE_WANTED else 'OVER'} {PAGE_WANTED:.0f} ms")
    with app.app_context():
        db.engine.dispose()


def run(students: int, tutors: int) -> None:
    """One national run, timed in parts; prints a line of JSON."""
    from app.infra import clock  # noqa: PLC0415
    from app.infra.db import db  # noqa: PLC0415
    from app.pairing.queries import facts as facts_of  # noqa: PLC0415
    from app.pairing.rules.plan import plan  # noqa: PLC0415
    from bench.ours import app  # noqa: PLC0415

    _season(app, tutors, students, max(1, students // 17))
    with app.app_context():
        times = []
        for _turn in range(3 if students < 10_000 else 1):
            db.session.expunge_all()
            began = time.perf_counter()
            facts, listed = facts_of(db.session, None, clock.now())
            read = time.perf_counter()
            del listed
            found = plan(facts, others=0)
            times.append((time.perf_counter() - began, read - began))
        best = min(times)
        figures = found.figures
        print(
            json.dumps(
                {
                    "students": len(facts.needs),
                    "tutors": len(facts.pool),
                    "seconds": best[0],
                    "reading": best[1],
                    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                    "placed": figures.placed,
                    "total": figures.total,
                    "listed": facts.helping is not None,
                    **(_yardsticks(facts, figures.total) if facts.helping is None and "bare" not in sys.argv else {}),
                }
            )
        )


def _yardsticks(facts: Any, total: int) -> dict[str, float]:
    """SciPy and `matching` on the same scores, without reading nor explaining."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    from app.pairing.rules.judge import judge_all  # noqa: PLC0415
    from app.pairing.rules.table import read  # noqa: PLC0415

    table = read(facts.needs, facts.pool, facts.lives, facts.terms)
    allowed, scores = judge_all(table)
    columns = np.repeat(np.arange(len(facts.pool)), table.seats)
    gain = np.where(allowed[:, columns], scores[:, columns] + 1_000_000.0, 0.0)
    began = time.perf_counter()
    rows, chosen = linear_sum_assignment(gain, maximize=True)
    scipy = time.perf_counter() - began
    kept = gain[rows, chosen] > 0
    by_scipy = int((gain[rows, chosen][kept] - 1_000_000).sum())
    assert by_scipy == total, f"SciPy {by_scipy}, ours {total}"
    few = len(facts.needs) < MATCHING
    return {"scipy": scipy, **(_matching(allowed, scores, table.seats) if few else {})}


def _matching(allowed: Any, scores: Any, free: Any) -> dict[str, float]:
    """The hospital-resident game of `matching`, when it is installed (it is not pinned: a yardstick only)."""
    try:
        from matching.games import HospitalResident  # noqa: PLC0415
    except ImportError:
        return {}
    began = time.perf_counter()
    open_to = allowed & (free > 0)
    students = {i: [int(j) for j in np.argsort(-scores[i], kind="stable") if open_to[i, j]] for i in range(len(scores))}
    students = {i: tutors for i, tutors in students.items() if tutors}
    of_tutor = {
        j: [int(i) for i in np.argsort(-scores[:, j], kind="stable") if open_to[i, j]] for j in range(scores.shape[1])
    }
    of_tutor = {j: listed for j, listed in of_tutor.items() if listed}
    free_of = {j: int(free[j]) for j in of_tutor}
    # It copies its players one inside the other, as deep as there are players: hence a thread with a deep stack.
    sys.setrecursionlimit(10_000_000)
    threading.stack_size(1 << 30)
    held: list[Any] = []

    def game() -> None:
        made = HospitalResident.create_from_dictionaries(students, of_tutor, free_of)
        held.append(made.solve(optimal="resident"))

    deep = threading.Thread(target=game)
    deep.start()
    deep.join()
    solved = held[0]
    took = time.perf_counter() - began
    total = sum(int(scores[s.name, t.name]) for t, theirs in solved.items() for s in theirs)
    return {"matching": took, "matching_total": total}


def _apart(students: int, tutors: int, *how: str) -> dict[str, Any]:
    """One size, in a process and a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        around = {**os.environ, "INSTANCE": folder, "TUTORAT_MODE": "demonstration", "SECRET_KEY": "bench"}
        around |= {"STUDENTS": str(students), "TUTORS": str(tutors)}
        subprocess.run(SET_UP, check=True, stdout=subprocess.DEVNULL, env=around)  # noqa: S603  ours
        told = subprocess.run(  # noqa: S603  ours
            [sys.executable, "-m", "bench.draw", "run", *how], check=True, capture_output=True, text=True, env=around
        )
    return dict(json.loads(told.stdout.strip().splitlines()[-1]))


def main() -> None:
    """Measure and print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        around = {**os.environ, "INSTANCE": folder, "TUTORAT_MODE": "demonstration", "SECRET_KEY": "bench"}
        subprocess.run(SET_UP, check=True, stdout=subprocess.DEVNULL, env=around)  # noqa: S603  ours
        subprocess.run([sys.executable, "-m", "bench.draw", "page"], check=True, env=around)
    print(
        "\n| students × tutors | reading s | all s | memory | SciPy alone s | `matching` alone s, share of the best |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    sizes = [*SIZES, (100_000, 150_000)] if "huge" in sys.argv else SIZES
    lines: dict[str, list[tuple[float, float]]] = {}
    for students, tutors in sizes:
        found = _apart(students, tutors)
        for name, key in CURVES.items():
            if key in found:
                lines.setdefault(name, []).append((found["students"], found[key]))
        other = (
            f"{found['matching']:.1f}, {found['matching_total'] / found['total']:.1%}" if "matching" in found else "–"
        )
        scipy = f"{found['scipy']:.2f}" if "scipy" in found else "–"
        print(
            f"| {found['students']:,} × {found['tutors']:,} | {found['reading']:.2f} | {found['seconds']:.2f} | "
            f"{found['memory'] / 1e6:.0f} MB | {scipy} | {other} |",
            flush=True,
        )
    plot.growth(PLOT, "A national run by its number of students", "students", "seconds", lines)


if __name__ == "__main__":
    if "page" in sys.argv:
        page()
    elif "run" in sys.argv:
        run(int(os.environ["STUDENTS"]), int(os.environ["TUTORS"]))
    else:
        main()
