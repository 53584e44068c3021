"""What a tutor has lived so far with proposals and pairs, and what of it matters for one student."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.pairing.rules.codes import APART, BUSY, NOT_EXAM, TOO_FAR, WELL_ENDED
from app.pairing.rules.facts import Need, Past, Terms

ANSWERED = ("accepted", "ended", "declined", "not_now")
TURNED_DOWN = ("declined", "not_now")


@dataclass(frozen=True)
class Asked:
    """One proposal the tutor received. `overdue`: sent, and past its date."""

    student_id: int
    class_id: int
    exam_id: int
    region: str
    state: str
    reason: str
    sent_on: date
    answered_on: date | None
    overdue: bool = False

    def turned_down(self, reasons: tuple[str, ...]) -> bool:
        """Whether the tutor declined for one of `reasons`."""
        return self.state == "declined" and self.reason in reasons


@dataclass(frozen=True)
class Held:
    """One pair of the tutor's, open (`reason` None) or ended."""

    student_id: int
    ended: bool
    reason: str | None


@dataclass(frozen=True)
class Life:
    """All that a tutor has lived, oldest first."""

    asked: tuple[Asked, ...] = ()
    held: tuple[Held, ...] = ()
    conflicts: frozenset[int] = frozenset()  # students with whom a conflict of interest was declared

    def declined(self, reasons: tuple[str, ...]) -> Iterator[Asked]:
        """The proposals declined for one of `reasons`."""
        return (one for one in self.asked if one.turned_down(reasons))


def busy_since(life: Life, terms: Terms) -> date | None:
    """When the tutor last declined for want of time, unless it was more than `terms.cool_off_days` ago."""
    days = [one.answered_on for one in life.declined(BUSY) if one.answered_on is not None]
    last = max(days, default=None)
    return last if last is not None and last > terms.today - timedelta(days=terms.cool_off_days) else None


def past_of(life: Life, need: Need, terms: Terms) -> Past:
    """What matters of a tutor's life for the student of `need`."""
    waiting = [one for one in life.asked if one.state == "sent" and not one.overdue]
    here = sum(one.class_id == need.class_id for one in waiting)
    refused = [one.answered_on for one in life.asked if one.student_id == need.student_id and one.state in TURNED_DOWN]
    return Past(
        open_pairs=sum(not one.ended for one in life.held),
        helped=sum(one.reason in WELL_ENDED for one in life.held),
        asked_here=here,
        asked_elsewhere=len(waiting) - here,
        turned_down=max(filter(None, refused), default=None),
        busy=busy_since(life, terms),
        not_exam=any(one.exam_id == need.exam_id for one in life.declined(NOT_EXAM)),
        too_far=any(one.region == need.region for one in life.declined(TOO_FAR)),
        apart=any(one.student_id == need.student_id and one.reason in APART for one in life.held),
        conflict=need.student_id in life.conflicts,
        answer_days=tuple(
            (one.answered_on - one.sent_on).days
            for one in life.asked
            if one.state in ANSWERED and one.answered_on is not None
        ),
        unanswered=sum(one.state == "expired" or one.overdue for one in life.asked),
        last_asked=max((one.sent_on for one in life.asked), default=None),
    )
