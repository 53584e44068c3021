"""The national run: compute a dry run, look into it class by class, replay it, then apply it or set it aside."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.admin.views.blueprint import bp
from app.infra import audit, clock
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext
from app.infra.web import seen, tell
from app.pairing import queries, services
from app.pairing.models import NationalRun
from app.pairing.queries import facts as facts_of
from app.pairing.rules.plan import plan
from app.pairing.words import RUN_STATES, SENTENCES
from app.pairing.words.reasons import part, reason
from app.pool.words import SENTENCES as POOL_SENTENCES


@dataclass(frozen=True)
class ClassLine:
    """One class in a run: shares are percents, rounded down; scores None without a pair."""

    id: int
    name: str
    students: int
    before: int
    placed: int
    after: int
    mean: int | None
    least: int | None


@dataclass(frozen=True)
class PairLine:
    """One pair of a run, with its reasons. Nobody is named: student and tutor by number."""

    student_id: int
    tutor_id: int
    score: int
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    came: str


def _classes(run: NationalRun) -> list[ClassLine]:
    """The classes of a run, the least covered after it first."""
    rows = run.summary["classes"]
    names = queries.class_names(db.session, [row[0] for row in rows])
    lines = [
        ClassLine(
            id=key,
            name=names.get(key, _("classe %(id)s", id=key)),
            students=students,
            before=covered,
            placed=placed,
            after=100 * (covered + placed) // students if students else 0,
            mean=round(total / placed) if placed else None,
            least=least,
        )
        for key, students, covered, placed, total, least in rows
        if students
    ]
    return sorted(lines, key=lambda line: (line.after, line.name))


def _outcomes(run: NationalRun) -> list[tuple[str, int]]:
    """What could not be sent, in words, with how many."""
    refused = Counter(code for _student, code in run.sent if isinstance(code, str))
    said = {**POOL_SENTENCES, **SENTENCES}
    return [(str(said[code].text), count) for code, count in refused.most_common()]


def _lines(run: NationalRun, class_id: int) -> tuple[list[PairLine], list[int]]:
    """The pairs of a class in words, and the students it leaves without."""
    judged, students, without = queries.pairs_of_class(db.session, run, class_id)
    came = dict(run.sent)
    return [
        PairLine(
            student_id,
            one.offer.tutor_id,
            one.score,
            tuple(map(reason, one.pros)),
            tuple(map(reason, one.cons)),
            tuple(map(part, one.parts)),
            _came(came.get(student_id)),
        )
        for one, student_id in zip(judged, students, strict=True)
    ], without


@bp.get("/admin/affectations")
@requires(ADMIN)
def runs() -> str:
    """The runs made so far, and the button that makes one."""
    return render_template("admin/runs.html", runs=queries.runs(db.session), states=RUN_STATES)


@bp.post("/admin/affectations")
@requires(ADMIN)
def compute_run() -> Response:
    """Compute a dry run and keep it. Nothing is sent."""
    now, actor_id = clock.now(), current_user.id
    facts, _students = facts_of(db.session, None, now)
    if not facts.needs:
        tell(_("Chaque étudiant a une proposition ou un binôme : il n’y a rien à calculer."), "info")
        return seen("admin.runs")
    if facts.helping is not None:
        tell(_("Le calcul est trop grand pour une page : lancez « flask national-run » sur le serveur."), "alert")
        return seen("admin.runs")
    found = plan(facts, others=0)
    run_id = write(lambda session: services.keep_run(session, actor_id, facts, found, now))
    tell(_("Le calcul est fait. Rien n’est envoyé."))
    return seen("admin.run", run_id=run_id)


@bp.get("/admin/affectations/<int:run_id>")
@requires(ADMIN)
def run(run_id: int) -> str:
    """What a run reaches: whole, by class, by score; and what applying it did."""
    found, now = queries.run(db.session, run_id), clock.now()
    worst = found.summary["worst_class"]
    return render_template(
        "admin/run.html",
        run=found,
        lines=_classes(found),
        worst=None if worst is None else int(100 * Fraction(*worst)),
        tenths=[(f"{10 * n}", count) for n, count in enumerate(found.summary["tenths"])],
        states=RUN_STATES,
        sent=sum(isinstance(code, int) for _student, code in found.sent),
        outcomes=_outcomes(found),
        stale=found.state == "computed" and now - found.made_at > services.run_life(db.session, now),
    )


@bp.get("/admin/affectations/<int:run_id>/classes/<int:class_id>")
@requires(ADMIN)
def run_class(run_id: int, class_id: int) -> str:
    """The pairs of one class in a run, each with its reasons, as computed then. Looking is audited."""
    found = queries.run(db.session, run_id)
    line = next((one for one in _classes(found) if one.id == class_id), None)
    if line is None:
        raise NotYours
    lines, without = _lines(found, class_id)
    actor_id, now = current_user.id, clock.now()
    write(
        lambda s: audit.record(
            s, "pairing.run_class_seen", now, actor_id=actor_id, object_type="class", object_id=class_id
        )
    )
    return render_template("admin/run_class.html", run=found, line=line, lines=lines, without=without)


def _came(outcome: int | str | None) -> str:
    if outcome is None:
        return ""
    if isinstance(outcome, int):
        return _("proposition envoyée")
    return str({**POOL_SENTENCES, **SENTENCES}[outcome].text)


@bp.post("/admin/affectations/<int:run_id>/rejouer")
@requires(ADMIN)
def replay_run(run_id: int) -> Response:
    """Make a run again from what it was computed from, and say whether it gives the same."""
    queries.run(db.session, run_id)
    found = queries.replay(db.session, run_id)
    actor_id, now = current_user.id, clock.now()
    write(
        lambda s: audit.record(s, "pairing.run_replayed", now, actor_id=actor_id, object_type="run", object_id=run_id)
    )
    if found.same:
        tell(_("Rejoué : les données sont intactes et chaque paire est la même."))
    elif not found.intact:
        tell(_("Les données gardées ne sont plus celles du calcul : leur empreinte diffère."), "alert")
    else:
        tell(
            ngettext(
                "Rejoué : %(num)s paire diffère. La méthode a changé depuis.",
                "Rejoué : %(num)s paires diffèrent. La méthode a changé depuis.",
                found.differ,
            ),
            "alert",
        )
    return seen("admin.run", run_id=run_id)


@bp.post("/admin/affectations/<int:run_id>/appliquer")
@requires(ADMIN)
def apply_run(run_id: int) -> Any:
    """Send the proposals, in the background. Only this, by a person, sends anything. A box says it is meant."""
    if not request.form.get("certain"):
        tell(_("Cochez la case pour confirmer l’envoi. Rien n’est envoyé."), "alert")
        return seen("admin.run", run_id=run_id)
    return _closing(run_id, services.apply_run, _("Les propositions partent ; cette page dit où cela en est."))


@bp.post("/admin/affectations/<int:run_id>/ecarter")
@requires(ADMIN)
def set_run_aside(run_id: int) -> Any:
    """Say that it will not be applied."""
    return _closing(run_id, services.set_run_aside, _("Cette affectation est écartée. Rien n’est envoyé."))


def _closing(run_id: int, act: Any, done: str) -> Response:
    actor_id, now = current_user.id, clock.now()
    try:
        write(lambda session: act(session, actor_id, run_id, now))
    except DomainError as refusal:
        tell(str(SENTENCES[refusal.code].text), "alert")
    else:
        tell(done)
    return seen("admin.run", run_id=run_id)
