"""The criteria of the score: how many points each gives, and the reasons for and against it writes.

A reason is given only when a stored fact proves it, and carries the values its sentence needs. What the research says of
matching on likeness is mixed, so criteria are few and about the work to do together: exam, papers, hours, way to meet.
"""

from typing import Any

from app.pairing.rules.facts import MOTHER, Need, Part, Past, Reason, Terms
from app.pool.rules.offer import Offer

# Points out of which each criterion counts. Together 100; a criterion the student's need says nothing about is left out.
WEIGHTS = {
    "exam": 30,  # the same exam passed; helping with it, or one of its family, counts in part
    "papers": 20,  # share of the papers asked for
    "hours": 20,  # up to three hours of the week in common
    "way": 10,  # presence in the same region when wished, else remote
    "language": 5,  # only when the student writes in another language than French
    "load": 5,  # no student at present
    "answers": 4,  # answers quickly, once there are enough proposals to say so
    "experience": 3,  # has helped a student to the end
    "waiting": 3,  # has been waiting for a student
}
EXAM_PARTS = {"passed": 30, "helps": 22, "family": 12}
REMOTE_ONLY = 6  # of the 10 of "way" when presence was wished
UNKNOWN_ANSWERS = 2  # of the 4: neither quick nor silent
PENALTIES = {"declined": 15, "asked": 5, "later": 5}  # points taken off, shown as such
ENOUGH_HOURS = 3
ENOUGH_PROPOSALS = 3  # below, nothing is said of how a person answers
LONG_WAIT = 60  # days that give all the points of "waiting"
WORTH_SAYING = 14  # days of waiting from which it is said


class Sheet:
    """Where criteria write their points and reasons."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.pros: list[Reason] = []
        self.cons: list[Reason] = []

    def give(self, code: str, points: int) -> None:
        """Points of a criterion."""
        self.parts.append(Part(code, points, WEIGHTS[code]))

    def take(self, code: str) -> None:
        """A penalty."""
        self.parts.append(Part(code, -PENALTIES[code], 0))

    def pro(self, code: str, **values: Any) -> None:
        """A reason for."""
        self.pros.append(Reason(code, values))

    def con(self, code: str, **values: Any) -> None:
        """A reason against."""
        self.cons.append(Reason(code, values))

    def score(self) -> int:
        """The points out of those possible, as a number from 0 to 100."""
        earned = sum(part.points for part in self.parts)
        possible = sum(part.out_of for part in self.parts)
        return max(0, round(100 * earned / possible)) if possible else 0


def _exam(sheet: Sheet, need: Need, offer: Offer) -> None:
    passed = offer.passed
    if passed is not None and passed.exam_id == need.exam_id:
        sheet.give("exam", EXAM_PARTS["passed"])
        return sheet.pro("exam_passed", year=passed.year)
    if need.exam_id in offer.exams:
        sheet.give("exam", EXAM_PARTS["helps"])
        return sheet.pro("exam_helped")
    if passed is not None and need.family and passed.family == need.family:
        sheet.give("exam", EXAM_PARTS["family"])
        return sheet.pro("family_passed", exam=passed.name)
    if need.family and need.family in offer.families:
        sheet.give("exam", EXAM_PARTS["family"])
        return sheet.pro("family_helped")
    sheet.give("exam", 0)
    return sheet.con("other_exam", exam=passed.name) if passed is not None else None


def _papers(sheet: Sheet, need: Need, offer: Offer) -> None:
    if not need.papers:
        return
    known = [paper for paper in need.papers if paper in offer.papers]
    sheet.give("papers", WEIGHTS["papers"] * len(known) // len(need.papers))
    if known:
        sheet.pro("papers", names=tuple(need.papers[paper] for paper in known))
    elif offer.papers:
        sheet.con("no_paper")


def _hours(sheet: Sheet, need: Need, offer: Offer, hours: tuple[int, ...]) -> None:
    if not need.slots:
        return
    enough = min(ENOUGH_HOURS, len(set(need.slots)))
    sheet.give("hours", WEIGHTS["hours"] * min(len(hours), enough) // enough)
    if not offer.slots:
        sheet.con("no_hours_given")
    elif not hours:
        sheet.con("no_hours")
    elif len(hours) < enough:
        sheet.con("few_hours", count=len(hours), cells=hours)
    else:
        sheet.pro("hours", count=len(hours), cells=hours)


def _way(sheet: Sheet, need: Need, offer: Offer) -> None:
    here = need.region == offer.region
    if need.presence and offer.presence and here:
        sheet.give("way", WEIGHTS["way"])
        sheet.pro("presence", region=offer.region_name)
    elif need.remote and offer.remote:
        sheet.give("way", REMOTE_ONLY if need.presence else WEIGHTS["way"])
        sheet.pro("remote_near" if here else "remote", region=offer.region_name)
        if need.presence:
            sheet.con("no_presence")
    else:
        sheet.give("way", 0)
        sheet.con("elsewhere", region=offer.region_name)


def _language(sheet: Sheet, need: Need, offer: Offer) -> None:
    if need.language == MOTHER:
        return
    speaks = need.language in offer.languages
    sheet.give("language", WEIGHTS["language"] if speaks else 0)
    if speaks:
        sheet.pro("language", language=need.language)
    else:
        sheet.con("no_language", language=need.language)


def _load(sheet: Sheet, offer: Offer, past: Past) -> None:
    sheet.give("load", 0 if past.open_pairs else WEIGHTS["load"])
    if past.open_pairs:
        sheet.con("has_student", count=past.open_pairs)
    if offer.free > 1:
        sheet.pro("seats", count=offer.free)


def _answers(sheet: Sheet, past: Past, terms: Terms) -> None:
    total = len(past.answer_days) + past.unanswered
    if total >= ENOUGH_PROPOSALS and 2 * past.unanswered >= total:
        sheet.give("answers", 0)
        sheet.con("silent", count=past.unanswered, total=total)
    elif (
        len(past.answer_days) >= ENOUGH_PROPOSALS and not past.unanswered and max(past.answer_days) <= terms.quick_days
    ):
        sheet.give("answers", WEIGHTS["answers"])
        sheet.pro("quick", count=total, days=terms.quick_days)
    else:
        sheet.give("answers", UNKNOWN_ANSWERS)


def _experience(sheet: Sheet, past: Past, waiting: int) -> None:
    sheet.give("experience", WEIGHTS["experience"] if past.helped else 0)
    if past.helped:
        sheet.pro("helped", count=past.helped)
    sheet.give("waiting", WEIGHTS["waiting"] * min(waiting, LONG_WAIT) // LONG_WAIT)
    if waiting >= WORTH_SAYING and not past.open_pairs:
        sheet.pro("waiting", days=waiting)


def _history(sheet: Sheet, offer: Offer, past: Past, terms: Terms) -> None:
    if past.turned_down is not None:
        sheet.take("declined")
        sheet.con("declined", on=past.turned_down)
    if past.asked_elsewhere or past.asked_here:
        sheet.take("asked")
        sheet.con("asked_elsewhere" if past.asked_elsewhere else "asked_here")
    if offer.available_from is not None and offer.available_from > terms.today:
        sheet.take("later")
        sheet.con("later", on=offer.available_from)


def _standing_reasons(sheet: Sheet, offer: Offer, past: Past, terms: Terms) -> None:
    if offer.paused(terms.today):
        sheet.con("paused", until=offer.paused_until)
    if offer.free == 0:
        sheet.con("full", count=offer.seats_taken)
    if past.apart:
        sheet.con("apart")


def weigh(need: Need, offer: Offer, past: Past, terms: Terms, hours: tuple[int, ...], waiting: int) -> Sheet:
    """Every criterion, one after the other. `hours` are the student's cells both share, `waiting` the tutor's days."""
    sheet = Sheet()
    _standing_reasons(sheet, offer, past, terms)
    _exam(sheet, need, offer)
    _papers(sheet, need, offer)
    _hours(sheet, need, offer, hours)
    _way(sheet, need, offer)
    _language(sheet, need, offer)
    _load(sheet, offer, past)
    _answers(sheet, past, terms)
    _experience(sheet, past, waiting)
    _history(sheet, offer, past, terms)
    return sheet
