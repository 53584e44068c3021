"""Reads of proposals, pairs and coverage. What is not the asker's raises NotYours."""

from app.pairing.queries.candidates import (
    Shortlist,
    StudentChoice,
    candidate,
    shortlist,
    students_to_draw,
    zone_of_lead,
)
from app.pairing.queries.coverage import ClassCoverage, Coverage, NationalCoverage, coverage, national_coverage
from app.pairing.queries.pairs import Contact, PairRow, PairSheet, pair_for_lead, pair_for_tutor, pairs_of_tutor
from app.pairing.queries.proposals import (
    OpenLink,
    PastProposal,
    ProposalRow,
    history_of_student,
    lead_ids,
    open_by_student,
    open_proposals_of_tutor,
    proposal_for_lead,
    proposal_for_tutor,
    proposals_of_tutor,
)
from app.pairing.queries.search import Found, ranked_for, search

__all__ = [
    "ClassCoverage",
    "Contact",
    "Coverage",
    "Found",
    "NationalCoverage",
    "OpenLink",
    "PairRow",
    "PairSheet",
    "PastProposal",
    "ProposalRow",
    "Shortlist",
    "StudentChoice",
    "candidate",
    "coverage",
    "history_of_student",
    "lead_ids",
    "national_coverage",
    "open_by_student",
    "open_proposals_of_tutor",
    "pair_for_lead",
    "pair_for_tutor",
    "pairs_of_tutor",
    "proposal_for_lead",
    "proposal_for_tutor",
    "proposals_of_tutor",
    "ranked_for",
    "search",
    "shortlist",
    "students_to_draw",
    "zone_of_lead",
]
