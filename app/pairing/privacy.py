"""What pairing holds on a person: proposals received or sent, pairs; and on a student. Others are not named in an export."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from app.classes.models import Student
from app.infra.privacy import Privacy, Records
from app.pairing.models import Conflict, NationalRun, Pair, Proposal, SavedSearch


def _proposal(proposal: Proposal) -> dict[str, object]:
    return {
        "classe": proposal.student.prep_class.name,
        "concours": proposal.student.exam.name,
        "etat": proposal.state,
        "envoyee_le": proposal.sent_at,
        "expire_le": proposal.expires_at,
        "rappelee_le": proposal.reminded_at,
        "repondue_le": proposal.answered_at,
    }


def export(session: Session, person_id: int) -> Records:
    """Proposals received with one's own words, proposals sent with one's messages, pairs with one's closing words."""
    loaded = select(Proposal).options(joinedload(Proposal.student).joinedload(Student.prep_class)).order_by(Proposal.id)
    proposals = session.scalars(loaded.where(or_(Proposal.tutor_id == person_id, Proposal.lead_id == person_id))).all()
    received = [one for one in proposals if one.tutor_id == person_id]
    sent = [one for one in proposals if one.lead_id == person_id]
    pairs = session.scalars(
        select(Pair)
        .options(joinedload(Pair.student).joinedload(Student.prep_class))
        .where(Pair.tutor_id == person_id)
        .order_by(Pair.id)
    )
    return {
        "propositions_recues": [{**_proposal(p), "raison": p.reason, "commentaire": p.comment} for p in received],
        "propositions_envoyees": [{**_proposal(p), "message": p.message} for p in sent],
        "binomes": [
            {
                "classe": pair.student.prep_class.name,
                "ouvert_le": pair.opened_at,
                "clos_le": pair.ended_at,
                "clos_par": pair.ended_by,
                "motif": pair.end_reason,
                "commentaire": pair.end_comment if pair.ended_by == "tutor" else "",
            }
            for pair in pairs
        ],
        "conflits_declares": _conflicts(session, person_id),
        "affectations_nationales": [
            {"le": run.made_at, "etat": run.state, "close_le": run.closed_at}
            for run in session.scalars(
                select(NationalRun)
                .where(or_(NationalRun.made_by == person_id, NationalRun.closed_by == person_id))
                .order_by(NationalRun.id)
            )
        ],
        "recherches_enregistrees": [
            {
                "nom": one.name,
                "filtres": one.filters,
                "par_courriel": one.mailed,
                "enregistree_le": one.created_at,
                "regardee_le": one.looked_at,
            }
            for one in session.scalars(
                select(SavedSearch).where(SavedSearch.lead_id == person_id).order_by(SavedSearch.id)
            )
        ],
    }


def _conflicts(session: Session, person_id: int) -> list[dict[str, object]]:
    declared = select(Conflict).where(or_(Conflict.tutor_id == person_id, Conflict.declared_by == person_id))
    return [
        {
            "me_concerne": one.tutor_id == person_id,
            "declare_par_moi": one.declared_by == person_id,
            "le": one.declared_at,
        }
        for one in session.scalars(declared.order_by(Conflict.id))
    ]


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Empty one's words, and those written to one. Dates and states remain, on an account that has been emptied;
    `tutor_leaves` comes first.
    """
    session.execute(update(Proposal).where(Proposal.tutor_id == person_id).values(comment="", message=""))
    session.execute(update(Proposal).where(Proposal.lead_id == person_id).values(message=""))
    session.execute(update(Pair).where(Pair.tutor_id == person_id).values(end_comment=""))
    session.execute(delete(Conflict).where(Conflict.tutor_id == person_id))
    session.execute(delete(SavedSearch).where(SavedSearch.lead_id == person_id))


def export_student(session: Session, student_id: int) -> Records:
    """What was proposed for a student and what came of it. The tutor is named in what the student received, not here."""
    rows = session.execute(
        select(Proposal, Pair.opened_at, Pair.ended_at)
        .outerjoin(Pair, Pair.proposal_id == Proposal.id)
        .where(Proposal.student_id == student_id)
        .order_by(Proposal.id)
    )
    return {
        "propositions": [
            {
                "etat": proposal.state,
                "envoyee_le": proposal.sent_at,
                "message": proposal.message,
                "binome_ouvert_le": opened_at,
                "binome_clos_le": ended_at,
            }
            for proposal, opened_at, ended_at in rows
        ],
        "conflits_declares": [
            {"le": at}
            for at in session.scalars(
                select(Conflict.declared_at).where(Conflict.student_id == student_id).order_by(Conflict.id)
            )
        ],
    }


def erase_student(session: Session, student_id: int, now: datetime) -> None:
    """Empty what was written about a student. Their pair must have been ended first."""
    session.execute(update(Proposal).where(Proposal.student_id == student_id).values(message="", comment=""))
    session.execute(update(Pair).where(Pair.student_id == student_id).values(end_comment=""))
    session.execute(delete(Conflict).where(Conflict.student_id == student_id))
    session.execute(update(SavedSearch).where(SavedSearch.student_id == student_id).values(student_id=None))


PRIVACY = Privacy(export=export, erase=erase)
