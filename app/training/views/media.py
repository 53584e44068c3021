"""The figures and films of lessons."""

from functools import partial
from typing import Any

from app.content.queries import media_head, media_part
from app.infra import blobs
from app.infra.access import TRAINER, TUTOR, requires
from app.infra.db import db
from app.training.views.blueprint import bp


@bp.get("/fichiers/<string:digest>")
@requires(TUTOR, TRAINER)
def media(digest: str) -> Any:
    """A file that lessons show, under the digest of its content."""
    kind, size = media_head(db.session, digest)
    return blobs.serve(digest, kind, size, partial(media_part, db.session, digest))
