"""Tutorat: finds, trains and places tutors. This file is the table of contents; it alone knows every feature."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

import config as deployment
from app import cli
from app.accounts import access
from app.classes.queries import leads_now
from app.demo import accounts as demo_accounts
from app.home.menu import menus
from app.home.season import own_notice
from app.infra import assets, devmail, headers, i18n, logs, migrations, web
from app.infra.db import db, guard_session, listen
from app.infra.orm import read_json
from app.infra.registry import Registry

FEATURES = (
    "infra",
    "accounts",
    "reference",
    "content",
    "recruitment",
    "classes",
    "training",
    "authoring",
    "pool",
    "pairing",
    "admin",
    "home",
    "public",
    "demo",
)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application, ready to serve. `settings` are those of `config.load()` unless given, as tests do."""
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(settings or deployment.load())
    app.url_map.converters["int"] = web.Id
    registry = Registry(FEATURES)
    app.extensions["registry"] = registry

    logs.init(app)
    i18n.init(app)
    _open_database(app, registry)
    for blueprint in registry.parts("views", "bp"):
        app.register_blueprint(blueprint)
    devmail.init(app)
    web.init(app, registry.merged("words", "SENTENCES"))
    headers.init(app)
    assets.init(app)
    _open_doors(app)
    demo_accounts.init(app)
    cli.init(app)
    for group in registry.parts("cli", "group"):
        app.cli.add_command(group)
    return app


def _open_database(app: Flask, registry: Registry) -> None:
    registry.parts("models", "Base")  # imports every table
    for options in app.config["SQLALCHEMY_ENGINES"].values():
        if options["url"].startswith("sqlite"):  # PostgreSQL's driver reads JSON by itself
            options["json_deserializer"] = read_json
    db.init_app(app)
    # The extension also closes async sessions, through an event loop made for each request: there are none here.
    app.teardown_appcontext_funcs[:] = [
        f for f in app.teardown_appcontext_funcs if f.__name__ != "_close_async_sessions"
    ]
    guard_session()
    with app.app_context():
        listen(db.engine)
        migrations.init(app)


def _open_doors(app: Flask) -> None:
    """Who may open what, and what each role finds in its menu."""
    access.init(app, leads_now)
    app.context_processor(menus)
    app.context_processor(lambda: {"season_notice": own_notice})
