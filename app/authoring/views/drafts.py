"""Drafts: opened, seen at a glance, checked, compared with what is published, sent, published, dropped."""

from secrets import token_urlsafe
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from app.authoring import services
from app.authoring.forms import NewModuleForm
from app.authoring.queries.desk import desk, title_of
from app.authoring.queries.drafts import changes_of, draft_of, open_drafts, package_of, retakes, texts_of
from app.authoring.queries.review import open_remarks
from app.authoring.rules import pointing
from app.authoring.rules.changes import mark_of
from app.authoring.views.asking import Question, ask
from app.authoring.views.blueprint import bp
from app.authoring.words import (
    BANKS,
    CHANGE_KINDS,
    CHANGES,
    LEVELS,
    NEXT,
    SENTENCES,
    STATES,
    field_words,
    missing_before,
    path_words,
)
from app.content.words import sentence
from app.infra import clock, settings
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.forms import refuse
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.infra.web import sentence as refusal
from app.training.settings import CHANGE_GRACE_DAYS

ADDRESS_BYTES = 24


@bp.get("/formation/brouillons")
@requires(TRAINER)
def drafts() -> str:
    """What is being written, and by whom."""
    return _drafts(NewModuleForm())


def _drafts(form: NewModuleForm) -> str:
    found = open_drafts(db.session)
    titles = {one.id: title_of(texts_of(one)) or one.slug for one in found}
    remarks = open_remarks(db.session, [one.id for one in found])
    return render_template(
        "authoring/drafts.html", drafts=found, titles=titles, remarks=remarks, states=STATES, form=form
    )


@bp.post("/formation/modules/<slug>/brouillon")
@requires(TRAINER)
def open_draft(slug: str) -> Any:
    """Open a draft of a module, or go back to the one that is open."""
    now, person_id, address = clock.now(), current_user.id, token_urlsafe(ADDRESS_BYTES)
    draft_id = write(lambda session: services.open_draft(session, person_id, slug, address, now))
    return seen("authoring.draft", draft_id=draft_id)


@bp.post("/formation/brouillons")
@requires(TRAINER)
def new_module() -> Any:
    """Start a module that does not exist yet."""
    form, now, person_id, address = NewModuleForm(), clock.now(), current_user.id, token_urlsafe(ADDRESS_BYTES)
    if not form.validate_on_submit():
        return _drafts(form), 422
    slug, title = form.slug.data or "", form.title.data or ""
    try:
        draft_id = write(lambda session: services.new_module(session, person_id, slug, title, address, now))
    except DomainError as error:
        refuse(form.slug, refusal(error, SENTENCES)[1])
        return _drafts(form), 409
    return seen("authoring.draft", draft_id=draft_id)


@bp.get("/formation/brouillons/<int:draft_id>")
@requires(TRAINER)
def draft(draft_id: int) -> str:
    """A draft at a glance."""
    shown = desk(db.session, draft_of(db.session, draft_id), current_user.id, clock.now())
    return render_template("authoring/draft.html", desk=shown, states=STATES, next=NEXT.get(shown.next))


@bp.get("/formation/brouillons/<int:draft_id>/controles")
@requires(TRAINER)
def checks(draft_id: int) -> str:
    """Everything the command line would say of it, with the way to each thing."""
    found = draft_of(db.session, draft_id)
    _package, problems = package_of(found)
    return render_template(
        "authoring/checks.html",
        draft=found,
        title=title_of(texts_of(found)) or found.slug,
        groups=pointing.groups(texts_of(found), problems),
        totals={level: sum(one.level == level for one in problems) for level in LEVELS},
        sentence=sentence,
        levels=LEVELS,
        kinds={"module": _("Le module"), **BANKS},
    )


@bp.get("/formation/brouillons/<int:draft_id>/changements")
@requires(TRAINER)
def changes(draft_id: int) -> str:
    """What differs from what is published, what each change amounts to, and who would have to pass again."""
    now, found = clock.now(), draft_of(db.session, draft_id)
    listed = changes_of(db.session, found) if found.base_id is not None else []
    return render_template(
        "authoring/changes.html",
        draft=found,
        title=title_of(texts_of(found)) or found.slug,
        changes=listed,
        marks={one.path: mark_of(one, found.marks) for one in listed},
        retakes=retakes(db.session, found.module_id, now),
        grace=settings.values(db.session, now)[CHANGE_GRACE_DAYS],
        kinds=CHANGE_KINDS,
        words=CHANGES,
        path_words=path_words,
        field_words=field_words,
    )


@bp.post("/formation/brouillons/<int:draft_id>/changements")
@requires(TRAINER)
def mark(draft_id: int) -> Any:
    """Say of each change whether it is of wording or of substance."""
    marks = {name.removeprefix("mark-"): value for name, value in request.form.items() if name.startswith("mark-")}
    write(lambda session: services.mark(session, draft_id, marks))
    tell(_("C’est noté pour chaque changement."))
    return seen("authoring.draft", draft_id=draft_id)


@bp.post("/formation/brouillons/<int:draft_id>/relire")
@requires(TRAINER)
def send_to_review(draft_id: int) -> Any:
    """Ask the others to read it."""
    now, person_id = clock.now(), current_user.id
    write(lambda session: services.send_to_review(session, person_id, draft_id, now))
    tell(_("Le brouillon attend sa relecture. Rien n’y bouge tant que vous ne le reprenez pas."))
    return seen("authoring.draft", draft_id=draft_id)


@bp.post("/formation/brouillons/<int:draft_id>/reprendre")
@requires(TRAINER)
def take_back(draft_id: int) -> Any:
    """Write again."""
    write(lambda session: services.take_back(session, draft_id))
    tell(_("Vous pouvez écrire à nouveau."))
    return seen("authoring.draft", draft_id=draft_id)


@bp.get("/formation/brouillons/<int:draft_id>/publier")
@requires(TRAINER)
def publishing(draft_id: int) -> str:
    """What publishing will do, before it is done."""
    now, found = clock.now(), draft_of(db.session, draft_id)
    shown = desk(db.session, found, current_user.id, now)
    return render_template(
        "authoring/publish.html",
        desk=shown,
        missing=missing_before(shown.next),
        substance=any(mark_of(one, found.marks) == "substance" for one in shown.changes) or found.base_id is None,
        retakes=retakes(db.session, found.module_id, now),
        grace=settings.values(db.session, now)[CHANGE_GRACE_DAYS],
    )


@bp.post("/formation/brouillons/<int:draft_id>/publier")
@requires(TRAINER)
def publish(draft_id: int) -> Any:
    """Publish it."""
    now, person_id = clock.now(), current_user.id
    number = write(lambda session: services.publish_draft(session, person_id, draft_id, now))
    slug = draft_of(db.session, draft_id).slug
    tell(_("La version %(n)s est publiée : c’est elle que lisent les tutrices et les tuteurs.", n=number))
    return seen("authoring.module", slug=slug)


@bp.get("/formation/brouillons/<int:draft_id>/abandonner")
@requires(TRAINER)
def dropping(draft_id: int) -> str:
    """Ask before giving a draft up."""
    found = draft_of(db.session, draft_id)
    return ask(
        found,
        Question(
            _("Abandonner le brouillon ?"),
            _("Ce qui est publié ne change pas. Le brouillon pourra encore se lire, plus s’écrire."),
            yes=_("Abandonner ce brouillon"),
            no=_("Le garder"),
            back=url_for("authoring.draft", draft_id=draft_id),
        ),
    )


@bp.post("/formation/brouillons/<int:draft_id>/abandonner")
@requires(TRAINER)
def drop(draft_id: int) -> Any:
    """Give a draft up."""
    now, person_id = clock.now(), current_user.id
    write(lambda session: services.drop_draft(session, person_id, draft_id, now))
    tell(_("Le brouillon est abandonné. Ce qui est publié n’a pas changé."))
    return seen("authoring.drafts")
