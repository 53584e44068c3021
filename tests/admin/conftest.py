"""An admin, and their browser."""

import pytest
from flask import Flask

from tests.admin.team import admin, as_
from tests.pages import Browser


@pytest.fixture
def admin_id(app: Flask) -> int:
    """Someone of the national team."""
    with app.app_context():
        return admin()


@pytest.fixture
def team(app: Flask, admin_id: int) -> Browser:
    """Their browser."""
    return as_(app, admin_id)
