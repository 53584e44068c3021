"""The pages that show what a module, its draft, its readers and its people say, in the order someone goes through them."""

from collections.abc import Sequence
from urllib.parse import quote

from flask import Flask

from app.infra.db import db, write
from app.infra.tokens import Token, sign
from app.training import services
from app.training.mails import LINK_LASTS
from app.training.models import Review
from app.training.queries.attempts import attempt_of
from app.training.rules.answers import Save
from app.training.words import REVIEW_PURPOSE, review_state
from tests.attacks import scene
from tests.attacks.hunting import Hunter
from tests.conftest import NOW
from tests.training import acts

KINDS = 7  # question types, one after the other in a bank
ANSWER = """([place, words]) => {
  const form = document.querySelector(place);
  form.querySelector("input[type=radio], input[type=checkbox]").checked = true;
  if (words) form.querySelector("textarea").value = words;
  form.requestSubmit();
}"""
TYPE = """(text) => {
  const area = document.getElementById("text");
  area.value = text;
  area.dispatchEvent(new Event("input", {bubbles: true}));
}"""


def of_a_module(app: Flask, tutor: acts.Someone, slug: str) -> list[str]:
    """A module as a tutor goes through it: its lessons, a quiz under way, another sent and passed."""
    with app.app_context():
        sent = acts.start(tutor, slug)
        _fill(tutor, sent)
        acts.send(tutor, sent)
        under_way = acts.start(tutor, slug)
    here, quiz = f"/modules/{slug}", f"/essais/{under_way}"
    return [
        *(here, f"{here}/lecons/lecon", f"{here}/lecons/absents", f"{here}/quiz"),
        *(quiz, f"{quiz}/revoir", f"/essais/{sent}/resultat"),
    ]


def _fill(tutor: acts.Someone, attempt_id: int) -> None:
    attempt = attempt_of(db.session, tutor.id, attempt_id)
    known = [item for item in attempt.items if item.question.type not in ("cloze", "numeric")]
    save = Save(attempt.revision, answers={item.position: acts.fields_of(item, acts.key_of(item)) for item in known})
    person_id = tutor.id
    write(lambda session: services.save_answers(session, person_id, attempt_id, save, NOW))


def of_reviews(app: Flask, review_ids: Sequence[int]) -> list[str]:
    """The questions sent again, from their mails and from the tutor's list."""
    with app.app_context():
        found = [db.session.get_one(Review, one) for one in review_ids]
        tokens = [sign(REVIEW_PURPOSE, Token(one.id, review_state(one), one.sent_at + LINK_LASTS)) for one in found]
    return ["/parcours/revisions", *(f"/lien/revision/{token}" for token in tokens)]


def of_a_draft(draft_id: int, slug: str, batch: Sequence[str]) -> list[str]:
    """A draft as trainers read, check, change and try it."""
    here = f"/formation/brouillons/{draft_id}"
    named = quote(scene.line(batch[0]), safe="")
    asked = [f"{here}/{place}/quiz/q-{n}" for n in range(min(KINDS, len(batch))) for place in ("banques", "essayer")]
    return [
        *("/formation/brouillons", here, f"{here}/relecture", f"/apercu/adresse-{slug}", f"{here}/controles"),
        *(f"{here}/changements", f"{here}/module", f"{here}/banques/quiz", f"{here}/banques/scenario", *asked),
        *(f"{here}/banques/scenario/depart", f"{here}/textes/quiz.yaml", f"{here}/publier", f"{here}/abandonner"),
        *([f"{here}/textes/{named}"] if "/" not in batch[0] else []),
        *(f"{here}/lecons/absents", f"{here}/lecons/lecon"),
    ]


def answered(hunter: Hunter, path: str, place: str, words: str = "") -> None:
    """Answer what is asked in `place` of a page, with its first options, and look at what comes back."""
    hunter.page.goto(hunter.url + path)
    with hunter.page.expect_navigation():
        hunter.page.evaluate(ANSWER, [f"{place} form", words])
    hunter.press()


def previewed(hunter: Hunter, draft_id: int, text: str) -> None:
    """Type a lesson in the editor, and look at what its script puts beside."""
    hunter.page.goto(f"{hunter.url}/formation/brouillons/{draft_id}/lecons/absents")
    hunter.page.evaluate(TYPE, text)
    hunter.page.wait_for_function("() => document.querySelector('[data-shown] .fr-callout')", polling=50)
    hunter.press()
