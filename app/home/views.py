"""Each role's first page, the class board, and the pair page. Holds no rule: it shows what the stages know."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.classes.queries import class_led_by
from app.classes.services import note_student_seen
from app.classes.words import deadline_badge
from app.home import queries
from app.home.forms import EndPairForm
from app.home.words import FILTERS, STATES, covered_sentence, pair_events
from app.infra import audit, clock, csvfile
from app.infra.access import ADMIN, LEAD, PERSON, TRAINER, TUTOR, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.pairing import queries as pairing
from app.pairing import services
from app.pairing.queries.promotion import class_outlook
from app.pairing.rules.codes import CHOSEN_END_REASONS
from app.pairing.words import DECLINE_REASONS, END_REASONS, PROPOSAL_STATES, coverage
from app.pairing.words.plots import plot
from app.pool.words import tutor_state

bp = Blueprint("home", __name__)

FIRST_PAGES = (
    (LEAD, "home.lead_classes"),
    (ADMIN, "admin.overview"),
    (TRAINER, "authoring.modules"),
    (TUTOR, "training.path"),
)


@bp.get("/accueil")
@requires(PERSON)
def start() -> Response:
    """To the first page of one's role."""
    for role, endpoint in FIRST_PAGES:
        if current_user.has(role):
            return seen(endpoint)
    return seen("accounts.account")


@bp.get("/classes")
@requires(LEAD)
def lead_classes() -> str:
    """The classes one leads, with their coverage."""
    now = clock.now()
    cards = queries.class_cards(db.session, current_user.id, now)
    badges = {
        c.prep_class.id: deadline_badge(c.deadline, now, covered=c.coverage.paired == c.coverage.total > 0)
        for c in cards
    }
    return render_template("home/lead_classes.html", cards=cards, badges=badges, covered_sentence=covered_sentence)


@bp.get("/classes/<int:class_id>")
@requires(LEAD)
def class_board(class_id: int) -> str:
    """One class: coverage, then its students, what waits first, each with one next action."""
    now, wanted = clock.now(), request.args.get("etat")
    board = queries.board(db.session, current_user.id, class_id, wanted, now)
    whole = board.coverage
    return render_template(
        "home/class_board.html",
        board=board,
        wanted=wanted,
        states=STATES,
        filters=FILTERS,
        sentence=covered_sentence(whole.paired, whole.total),
        badge_words=deadline_badge(board.deadline, now, covered=whole.paired == whole.total > 0),
    )


@bp.get("/classes/<int:class_id>/couverture")
@requires(LEAD)
def class_coverage(class_id: int) -> str:
    """How the coverage of a class one leads came where it is, and what is to be expected."""
    now = clock.now()
    prep_class = class_led_by(db.session, current_user.id, class_id)
    outlook = class_outlook(db.session, prep_class, now).outlook
    return render_template(
        "home/class_coverage.html",
        prep_class=prep_class,
        outlook=outlook,
        plot=plot(outlook),
        sentences=coverage.sentences(outlook),
        badge_words=deadline_badge(outlook.deadline, now, covered=outlook.coverage.percent == 100),  # noqa: PLR2004
    )


@bp.get("/classes/<int:class_id>/couverture.csv")
@requires(LEAD)
def class_coverage_csv(class_id: int) -> Response:
    """The same, day after day, for a spreadsheet."""
    prep_class = class_led_by(db.session, current_user.id, class_id)
    outlook = class_outlook(db.session, prep_class, clock.now()).outlook
    header, lines = coverage.trend_table([(prep_class.name, outlook.trend)])
    headers = {"Content-Disposition": "attachment; filename=tutorat-tendance.csv"}
    return Response(csvfile.dump(header, lines), mimetype="text/csv", headers=headers)


@bp.get("/etudiants/<int:student_id>/historique")
@requires(LEAD)
def student_history(student_id: int) -> str:
    """What has been proposed for a student of one's class, and what came of it."""
    student = queries.led_student(db.session, current_user.id, student_id)
    page = render_template(
        "home/student_history.html",
        student=student,
        history=pairing.history_of_student(db.session, student_id),
        link=pairing.open_by_student(db.session, [student_id]).get(student_id),
        end_reasons=END_REASONS,
        proposal_states=PROPOSAL_STATES,
        decline_reasons=DECLINE_REASONS,
    )
    lead_id, now = current_user.id, clock.now()
    write(lambda session: note_student_seen(session, student_id, lead_id, now))
    return page


@bp.route("/etudiants/<int:student_id>/depart", methods=["GET", "POST"])
@requires(LEAD)
def student_leaves(student_id: int) -> Any:
    """A student leaves the class: what will end is shown first."""
    student = queries.led_student(db.session, current_user.id, student_id)
    if request.method == "POST":
        lead_id, class_id, now = current_user.id, student.class_id, clock.now()
        write(lambda session: services.student_leaves(session, lead_id, student_id, now))
        tell(_("C’est noté : cette personne ne fait plus partie de la classe."))
        return seen("home.class_board", class_id=class_id)
    link = pairing.open_by_student(db.session, [student_id]).get(student_id)
    return render_template("home/student_leaves.html", student=student, link=link)


@bp.get("/binomes")
@requires(TUTOR)
def tutor_pairs() -> str:
    """A tutor's proposals to answer and pairs."""
    person_id, now = current_user.id, clock.now()
    return render_template(
        "home/tutor_pairs.html",
        proposals=pairing.open_proposals_of_tutor(db.session, person_id, now),
        pairs=pairing.pairs_of_tutor(db.session, person_id),
        state=tutor_state(db.session, person_id, now),
        end_reasons=END_REASONS,
    )


def _sheet(pair_id: int) -> tuple[Any, str]:
    """The pair through whichever right the person has to it: leading the class first, then tutoring. Raises NotYours."""
    now = clock.now()
    if current_user.has(LEAD):
        found = queries.pair_if_led(db.session, current_user.id, pair_id, now)
        if found is not None:
            return found, "lead"
    return pairing.pair_for_tutor(db.session, current_user.id, pair_id, now), "tutor"


@bp.get("/binomes/<int:pair_id>")
@requires(TUTOR, LEAD)
def pair(pair_id: int) -> str:
    """One pair, for its tutor or its class's leads, with the contact details now visible. Opening it is audited."""
    sheet, side = _sheet(pair_id)
    actor_id, now = current_user.id, clock.now()
    write(lambda s: audit.record(s, "pairing.pair_seen", now, actor_id=actor_id, object_type="pair", object_id=pair_id))
    return render_template(
        "home/pair.html", sheet=sheet, side=side, events=pair_events(sheet, END_REASONS, now), end_reasons=END_REASONS
    )


@bp.route("/binomes/<int:pair_id>/clore", methods=["GET", "POST"])
@requires(TUTOR, LEAD)
def end_pair(pair_id: int) -> Any:
    """End a pair, with a reason, after reading what it does."""
    sheet, side = _sheet(pair_id)
    if sheet.ended_at and request.method == "GET":
        return seen("home.pair", pair_id=pair_id)
    form = EndPairForm().fill(CHOSEN_END_REASONS, END_REASONS)
    if form.validate_on_submit():
        actor_id, now, reason, comment = current_user.id, clock.now(), form.reason.data, form.comment.data or ""
        write(lambda s: services.end_pair(s, pair_id, side, reason, comment, now, actor_id=actor_id))
        tell(_("Le binôme est clos. Chacun en est prévenu par message, et la place est libérée."))
        return seen("home.pair", pair_id=pair_id)
    return render_template("home/end_pair.html", sheet=sheet, side=side, form=form), 422 if form.errors else 200
