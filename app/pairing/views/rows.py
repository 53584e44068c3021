"""A candidate ready for a page: its reasons and its score in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.infra.i18n import gettext as _
from app.pairing.rules.facts import Candidate
from app.pairing.words.reasons import part, reason
from app.pool.rules.offer import Offer
from app.pool.words import short_exam


@dataclass(frozen=True)
class Row:
    """One line of the shortlist."""

    candidate: Candidate
    headline: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]


def headline(offer: Offer) -> str:
    """« IRA, IRA de Lille, 2023 »: the exam passed, the school, the year, as declared."""
    passed = offer.passed
    if passed is None:
        return ""
    name = short_exam(passed.name)
    if passed.school and passed.school != name:
        return _("%(exam)s, %(school)s, %(year)s", exam=name, school=passed.school, year=passed.year)
    return _("%(exam)s, %(year)s", exam=name, year=passed.year)


def rows(candidates: Iterable[Candidate]) -> list[Row]:
    """The candidates in words, in the order given."""
    return [
        Row(
            candidate=c,
            headline=headline(c.offer),
            pros=tuple(reason(r) for r in c.pros),
            cons=tuple(reason(r) for r in c.cons),
            parts=tuple(part(p) for p in c.parts),
        )
        for c in candidates
    ]
