"""A draft or a version as the files of a folder, byte for byte."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring.models import Draft
from app.authoring.queries.drafts import texts_of
from app.content.models import MediaItem, ModuleVersion
from app.infra.errors import DomainError


def draft_files(session: Session, draft: Draft) -> dict[str, bytes]:
    """Every file of a draft by name."""
    return _files(session, texts_of(draft), {one.name: one.digest for one in draft.media})


def version_files(session: Session, version: ModuleVersion) -> dict[str, bytes]:
    """Every file of a version by name. Raises DomainError "authoring.no_source" when it was published before they were kept."""
    if not version.files:
        raise DomainError("authoring.no_source")
    return _files(session, version.files, {name: file["digest"] for name, file in version.media.items()})


def _files(session: Session, texts: Mapping[str, str], media: Mapping[str, str]) -> dict[str, bytes]:
    wanted = select(MediaItem.digest, MediaItem.data).where(MediaItem.digest.in_(media.values()))
    found = {row.digest: row.data for row in session.execute(wanted)}
    return {name: text.encode() for name, text in texts.items()} | {name: found[one] for name, one in media.items()}
