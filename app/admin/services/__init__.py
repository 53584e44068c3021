"""What the national team does, one function per intention. Nothing here validates a tutor: only the gate does."""

from app.admin.services.accounts import grant, lift, resend, revoke, revoke_certificate, suspend
from app.admin.services.erasure import erase_person, erase_student, export_student, forget_traces
from app.admin.services.rules import OF_THE_GATE, announce_charter, change_setting

__all__ = [
    "OF_THE_GATE",
    "announce_charter",
    "change_setting",
    "erase_person",
    "erase_student",
    "export_student",
    "forget_traces",
    "grant",
    "lift",
    "resend",
    "revoke",
    "revoke_certificate",
    "suspend",
]
