"""The yardstick: a bare Flask page that runs the very same queries, through the same database layer, and answers a few words.

No words in two languages, no menus, no layout, no roles: what Tutorat adds around its queries is what the ratio shows.
BENCH_ACTOR is the session key of the person who asks; BENCH_LESSON the key of the lesson.
"""

import os

from flask import Flask, render_template_string

from app.accounts.access import load_actor
from app.classes.queries import leads_now
from app.infra.db import db, listen
from app.training.queries.lessons import lesson_page
from config import load

app = Flask(__name__)
app.config.from_mapping(load())
db.init_app(app)
with app.app_context():
    listen(db.engine)

PAGE = "<!doctype html><title>{{ page.title }}</title><h1>{{ page.title }}</h1>{{ page.html|safe }}"


@app.get("/")
def page() -> str:
    """The five queries of the lesson page, and its text."""
    actor = load_actor(db.session, os.environ["BENCH_ACTOR"], leads_now)
    if actor is None:
        raise LookupError("BENCH_ACTOR names nobody")
    found = lesson_page(db.session, actor.id, "role-et-limites", os.environ["BENCH_LESSON"], "fr")
    return render_template_string(PAGE, page=found)
