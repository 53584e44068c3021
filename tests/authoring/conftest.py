"""Two trainers, signed in, and the small module published."""

from pathlib import Path

import pytest
from flask import Flask

from tests.admin.team import as_
from tests.authoring import studio
from tests.authoring.packages import published, read
from tests.pages import Browser


@pytest.fixture
def samia(app: Flask, tmp_path: Path) -> Browser:
    """A trainer, the small module being published."""
    with app.app_context():
        published(read(tmp_path))
        person_id = studio.trainer(first_name="Samia", last_name="Haddad")
    return as_(app, person_id)


@pytest.fixture
def paul(app: Flask) -> Browser:
    """Another trainer."""
    with app.app_context():
        person_id = studio.trainer(email="paul@exemple.fr", first_name="Paul", last_name="Roy")
    return as_(app, person_id)
