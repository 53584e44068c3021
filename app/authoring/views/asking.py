"""The page that asks before something leaves a draft."""

from dataclasses import asdict, dataclass

from flask import render_template

from app.authoring.models import Draft
from app.authoring.queries.desk import title_of
from app.authoring.queries.drafts import texts_of


@dataclass(frozen=True)
class Question:
    """What is asked, what it is about if that can be quoted, what it does, the two answers, and where « no » leads."""

    question: str
    words: str
    yes: str
    no: str
    back: str
    quote: str = ""


def ask(draft: Draft, question: Question) -> str:
    """The page. Its form posts to the address that shows it."""
    title = title_of(texts_of(draft)) or draft.slug
    return render_template("authoring/ask.html", draft=draft, title=title, **asdict(question))
