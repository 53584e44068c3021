"""What the studio holds on a person: what a trainer wrote of others' drafts and of reports. The texts of modules are the
platform's, and stay; so does, as a number on an emptied account, who wrote them.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.authoring.models import Draft, DraftAuthor, Misconception, Remark, ReportAnswer, Verdict
from app.infra.privacy import Privacy, Records


def export(session: Session, person_id: int) -> Records:
    """Drafts written in, remarks, conclusions, answers to reports and misconceptions named."""
    written = session.execute(
        select(Draft.slug, Draft.opened_at)
        .join(DraftAuthor, DraftAuthor.draft_id == Draft.id)
        .where(DraftAuthor.person_id == person_id)
        .order_by(Draft.id)
    )
    remarks = session.scalars(select(Remark).where(Remark.author_id == person_id).order_by(Remark.id))
    verdicts = session.scalars(select(Verdict).where(Verdict.reviewer_id == person_id).order_by(Verdict.id))
    answers = session.scalars(
        select(ReportAnswer).where(ReportAnswer.by_id == person_id).order_by(ReportAnswer.report_id)
    )
    named = session.scalars(select(Misconception).where(Misconception.by_id == person_id).order_by(Misconception.id))
    return {
        "brouillons": [{"module": slug, "ouvert_le": at} for slug, at in written],
        "remarques": [{"sur": one.target, "mots": one.words, "le": one.at} for one in remarks],
        "relectures": [{"avis": one.verdict, "mots": one.words, "le": one.at} for one in verdicts],
        "reponses_aux_signalements": [{"mots": one.words, "le": one.at} for one in answers],
        "idees_recues": [{"intitule": one.title, "le": one.at} for one in named],
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Empty what the person wrote of others' work."""
    del now
    session.execute(update(Remark).where(Remark.author_id == person_id).values(words=""))
    session.execute(update(Verdict).where(Verdict.reviewer_id == person_id).values(words=""))
    session.execute(update(ReportAnswer).where(ReportAnswer.by_id == person_id).values(words=""))


PRIVACY = Privacy(export=export, erase=erase)
