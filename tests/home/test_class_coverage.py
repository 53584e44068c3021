"""A lead reads how the coverage of their own class came where it is; of no other."""

import csv
from io import StringIO

import pytest
from flask import Flask

from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.home.test_views import as_
from tests.pairing.story import Scene, accept, another_student, draw, scene


@pytest.fixture
def s(app: Flask) -> Scene:
    with app.app_context():
        made = scene()
        accept(made, draw(made))
        another_student(made)
        return made


def test_the_board_leads_to_it_and_back(app: Flask, s: Scene) -> None:
    lead = as_(app, s.lead_id)
    assert f'href="/classes/{s.class_id}/couverture"' in lead.text(f"/classes/{s.class_id}")
    html = lead.text(f"/classes/{s.class_id}/couverture")
    assert "1 étudiant en binôme sur 2" in html.replace("\u00a0", " ")
    assert f'href="/classes/{s.class_id}"' in html


def test_the_file_goes_day_by_day_to_now(app: Flask, s: Scene) -> None:
    answer = as_(app, s.lead_id).get(f"/classes/{s.class_id}/couverture.csv")
    header, *lines = csv.reader(StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";")
    assert header[:2] == ["Lieu", "Jour"]
    assert lines[-1][1:] == [NOW.date().isoformat(), "2", "1", "0", "1"]
    assert len(lines) == 13


def test_another_class_is_not_found(app: Flask, s: Scene) -> None:
    with app.app_context():
        other = make.person()
        make.prep_class(other)
        other_id = other.id
    for address in (f"/classes/{s.class_id}/couverture", f"/classes/{s.class_id}/couverture.csv"):
        assert as_(app, other_id).get(address).status_code == 404
        assert as_(app, s.tutor_id).get(address).status_code == 403


def test_as_many_queries_whatever_the_size(app: Flask, s: Scene) -> None:
    lead = as_(app, s.lead_id)

    def asked() -> int:
        with counted(app) as made:
            lead.text(f"/classes/{s.class_id}/couverture")
        return made.n

    small = asked()
    with app.app_context():
        for _ in range(12):
            draw(s, student_id=another_student(s), tutor_id=make.pool_tutor().id)
    assert asked() == small <= 10
