"""What a module is: its title, its objectives, its rules and its sources, as a form."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.authoring import services
from app.authoring.models import Draft
from app.authoring.queries.desk import title_of
from app.authoring.queries.drafts import draft_of, package_of, texts_of
from app.authoring.rules import about
from app.authoring.services.files import file_in
from app.authoring.views.blueprint import bp
from app.authoring.views.saving import refused
from app.content.queries import path_modules, text_in
from app.content.rules.manifest import ENGLISH_KEYS
from app.content.words import SENTENCES as REFUSALS
from app.content.words import sentence
from app.infra import clock
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.orm import fold
from app.infra.web import seen, tell
from app.infra.web import sentence as sentence_of
from app.training.forms import whole

FILES = {"fr": "module.yaml", "en": "module.en.yaml"}


def _lang(draft: Draft) -> str:
    wanted = "en" if request.values.get("langue") == "en" else "fr"
    if FILES[wanted] not in texts_of(draft):
        raise NotYours
    return wanted


@bp.get("/formation/brouillons/<int:draft_id>/module")
@requires(TRAINER)
def about_module(draft_id: int) -> Any:
    """The form of module.yaml; `?langue=en` for its English. A file that cannot be read is written by hand."""
    draft = draft_of(db.session, draft_id)
    lang = _lang(draft)
    file = file_in(draft, FILES[lang])
    value = about.read(file.text)
    if value is None:
        return seen("authoring.text", draft_id=draft_id, name=file.name)
    return _page(draft, lang, value, file.revision)


def _page(draft: Draft, lang: str, value: Mapping[str, Any], revision: int, refusal: str = "") -> str:
    """The form, its values those of `value`; `refusal` is why they were not kept."""
    file = file_in(draft, FILES[lang])
    _package, problems = package_of(draft)
    return render_template(
        "authoring/about.html",
        draft=draft,
        module_title=title_of(texts_of(draft)) or draft.slug,
        value=value,
        revision=revision,
        refusal=refusal,
        said_in=lang,
        english=FILES["en"] in texts_of(draft),
        objectives=about.rows(value, "objectives", about.MOST_OBJECTIVES),
        sources=about.rows(value, "sources", about.MOST_SOURCES),
        others=_others(draft, value) if lang == "fr" else [],
        problems=[one for one in problems if one.file == file.name],
        sentence=sentence,
    )


def _others(draft: Draft, value: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The modules that may be asked for, by name with their titles: those published, and those asked for already."""
    current = [(one, one.current) for one in path_modules(db.session)]
    titles = {one.slug: text_in(version.manifest, language())[0]["title"] for one, version in current if version}
    asked = [str(one) for one in value.get("requires") or ()]
    return [(slug, titles.get(slug, slug)) for slug in dict.fromkeys([*titles, *asked]) if slug != draft.slug]


@bp.post("/formation/brouillons/<int:draft_id>/module")
@requires(TRAINER)
def save_about(draft_id: int) -> Any:
    """Write module.yaml from its form; what the form does not show stays as it was."""
    draft, now, person_id = draft_of(db.session, draft_id), clock.now(), current_user.id
    lang = _lang(draft)
    name, folded = FILES[lang], {text: fold(text) for text in about.objective_texts(request.form)}
    asked = request.form.getlist("requires")
    text = about.written(file_in(draft, name).text, request.form, folded, lang, asked)
    save = services.Save(text, whole(request.form.get("revision")))
    try:
        write(lambda session: services.save_file(session, person_id, draft_id, name, save, now))
    except DomainError as error:
        if error.code == "content.circle":
            said = sentence_of(error, REFUSALS)[1]
            return _page(draft, lang, about.read(text) or {}, save.revision, said), 409
        return refused(error, draft_id, name, save, ("authoring.text", {"draft_id": draft_id, "name": name}))
    tell(_("Le module est enregistré."))
    return seen("authoring.about_module", draft_id=draft_id, **({"langue": "en"} if lang == "en" else {}))


@bp.post("/formation/brouillons/<int:draft_id>/module/traduire")
@requires(TRAINER)
def translate_about(draft_id: int) -> Any:
    """Start the English of module.yaml from its French."""
    now, person_id = clock.now(), current_user.id
    write(lambda session: services.translate_manifest(session, person_id, draft_id, ENGLISH_KEYS, now))
    return seen("authoring.about_module", draft_id=draft_id, langue="en")
