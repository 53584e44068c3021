"""The files of a draft beyond their names."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring.models import Draft
from app.content.models import MediaItem


def sizes(session: Session, draft: Draft) -> dict[str, int]:
    """The bytes of each file, by name."""
    digests = [one.digest for one in draft.media]
    rows = session.execute(select(MediaItem.digest, MediaItem.size).where(MediaItem.digest.in_(digests)))
    found = {row.digest: row.size for row in rows}
    return {one.name: found[one.digest] for one in draft.media}
