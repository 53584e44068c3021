"""What anyone may read: why and how to become a tutor, help, the legal pages, the public figures."""

from flask import Blueprint, Response, current_app, render_template

from app.infra import clock, csvfile
from app.infra.access import public
from app.infra.db import db
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.settings import values
from app.public import queries
from app.recruitment.queries import published_testimonials
from app.recruitment.settings import ELIGIBILITY_YEARS
from app.reference.queries import schools
from app.training.settings import REQUIRED_MODULES

bp = Blueprint("public", __name__)


@bp.get("/")
@public
def landing() -> str:
    """Why, the prerequisites, the five steps, testimonials, questions, partner schools."""
    now = clock.now()
    settings = values(db.session, now)
    return render_template(
        "public/landing.html",
        figures=queries.figures(db.session, now, settings[REQUIRED_MODULES]),
        modules=len(settings[REQUIRED_MODULES]),
        years=settings[ELIGIBILITY_YEARS],
        testimonials=published_testimonials(db.session)[:4],
        schools=schools(db.session),
    )


@bp.get("/aide")
@public
def help_page() -> str:
    """Answers, by what one is."""
    return render_template("public/help.html", contact=current_app.config["CONTACT_EMAIL"])


@bp.get("/statistiques")
@public
def statistics() -> str:
    """The country's figures."""
    now = clock.now()
    required = values(db.session, now)[REQUIRED_MODULES]
    return render_template(
        "public/statistics.html",
        figures=queries.figures(db.session, now, required),
        regions=queries.by_region(db.session, now),
        gains=queries.by_module(db.session, language()),
        shown_from=queries.SHOWN_FROM,
    )


@bp.get("/statistiques.csv")
@public
def statistics_csv() -> Response:
    """The figures by region, for a spreadsheet."""
    lines = [[r.name, r.students, r.paired] for r in queries.by_region(db.session, clock.now())]
    body = csvfile.dump([_("Région"), _("Étudiants"), _("En binôme")], lines)
    return Response(
        body, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=tutorat-regions.csv"}
    )


@bp.get("/plan-du-site")
@public
def site_map() -> str:
    """Every page a visitor may open."""
    return render_template("public/site_map.html", schools=schools(db.session))


@bp.get("/accessibilite")
@public
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("public/accessibility.html", contact=current_app.config["CONTACT_EMAIL"])


@bp.get("/mentions-legales")
@public
def legal() -> str:
    """Who publishes and hosts."""
    return render_template("public/legal.html", contact=current_app.config["CONTACT_EMAIL"])


@bp.get("/donnees-personnelles")
@public
def privacy_page() -> str:
    """What is kept, why, for how long, and one's rights."""
    return render_template("public/privacy.html", contact=current_app.config["CONTACT_EMAIL"])


@bp.get("/sante")
@public
def health() -> Response:
    """For the machine in front: the application answers and reads its database."""
    schools(db.session)
    return Response("ok", mimetype="text/plain")
