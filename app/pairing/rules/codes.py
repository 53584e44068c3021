"""The codes of pairing: why a tutor declines, why a pair ends, who may say so."""

DECLINE_REASONS = ("no_time", "other_exam", "too_far", "knows_student", "already_helping", "other")
KNOWS = "knows_student"  # declares a conflict of interest
BUSY = ("no_time", "already_helping")  # counts for some weeks against being asked again
NOT_EXAM = ("other_exam",)  # counts for that exam
TOO_FAR = ("too_far",)  # counts for that region
END_REASONS = (
    "finished",
    "exam_passed",
    "tutor_unavailable",
    "student_left",
    "no_contact",
    "not_suited",
    "class_closed",
    "tutor_left",
    "other",
)
CHOSEN_END_REASONS = (
    "finished",
    "exam_passed",
    "tutor_unavailable",
    "student_left",
    "no_contact",
    "not_suited",
    "other",
)
WELL_ENDED = ("finished", "exam_passed")  # what counts as helping a student to the end
APART = ("no_contact", "not_suited")  # the same two are not put together again
ANSWERS = ("accepter", "refuser", "plus-tard")  # the choices of the link in the mail
