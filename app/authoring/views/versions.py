"""A published module's life: what differs between two versions, and taking the module off the path or back."""

from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.authoring import services
from app.authoring.queries.drafts import retakes
from app.authoring.queries.versions import between, history, leaving, version_of
from app.authoring.views.blueprint import bp
from app.authoring.words import CHANGE_KINDS, CHANGES, field_words, path_words
from app.content.queries import module_by_slug
from app.infra import clock
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


@bp.get("/formation/modules/<slug>/versions/<int:number>")
@requires(TRAINER)
def version(slug: str, number: int) -> str:
    """What a version changed, from the one before it or from the one that `avec` names."""
    module = module_by_slug(db.session, slug)
    shown = version_of(db.session, module.id, number)
    standings = history(db.session, module)
    others = [one.version for one in standings if one.version.number != number]
    before = next((one for one in others if one.number < number), None)
    asked = request.args.get("avec", type=int)
    other = version_of(db.session, module.id, asked) if asked not in (None, number) else before
    older, newer = sorted((shown, other), key=lambda one: one.number) if other else (None, shown)
    return render_template(
        "authoring/version.html",
        module=module,
        standing=next(one for one in standings if one.version.number == number),
        others=others,
        other=other,
        older=older,
        newer=newer,
        found=between(older, newer) if older else [],
        kinds=CHANGE_KINDS,
        changes=CHANGES,
        path_words=path_words,
        field_words=field_words,
    )


@bp.get("/formation/modules/<slug>/retirer")
@requires(TRAINER)
def retiring(slug: str) -> str:
    """What retiring the module would do, before it is done."""
    now, module = clock.now(), module_by_slug(db.session, slug)
    return render_template(
        "authoring/retire.html",
        module=module,
        met=leaving(db.session, module, now),
        passed=retakes(db.session, module.id, now).passed,
    )


@bp.post("/formation/modules/<slug>/retirer")
@requires(TRAINER)
def retire(slug: str) -> Any:
    """Retire it."""
    now, person_id = clock.now(), current_user.id
    write(lambda session: services.retire(session, person_id, slug, now))
    tell(_("Le module est retiré : les tutrices et les tuteurs ne le voient plus."))
    return seen("authoring.module", slug=slug)


@bp.post("/formation/modules/<slug>/remettre")
@requires(TRAINER)
def put_back(slug: str) -> Any:
    """Put it back on the path."""
    now, person_id = clock.now(), current_user.id
    write(lambda session: services.put_back(session, person_id, slug, now))
    tell(_("Le module est de nouveau sur le parcours."))
    return seen("authoring.module", slug=slug)
