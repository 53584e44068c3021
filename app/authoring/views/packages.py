"""Modules as archives: taken away as they are in `modules/`, and brought back as a draft."""

from secrets import token_urlsafe
from typing import Any

from flask import Response, render_template
from flask_login import current_user

from app.authoring import services
from app.authoring.forms import PackageForm
from app.authoring.queries.drafts import draft_of, open_draft_of
from app.authoring.queries.packages import draft_files, version_files
from app.authoring.rules.changes import Change, changes
from app.authoring.views.blueprint import bp
from app.authoring.views.drafts import ADDRESS_BYTES
from app.authoring.words import CHANGE_KINDS, LEVELS, SENTENCES, path_words
from app.content.archive import DEFAULTS, packed, unpacked
from app.content.folder import load_files, slug_in, sorted_out
from app.content.models import ModuleVersion
from app.content.queries import module_by_slug
from app.content.rules.package import MediaFile
from app.content.words import SENTENCES as REFUSALS
from app.content.words import sentence
from app.infra import clock
from app.infra.access import TRAINER, requires, takes
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.forms import refuse
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.infra.web import sentence as refusal

UNREAD = ("not_utf8", "too_large", "unknown_file", "media_unreadable", "media_too_large")  # what no draft can hold


@bp.get("/formation/modules/<slug>/archive")
@requires(TRAINER)
def module_archive(slug: str) -> Response:
    """The version that tutors read."""
    current = module_by_slug(db.session, slug).current
    if current is None:
        raise NotYours
    return _sent(slug, version_files(db.session, current))


@bp.get("/formation/brouillons/<int:draft_id>/archive")
@requires(TRAINER)
def draft_archive(draft_id: int) -> Response:
    """A draft as it is now."""
    draft = draft_of(db.session, draft_id)
    return _sent(draft.slug, draft_files(db.session, draft))


def _sent(slug: str, files: dict[str, bytes]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{slug}.zip"'}
    return Response(packed(files, slug), mimetype="application/zip", headers=headers)


@bp.get("/formation/brouillons/importer")
@requires(TRAINER)
def importing_package() -> str:
    """Choose an archive."""
    return _page(PackageForm())


def _page(form: PackageForm, **found: Any) -> str:
    return render_template(
        "authoring/import_package.html",
        form=form,
        largest=DEFAULTS.archive,
        levels=LEVELS,
        kinds=CHANGE_KINDS,
        path_words=path_words,
        sentence=sentence,
        **found,
    )


@bp.post("/formation/brouillons/importer")
@requires(TRAINER)
@takes(megabytes=DEFAULTS.archive + 1)
def import_package() -> Any:
    """Check an archive, or make a draft of it. What cannot be read at all makes nothing; faults that the studio can mend do not
    prevent a draft: its checks list them.
    """
    form = PackageForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        archive = unpacked(form.file.data.read())
    except DomainError as error:
        refuse(form.file, refusal(error, REFUSALS)[1])
        return _page(form), 422
    slug = slug_in(archive.files) or archive.folder
    texts, media, _unread = sorted_out(archive.files)
    _package, problems = load_files(slug, archive.files)
    blocked = any(one.code in UNREAD for one in problems)
    if not blocked and form.act.data == "import":
        made = _made(form, slug, (texts, media))
        if made is not None:
            tell(_("Le module est dans ce brouillon. Rien n’est publié."))
            return seen("authoring.draft", draft_id=made)
    page = _page(
        form,
        slug=slug,
        blocked=blocked,
        problems=problems,
        open_draft=open_draft_of(db.session, slug),
        known=_current(slug),
        changes=_changes(slug, texts, media),
    )
    return page, 200 if form.act.data == "check" and not blocked else 422


def _made(form: PackageForm, slug: str, contents: tuple[dict[str, str], list[MediaFile]]) -> int | None:
    """The draft, or None with the reason in the form."""
    now, person_id, address, replace = (
        clock.now(),
        current_user.id,
        token_urlsafe(ADDRESS_BYTES),
        bool(form.replace.data),
    )
    try:
        return write(
            lambda session: services.import_package(session, person_id, slug, contents, address, now, replace=replace)
        )
    except DomainError as error:
        refuse(form.file, refusal(error, SENTENCES)[1])
        return None


def _current(slug: str) -> ModuleVersion | None:
    try:
        return module_by_slug(db.session, slug).current
    except NotYours:
        return None


def _changes(slug: str, texts: dict[str, str], media: list[MediaFile]) -> list[Change]:
    """What the archive would change of the version that tutors read."""
    current = _current(slug)
    if current is None or not current.files:
        return []
    shown = {name: file["digest"] for name, file in current.media.items()}
    return changes(current.files, texts, (shown, {one.name: one.digest for one in media}))
