"""What every page where a text is written sends, and what it is told when somebody else has written meanwhile."""

from typing import Any

from flask import jsonify, render_template, url_for
from werkzeug.datastructures import MultiDict

from app.authoring.queries.drafts import draft_of
from app.authoring.rules.changes import segments
from app.authoring.services import Save
from app.authoring.services.files import BREAKS, file_in
from app.authoring.words import SENTENCES
from app.content.words import SENTENCES as REFUSALS
from app.infra.db import db
from app.infra.errors import DomainError
from app.infra.web import sentence
from app.training.forms import LONGEST_TAB, whole


def read_save(form: "MultiDict[str, str]") -> Save:
    """The text that a page sends, and where it started from."""
    return Save(
        text=BREAKS.sub("\n", form.get("text", "")),  # what a browser adds would differ everywhere
        revision=whole(form.get("revision")),
        tab=form.get("tab", "")[:LONGEST_TAB],
        count=whole(form.get("count")),
    )


def told(error: DomainError) -> Any:
    """The refusal, for the page's script."""
    return jsonify(code=error.code, said=sentence(error, {**SENTENCES, **REFUSALS})[1]), 409


def refused(error: DomainError, draft_id: int, name: str, save: Save, back: tuple[str, dict[str, Any]]) -> Any:
    """Both texts, what differs, and the choice; anything else than a conflict is the error page's. `back` is the editor."""
    if error.code == "content.circle":
        said = sentence(error, REFUSALS)[1]
        return render_template(
            "authoring/kept.html", said=said, yours=save.text, editor=url_for(back[0], **back[1])
        ), 409
    if error.code != "authoring.conflict":
        raise error
    file = file_in(draft_of(db.session, draft_id), name)
    endpoint, values = back
    page = render_template(
        "authoring/conflict.html",
        file=file,
        yours=save.text,
        segments=segments(file.text, save.text),
        editor=url_for(endpoint, **values),
    )
    return page, 409
