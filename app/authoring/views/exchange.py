"""Questions in from other platforms, and out to them: read first, imported once agreed; what is lost is said before."""

from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

from flask import Response, abort, render_template, request
from flask_login import current_user

from app.authoring import services
from app.authoring.forms import QuestionsForm
from app.authoring.models import Draft
from app.authoring.queries.desk import title_of
from app.authoring.queries.drafts import draft_of, texts_of
from app.authoring.queries.exchange import Import, items_of, read_import
from app.authoring.rules import about
from app.authoring.views.blueprint import bp
from app.authoring.words import BANKS, SENTENCES, TYPES
from app.content.formats.choosing import FORMATS
from app.content.rules import editing
from app.content.words import sentence
from app.content.words.formats import said
from app.infra import clock
from app.infra.access import TRAINER, requires, takes
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.forms import refuse
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext
from app.infra.web import seen, tell
from app.infra.web import sentence as refusal

LARGEST = 20  # megabytes of a file of questions
CARRIED = 2_000_000  # bytes that a page may carry from the check to the import
EXCHANGED = ("quiz", "test")


def _bank(bank: str) -> str:
    return bank if bank in EXCHANGED else abort(404)


@bp.get("/formation/brouillons/<int:draft_id>/banques/<string:bank>/importer")
@requires(TRAINER)
def importing_questions(draft_id: int, bank: str) -> str:
    """Choose a file."""
    return _page(draft_of(db.session, draft_id), _bank(bank), QuestionsForm())


def _page(draft: Draft, bank: str, form: QuestionsForm, found: Import | None = None, carried: str = "") -> str:
    return render_template(
        "authoring/import_questions.html",
        draft=draft,
        module_title=title_of(texts_of(draft)) or draft.slug,
        bank=bank,
        label=BANKS[bank],
        form=form,
        found=found,
        carried=carried,
        largest=LARGEST,
        types=TYPES,
        said=said,
        sentence=sentence,
    )


@bp.post("/formation/brouillons/<int:draft_id>/banques/<string:bank>/importer")
@requires(TRAINER)
@takes(megabytes=LARGEST + 5)
def import_questions(draft_id: int, bank: str) -> Any:
    """Say what a file would give, or add it all to the bank."""
    draft, form, name = draft_of(db.session, draft_id), QuestionsForm(), _bank(bank)
    data = _given(form)
    if data is None:
        return _page(draft, name, form), 422
    try:
        found = read_import(draft, name, data, _objectives(draft))
    except editing.Unreadable:
        refuse(form.file, str(SENTENCES["authoring.unreadable"].text))
        return _page(draft, name, form), 422
    if form.act.data == "import" and found.lines:
        try:
            return _imported(draft_id, name, found)
        except DomainError as error:
            refuse(form.file, refusal(error, SENTENCES)[1])
    carried = b64encode(data).decode() if len(data) <= CARRIED else ""
    return _page(draft, name, form, found, carried), 422 if form.errors or not found.lines else 200


def _given(form: QuestionsForm) -> bytes | None:
    """The file chosen, or the one that the page carries from the check; None with the reason in the form."""
    if not form.validate_on_submit():
        return None
    if form.file.data:
        return bytes(form.file.data.read())
    try:
        carried = b64decode(request.form.get("carried", ""), validate=True)
    except Error:
        carried = b""
    if not carried:
        refuse(form.file, _("Choisissez un fichier."))
    return carried or None


def _imported(draft_id: int, bank: str, found: Import) -> Any:
    now, person_id, rows = clock.now(), current_user.id, [one.row for one in found.lines]
    keys = write(lambda session: services.import_questions(session, person_id, draft_id, bank, rows, now))
    tell(ngettext("%(num)s question importée.", "%(num)s questions importées.", len(keys)))
    return seen("authoring.bank", draft_id=draft_id, bank=bank, _anchor=f"entree-{keys[0]}")


def _objectives(draft: Draft) -> list[str]:
    value = about.read(texts_of(draft).get("module.yaml", "")) or {}
    listed = value.get("objectives")
    return (
        [str(one["id"]) for one in listed if isinstance(one, dict) and one.get("id")]
        if isinstance(listed, list)
        else []
    )


@bp.get("/formation/brouillons/<int:draft_id>/banques/<string:bank>/exporter")
@requires(TRAINER)
def exporting_questions(draft_id: int, bank: str) -> str:
    """Each format, and what it does not hold of this bank."""
    draft, name = draft_of(db.session, draft_id), _bank(bank)
    try:
        items = items_of(db.session, draft, name, "fr")
    except editing.Unreadable:
        raise DomainError("authoring.unreadable", draft_id=draft_id) from None
    return render_template(
        "authoring/export_questions.html",
        draft=draft,
        module_title=title_of(texts_of(draft)) or draft.slug,
        bank=name,
        label=BANKS[name],
        count=len(items),
        formats=[(one, one.write(items)[1]) for one in FORMATS.values()],
        said=said,
    )


@bp.get("/formation/brouillons/<int:draft_id>/banques/<string:bank>/exporter/<string:kind>")
@requires(TRAINER)
def export_questions(draft_id: int, bank: str, kind: str) -> Response:
    """The bank in one format. `?langue=en`: in English where it is told in it."""
    draft, name, kind_ = draft_of(db.session, draft_id), _bank(bank), FORMATS.get(kind) or abort(404)
    try:
        items = items_of(db.session, draft, name, "en" if request.args.get("langue") == "en" else "fr")
    except editing.Unreadable:
        raise DomainError("authoring.unreadable", draft_id=draft_id) from None
    data, _troubles = kind_.write(items)
    headers = {"Content-Disposition": f'attachment; filename="{draft.slug}-{name}-{kind_.name}.{kind_.ending}"'}
    return Response(data, mimetype=kind_.type, headers=headers)
