"""The yardstick: a bare Flask application that runs the very same queries and writes, through the same database layer, and
answers a few words.

No words in two languages, no menus, no layout, no roles, no tokens: what Tutorat adds around its queries is what the ratio
shows. The X-Actor header is the session key of the person who asks.
"""

from typing import Any

from flask import Flask, jsonify, render_template_string, request

from app.accounts.access import Actor, load_actor
from app.classes.queries import leads_now
from app.infra import clock
from app.infra.db import db, listen, write
from app.training import services
from app.training.forms import read_save, whole
from app.training.queries.attempts import attempt_of
from app.training.queries.lessons import lesson_page
from app.training.queries.quiz import quiz as quiz_of
from config import load

app = Flask(__name__)
app.config.from_mapping(load())
db.init_app(app)
with app.app_context():
    listen(db.engine)

LESSON = "<!doctype html><title>{{ page.title }}</title><h1>{{ page.title }}</h1>{{ page.html|safe }}"
QUIZ = """<!doctype html><title>{{ quiz.subject.title }}</title>{% for one in quiz.questions %}<p>{{ one.text }}</p>
{% for choice in one.choices %}<p>{{ choice }}</p>{% endfor %}{% endfor %}"""


def actor() -> Actor:
    """Who asks, in one query."""
    found = load_actor(db.session, request.headers["X-Actor"], leads_now)
    if found is None:
        raise LookupError("X-Actor names nobody")
    return found


@app.get("/modules/<slug>/lecons/<key>")
def lesson(slug: str, key: str) -> str:
    """The queries of the lesson page, and its text."""
    return render_template_string(LESSON, page=lesson_page(db.session, actor().id, slug, key, "fr"))


@app.get("/essais/<int:attempt_id>")
def attempt(attempt_id: int) -> str:
    """The queries of the quiz page, and its questions."""
    return render_template_string(QUIZ, quiz=quiz_of(attempt_of(db.session, actor().id, attempt_id), "fr"))


@app.post("/essais/<int:attempt_id>/enregistrer")
def autosave(attempt_id: int) -> Any:
    """The queries and writes of a save."""
    person_id, save = actor().id, read_save(request.form)
    saved = write(lambda session: services.save_answers(session, person_id, attempt_id, save, clock.now()))
    return jsonify(revision=saved)


@app.post("/essais/<int:attempt_id>/envoyer")
def send(attempt_id: int) -> Any:
    """The queries and writes of a submission."""
    person_id, revision = actor().id, whole(request.form["revision"])
    passed = write(
        lambda session: services.submit_attempt(session, person_id, attempt_id, clock.now(), revision=revision)
    )
    return jsonify(passed=passed)
