"""What each module asks for: as published, and as the open drafts would have it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring.models import Draft, DraftFile
from app.authoring.queries.drafts import OPEN
from app.authoring.rules import about
from app.content.queries import requirements

FILE = "module.yaml"


def asked_for(session: Session, draft: Draft, text: str) -> dict[str, list[str]]:
    """By module, those it asks for, `draft` saying `text` in its module.yaml and the other open drafts what they say now."""
    rows = session.execute(
        select(Draft.slug, DraftFile.text)
        .join(DraftFile, DraftFile.draft_id == Draft.id)
        .where(Draft.state.in_(OPEN), Draft.id != draft.id, DraftFile.name == FILE)
    )
    found = requirements(session) | {row.slug: about.requires(row.text) for row in rows}
    return found | {draft.slug: about.requires(text)}
