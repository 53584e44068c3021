"""Any text of a draft as its author may write it by hand: module.yaml, a bank, a translation."""

from typing import Any

from flask import jsonify, render_template, request
from flask_login import current_user

from app.authoring import services
from app.authoring.queries.desk import title_of
from app.authoring.queries.drafts import draft_of, package_of, texts_of
from app.authoring.services.files import file_in
from app.authoring.views.blueprint import bp
from app.authoring.views.saving import read_save, refused, told
from app.authoring.words import LEVELS
from app.content.words import sentence
from app.infra import clock, dates
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


@bp.get("/formation/brouillons/<int:draft_id>/textes/<string:name>")
@requires(TRAINER)
def text(draft_id: int, name: str) -> str:
    """A file as it is written, and what is wrong in it."""
    draft = draft_of(db.session, draft_id)
    _package, problems = package_of(draft)
    return render_template(
        "authoring/text.html",
        draft=draft,
        module_title=title_of(texts_of(draft)) or draft.slug,
        file=file_in(draft, name),
        problems=[one for one in problems if one.file == name],
        sentence=sentence,
        levels=LEVELS,
    )


@bp.post("/formation/brouillons/<int:draft_id>/textes/<string:name>")
@requires(TRAINER)
def save_text(draft_id: int, name: str) -> Any:
    """Save from the page's own button."""
    save, now, person_id = read_save(request.form), clock.now(), current_user.id
    try:
        write(lambda session: services.save_file(session, person_id, draft_id, name, save, now))
    except DomainError as error:
        return refused(error, draft_id, name, save, ("authoring.text", {"draft_id": draft_id, "name": name}))
    tell(_("Le texte est enregistré."))
    return seen("authoring.text", draft_id=draft_id, name=name)


@bp.post("/formation/brouillons/<int:draft_id>/textes/<string:name>/enregistrer")
@requires(TRAINER)
def autosave_text(draft_id: int, name: str) -> Any:
    """Save from the page's script. 200: the new revision; 409: why not."""
    save, now, person_id = read_save(request.form), clock.now(), current_user.id
    try:
        revision = write(lambda session: services.save_file(session, person_id, draft_id, name, save, now))
    except DomainError as error:
        return told(error)
    return jsonify(revision=revision, said=_("Enregistré à %(hour)s", hour=dates.hour(now)))
