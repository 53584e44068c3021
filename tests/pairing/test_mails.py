"""Pairing's mails: in both languages, no student named in a subject, contacts only once accepted, silent once untrue."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.classes.models import ClassLead, StudentContact
from app.infra.db import db, write
from app.infra.models import Job
from app.pairing import queries, services
from app.pairing.mails import WRITERS
from app.pairing.models import Pair, Proposal
from app.pairing.rules.plan import plan
from app.pool.models import TutorProfile
from app.training.models import Validation
from tests import factories as make
from tests.conftest import NOW
from tests.pairing.story import Scene, accept, another_student, draw, scene


def written(name: str, now=NOW):
    """The mail `name` waiting in the outbox, written now (the last one when there are several)."""
    jobs = [
        j
        for j in db.session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))
        if j.payload["mail"] == name
    ]
    ids = {k: v for k, v in jobs[-1].payload.items() if k != "mail"}
    return WRITERS[name](db.session, ids, now)


def whole(mail) -> str:
    return "\n".join((mail.subject, *mail.lines, mail.action, mail.url, *mail.after, mail.why))


def everything(s: Scene) -> list:
    """One of each mail, from a whole story."""
    mails, language = [], db.session.get_one(Person, s.tutor_id).language
    write(lambda x: services.save_search(x, s.lead_id, "Lille", {"region": "32"}, s.student_id, NOW))
    make.pool_tutor(language=language)
    write(lambda x: services.check_searches(x, NOW + timedelta(days=1)))
    mails.append(written("pairing.saved_searches"))
    proposal_id = draw(s)
    write(lambda x: services.remind_due(x, NOW + timedelta(days=4)))
    mails += [written("pairing.proposal"), written("pairing.reminder")]
    pair_id = accept(s, proposal_id)
    mails += [written(f"pairing.accepted_{who}") for who in ("tutor", "student", "lead")]
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW)))
    write(lambda x: services.tell_lapsed_pairs(x, NOW))
    mails.append(written("pairing.tutor_lapsed"))
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW + timedelta(days=40))))
    write(lambda x: services.tell_lapsing_pairs(x, NOW))
    mails.append(written("pairing.tutors_lapsing"))
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW + timedelta(days=90))))
    write(lambda x: services.end_pair(x, pair_id, "lead", "finished", "Merci", NOW, actor_id=s.lead_id))
    mails += [written(f"pairing.ended_{who}") for who in ("tutor", "student", "lead")]
    again = draw(s)
    write(lambda x: services.decline_proposal(x, again, s.tutor_id, "no_time", "Navrée", NOW))
    mails.append(written("pairing.declined"))
    again = draw(s)
    write(lambda x: services.not_now(x, again, s.tutor_id, "Après mars", NOW))
    mails.append(written("pairing.not_now"))
    again = draw(s)
    write(lambda x: services.withdraw_proposal(x, s.lead_id, again, NOW))
    mails.append(written("pairing.withdrawn"))
    draw(s)
    write(lambda x: services.expire_due(x, NOW + timedelta(days=9)))
    mails.append(written("pairing.expired"))
    first = write(lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "", NOW, relays=1))
    write(lambda x: services.not_now(x, first, s.tutor_id, "", NOW))
    write(lambda x: services.relay_ends(x, services.baton(x, first), NOW))
    mails.append(written("pairing.relay_over"))
    other = make.pool_tutor(first_name="Paul", language=language).id
    passed = write(lambda x: services.pass_on(x, services.baton(x, first), other, NOW))
    mails.append(written("pairing.relayed"))
    write(lambda x: services.withdraw_proposal(x, s.lead_id, passed, NOW))
    facts, _students = queries.facts(db.session, None, NOW)
    run_id = write(lambda x: services.keep_run(x, s.lead_id, facts, plan(facts), NOW))
    write(lambda x: services.apply_run(x, s.lead_id, run_id, NOW))
    write(lambda x: services.send_some(x, run_id, NOW))
    write(lambda x: services.tell_run_leads(x, run_id, NOW))
    mails.append(written("pairing.run_applied"))
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW)))
    write(lambda x: services.cancel_for_lost_validation(x, NOW))
    mails += [written("pairing.cancelled"), written("pairing.cancelled_lead")]
    return mails


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_mail_has_a_button_a_reason_and_no_student_in_its_subject(session, language) -> None:
    s = scene(language=language)
    write(lambda x: x.execute(update(Person).values(language=language)))
    write(lambda x: x.execute(update(StudentContact).values(language=language)))
    mails = everything(s)
    assert len(mails) == len(WRITERS)
    for mail in mails:
        assert mail is not None
        assert mail.lang == language
        assert "Inès" not in mail.subject
        assert mail.subject
        assert mail.why
        assert bool(mail.action) is bool(mail.url)
        assert mail.url.startswith(("http://127.0.0.1:8000/", "mailto:"))
        assert "%(" not in whole(mail)
        assert all(line for line in mail.lines)


def test_the_proposal_says_the_need_and_nothing_that_reaches_the_student(session) -> None:
    s = scene()
    draw(s, message="Elle vise l’oral de juin.")
    contact = session.get(StudentContact, s.student_id)
    text = whole(written("pairing.proposal"))
    for told in ("Inès B.", "IRA de Lille", "mardi soir", "Elle vise l’oral de juin.", "Hélène Roux"):
        assert told in text
    assert contact.last_name not in text
    assert contact.email not in text
    tokens = set(re.findall(r"/lien/proposition/([^?\s]+)\?choix=([\w-]+)", text))
    assert {choice for _token, choice in tokens} == {"accepter", "refuser", "plus-tard"}
    assert len({token for token, _choice in tokens}) == 1  # one page, three choices


def test_acceptance_gives_each_the_contact_of_the_other(session) -> None:
    s = scene(phone="06 11 22 33 44")
    contact = session.get(StudentContact, s.student_id)
    email, last_name = contact.email, contact.last_name
    tutor_email = session.get(Person, s.tutor_id).email
    accept(s, draw(s))
    to_tutor, to_student, to_lead = (written(f"pairing.accepted_{who}") for who in ("tutor", "student", "lead"))
    assert (to_tutor.to, to_student.to) == (tutor_email, email)
    assert email in whole(to_tutor)
    assert last_name in whole(to_tutor)
    assert to_tutor.reply_to == email
    assert tutor_email in whole(to_student)
    assert "06 11 22 33 44" in whole(to_student)
    assert tutor_email in whole(to_lead)


def test_what_is_no_longer_true_is_not_sent(session) -> None:
    s = scene()
    proposal_id = draw(s)
    assert written("pairing.proposal", NOW + timedelta(days=9)) is None  # too late to answer
    write(lambda x: services.remind_due(x, NOW + timedelta(days=5)))
    write(lambda x: services.decline_proposal(x, proposal_id, s.tutor_id, "other", "", NOW))
    assert written("pairing.proposal") is None
    assert written("pairing.reminder") is None
    assert written("pairing.declined") is not None
    pair_id = accept(s, draw(s))
    write(lambda x: services.end_pair(x, pair_id, "tutor", "other", "", NOW, actor_id=s.tutor_id))
    assert [written(f"pairing.accepted_{who}") for who in ("tutor", "student", "lead")] == [None] * 3


def test_a_former_lead_is_told_nothing_more(session) -> None:
    s = scene()
    accept(s, draw(s))
    write(lambda x: x.execute(update(ClassLead).values(until=NOW)))
    assert written("pairing.accepted_lead") is None


def test_a_validation_renewed_meanwhile_worries_nobody(session) -> None:
    s = scene()
    accept(s, draw(s))
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW)))
    write(lambda x: services.tell_lapsed_pairs(x, NOW))
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW + timedelta(days=1))))
    assert written("pairing.tutor_lapsed") is None


def test_an_erased_person_or_student_breaks_nothing(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    waiting = draw(s, student_id=another_student(s))
    write(lambda x: x.execute(update(Person).where(Person.id == s.tutor_id).values(erased_at=NOW)))
    write(lambda x: x.delete(x.get_one(StudentContact, s.student_id)))
    for name, ids in (
        ("pairing.accepted_tutor", {"pair_id": pair_id}),
        ("pairing.accepted_student", {"pair_id": pair_id}),
    ):
        assert WRITERS[name](db.session, ids, NOW) is None
    assert WRITERS["pairing.proposal"](db.session, {"proposal_id": waiting}, NOW) is None


def test_every_mail_posted_has_its_writer(session) -> None:
    everything(scene())
    posted = {job.payload["mail"] for job in session.scalars(select(Job).where(Job.kind == "mail"))}
    assert posted == set(WRITERS)
    assert session.scalars(select(Pair.id)).all()
    assert session.scalars(select(Proposal.id)).all()
    assert session.scalars(select(TutorProfile.seats_taken)).all() == [0, 0, 0]
