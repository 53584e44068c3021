"""What people do in training: read, answer, send, declare, sign; and the re-assessment that all of it leads to."""

from app.training.rules.answers import Save
from app.training.services.answering import save_answers
from app.training.services.attempts import start_attempt, submit_attempt
from app.training.services.certificates import revoke_certificate
from app.training.services.exercises import answer_exercise
from app.training.services.lessons import read_lesson
from app.training.services.reports import report_question
from app.training.services.reviews import answer_review, resume_reviews, send_review, stop_reviews
from app.training.services.scenarios import compare_scenario, play_scenario
from app.training.services.steps import declare_eligibility, sign_charter
from app.training.services.test import reopen_test, start_test
from app.training.services.validation import notify_lapses, reassess, reassess_many

__all__ = [
    "Save",
    "answer_exercise",
    "answer_review",
    "compare_scenario",
    "declare_eligibility",
    "notify_lapses",
    "play_scenario",
    "read_lesson",
    "reassess",
    "reassess_many",
    "reopen_test",
    "report_question",
    "resume_reviews",
    "revoke_certificate",
    "save_answers",
    "send_review",
    "sign_charter",
    "start_attempt",
    "start_test",
    "stop_reviews",
    "submit_attempt",
]
