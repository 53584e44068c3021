"""What tutors wrote in a module's scenarios, grouped by trainers into misconceptions; who wrote it is not shown."""

from functools import partial
from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.authoring import services
from app.authoring.queries import harvest as queries
from app.authoring.queries.distractors import places
from app.authoring.rules.course import ENOUGH_PEOPLE
from app.authoring.rules.harvest import LONGEST_TITLE, parts_of
from app.authoring.views.blueprint import bp
from app.authoring.words import OPTION_PLACES, SENTENCES
from app.content.models import Module
from app.content.queries import module_by_slug
from app.infra import clock
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext
from app.infra.web import seen, sentence, tell
from app.training.forms import whole

FILTERS = ("situation", "etat", "choix", "mots", "page")


def _kept() -> dict[str, str]:
    """The filters of the page, as its address holds them."""
    return {name: said for name in FILTERS if (said := request.args.get(name, ""))}


def _ticked() -> set[int]:
    return {whole(one) for one in request.form.getlist("run")} - {0}


def _titled(module: Module) -> str:
    """The French title of a published module. Raises NotYours before it is."""
    if module.current is None:
        raise NotYours
    return str(module.current.manifest["fr"]["title"])


def _page(slug: str, refused: str = "") -> str:
    module, kept = module_by_slug(db.session, slug), _kept()
    title, scenes = _titled(module), queries.scenes(db.session, module.id)
    wanted_key = kept.get("situation") or (scenes[0].key if scenes else "")
    scene = next((one for one in scenes if one.key == wanted_key), None)
    if scenes and scene is None:
        raise NotYours
    wanted = queries.Wanted(
        state=kept.get("etat", ""),
        option=kept.get("choix", ""),
        words=kept.get("mots", ""),
        page=whole(kept.get("page")) or 1,
    )
    ideas = queries.ideas(db.session, module.id, scene.key) if scene else []
    return render_template(
        "authoring/harvest.html",
        module=module,
        title=title,
        scenes=scenes,
        scene=scene,
        ideas=ideas,
        places=places(db.session, module, ideas),
        place_words=OPTION_PLACES,
        parts_of=parts_of,
        found=queries.explanations(db.session, module.id, scene, wanted) if scene else None,
        wanted=wanted,
        kept=kept,
        refused=refused,
        ticked=_ticked(),
        longest=LONGEST_TITLE,
        enough=ENOUGH_PEOPLE,
    )


@bp.get("/formation/modules/<slug>/idees-recues")
@requires(TRAINER)
def harvest(slug: str) -> str:
    """The explanations of one scenario and the misconceptions made of them. `?situation=`, `etat`, `choix`, `mots`."""
    return _page(slug)


@bp.post("/formation/modules/<slug>/idees-recues")
@requires(TRAINER)
def group_explanations(slug: str) -> Any:
    """Put what is ticked in a misconception, one there is or a new one; what was ticked is kept when it is refused."""
    into, title, ticked = whole(request.form.get("into")), request.form.get("title", ""), _ticked()
    named = partial(
        services.new_misconception,
        person_id=current_user.id,
        slug=slug,
        key=request.form.get("situation", ""),
        title=title,
        now=clock.now(),
    )
    try:
        if bool(into) == bool(title.strip()):
            raise DomainError("authoring.idea_which")
        count = write(lambda session: services.group(session, into or named(session), ticked))
    except DomainError as error:
        found, said = sentence(error, SENTENCES)
        return _page(slug, said), found.status
    tell(ngettext("%(num)s explication rangée.", "%(num)s explications rangées.", count))
    return seen("authoring.harvest", slug=slug, **_kept())


def _idea_page(idea_id: int, refused: str = "") -> str:
    idea = queries.misconception_of(db.session, idea_id)
    module = db.session.get_one(Module, idea.module_id)
    scene = queries.scene_of(db.session, module.id, idea.key)
    ideas = queries.ideas(db.session, module.id, idea.key)
    mine = [one for one in ideas if one.id == idea_id]
    return render_template(
        "authoring/harvest_idea.html",
        module=module,
        title=_titled(module),
        scene=scene,
        idea=mine[0],
        place=places(db.session, module, mine).get(idea_id, ""),
        place_words=OPTION_PLACES,
        parts_of=parts_of,
        others=[one for one in ideas if one.id != idea_id],
        found=queries.explanations(
            db.session, module.id, scene, queries.Wanted(idea_id, page=whole(request.args.get("page")) or 1)
        ),
        refused=refused,
        longest=LONGEST_TITLE,
        enough=ENOUGH_PEOPLE,
    )


@bp.get("/formation/idees-recues/<int:idea_id>")
@requires(TRAINER)
def idea(idea_id: int) -> str:
    """One misconception: what it holds, its name, what it may be joined to."""
    return _idea_page(idea_id)


def _told(idea_id: int, error: DomainError) -> Any:
    found, said = sentence(error, SENTENCES)
    return _idea_page(idea_id, said), found.status


@bp.post("/formation/idees-recues/<int:idea_id>")
@requires(TRAINER)
def rename_idea(idea_id: int) -> Any:
    """Say it better."""
    title = request.form.get("title", "")
    try:
        write(lambda session: services.rename_misconception(session, idea_id, title))
    except DomainError as error:
        return _told(idea_id, error)
    tell(_("L’intitulé est changé."))
    return seen("authoring.idea", idea_id=idea_id)


@bp.post("/formation/idees-recues/<int:idea_id>/sortir")
@requires(TRAINER)
def ungroup_explanations(idea_id: int) -> Any:
    """Take what is ticked out of it."""
    try:
        write(lambda session: services.ungroup(session, idea_id, _ticked()))
    except DomainError as error:
        return _told(idea_id, error)
    tell(_("C’est sorti : ces explications attendent à nouveau d’être rangées."))
    return seen("authoring.idea", idea_id=idea_id)


@bp.post("/formation/idees-recues/<int:idea_id>/reunir")
@requires(TRAINER)
def merge_ideas(idea_id: int) -> Any:
    """Put everything of it in another, which stays alone."""
    into = whole(request.form.get("into"))
    write(lambda session: services.merge(session, idea_id, into))
    tell(_("Les deux n’en font plus qu’une."))
    return seen("authoring.idea", idea_id=into)


@bp.post("/formation/idees-recues/<int:idea_id>/supprimer")
@requires(TRAINER)
def delete_idea(idea_id: int) -> Any:
    """Delete it, empty."""
    found = queries.misconception_of(db.session, idea_id)
    slug, key = db.session.get_one(Module, found.module_id).slug, found.key
    try:
        write(lambda session: services.delete_misconception(session, idea_id))
    except DomainError as error:
        return _told(idea_id, error)
    tell(_("L’idée reçue est supprimée."))
    return seen("authoring.harvest", slug=slug, situation=key)
