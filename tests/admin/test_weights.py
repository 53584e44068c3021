"""The weights of the ranking: seen together, tried before being saved, saved with a reason, used by every ranking."""

import pytest
from sqlalchemy import select

from app.infra.db import db
from app.infra.models import SettingChange
from app.pairing import queries
from app.pairing.rules.weights import DEFAULTS
from tests import factories as make
from tests.admin.team import acts
from tests.conftest import NOW
from tests.pairing.story import Scene, scene

FORM = {code: str(points) for code, points in DEFAULTS.items()}


@pytest.fixture
def s(context) -> Scene:
    """Claire helps with the exam; Paul shares more hours."""
    made = scene(first_name="Claire", slots=[2])
    make.pool_tutor(first_name="Paul", slots=[5])
    db.session.expire_all()
    return made


def first(s: Scene) -> str:
    db.session.expire_all()
    return queries.shortlist(db.session, s.lead_id, s.student_id, NOW, ("hours",)).ranking.shown[0].offer.first_name


def changes() -> dict[str, int]:
    return {row.key: row.value["value"] for row in db.session.scalars(select(SettingChange))}


def test_every_weight_is_there_with_what_it_is_for(team) -> None:
    html = team.text("/admin/poids").replace("\u00a0", " ")
    for code in DEFAULTS:
        assert f'name="{code}"' in html
    assert "100 en tout" in html
    assert "75 % pour qui aide à le préparer" in html
    assert "/admin/poids" in team.text("/admin/reglages")
    assert "pairing.weight_exam" not in team.text("/admin/reglages")


def test_the_effect_is_seen_before_anything_is_saved(team, s) -> None:
    team.text("/admin/poids")
    for _again in range(4):
        make.pool_tutor(slots=[5])
    answer = team.post("/admin/poids", FORM | {"hours": "100", "exam": "0", "acte": "voir"})
    assert answer.status_code == 200
    assert "Vu sur 1 étudiant sans tuteur" in answer.text.replace("\u00a0", " ")
    assert 'value="100"' in answer.text  # what was typed stays
    assert changes() == {}


def test_saving_needs_a_reason_and_changes_only_what_changed(team, s) -> None:
    wanted = FORM | {"hours": "0", "way": "0", "acte": "enregistrer"}
    refused = team.post("/admin/poids", wanted)
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.text
    assert changes() == {}
    assert team.post("/admin/poids", wanted | {"reason": "Essai de rentrée"}).status_code == 303
    assert changes() == {"pairing.weight_hours": 0, "pairing.weight_way": 0}
    assert acts().count("settings.pairing.weight_hours") == 1
    assert "2 poids sont enregistrés" in team.text("/admin/poids").replace("\u00a0", " ")


def test_the_ranking_follows(team, s) -> None:
    assert first(s) == "Paul"  # the only one without an obstacle
    zero = dict.fromkeys(FORM, "0")
    team.post("/admin/poids", zero | {"exam": "50", "reason": "Le concours seul", "acte": "enregistrer"})
    db.session.expire_all()
    found = queries.shortlist(db.session, s.lead_id, s.student_id, NOW, ("hours",)).ranking.shown
    assert {c.offer.first_name: c.score for c in found} == {"Paul": 0, "Claire": 74}


@pytest.mark.parametrize(("code", "typed"), [("exam", "101"), ("exam", "-1"), ("hours", "douze"), ("asked", "")])
def test_a_wrong_number_is_refused_beside_its_field(context, team, code, typed) -> None:
    answer = team.post("/admin/poids", FORM | {code: typed, "acte": "enregistrer", "reason": "x"})
    assert answer.status_code == 422
    assert f'id="{code}-error"' in answer.text
    assert changes() == {}


def test_no_points_at_all_is_refused(context, team) -> None:
    answer = team.post("/admin/poids", dict.fromkeys(FORM, "0") | {"acte": "enregistrer", "reason": "x"})
    assert answer.status_code == 422
    assert "chaque accord serait nul" in answer.text


def test_nothing_changed_is_said(context, team) -> None:
    team.post("/admin/poids", FORM | {"acte": "enregistrer", "reason": "x"})
    assert "Aucun poids n’a changé" in team.text("/admin/poids")
    assert changes() == {}
