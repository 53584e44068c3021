"""One question of one answer, as it is asked outside an attempt, with its explanation once it is answered."""

from dataclasses import dataclass

from app.content.queries import text_in
from app.training.models import Review
from app.training.queries.picture import Picture, picture
from app.training.rules import grading


@dataclass(frozen=True)
class Choice:
    """One option: its text, and once answered its feedback, whether it was chosen and whether it is right."""

    text: str
    feedback: str = ""
    chosen: bool = False
    right: bool = False


@dataclass(frozen=True)
class Answered:
    """The question as read: `lang` is the language of its texts."""

    lang: str
    situation: str
    text: str
    done: bool
    right: bool
    choices: tuple[Choice, ...]
    image: Picture | None = None


def answered(review: Review, lang: str) -> Answered:
    """The question of a review; feedback and key only once it is answered."""
    question = review.question
    texts, said = text_in(question.texts, lang)
    done = review.answered_at is not None
    chosen = grading.chosen(review.answer)
    options = texts["options"]
    return Answered(
        lang=said,
        situation=texts.get("situation") or "",
        text=texts["text"],
        done=done,
        right=(review.points or 0) >= 1,
        choices=tuple(
            Choice(
                options[one]["text"],
                feedback=options[one].get("feedback") or "" if done else "",
                chosen=one in chosen,
                right=done and one in question.body["right"],
            )
            for one in review.shown
        ),
        image=picture(question, texts),
    )
