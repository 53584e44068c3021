"""The criteria of the score: how many points each gives, and the reasons for and against it writes.

A reason is given only when a stored fact proves it, and carries the values its sentence needs. What the research says of
matching on likeness is mixed, so criteria are few and about the work to do together: exam, papers, hours, way to meet.
`table.py` gives the same points for thousands of pairs at once: a test holds the two equal.
"""

from typing import Any

from app.pairing.rules.facts import MOTHER, Need, Part, Past, Reason, Terms
from app.pairing.rules.weights import (
    ENOUGH_HOURS,
    ENOUGH_PROPOSALS,
    LONG_WAIT,
    SHARES,
    WORTH_SAYING,
    Weights,
    percent,
    share,
)
from app.pool.rules.offer import Offer


class Sheet:
    """Where criteria write their points and reasons."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.parts: list[Part] = []
        self.pros: list[Reason] = []
        self.cons: list[Reason] = []

    def give(self, code: str, points: int) -> None:
        """Points of a criterion, out of its weight."""
        self.parts.append(Part(code, points, self.weights[code]))

    def give_all(self, code: str, *, when: bool = True) -> None:
        """All the points of a criterion, or none."""
        self.give(code, self.weights[code] if when else 0)

    def take(self, code: str) -> None:
        """A penalty."""
        self.parts.append(Part(code, -self.weights[code], 0))

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
        return percent(earned, possible)


def _exam(sheet: Sheet, need: Need, offer: Offer) -> None:
    passed = offer.passed
    if passed is not None and passed.exam_id == need.exam_id:
        sheet.give_all("exam")
        return sheet.pro("exam_passed", year=passed.year)
    if need.exam_id in offer.exams:
        sheet.give("exam", share(sheet.weights, "exam", "exam_helped"))
        return sheet.pro("exam_helped")
    if passed is not None and need.family and passed.family == need.family:
        sheet.give("exam", share(sheet.weights, "exam", "exam_family"))
        return sheet.pro("family_passed", exam=passed.name)
    if need.family and need.family in offer.families:
        sheet.give("exam", share(sheet.weights, "exam", "exam_family"))
        return sheet.pro("family_helped")
    sheet.give("exam", 0)
    return sheet.con("other_exam", exam=passed.name) if passed is not None else None


def _papers(sheet: Sheet, need: Need, offer: Offer) -> None:
    if not need.papers:
        return
    known = [paper for paper in need.papers if paper in offer.papers]
    sheet.give("papers", sheet.weights["papers"] * len(known) // len(need.papers))
    if known:
        sheet.pro("papers", names=tuple(need.papers[paper] for paper in known))
    elif offer.papers:
        sheet.con("no_paper")


def _hours(sheet: Sheet, need: Need, offer: Offer, hours: tuple[int, ...]) -> None:
    if not need.slots:
        return
    enough = min(ENOUGH_HOURS, len(set(need.slots)))
    sheet.give("hours", sheet.weights["hours"] * min(len(hours), enough) // enough)
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
        sheet.give_all("way")
        sheet.pro("presence", region=offer.region_name)
    elif need.remote and offer.remote:
        sheet.give("way", share(sheet.weights, "way", "way_remote") if need.presence else sheet.weights["way"])
        sheet.pro("remote_near" if here else "remote", region=offer.region_name)
        if need.presence:
            sheet.con("no_presence")
    else:
        sheet.give("way", 0)
        sheet.con("elsewhere", region=offer.region_name)


def _moments(sheet: Sheet, need: Need, offer: Offer) -> None:
    if not (need.presence and need.moments):
        return
    shared = tuple(m for m in need.moments if m in offer.moments)
    there = offer.presence and need.region == offer.region
    sheet.give("moments", sheet.weights["moments"] * len(shared) // len(need.moments) if there else 0)
    if there and shared:
        sheet.pro("moments", moments=shared)
    elif there and offer.moments:
        sheet.con("no_moment")


def _roots(sheet: Sheet, need: Need, offer: Offer) -> None:
    sheet.give_all("region", when=need.region == offer.region)  # "way" has said it
    if not need.school_id:
        return
    same = offer.school_id == need.school_id
    sheet.give_all("school", when=same)
    if same:
        sheet.pro("school", school=offer.passed.school if offer.passed else "")


def _language(sheet: Sheet, need: Need, offer: Offer) -> None:
    if need.language == MOTHER:
        return
    speaks = need.language in offer.languages
    sheet.give_all("language", when=speaks)
    if speaks:
        sheet.pro("language", language=need.language)
    else:
        sheet.con("no_language", language=need.language)


def _load(sheet: Sheet, offer: Offer, past: Past) -> None:
    sheet.give_all("load", when=not past.open_pairs)
    if past.open_pairs:
        sheet.con("has_student", count=past.open_pairs)
    if offer.free > 1:
        sheet.pro("seats", count=offer.free)


def answers_share(past: Past, terms: Terms) -> int:
    """The percent of the weight "answers" a past deserves: nothing known is neither quick nor silent."""
    total = len(past.answer_days) + past.unanswered
    if total >= ENOUGH_PROPOSALS and 2 * past.unanswered >= total:
        return 0
    answered = len(past.answer_days) >= ENOUGH_PROPOSALS and not past.unanswered
    return 100 if answered and max(past.answer_days) <= terms.quick_days else SHARES["answers_unknown"]


def _answers(sheet: Sheet, past: Past, terms: Terms) -> None:
    total, percents = len(past.answer_days) + past.unanswered, answers_share(past, terms)
    sheet.give("answers", sheet.weights["answers"] * percents // 100)
    if percents == 0:
        sheet.con("silent", count=past.unanswered, total=total)
    elif percents == 100:  # noqa: PLR2004
        sheet.pro("quick", count=total, days=terms.quick_days)


def _experience(sheet: Sheet, past: Past, waiting: int) -> None:
    sheet.give_all("experience", when=past.helped > 0)
    if past.helped:
        sheet.pro("helped", count=past.helped)
    sheet.give("waiting", sheet.weights["waiting"] * min(waiting, LONG_WAIT) // LONG_WAIT)
    if waiting >= WORTH_SAYING and not past.open_pairs:
        sheet.pro("waiting", days=waiting)


def _history(sheet: Sheet, offer: Offer, past: Past, terms: Terms) -> None:
    if past.turned_down is not None:
        sheet.take("declined")
        sheet.con("declined", on=past.turned_down)
    if past.busy is not None:
        sheet.take("busy")
        sheet.con("busy", on=past.busy)
    if past.not_exam:
        sheet.take("not_exam")
        sheet.con("not_exam")
    if past.too_far:
        sheet.take("too_far")
        sheet.con("too_far")
    if past.asked_elsewhere or past.asked_here:
        sheet.take("asked")
        sheet.con("asked_elsewhere" if past.asked_elsewhere else "asked_here")
    if offer.available_from is not None and offer.available_from > terms.today:
        sheet.take("later")
        sheet.con("later", on=offer.available_from)


def _standing_reasons(sheet: Sheet, offer: Offer, past: Past, terms: Terms) -> None:
    if not offer.staying:
        sheet.con("not_staying")
    elif offer.stopped(terms.today):
        sheet.con("until", on=offer.until)
    if not offer.confirmed:
        sheet.con("unconfirmed")
    if offer.paused(terms.today):
        sheet.con("paused", until=offer.paused_until)
    if offer.free == 0:
        sheet.con("full", count=offer.seats_taken)
    if past.conflict:
        sheet.con("conflict")
    if past.apart:
        sheet.con("apart")


def weigh(need: Need, offer: Offer, past: Past, terms: Terms, hours: tuple[int, ...], waiting: int) -> Sheet:
    """Every criterion, one after the other. `hours` are the student's cells both share, `waiting` the tutor's days."""
    sheet = Sheet(terms.weights)
    _standing_reasons(sheet, offer, past, terms)
    _exam(sheet, need, offer)
    _papers(sheet, need, offer)
    _hours(sheet, need, offer, hours)
    _way(sheet, need, offer)
    _moments(sheet, need, offer)
    _roots(sheet, need, offer)
    _language(sheet, need, offer)
    _load(sheet, offer, past)
    _answers(sheet, past, terms)
    _experience(sheet, past, waiting)
    _history(sheet, offer, past, terms)
    return sheet
