"""The questions and scenarios of a draft, each with a form of its own kind."""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request, url_for
from flask_login import current_user

from app.authoring import services
from app.authoring.models import Draft
from app.authoring.queries import bank as banks
from app.authoring.queries.desk import manifest_of, title_of
from app.authoring.queries.drafts import draft_of, texts_of
from app.authoring.rules import entries, naming, shape
from app.authoring.views.asking import Question, ask
from app.authoring.views.blueprint import bp
from app.authoring.words import BANKS, FIELD_LABELS, SENTENCES, TYPES
from app.content.rules import editing, weights
from app.content.words import sentence
from app.infra import clock
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.i18n import gettext as _
from app.infra.orm import fold
from app.infra.web import seen, tell
from app.infra.web import sentence as refusal
from app.training.forms import whole

TITLE = 8  # words of a question that name it


def _objectives(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The objectives of the module, by id, as far as module.yaml can be read."""
    rows = manifest_of(texts).get("objectives")
    listed = rows if isinstance(rows, list) else []
    return [(str(one["id"]), str(one.get("text", ""))) for one in listed if isinstance(one, dict) and one.get("id")]


def _bank(bank: str) -> str:
    if bank not in entries.BANKS:
        abort(404)
    return bank


def row_of(draft: Draft, bank: str, key: str, lang: str = "fr") -> Mapping[str, Any] | None:
    """An entry of the draft, or None. Raises DomainError "authoring.unreadable"."""
    try:
        return entries.row(texts_of(draft), bank, key, lang)
    except editing.Unreadable as error:
        raise DomainError("authoring.unreadable", draft_id=draft.id) from error


def _lang() -> str:
    return "en" if request.values.get("langue") == "en" else "fr"


@bp.get("/formation/brouillons/<int:draft_id>/banques/<string:bank>")
@requires(TRAINER)
def bank(draft_id: int, bank: str) -> str:
    """A bank of the draft, searched and filtered."""
    draft, name = draft_of(db.session, draft_id), _bank(bank)
    texts = texts_of(draft)
    objectives = _objectives(texts)
    wanted = {one: request.args.get(one, "") for one in ("mots", "objectif", "type")}
    try:
        found = banks.lines(db.session, draft, texts, name, {key for key, _text in objectives})
    except editing.Unreadable as error:
        raise DomainError("authoring.unreadable", draft_id=draft.id) from error
    return render_template(
        "authoring/bank.html",
        draft=draft,
        module_title=title_of(texts) or draft.slug,
        bank=name,
        label=BANKS[name],
        total=len(found),
        lines=banks.matching(found, wanted["mots"], wanted["objectif"], wanted["type"]),
        wanted=wanted,
        objectives=objectives,
        kinds=_kinds(name),
        types=TYPES,
    )


def _kinds(bank: str) -> tuple[str, ...]:
    """The kinds a bank takes."""
    return {"quiz": shape.KINDS, "test": ("situation",), "scenario": (shape.SCENARIO,)}[bank]


@bp.get("/formation/brouillons/<int:draft_id>/banques/<string:bank>/nouvelle")
@requires(TRAINER)
def new_entry(draft_id: int, bank: str) -> Any:
    """An empty form of the kind asked for."""
    draft, name = draft_of(db.session, draft_id), _bank(bank)
    kind = request.args.get("type", "")
    kind = kind if kind in _kinds(name) else _kinds(name)[0]
    objectives = _objectives(texts_of(draft))
    return entry_form(draft, name, kind, shape.blank(name, kind, objectives[0][0] if objectives else ""), "", "")


@bp.post("/formation/brouillons/<int:draft_id>/banques/<string:bank>")
@requires(TRAINER)
def add_entry(draft_id: int, bank: str) -> Any:
    """Add an entry. Its id is made of its first words."""
    name, kind = _bank(bank), request.form.get("kind", "")
    if kind not in _kinds(name):
        abort(404)
    row = shape.read(name, kind, request.form, request.form.getlist("right"))
    said = " ".join(str(row.get("text") or row.get("situation") or kind).split()[:TITLE])
    row = {"id": naming.key_for(fold(said), ()), **row}
    now, person_id = clock.now(), current_user.id
    key = write(lambda session: services.add_entry(session, person_id, draft_id, name, row, now))
    tell(_("La question est ajoutée."))
    return seen("authoring.entry", draft_id=draft_id, bank=name, key=key)


@bp.get("/formation/brouillons/<int:draft_id>/banques/<string:bank>/<string:key>")
@requires(TRAINER)
def entry(draft_id: int, bank: str, key: str) -> Any:
    """The form of one entry. `?langue=en` for its English."""
    draft, name, lang = draft_of(db.session, draft_id), _bank(bank), _lang()
    french = row_of(draft, name, key)
    if french is None:
        raise NotYours
    row = french if lang == "fr" else row_of(draft, name, key, "en")
    kind = shape.kind_of(name, french)
    if not kind:
        return seen("authoring.text", draft_id=draft_id, name=entries.file_of(name))
    return entry_form(draft, name, kind, row or _untranslated(kind, french), key, entries.stamp(row), lang=lang)


def _untranslated(kind: str, french: Mapping[str, Any]) -> dict[str, Any]:
    """What a translation starts from: the same parts, in French."""
    part = shape.PART.get(kind, "")
    names = [name for name in (*shape.TEXTS[kind], part) if name in french and name not in shape.LANGUAGE_FREE]
    kept = {name: french[name] for name in names}
    return {"id": french["id"], **kept}


def entry_form(
    draft: Draft,
    bank: str,
    kind: str,
    row: Mapping[str, Any],
    key: str,
    seen_stamp: str,
    *,
    lang: str = "fr",
    conflict: Mapping[str, Any] | None = None,
    refused: str = "",
    made_of: tuple[int, str] = (0, ""),
    idea: Mapping[str, str] | None = None,
) -> str:
    """The form of an entry, its texts those of `row`. `made_of` are the misconception and the option made of it, if there is
    one; `idea` what to show of it beside that option.
    """
    texts = texts_of(draft)
    objectives = _objectives(texts)
    french = row_of(draft, bank, key) if key else None
    if not key:
        problems = []
    elif lang == "fr":
        problems = banks.faults(bank, {**row, "id": key}, {one for one, _text in objectives}, banks.types_of(draft))
    else:
        media = banks.types_of(draft)
        problems = banks.english_faults(bank, french or row, {**row, "id": key}, media) if seen_stamp else []
    return render_template(
        "authoring/entry.html",
        draft=draft,
        module_title=title_of(texts) or draft.slug,
        bank=bank,
        label=BANKS[bank],
        kind=kind,
        key=key,
        row=row,
        said_in=lang,
        texts=shape.texts(kind, row),
        part=shape.PART.get(kind, ""),
        slots=shape.slots(kind, row),
        free=lang == "fr",
        stamp=seen_stamp,
        objectives=objectives,
        problems=problems,
        sentence=sentence,
        types=TYPES,
        labels=FIELD_LABELS,
        images=[one.name for one in draft.media if one.type.startswith("image/")],
        french_image=bool((french or row).get("image")),
        weighed=kind in weights.WEIGHED,
        short=shape.SHORT,
        language_free=shape.LANGUAGE_FREE,
        conflict=conflict,
        refused=refused,
        made_of=made_of,
        idea=idea,
    )


@bp.post("/formation/brouillons/<int:draft_id>/banques/<string:bank>/<string:key>")
@requires(TRAINER)
def save_entry(draft_id: int, bank: str, key: str) -> Any:
    """Save one entry; what somebody else changed meanwhile is shown beside, and not overwritten."""
    name, lang, now, person_id = _bank(bank), _lang(), clock.now(), current_user.id
    draft = draft_of(db.session, draft_id)
    french = row_of(draft, name, key)
    kind = shape.kind_of(name, french) if french is not None else ""
    if not kind or french is None:
        raise NotYours
    row = shape.read(name, kind, request.form, request.form.getlist("right"), lang)
    stamp = request.form.get("stamp", "")
    place, made_of = (name, key, lang), (whole(request.form.get("idee")), request.form.get("option", ""))
    try:
        if made_of[0] and (name, lang) == ("quiz", "fr"):
            write(lambda session: services.use(session, person_id, draft_id, key, row, stamp, made_of, now))
        else:
            write(lambda session: services.save_entry(session, person_id, draft_id, place, row, stamp, now))
    except DomainError as error:
        if error.code != "authoring.conflict":
            raise
        draft = draft_of(db.session, draft_id)
        theirs = row_of(draft, name, key, lang)
        said = refusal(error, SENTENCES)[1]
        stamp, theirs = entries.stamp(theirs), theirs or {}
        return entry_form(
            draft, name, kind, row, key, stamp, lang=lang, conflict=theirs, refused=said, made_of=made_of
        ), 409
    tell(_("La question est enregistrée."))
    return seen("authoring.entry", draft_id=draft_id, bank=name, key=key, **({"langue": "en"} if lang == "en" else {}))


@bp.post("/formation/brouillons/<int:draft_id>/banques/<string:bank>/<string:key>/copier")
@requires(TRAINER)
def copy_entry(draft_id: int, bank: str, key: str) -> Any:
    """Start another entry from this one."""
    name, now, person_id = _bank(bank), clock.now(), current_user.id
    new = write(lambda session: services.copy_entry(session, person_id, draft_id, name, key, now))
    tell(_("Voici la copie : elle porte un autre nom."))
    return seen("authoring.entry", draft_id=draft_id, bank=name, key=new)


@bp.post("/formation/brouillons/<int:draft_id>/banques/<string:bank>/<string:key>/deplacer")
@requires(TRAINER)
def move_entry(draft_id: int, bank: str, key: str) -> Any:
    """One place up or down."""
    name, now, person_id = _bank(bank), clock.now(), current_user.id
    places = -1 if request.form.get("sens") == "haut" else 1
    write(lambda session: services.move_entry(session, person_id, draft_id, name, key, places, now))
    return seen("authoring.bank", draft_id=draft_id, bank=name, _anchor=f"entree-{key}")


@bp.get("/formation/brouillons/<int:draft_id>/banques/<string:bank>/<string:key>/retirer")
@requires(TRAINER)
def removing_entry(draft_id: int, bank: str, key: str) -> str:
    """Ask before taking an entry out."""
    draft, name = draft_of(db.session, draft_id), _bank(bank)
    row = row_of(draft, name, key)
    if row is None:
        raise NotYours
    return ask(
        draft,
        Question(
            _("Retirer cette question ?"),
            _(
                "Elle quitte ce brouillon, avec sa traduction. Ce qui y a été répondu reste, et la version publiée la garde."
            ),
            yes=_("Retirer"),
            no=_("La garder"),
            back=url_for("authoring.entry", draft_id=draft.id, bank=name, key=key),
            quote=str(row.get("situation") or row.get("text") or key),
        ),
    )


@bp.post("/formation/brouillons/<int:draft_id>/banques/<string:bank>/<string:key>/retirer")
@requires(TRAINER)
def remove_entry(draft_id: int, bank: str, key: str) -> Any:
    """Take an entry out of its bank."""
    name, now, person_id = _bank(bank), clock.now(), current_user.id
    write(lambda session: services.remove_entry(session, person_id, draft_id, name, key, now))
    tell(_("La question est retirée du brouillon ; ce qui y a été répondu reste."))
    return seen("authoring.bank", draft_id=draft_id, bank=name)
