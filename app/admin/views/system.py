"""Mail and jobs, and the audit trail."""

from flask import render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.admin import queries
from app.admin.views.blueprint import bp
from app.admin.words import JOB_STATES, OBJECTS
from app.infra import audit, clock
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.jobs import revive
from app.infra.web import seen, tell


@bp.get("/admin/courrier")
@requires(ADMIN)
def jobs() -> str:
    """What is to be done, what failed, what was done. Ids and kinds alone."""
    state = request.args.get("etat", "ready")
    state = state if state in JOB_STATES else "ready"
    return render_template(
        "admin/jobs.html",
        jobs=queries.jobs(db.session, state),
        state=state,
        states=JOB_STATES,
        counts=queries.job_counts(db.session),
    )


@bp.post("/admin/courrier/<int:job_id>/reprendre")
@requires(ADMIN)
def revive_job(job_id: int) -> Response:
    """Give a dead letter another round of tries."""
    actor_id, now = current_user.id, clock.now()

    def act(session: Session) -> bool:
        audit.record(session, "admin.revived", now, actor_id=actor_id, object_type="job", object_id=job_id)
        return revive(session, job_id, now)

    tell(_("Ce message sera essayé de nouveau.") if write(act) else _("Ce message n’était pas en échec."))
    return seen("admin.jobs", etat="dead")


@bp.get("/admin/journal")
@requires(ADMIN)
def audit_trail() -> str:
    """Who did what, and when."""
    code, person_id = request.args.get("code", ""), request.args.get("personne", type=int)
    trail = queries.audit_trail(db.session, code=code, person_id=person_id, page=request.args.get("page", 1, type=int))
    return render_template(
        "admin/audit.html",
        trail=trail,
        code=code,
        person_id=person_id,
        about=accounts.person(db.session, person_id) if person_id else None,
        codes=queries.audit_codes(db.session),
        objects=OBJECTS,
        page_url=lambda number: url_for("admin.audit_trail", code=code, personne=person_id, page=number),
    )
