"""The lesson editor: a text, its preview by the renderer of what is published, saved as it is written."""

from typing import Any

from flask import jsonify, render_template, request, url_for
from flask_login import current_user

from app.authoring import gallery, services
from app.authoring.forms import LessonForm, ShowForm
from app.authoring.models import Draft
from app.authoring.queries.desk import title_of
from app.authoring.queries.drafts import draft_of, media_files, texts_of
from app.authoring.queries.preview import Preview, preview
from app.authoring.rules import entries, naming, showing
from app.authoring.services.files import file_in
from app.authoring.views.asking import Question, ask
from app.authoring.views.blueprint import bp
from app.authoring.views.saving import read_save, refused, told
from app.authoring.words import TYPES
from app.content.rendering import media_of
from app.content.uploads import LARGEST
from app.content.words import sentence
from app.infra import clock, dates
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


def lesson_in(draft: Draft, key: str, lang: str) -> tuple[naming.LessonFiles, str]:
    """A lesson of the draft and its file in `lang`. Raises NotYours."""
    for one in naming.lessons(texts_of(draft)):
        if one.key == key and lang in one.files:
            return one, one.files[lang]
    raise NotYours


def shown(draft: Draft, text: str, lang: str) -> Preview:
    """The preview of a lesson's text."""
    media = media_of(media_files(draft.media))
    texts = texts_of(draft)
    return preview(text, lang, media, texts.get(entries.file_of("scenario", lang), ""), (draft.slug, texts))


@bp.get("/formation/brouillons/<int:draft_id>/lecons/<string:key>")
@requires(TRAINER)
def lesson(draft_id: int, key: str) -> str:
    """Write a lesson, its preview beside it. `?langue=en` for its English."""
    draft, lang = draft_of(db.session, draft_id), lang_asked()
    found, name = lesson_in(draft, key, lang)
    return editor(draft, found, lang, file_in(draft, name).text, ShowForm(prefix="shown-"))


def lang_asked() -> str:
    """The language of the lesson's text."""
    return "en" if request.values.get("langue") == "en" else "fr"


def editor(draft: Draft, found: naming.LessonFiles, lang: str, text: str, show: ShowForm) -> str:
    """The page, with this text; `show` is what was said of a file to add."""
    return render_template(
        "authoring/lesson.html",
        draft=draft,
        module_title=title_of(texts_of(draft)) or draft.slug,
        lesson=found,
        said_in=lang,
        file=file_in(draft, found.files[lang]),
        text=text,
        preview=shown(draft, text, lang),
        blocks=gallery.gallery().blocks,
        types=TYPES,
        sentence=sentence,
        show=show,
        largest=LARGEST,
        files=[(one.name, source) for one in draft.media if (source := showing.ready(one.name, one.type))],
    )


@bp.post("/formation/brouillons/<int:draft_id>/lecons/<string:key>")
@requires(TRAINER)
def save_lesson(draft_id: int, key: str) -> Any:
    """Save from the page's own button."""
    lang, save = lang_asked(), read_save(request.form)
    name = lesson_in(draft_of(db.session, draft_id), key, lang)[1]
    try:
        _kept(draft_id, name, save)
    except DomainError as error:
        return refused(error, draft_id, name, save, address(draft_id, key, lang))
    tell(_("Le texte est enregistré."))
    return seen("authoring.lesson", draft_id=draft_id, key=key, langue=lang)


def address(draft_id: int, key: str, lang: str) -> tuple[str, dict[str, Any]]:
    """Where the editor of a lesson is."""
    return "authoring.lesson", {"draft_id": draft_id, "key": key, "langue": lang}


def _kept(draft_id: int, name: str, save: services.Save) -> int:
    now, person_id = clock.now(), current_user.id
    return write(lambda session: services.save_file(session, person_id, draft_id, name, save, now))


@bp.post("/formation/brouillons/<int:draft_id>/lecons/<string:key>/enregistrer")
@requires(TRAINER)
def autosave_lesson(draft_id: int, key: str) -> Any:
    """Save from the page's script. 200: the new revision; 409: why not."""
    name = lesson_in(draft_of(db.session, draft_id), key, lang_asked())[1]
    try:
        revision = _kept(draft_id, name, read_save(request.form))
    except DomainError as error:
        return told(error)
    return jsonify(revision=revision, said=_("Enregistré à %(hour)s", hour=dates.hour(clock.now())))


@bp.post("/formation/brouillons/<int:draft_id>/apercu")
@requires(TRAINER)
def preview_lesson(draft_id: int) -> str:
    """What the text sent would look like. Nothing is kept."""
    draft = draft_of(db.session, draft_id)
    found = shown(draft, request.form.get("text", ""), lang_asked())
    return render_template("authoring/_preview.html", preview=found, types=TYPES, sentence=sentence)


@bp.post("/formation/brouillons/<int:draft_id>/lecons")
@requires(TRAINER)
def add_lesson(draft_id: int) -> Any:
    """Add a lesson at the end."""
    form, now, person_id = LessonForm(), clock.now(), current_user.id
    if not form.validate_on_submit():
        tell(str(next(iter(form.title.errors), _("Donnez un titre à la leçon."))), "alert")
        return seen("authoring.draft", draft_id=draft_id)
    title = form.title.data or ""
    key = write(lambda session: services.add_lesson(session, person_id, draft_id, title, now))
    return seen("authoring.lesson", draft_id=draft_id, key=key)


@bp.post("/formation/brouillons/<int:draft_id>/lecons/<string:key>/deplacer")
@requires(TRAINER)
def move_lesson(draft_id: int, key: str) -> Any:
    """One place up or down."""
    person_id, places = current_user.id, -1 if request.form.get("sens") == "haut" else 1
    write(lambda session: services.move_lesson(session, person_id, draft_id, key, places))
    return seen("authoring.draft", draft_id=draft_id, _anchor=f"lecon-{key}")


@bp.post("/formation/brouillons/<int:draft_id>/lecons/<string:key>/traduire")
@requires(TRAINER)
def translate_lesson(draft_id: int, key: str) -> Any:
    """Start the English of a lesson from its French."""
    now, person_id = clock.now(), current_user.id
    write(lambda session: services.translate_lesson(session, person_id, draft_id, key, now))
    return seen("authoring.lesson", draft_id=draft_id, key=key, langue="en")


@bp.get("/formation/brouillons/<int:draft_id>/lecons/<string:key>/retirer")
@requires(TRAINER)
def removing_lesson(draft_id: int, key: str) -> str:
    """Ask before taking a lesson away."""
    draft = draft_of(db.session, draft_id)
    found, _name = lesson_in(draft, key, "fr")
    return ask(
        draft,
        Question(
            _("Retirer la leçon ?"),
            _(
                "« %(title)s » quitte ce brouillon, avec sa traduction. La version publiée la garde.",
                title=found.titles["fr"] or key,
            ),
            yes=_("Retirer la leçon"),
            no=_("La garder"),
            back=url_for("authoring.draft", draft_id=draft.id),
        ),
    )


@bp.post("/formation/brouillons/<int:draft_id>/lecons/<string:key>/retirer")
@requires(TRAINER)
def remove_lesson(draft_id: int, key: str) -> Any:
    """Take a lesson away."""
    person_id = current_user.id
    write(lambda session: services.remove_lesson(session, person_id, draft_id, key))
    tell(_("La leçon est retirée du brouillon."))
    return seen("authoring.draft", draft_id=draft_id)
