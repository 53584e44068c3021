"""Pairing's messages. Each is written when it leaves, if it is still true; no student is named in a subject."""

from app.pairing.mails import lapsing, saved, to_lead, to_student, to_tutor

WRITERS = {
    "pairing.proposal": to_tutor.proposal,
    "pairing.reminder": to_tutor.reminder,
    "pairing.withdrawn": to_tutor.withdrawn,
    "pairing.cancelled": to_tutor.cancelled,
    "pairing.accepted_tutor": to_tutor.accepted,
    "pairing.ended_tutor": to_tutor.ended,
    "pairing.accepted_student": to_student.accepted,
    "pairing.ended_student": to_student.ended,
    "pairing.accepted_lead": to_lead.accepted,
    "pairing.declined": to_lead.declined,
    "pairing.not_now": to_lead.not_now,
    "pairing.expired": to_lead.expired,
    "pairing.relayed": to_lead.relayed,
    "pairing.relay_over": to_lead.relay_over,
    "pairing.run_applied": to_lead.run_applied,
    "pairing.cancelled_lead": to_lead.cancelled,
    "pairing.tutor_lapsed": to_lead.tutor_lapsed,
    "pairing.tutors_lapsing": lapsing.tutors_lapsing,
    "pairing.ended_lead": to_lead.ended,
    "pairing.saved_searches": saved.new_people,
}
