"""Reads of proposals, pairs and coverage. What is not the asker's raises NotYours."""

from app.pairing.queries.candidates import (
    Shortlist,
    StudentChoice,
    candidate,
    next_candidates,
    shortlist,
    students_to_draw,
    zone_of_lead,
)
from app.pairing.queries.coverage import ClassCoverage, NationalCoverage, coverage, national_coverage
from app.pairing.queries.lapsing import LapsingPair, lapsing_pairs
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
from app.pairing.queries.runs import (
    Replay,
    class_names,
    classes_sent,
    facts_of_run,
    pairs_of_class,
    replay,
    run,
    runs,
    sent_in_class,
    students_by_id,
)
from app.pairing.queries.search import Found, ranked_for, search
from app.pairing.queries.share import Allowance, allowance
from app.pairing.queries.whole import facts, sample, uncovered
from app.pairing.rules.coverage import Coverage

__all__ = [
    "Allowance",
    "ClassCoverage",
    "Contact",
    "Coverage",
    "Found",
    "LapsingPair",
    "NationalCoverage",
    "OpenLink",
    "PairRow",
    "PairSheet",
    "PastProposal",
    "ProposalRow",
    "Replay",
    "Shortlist",
    "StudentChoice",
    "allowance",
    "candidate",
    "class_names",
    "classes_sent",
    "coverage",
    "facts",
    "facts_of_run",
    "history_of_student",
    "lapsing_pairs",
    "lead_ids",
    "national_coverage",
    "next_candidates",
    "open_by_student",
    "open_proposals_of_tutor",
    "pair_for_lead",
    "pair_for_tutor",
    "pairs_of_class",
    "pairs_of_tutor",
    "proposal_for_lead",
    "proposal_for_tutor",
    "proposals_of_tutor",
    "ranked_for",
    "replay",
    "run",
    "runs",
    "sample",
    "search",
    "sent_in_class",
    "shortlist",
    "students_by_id",
    "students_to_draw",
    "uncovered",
    "zone_of_lead",
]
