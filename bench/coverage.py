"""The coverage board with a season of 1,700 students and 3,000 tutors, half-way through: its pages and its workbook.

    python -m bench.coverage

Two months of proposals are put in the rows: most students have been asked for, two in three have a pair. The board of a
season of a tenth of that is timed beside, in turns.
"""

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select, update

from bench import load, seats
from bench.draw import ROUNDS, SET_UP, _season
from bench.load import Ask
from bench.servers import served

STUDENTS, TUTORS, CLASSES = 1700, 3000, 74
SECONDS, SEED = 4.0, 20261128
PAGES = {
    "the country": "/admin/couverture",
    "a region": "/admin/couverture/regions/11",
    "a class": "/admin/couverture/classes/%s",
    "supply against demand": "/admin/couverture/besoins",
    "the workbook": "/admin/couverture.xlsx",
}


def _autumn(app: Any, class_ids: list[int]) -> None:
    """Two months of proposals and pairs for these classes, in bulk: accepted, turned down, left to expire, waiting."""
    from app.classes.models import Student  # noqa: PLC0415  the settings are read when the application is made
    from app.infra import clock  # noqa: PLC0415
    from app.infra.db import write  # noqa: PLC0415
    from app.pairing.models import Pair, Proposal  # noqa: PLC0415
    from app.pool.models import TutorProfile  # noqa: PLC0415

    def act(session: Any) -> None:
        random, now = Random(SEED), clock.now()  # noqa: S311  to be played again
        students = list(session.scalars(select(Student.id).where(Student.class_id.in_(class_ids)).order_by(Student.id)))
        session.execute(
            update(Student).where(Student.class_id.in_(class_ids)).values(added_at=now - timedelta(days=80))
        )
        tutors = list(session.scalars(select(TutorProfile.person_id).order_by(TutorProfile.person_id)))
        random.shuffle(tutors)
        rows, opened = [], []
        for student_id in students:
            at = now - timedelta(days=random.uniform(1, 70))
            for state in random.choices(("declined", "expired"), k=random.randint(0, 2)):
                rows.append(_row(student_id, random.choice(tutors), tutors[0], state, at - timedelta(days=9), 3))
            state = random.choices(("accepted", "sent", ""), (66, 12, 22))[0]
            if state and tutors:
                tutor_id = tutors.pop()
                sent = now - timedelta(days=random.uniform(0, 5)) if state == "sent" else at
                rows.append(_row(student_id, tutor_id, tutors[0], state, sent, 2))
                opened.append((state, student_id, tutor_id, sent + timedelta(days=2)))
        ids = list(session.scalars(insert(Proposal).returning(Proposal.id, sort_by_parameter_order=True), rows))
        held = [row for row in zip(ids, rows, strict=True) if row[1]["state"] == "accepted"]
        pairs = [{"proposal_id": key, "student_id": row["student_id"], "tutor_id": row["tutor_id"], "opened_at": row["answered_at"],
                  "end_comment": ""} for key, row in held]  # fmt: skip
        session.execute(insert(Pair), pairs)
        taken = [tutor_id for _state, _student, tutor_id, _at in opened]
        session.execute(update(TutorProfile).where(TutorProfile.person_id.in_(taken)).values(seats_taken=1))

    with app.app_context():
        write(act)


def _row(student_id: int, tutor_id: int, lead_id: int, state: str, sent: Any, days: int) -> dict[str, Any]:
    answered = None if state == "sent" else sent + timedelta(days=days if state != "expired" else 7)
    return {"student_id": student_id, "tutor_id": tutor_id, "lead_id": lead_id, "message": "", "comment": "", "state": state,
            "sent_at": sent, "expires_at": sent + timedelta(days=7), "answered_at": answered, "relays_left": 0}  # fmt: skip


def one(share: int) -> None:
    """One size: print a line a page."""
    subprocess.run(SET_UP, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  ours
    from app.accounts.models import Person, RoleGrant  # noqa: PLC0415
    from app.infra.db import db  # noqa: PLC0415
    from bench.ours import app  # noqa: PLC0415
    from bench.studio import line  # noqa: PLC0415

    _lead, ids = _season(app, TUTORS // share, STUDENTS // share, max(1, CLASSES // share))
    _autumn(app, ids)
    with app.app_context():
        admin = select(Person.id, Person.session_version).join(RoleGrant, RoleGrant.person_id == Person.id)
        person_id, version = db.session.execute(admin.where(RoleGrant.role == "admin").order_by(Person.id)).first()
        db.engine.dispose()
    who = seats.signed_in(app, person_id, f"{person_id}.{version}", "/aide")
    runs: dict[str, list[load.Run]] = {}
    with served("bench.ours:app", os.environ) as port:
        asks = {
            name: Ask("GET", at % ids[0] if "%s" in at else at, {"Cookie": who.cookie}) for name, at in PAGES.items()
        }
        for ask in asks.values():
            load.closed(port, [[ask]], 1)
        for _round in range(ROUNDS):
            for name, ask in asks.items():
                runs.setdefault(name, []).append(load.closed(port, [[ask]], SECONDS))
    for name, found in runs.items():
        line(f"{name}, {STUDENTS // share:,} × {TUTORS // share:,}", found)
    with app.app_context():
        db.engine.dispose()


def main() -> None:
    """Each size in a process and a database of its own, the small one first."""
    print("\n| page | p50 ms | p95 ms | p99 ms |\n| --- | --- | --- | --- |", flush=True)
    for share in (10, 1):
        with tempfile.TemporaryDirectory() as folder:
            around = {**os.environ, "INSTANCE": folder, "TUTORAT_MODE": "demonstration", "SECRET_KEY": "bench"}
            subprocess.run([sys.executable, "-m", "bench.coverage", str(share)], check=True, env=around)  # noqa: S603  ours


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(int(sys.argv[1]))
    else:
        main()
