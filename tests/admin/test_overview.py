"""The first page: figures that come from the rows, and what an installation lacks."""

import re
from datetime import date, timedelta
from html import unescape

from flask import Flask
from sqlalchemy import update

from app.infra.db import write
from app.infra.models import Job
from app.pairing.models import Proposal
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser
from tests.pairing.story import accept, another_student, draw, scene


def words(html: str) -> str:
    """The text of a page's main part, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.partition("<main")[2])).split())


def test_an_empty_country_says_what_comes_first(team: Browser) -> None:
    assert "Aucun étudiant n’est encore inscrit" in team.text("/admin")


def test_the_first_page_counts_what_needs_attention(app: Flask, team: Browser) -> None:
    with app.app_context():
        s = scene()
        accept(s, draw(s))
        another_student(s)
        make.prep_class()  # nobody leads it
        make.person("tutor", confirmed_at=None)
        make.charter(number=41)
        make.charter(number=42, effective_on=date(2027, 1, 1))
        dead = Job(kind="mail", payload={"mail": "accounts.confirm"}, state="dead", run_at=NOW, created_at=NOW)
        dead.attempts = 8
        make.saved(dead)
    text = words(team.text("/admin"))
    assert "1 étudiant sans tuteur" in text
    assert "Échéance dépassée de 54 jours (30 septembre 2026)" in text.replace("\u00a0", " ")
    for figure in ("1 classe sans responsable", "1 message en échec", "1 compte à confirmer", "v. 42 de la charte"):
        assert figure in text, figure
    assert "1er janvier 2027" in text.replace("\u00a0", " ")


def test_what_a_production_site_lacks_is_said_on_the_first_page(app: Flask, team: Browser) -> None:
    html = team.text("/admin")  # the tests' own site uses the public modules and has no charter
    assert "dépôt public" in html
    assert "Aucune charte n’est en vigueur" in html
    mode = app.config["MODE"]
    app.config["MODE"] = "demonstration"
    try:
        assert "dépôt public" not in team.text("/admin")
    finally:
        app.config["MODE"] = mode


def test_a_proposal_past_its_date_covers_nobody(app: Flask, team: Browser) -> None:
    with app.app_context():
        s = scene()
        proposal_id = draw(s)
        past = NOW - timedelta(minutes=1)
        write(lambda x: x.execute(update(Proposal).where(Proposal.id == proposal_id).values(expires_at=past)))
    assert "1 étudiant sans tuteur" in words(team.text("/admin"))
