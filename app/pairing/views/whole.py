"""The whole class at once: the best set of proposals, changed by the lead until it suits, then sent.

What the lead has decided is in the address, so that it can be kept, shared with a colleague, undone with "back". Nothing
is written before the last button, and then each proposal is sent on its own: what one loses does not hold the others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from app.classes.models import Student
from app.classes.queries import class_led_by
from app.infra import clock
from app.infra.access import LEAD, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext
from app.infra.web import seen, sentence, tell
from app.pairing import queries, services
from app.pairing.forms import DrawForm
from app.pairing.rules.facts import Candidate
from app.pairing.rules.plan import Choices, Figures, Matched, Plan, plan
from app.pairing.services.draw import deadline
from app.pairing.views import bp
from app.pairing.views.rows import Row, rows
from app.pairing.words import SENTENCES
from app.pool.words import SENTENCES as POOL_SENTENCES

PAIR = re.compile(r"^(\d{1,9})-(\d{1,9})$")


@dataclass(frozen=True)
class Other:
    """Somebody else for a student, and the address of the plan with them."""

    name: str
    score: int
    url: str


@dataclass(frozen=True)
class Line:
    """One student of the plan. `row` is None without a tutor: then `why` says why not."""

    student: Student
    row: Row | None
    kept: bool
    why: str
    others: tuple[Other, ...]
    keep_url: str
    refuse_url: str
    absent_url: str
    leave_url: str


def _pairs(name: str) -> tuple[tuple[int, int], ...]:
    """The pairs named in the address, those that cannot be read left out."""
    found = (PAIR.match(text) for text in request.values.getlist(name))
    return tuple(dict.fromkeys((int(m[1]), int(m[2])) for m in found if m))


def _choices() -> Choices:
    return Choices(
        kept=_pairs("garder"),
        refused=_pairs("refuser"),
        left_out=tuple(dict.fromkeys(request.args.getlist("sans", type=int))),
        absent=tuple(dict.fromkeys(request.args.getlist("absent", type=int))),
    )


def _url(class_id: int, choices: Choices) -> str:
    return url_for(
        "pairing.whole",
        class_id=class_id,
        garder=[f"{student}-{tutor}" for student, tutor in choices.kept],
        refuser=[f"{student}-{tutor}" for student, tutor in choices.refused],
        sans=choices.left_out,
        absent=choices.absent,
    )


def _without(choices: Choices, student_id: int) -> Choices:
    """The choices, but what they say of this student's tutor."""
    return replace(
        choices,
        kept=tuple(pair for pair in choices.kept if pair[0] != student_id),
        left_out=tuple(one for one in choices.left_out if one != student_id),
    )


def _keeping(choices: Choices, student_id: int, tutor_id: int) -> Choices:
    """The choices with this pair kept; whoever else was to keep that tutor's last seat is sorted out by the plan."""
    free = _without(choices, student_id)
    refused = tuple(pair for pair in free.refused if pair != (student_id, tutor_id))
    return replace(free, kept=(*free.kept, (student_id, tutor_id)), refused=refused)


def _line(
    class_id: int, student: Student, found: Matched | None, why: str, next_best: Iterable[Candidate], choices: Choices
) -> Line:
    tutor_id = found.candidate.offer.tutor_id if found else 0
    free = _without(choices, student.id)
    out = student.id in choices.left_out
    return Line(
        student=student,
        row=rows([found.candidate])[0] if found else None,
        kept=bool(found and found.kept),
        why=why,
        others=tuple(
            Other(c.offer.short_name, c.score, _url(class_id, _keeping(choices, student.id, c.offer.tutor_id)))
            for c in next_best
        ),
        keep_url=_url(class_id, free if found and found.kept else _keeping(choices, student.id, tutor_id)),
        refuse_url=_url(class_id, replace(free, refused=(*free.refused, (student.id, tutor_id)))),
        absent_url=_url(class_id, replace(free, absent=(*free.absent, tutor_id))),
        leave_url=_url(class_id, free if out else replace(free, left_out=(*free.left_out, student.id))),
    )


def _lines(class_id: int, found: Plan, students: dict[int, Student], choices: Choices) -> list[Line]:
    lines = [_line(class_id, students[m.need.student_id], m, "", m.others, choices) for m in found.matched] + [
        _line(class_id, students[u.need.student_id], None, u.why, u.others, choices) for u in found.unmatched
    ]
    return sorted(lines, key=lambda line: (line.row is not None, line.student.name_key, line.student.id))


def _page(class_id: int, form: DrawForm) -> str:
    now, choices = clock.now(), _choices()
    prep_class = class_led_by(db.session, current_user.id, class_id)
    facts, students = queries.facts(db.session, [class_id], now)
    found = plan(facts, choices)
    free: Figures = plan(facts, others=0).figures if choices else found.figures
    return render_template(
        "pairing/whole.html",
        prep_class=prep_class,
        lines=_lines(class_id, found, students, choices),
        figures=found.figures,
        free=free,
        chosen=bool(choices),
        form=form,
        action=_url(class_id, choices),
        expires_at=deadline(db.session, now),
        allowance=queries.allowance(db.session, class_id, now),
    )


@bp.get("/classes/<int:class_id>/proposer")
@requires(LEAD)
def whole(class_id: int) -> str:
    """The best set of proposals for every student of a class who has nobody, each with its reasons."""
    return _page(class_id, DrawForm())


@bp.post("/classes/<int:class_id>/proposer")
@requires(LEAD)
def send_whole(class_id: int) -> Any:
    """Send the proposals as they were shown. Those that cannot be sent any more are told, one by one; the others are."""
    form, now = DrawForm(), clock.now()
    if not form.validate_on_submit():
        return _page(class_id, form), 422
    class_led_by(db.session, current_user.id, class_id)
    students = {s.id: s.short_name for s in queries.uncovered(db.session, [class_id], now)}
    # Whoever is not there any more was drawn for meanwhile, or the button was pressed twice.
    asked = [pair for pair in _pairs("paire") if pair[0] in students]
    lost = _send(asked, now, form.message.data or "", form.relays.data or 0)
    _tell(len(asked) - len(lost), [(text, students[student_id]) for student_id, text in lost])
    return seen("home.class_board", class_id=class_id)


def _send(asked: Iterable[tuple[int, int]], now: datetime, message: str, relays: int) -> list[tuple[int, str]]:
    """Send each proposal on its own; the students of those refused, each with the reason."""
    lost = []
    for student_id, tutor_id in asked:
        try:
            write(
                partial(
                    services.send_proposal,
                    lead_id=current_user.id,
                    student_id=student_id,
                    tutor_id=tutor_id,
                    message=message,
                    now=now,
                    relays=relays,
                )
            )
        except DomainError as refusal:
            lost.append((student_id, sentence(refusal, {**POOL_SENTENCES, **SENTENCES})[1]))
    return lost


def _tell(sent: int, lost: list[tuple[str, str]]) -> None:
    """Say how many went out, then each reason with the names it concerns."""
    if sent:
        tell(ngettext("%(num)s proposition envoyée.", "%(num)s propositions envoyées.", sent))
    for text in dict.fromkeys(text for text, _name in lost):
        names = ", ".join(name for said, name in lost if said == text)
        tell(_("%(names)s : %(text)s", names=names, text=text), "alert")
    if not sent and not lost:
        tell(_("Rien n’a été envoyé : ces personnes ont déjà une proposition ou un binôme."), "info")
