"""What a tutor's own pages say of the season's ask. Pages of earlier stages show it without knowing the pool."""

from flask_login import current_user

from app.infra import clock
from app.infra.access import TUTOR
from app.infra.db import db
from app.pool.words import SeasonNotice, season_notice


def own_notice() -> SeasonNotice | None:
    """The notice of the person signed in, if they are a tutor of whom something is asked. Read where a page calls it."""
    if not (current_user.is_authenticated and current_user.has(TUTOR)):
        return None
    return season_notice(db.session, current_user.id, clock.now())
