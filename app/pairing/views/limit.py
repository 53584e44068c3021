"""What looking at people of the pool leaves: one hourly limit for search, sheet, comparison and list alike, against
harvesting; and an audit event for each person whose sheet is opened.
"""

from collections.abc import Sequence

from flask_login import current_user
from sqlalchemy.orm import Session

from app.infra import audit, clock, settings, throttle
from app.infra.db import write
from app.infra.errors import DomainError
from app.pairing.settings import SEARCHES_PER_HOUR, search_limit


def count_look() -> None:
    """Note this look. Raises DomainError "pairing.too_many_searches" past the limit; the look is not noted then, so that the
    limit ends by itself.
    """
    key, now = str(current_user.id), clock.now()

    def act(session: Session) -> bool:
        limit = search_limit(settings.values(session, now)[SEARCHES_PER_HOUR])
        if throttle.exceeded(session, limit, key, now):
            return False
        throttle.mark(session, limit, key, now)
        return True

    if not write(act):
        raise DomainError("pairing.too_many_searches")


def note_seen(ids: Sequence[int]) -> None:
    """Leave an audit event for each person whose sheet was opened."""
    lead_id, now = current_user.id, clock.now()

    def act(session: Session) -> None:
        for one in ids:
            audit.record(session, "pairing.tutor_seen", now, actor_id=lead_id, object_type="person", object_id=one)

    write(act)
