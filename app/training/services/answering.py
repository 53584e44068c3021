"""Saving answers as one goes, from a page or from its script, without one browser tab overwriting another."""

from datetime import datetime

from sqlalchemy import and_, or_, update
from sqlalchemy.orm import Session

from app.infra.errors import DomainError
from app.training.models import Attempt
from app.training.queries.attempts import attempt_of
from app.training.rules.answers import Save, read


def save_answers(session: Session, person_id: int, attempt_id: int, save: Save, now: datetime) -> int:
    """Keep the answers and return the new revision.

    Accepted when the same tab comes back with a higher count, or when nobody has saved since the revision it started
    from. Raises NotYours, DomainError "training.sent" once the attempt is closed, "training.conflict" when another tab
    has written since: nothing is then overwritten.
    """
    same_tab = and_(Attempt.tab == save.tab, Attempt.tab_count < save.count)
    fresh = Attempt.revision == save.revision
    # This UPDATE is the lock that orders savings and sending: each finds the attempt as the one before has left it.
    kept = session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.person_id == person_id, Attempt.state == "open")
        .where(or_(same_tab, fresh) if save.tab else fresh)
        .values(revision=Attempt.revision + 1, tab=save.tab or None, tab_count=save.count)
    )
    attempt = attempt_of(session, person_id, attempt_id)
    if kept.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        if attempt.state != "open":
            raise DomainError("training.sent", attempt_id=attempt_id)
        raise DomainError("training.conflict", attempt_id=attempt_id)
    for item in attempt.items:
        if item.position in save.answers:
            answer = read(item.question.type, item.question.body, item.shown, save.answers[item.position])
            certainty = save.certainties.get(item.position)
            if (answer, certainty) != (item.answer, item.certainty):
                item.answer, item.certainty, item.answered_at = answer, certainty, now
    session.flush()
    return attempt.revision
