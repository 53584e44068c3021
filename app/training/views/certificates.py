"""One's certificate, on the page and on paper, and the public page that lets anyone check it."""

from typing import Any

from flask import Response, render_template
from flask_login import current_user

from app.infra import clock
from app.infra.access import TUTOR, public, requires
from app.infra.db import db
from app.infra.errors import DomainError
from app.infra.headers import keep_private
from app.training.queries.certificates import certificate_by_public_id, certificate_of, own_certificate
from app.training.views.blueprint import bp
from app.training.views.paper import certificate_pdf


@bp.get("/attestation")
@requires(TUTOR)
def certificate() -> Any:
    """One's own certificate, or what is needed to have it."""
    return render_template("training/certificate.html", page=certificate_of(db.session, current_user.id, clock.now()))


@bp.get("/attestation/<string:public_id>.pdf")
@requires(TUTOR)
def certificate_paper(public_id: str) -> Any:
    """One's own certificate to print or send. Refused once revoked."""
    page = own_certificate(db.session, current_user.id, public_id, clock.now())
    if page.revoked_at:
        raise DomainError("training.revoked")
    headers = {"Content-Disposition": f"attachment; filename=attestation-tutorat-{public_id}.pdf"}
    return Response(certificate_pdf(page), mimetype="application/pdf", headers=headers)


@bp.get("/attestation/<string:public_id>")
@public
def verify(public_id: str) -> Any:
    """Check a certificate: whoever holds its address sees whose it is, since when, and whether it still holds."""
    keep_private()
    return render_template("training/verify.html", page=certificate_by_public_id(db.session, public_id, clock.now()))
