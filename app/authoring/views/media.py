"""The images, films and captions of a draft: given, shown in a lesson, replaced, taken away."""

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.authoring import services
from app.authoring.forms import MediaForm, ShowForm
from app.authoring.models import Draft
from app.authoring.queries.desk import title_of
from app.authoring.queries.drafts import draft_of, texts_of
from app.authoring.queries.media import sizes
from app.authoring.services.media import block
from app.authoring.views.asking import Question, ask
from app.authoring.views.blueprint import bp
from app.authoring.views.lessons import address, editor, lang_asked, lesson_in
from app.authoring.views.saving import read_save, refused
from app.authoring.words import SENTENCES
from app.content.rules.package import MediaFile
from app.content.rules.shown import shown_in
from app.content.uploads import LARGEST, prepared
from app.content.words import SENTENCES as REFUSALS
from app.infra import clock
from app.infra.access import TRAINER, requires, takes
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.forms import refuse
from app.infra.i18n import gettext as _
from app.infra.web import seen, sentence, tell

ROOM = LARGEST + 3  # megabytes: the file, its captions, the lesson


@bp.get("/formation/brouillons/<int:draft_id>/fichiers")
@requires(TRAINER)
def media(draft_id: int) -> str:
    """What the lessons of a draft may show, and where each is shown."""
    return _listed(draft_of(db.session, draft_id), MediaForm())


def _listed(draft: Draft, form: MediaForm) -> str:
    texts = texts_of(draft)
    return render_template(
        "authoring/media.html",
        draft=draft,
        title=title_of(texts) or draft.slug,
        form=form,
        sizes=sizes(db.session, draft),
        shown={one.name: shown_in(texts, one.name) for one in draft.media},
    )


def _given(field: Any) -> MediaFile | None:
    """The file of a form, ready to keep; None, with the reason at the field, when it is refused."""
    sent: FileStorage = field.data
    try:
        return prepared(sent.filename or "", sent.read())
    except DomainError as error:
        refuse(field, sentence(error, REFUSALS)[1])
        return None


@bp.post("/formation/brouillons/<int:draft_id>/fichiers")
@requires(TRAINER)
@takes(megabytes=ROOM)
def add_media(draft_id: int) -> Any:
    """Keep a file."""
    form, person_id = MediaForm(), current_user.id
    file = _given(form.file) if form.validate_on_submit() else None
    if file is None:
        return _listed(draft_of(db.session, draft_id), form), 422
    name = write(lambda session: services.add_media(session, person_id, draft_id, file))
    tell(_("« %(name)s » est dans ce brouillon.", name=name))
    return seen("authoring.media", draft_id=draft_id)


@bp.post("/formation/brouillons/<int:draft_id>/fichiers/<string:name>")
@requires(TRAINER)
@takes(megabytes=ROOM)
def replace_media(draft_id: int, name: str) -> Any:
    """Put another content under the same name."""
    form, person_id = MediaForm(), current_user.id
    file = _given(form.file) if form.validate_on_submit() else None
    try:
        if file is not None:
            write(lambda session: services.replace_media(session, person_id, draft_id, name, file))
            tell(_("« %(name)s » est remplacé.", name=name))
            return seen("authoring.media", draft_id=draft_id)
    except DomainError as error:
        if error.code != "authoring.other_kind":
            raise
        refuse(form.file, sentence(error, SENTENCES)[1])
    return _listed(draft_of(db.session, draft_id), form), 422


@bp.get("/formation/brouillons/<int:draft_id>/fichiers/<string:name>/retirer")
@requires(TRAINER)
def removing_media(draft_id: int, name: str) -> str:
    """Ask before taking a file away."""
    draft = draft_of(db.session, draft_id)
    if name not in {one.name for one in draft.media}:
        raise NotYours
    shown = shown_in(texts_of(draft), name)
    return ask(
        draft,
        Question(
            _("Retirer « %(name)s » ?", name=name),
            _(
                "Il est encore montré par : %(files)s. Sans lui, ces textes ne pourront pas être publiés.",
                files=", ".join(shown),
            )
            if shown
            else _("Aucun texte de ce brouillon ne le montre. Ce qui est publié le garde."),
            yes=_("Retirer"),
            no=_("Le garder"),
            back=url_for("authoring.media", draft_id=draft_id),
        ),
    )


@bp.post("/formation/brouillons/<int:draft_id>/fichiers/<string:name>/retirer")
@requires(TRAINER)
def remove_media(draft_id: int, name: str) -> Any:
    """Take a file away."""
    person_id = current_user.id
    write(lambda session: services.remove_media(session, person_id, draft_id, name))
    tell(_("« %(name)s » est retiré de ce brouillon.", name=name))
    return seen("authoring.media", draft_id=draft_id)


@bp.post("/formation/brouillons/<int:draft_id>/lecons/<string:key>/fichiers")
@requires(TRAINER)
@takes(megabytes=ROOM)
def show_media(draft_id: int, key: str) -> Any:
    """Keep a file and show it in a lesson: at the end of the text sent with it, or, for the page's script, as the block to
    insert where the person is writing.
    """
    draft, lang = draft_of(db.session, draft_id), lang_asked()
    lesson, name = lesson_in(draft, key, lang)
    form, save = ShowForm(prefix="shown-"), read_save(request.form)
    files = _shown(form, lang)
    written = "text" not in request.form
    if files is None:
        if written:
            return jsonify(errors={field.id: field.errors[0] for field in form if field.errors}), 422
        return editor(draft, lesson, lang, save.text, form), 422
    title, words, person_id, now = form.title.data or "", form.words.data or "", current_user.id, clock.now()
    if written:
        names = write(lambda session: [services.add_media(session, person_id, draft_id, file) for file in files])
        return jsonify(block=block(names, title, words), said=_("Le bloc est inséré où vous écriviez."))
    try:
        write(
            lambda session: services.show_media(
                session, person_id, draft_id, (name, save), files, now, title=title, words=words
            )
        )
    except DomainError as error:
        return refused(error, draft_id, name, save, address(draft_id, key, lang))
    tell(_("Le texte est enregistré, et le fichier montré à sa fin."))
    return seen("authoring.lesson", draft_id=draft_id, key=key, langue=lang)


def _shown(form: ShowForm, lang: str) -> list[MediaFile] | None:
    """The files to keep: an image, or a film and its captions; None, with the reasons at the fields, when one is refused."""
    file = _given(form.file) if form.validate_on_submit() else None
    if file is None:
        return None
    if file.type.startswith("image/"):
        return [file]
    if file.type == "text/vtt":
        refuse(form.file, _("Ce sont des sous-titres : donnez ici le film, et eux plus bas."))
        return None
    captions = _given(form.captions) if form.captions.data else None
    if captions is None or captions.type != "text/vtt":
        if not form.captions.errors:
            refuse(form.captions, _("Un film a des sous-titres : donnez un fichier .vtt ou .srt."))
        return None
    stem = file.name.rpartition(".")[0]
    return [file, MediaFile(f"{stem}.{lang}.vtt", captions.type, captions.digest, captions.data, 0, 0)]
