"""Reads for other pages: coverage, what each student has, pairs with the contacts each may see, history, privacy."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.classes.models import ClassLead, PrepClass
from app.infra.db import write
from app.infra.errors import NotYours
from app.infra.settings import values
from app.pairing import queries, services
from app.pairing.models import Pair, Proposal
from app.pairing.privacy import PRIVACY, erase_student, export_student
from app.pairing.queries import Coverage, candidates, lived
from app.pairing.rules.lived import past_of
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pairing.story import accept, another_student, draw, scene


def test_coverage_counts_pairs_proposals_and_nobody(session) -> None:
    s = scene()
    accept(s, draw(s))
    draw(s, student_id=another_student(s))
    another_student(s)
    empty = make.prep_class().id
    found = queries.coverage(session, [s.class_id, empty], NOW)
    assert found == {s.class_id: Coverage(1, 1, 1), empty: Coverage()}
    assert (found[s.class_id].total, found[s.class_id].percent, found[empty].percent) == (3, 33, None)


def test_an_overdue_proposal_covers_nobody_and_who_left_is_not_counted(session) -> None:
    s = scene()
    draw(s)
    assert queries.coverage(session, [s.class_id], NOW + timedelta(days=9))[s.class_id] == Coverage(0, 0, 1)
    write(lambda x: services.student_leaves(x, s.lead_id, s.student_id, NOW))
    assert queries.coverage(session, [s.class_id], NOW)[s.class_id] == Coverage()


def test_a_student_with_a_long_history_is_counted_once(session) -> None:
    s = scene()
    for _ in range(3):
        again = draw(s)
        write(lambda x, p=again: services.withdraw_proposal(x, s.lead_id, p, NOW))
    accept(s, draw(s))
    assert queries.coverage(session, [s.class_id], NOW)[s.class_id] == Coverage(1, 0, 0)
    assert [row.state for row in queries.history_of_student(session, s.student_id)] == ["accepted", *["withdrawn"] * 3]


def test_the_country_is_the_sum_of_open_classes_least_covered_first(session) -> None:
    covered, bare, closed = scene(), scene(), scene()
    accept(covered, draw(covered))
    write(lambda x: x.execute(update(PrepClass).where(PrepClass.id == closed.class_id).values(closed_at=NOW)))
    found = queries.national_coverage(session, NOW)
    assert found.whole == Coverage(1, 0, 1)
    assert [c.class_id for c in found.classes] == [bare.class_id, covered.class_id]


def test_what_each_student_has_now(session) -> None:
    s = scene()
    other, nobody = another_student(s), another_student(s)
    pair_id = accept(s, draw(s))
    draw(s, student_id=other)
    found = queries.open_by_student(session, [s.student_id, other, nobody])
    assert set(found) == {s.student_id, other}
    assert (found[s.student_id].state, found[s.student_id].pair_id) == ("accepted", pair_id)
    assert (found[other].state, found[other].pair_id, found[other].tutor_id) == ("sent", None, s.tutor_id)
    assert found[other].tutor_name.startswith("Claire M")


def test_a_pair_is_read_by_its_tutor_and_its_leads_only(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    stranger = make.pool_tutor()
    make.prep_class(stranger)
    for read in (queries.pair_for_tutor, queries.pair_for_lead):
        with pytest.raises(NotYours):
            read(session, stranger.id, pair_id, NOW)
        with pytest.raises(NotYours):
            read(session, s.tutor_id if read is queries.pair_for_lead else s.lead_id, pair_id, NOW)
    assert queries.pair_for_tutor(session, s.tutor_id, pair_id, NOW).student_contact.email.startswith("etudiante")
    assert queries.pair_for_lead(session, s.lead_id, pair_id, NOW).tutor_contact.email.startswith("personne")
    write(lambda x: x.execute(update(ClassLead).values(until=NOW)))
    with pytest.raises(NotYours):
        queries.pair_for_lead(session, s.lead_id, pair_id, NOW)


def test_contacts_close_thirty_days_after_the_end(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    write(lambda x: services.end_pair(x, pair_id, "lead", "not_suited", "Pas le bon rythme", NOW, actor_id=s.lead_id))
    last, after = NOW + timedelta(days=30, seconds=-1), NOW + timedelta(days=30)
    assert queries.pair_for_tutor(session, s.tutor_id, pair_id, last).student_contact is not None
    gone = queries.pair_for_tutor(session, s.tutor_id, pair_id, after)
    assert (gone.student_contact, gone.tutor_contact, gone.end_comment) == (None, None, "")  # nor the class's own words
    lead = queries.pair_for_lead(session, s.lead_id, pair_id, after)
    assert (lead.tutor_contact, lead.end_comment) == (None, "Pas le bon rythme")
    assert lead.student_contact is not None  # it is the class's own student


def test_lists_of_a_tutor(session) -> None:
    s = scene()
    over = accept(s, draw(s))
    write(lambda x: services.end_pair(x, over, "tutor", "other", "", NOW, actor_id=s.tutor_id))
    still = accept(s, draw(s, student_id=another_student(s)))
    waiting = draw(s, student_id=another_student(s))
    assert [row.id for row in queries.pairs_of_tutor(session, s.tutor_id)] == [still, over]
    assert [row.id for row in queries.open_proposals_of_tutor(session, s.tutor_id, NOW)] == [waiting]
    assert queries.open_proposals_of_tutor(session, s.tutor_id, NOW + timedelta(days=9)) == []
    assert len(queries.proposals_of_tutor(session, s.tutor_id)) == 3
    stranger = make.pool_tutor().id
    with pytest.raises(NotYours):
        queries.proposal_for_tutor(session, stranger, waiting)


def seen(session, student, tutor_id):
    """What matters of a tutor's life for a student, as the ranking reads it."""
    need, now = candidates.needs(session, [student])[0], candidates.terms(values(session, NOW), NOW)
    return past_of(lived.lives(session, NOW)[tutor_id], need, now)


def test_the_past_of_a_tutor_is_seen_from_the_student(session) -> None:
    s, elsewhere = scene(seats=2), scene()
    declined = draw(s)
    write(lambda x: services.decline_proposal(x, declined, s.tutor_id, "other", "", NOW + timedelta(days=2)))
    lost = draw(s)
    write(lambda x: services.expire_due(x, NOW + timedelta(days=9)))
    draw(elsewhere, tutor_id=s.tutor_id)
    pair_id = accept(s, draw(s, student_id=another_student(s)))
    student = session.get(Proposal, lost).student
    past = seen(session, student, s.tutor_id)
    assert (past.turned_down, past.answer_days, past.unanswered) == ((NOW + timedelta(days=2)).date(), (2, 0), 1)
    assert (past.open_pairs, past.asked_here, past.asked_elsewhere, past.apart) == (1, 0, 1, False)
    write(lambda x: services.end_pair(x, pair_id, "tutor", "finished", "", NOW, actor_id=s.tutor_id))
    past = seen(session, session.get(Proposal, lost).student, s.tutor_id)
    assert (past.open_pairs, past.helped) == (0, 1)


def test_the_shortlist_makes_as_many_queries_for_thirty_tutors_as_for_three(session, app) -> None:
    s = scene()
    for _ in range(2):
        make.pool_tutor()
    with counted(app) as few:
        queries.shortlist(session, s.lead_id, s.student_id, NOW)
    for _ in range(27):
        make.pool_tutor()
    with counted(app) as many:
        found = queries.shortlist(session, s.lead_id, s.student_id, NOW)
    assert len(found.ranking.shown) == 30
    assert many.n == few.n <= 15


def test_privacy_exports_ones_own_words_and_erases_them(session) -> None:
    s = scene()
    declined = draw(s, message="Bonjour à vous")
    write(lambda x: services.decline_proposal(x, declined, s.tutor_id, "other", "Pas cette année", NOW))
    pair_id = accept(s, draw(s))
    write(lambda x: services.end_pair(x, pair_id, "tutor", "other", "Bonne suite", NOW, actor_id=s.tutor_id))
    tutor, lead = PRIVACY.export(session, s.tutor_id), PRIVACY.export(session, s.lead_id)
    assert {row["commentaire"] for row in tutor["propositions_recues"]} == {"Pas cette année", ""}
    assert tutor["binomes"][0]["commentaire"] == "Bonne suite"
    assert lead["propositions_envoyees"][0]["message"] == "Bonjour à vous"
    assert "Inès" not in str(tutor)
    assert len(export_student(session, s.student_id)["propositions"]) == 2
    write(lambda x: PRIVACY.erase(x, s.tutor_id, NOW))
    write(lambda x: PRIVACY.erase(x, s.lead_id, NOW))
    assert {p.comment + p.message for p in session.query(Proposal)} == {""}
    assert session.get(Pair, pair_id).end_comment == ""
    draw(s, message="Encore")
    write(lambda x: erase_student(x, s.student_id, NOW))
    assert {p.message for p in session.query(Proposal)} == {""}
