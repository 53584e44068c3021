"""Training's work in the background: assess again whoever is concerned, and warn before a validation ends.

What changes the facts of many (a module published, a new charter, a setting) is not followed one person at a time: the
nightly round finds it out, and whoever wants it sooner queues "training.reassess_all".
"""

from datetime import datetime, timedelta
from secrets import randbits
from time import sleep

from sqlalchemy.orm import Session

from app.infra.db import write
from app.infra.jobs import Claim, Effect, Periodic, enqueue
from app.infra.settings import values
from app.training.queries.reviews import due
from app.training.queries.validations import lapsed, tutors_after
from app.training.services import notify_lapses, reassess, reassess_many, send_review
from app.training.settings import REVIEWS

BATCH = 100
TICKET_BITS = 63
PAUSE_SECONDS = 0.12  # between batches, so that those who are working get the database in turn


def assess_one(_session: Session, held: Claim, now: datetime) -> Effect:
    """{"person_id"}: ask the gate about one person."""
    person_id = int(held.payload["person_id"])

    def effect(session: Session) -> None:
        reassess(session, person_id, now)

    return effect


def assess_all(session: Session, held: Claim, now: datetime) -> Effect | None:
    """{"after"}: ask it about the next hundred people, then queue the same for those after them.

    Each batch is a job of its own, done and followed by the next in one transaction: a worker killed at any point takes
    up at the batch where it was.
    """
    after = int(held.payload.get("after", 0))
    people = tutors_after(session, after, BATCH)
    session.rollback()
    if not people:
        return None
    if after:
        sleep(PAUSE_SECONDS)

    def effect(session: Session) -> None:
        reassess_many(session, people, now)
        if len(people) == BATCH:
            enqueue(session, "training.reassess_all", {"after": people[-1]}, now)

    return effect


def lapses(session: Session, _held: Claim, now: datetime) -> None:
    """Note the validations that have ended, then warn those whose validation ends soon, hundred by hundred: on a
    1 September, or six weeks before, there are many at once.
    """
    while people := lapsed(session, now, BATCH):
        session.rollback()
        write(lambda writing, people=people: reassess_many(writing, people, now))  # type: ignore[misc]
        sleep(PAUSE_SECONDS)
    session.rollback()
    after: int | None = 0
    while after is not None:
        after = write(lambda writing, after=after: notify_lapses(writing, now, after))  # type: ignore[misc]
        sleep(PAUSE_SECONDS)


def reviews(session: Session, _held: Claim, now: datetime) -> None:
    """Send the reviews that are due, hundred by hundred; each is written with its mail in one transaction of its own."""
    if not values(session, now)[REVIEWS]:
        return
    after: int | None = 0
    while after is not None:
        waiting, after = due(session, now, after, BATCH)
        session.rollback()
        for one in waiting:
            ticket = randbits(TICKET_BITS)
            write(lambda writing, one=one, ticket=ticket: send_review(writing, one, ticket, now))  # type: ignore[misc]
        sleep(PAUSE_SECONDS)


HANDLERS = {
    "training.reassess": assess_one,
    "training.reassess_all": assess_all,
    "training.lapses": lapses,
    "training.reviews": reviews,
}
PERIODS = [
    Periodic("training.lapses", timedelta(days=1)),
    Periodic("training.reassess_all", timedelta(days=1)),
    Periodic("training.reviews", timedelta(hours=6)),
]
