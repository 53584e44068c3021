"""What people do in pairing: one function per intention. Each takes the session first, flushes, never commits."""

from app.pairing.services.answer import accept_proposal, decline_proposal, not_now
from app.pairing.services.apart import declare_conflict, lead_declares_conflict
from app.pairing.services.draw import send_proposal, withdraw_proposal
from app.pairing.services.end import close_class, end_pair, student_forgotten, student_leaves, tutor_leaves
from app.pairing.services.national import (
    apply_run,
    forget_runs,
    keep_run,
    run_life,
    send_some,
    set_run_aside,
    tell_run_leads,
)
from app.pairing.services.relay import Baton, baton, pass_on, relay_ends, stop_relays
from app.pairing.services.saved import (
    change_search,
    check_searches,
    forget_search,
    look_at,
    save_search,
    stop_mails,
)
from app.pairing.services.sweep import (
    SeatGap,
    cancel_for_lost_validation,
    expire_due,
    note_seat_gaps,
    remind_due,
    seat_gaps,
    tell_lapsed_pairs,
    tell_lapsing_pairs,
)

__all__ = [
    "Baton",
    "SeatGap",
    "accept_proposal",
    "apply_run",
    "baton",
    "cancel_for_lost_validation",
    "change_search",
    "check_searches",
    "close_class",
    "declare_conflict",
    "decline_proposal",
    "end_pair",
    "expire_due",
    "forget_runs",
    "forget_search",
    "keep_run",
    "lead_declares_conflict",
    "look_at",
    "not_now",
    "note_seat_gaps",
    "pass_on",
    "relay_ends",
    "remind_due",
    "run_life",
    "save_search",
    "seat_gaps",
    "send_proposal",
    "send_some",
    "set_run_aside",
    "stop_mails",
    "stop_relays",
    "student_forgotten",
    "student_leaves",
    "tell_lapsed_pairs",
    "tell_lapsing_pairs",
    "tell_run_leads",
    "tutor_leaves",
    "withdraw_proposal",
]
