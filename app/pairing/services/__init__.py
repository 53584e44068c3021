"""What people do in pairing: one function per intention. Each takes the session first, flushes, never commits."""

from app.pairing.services.answer import accept_proposal, decline_proposal, not_now
from app.pairing.services.draw import send_proposal, withdraw_proposal
from app.pairing.services.end import close_class, end_pair, student_forgotten, student_leaves, tutor_leaves
from app.pairing.services.sweep import (
    SeatGap,
    cancel_for_lost_validation,
    expire_due,
    note_seat_gaps,
    remind_due,
    seat_gaps,
    tell_lapsed_pairs,
)

__all__ = [
    "SeatGap",
    "accept_proposal",
    "cancel_for_lost_validation",
    "close_class",
    "decline_proposal",
    "end_pair",
    "expire_due",
    "not_now",
    "note_seat_gaps",
    "remind_due",
    "seat_gaps",
    "send_proposal",
    "student_forgotten",
    "student_leaves",
    "tell_lapsed_pairs",
    "tutor_leaves",
    "withdraw_proposal",
]
