"""Supply against demand, by exam and by region, and where to recruit next."""

from dataclasses import dataclass

from flask import current_app, render_template, url_for

from app.admin.views.blueprint import bp
from app.infra import clock
from app.infra.access import ADMIN, requires
from app.infra.db import db
from app.infra.i18n import decimal
from app.pairing.queries import supply as queries
from app.pairing.queries.supply import School, Supply
from app.pairing.words import recruiting


@dataclass(frozen=True)
class Way:
    """Where a call may be passed on: a school and its sign-up link, or the link open to all."""

    name: str
    note: str
    link: str
    school_id: int | None


@dataclass(frozen=True)
class CallLine:
    """One call, in words: what to look for, why, through which links, and what these have brought."""

    title: str
    students: int
    why: tuple[str, ...]
    ways: tuple[Way, ...]
    came: str


@bp.get("/admin/couverture/besoins")
@requires(ADMIN)
def supply() -> str:
    """The table of supply and demand over every open class, now."""
    found = queries.supply(db.session, clock.now())
    top = max((max(one.demand, one.seats) for one in found.exams), default=0)
    return render_template("admin/coverage/supply.html", found=found, calls=call_lines(found), top=top, decimal=decimal)


def call_lines(found: Supply) -> list[CallLine]:
    """Each call in words, in the order in which to make them."""
    exams, regions = {one.id: one for one in found.exams}, {one.code: one for one in found.regions}
    names = {one.code: one.name for one in found.regions}
    lines = []
    for call in found.calls:
        exam, region = exams[call.exam_id], regions[call.region] if call.region else None
        word = queries.campaign(exam.code, call)
        ways = [_way(one, word) for one in found.schools.get(call.exam_id, ())]
        came = recruiting.came(*found.came[word]) if word in found.came else ""
        title, why = recruiting.title(exam, region), recruiting.why(call, exam, region, names)
        lines.append(CallLine(title, call.students, tuple(why), (*ways, _open(word)), came))
    return lines


def _way(one: School, word: str) -> Way:
    link = _site() + url_for("recruitment.join", slug=one.slug, campagne=word)
    return Way(one.name, recruiting.school(one), link, one.id)


def _open(word: str) -> Way:
    return Way("", "", _site() + url_for("recruitment.sign_up", campagne=word), None)


def _site() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")
