"""The national run's pages: compute, look, replay, apply with a box ticked, set aside."""

import re

import pytest
from sqlalchemy import select

from app.infra.db import db
from app.infra.models import Job
from app.pairing.models import NationalRun, Proposal
from tests.admin.team import acts
from tests.pairing.story import Scene, scene


@pytest.fixture
def s(context) -> Scene:
    return scene(first_name="Claire")


def plain(html: str) -> str:
    return html.replace("\u00a0", " ").replace("\u202f", " ")


def made(team) -> str:
    """Compute one; the address of its page."""
    answer = team.post("/admin/affectations")
    assert answer.status_code == 303
    return str(answer.location)


def test_from_the_button_to_the_reasons(team, s) -> None:
    page = plain(team.text("/admin/affectations"))
    assert "La règle, dans l’ordre" in page
    url = made(team)
    html = plain(team.text(url))
    for told in ("1 proposition", "pour 1 personne sans tuteur", "calculée, rien d’envoyé", "IRA de Lille", "100 %"):
        assert told in html
    assert db.session.scalars(select(Proposal.id)).all() == []
    inside = plain(team.text(f"{url}/classes/{s.class_id}"))
    for told in ("Aide à préparer ce concours", "21 sur 28", f"n° {s.student_id}"):
        assert told in inside
    assert "Claire" not in inside.split("<main")[1]
    assert acts()[-1] == "pairing.run_class_seen"
    assert url in team.text("/admin/affectations")


def test_replaying_says_whether_it_is_the_same(team, s) -> None:
    url = made(team)
    assert team.post(f"{url}/rejouer").status_code == 303
    assert "chaque paire est la même" in team.text(url)
    assert acts()[-1] == "pairing.run_replayed"


def test_nothing_is_applied_without_the_box(team, s) -> None:
    url = made(team)
    team.post(f"{url}/appliquer")
    assert "Cochez la case" in team.text(url)
    assert db.session.scalars(select(NationalRun.state)).one() == "computed"
    team.post(f"{url}/appliquer", {"certain": "1"})
    html = team.text(url)
    assert "appliquée" in html
    assert "Appliquer cette affectation" not in html
    assert [j.kind for j in db.session.scalars(select(Job)) if j.kind == "pairing.apply_run"] == ["pairing.apply_run"]
    team.post(f"{url}/appliquer", {"certain": "1"})
    assert "déjà été appliquée ou écartée" in team.text(url)


def test_setting_aside(team, s) -> None:
    url = made(team)
    team.post(f"{url}/ecarter")
    html = team.text(url)
    assert "écartée" in html
    assert not re.search(r'action="[^"]+/appliquer"', html)


def test_nobody_to_place(team) -> None:
    assert team.post("/admin/affectations").location.endswith("/admin/affectations")
    assert "il n’y a rien à calculer" in team.text("/admin/affectations")


def test_what_does_not_exist(team, s) -> None:
    url = made(team)
    assert team.get("/admin/affectations/999").status_code == 404
    assert team.get(f"{url}/classes/999").status_code == 404
    assert team.post("/admin/affectations/999/rejouer").status_code == 404
    assert team.post("/admin/affectations/999/appliquer", {"certain": "1"}).status_code == 404
