"""What people do in training: read, answer, send, declare, sign; and the re-assessment that all of it leads to."""

from app.training.rules.answers import Save
from app.training.services.answering import save_answers
from app.training.services.attempts import start_attempt, submit_attempt
from app.training.services.lessons import read_lesson
from app.training.services.steps import declare_eligibility, sign_charter
from app.training.services.validation import notify_lapses, reassess, reassess_many

__all__ = [
    "Save",
    "declare_eligibility",
    "notify_lapses",
    "read_lesson",
    "reassess",
    "reassess_many",
    "save_answers",
    "sign_charter",
    "start_attempt",
    "submit_attempt",
]
