"""The operator's commands: `flask setup`, `serve`, `worker`, `outbox`; and what must hold before serving."""

import os
import signal
import socket
import subprocess
import sys
from functools import partial
from time import sleep
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect

from app.authoring.cli import publish_folder
from app.demo import accounts, story
from app.infra import clock, mail, migrations, worker
from app.infra.db import db, write
from app.infra.startup import StartupRefused, check_sqlite
from app.recruitment.services import load_charter
from app.reference.services import load_seed

STOPPING = 20.0  # seconds left to a child to finish what it does


def check_ready(app: Flask) -> None:
    """What must hold before a page is served: SQLite as promised, and no demonstration in production.

    Raises StartupRefused. A database that is not there yet is for `flask setup` to make.
    """
    with app.app_context():
        check_sqlite(db.engine)
        if app.config["MODE"] != "production" or not inspect(db.engine).has_table("person"):
            return
        if accounts.present(db.session):
            raise StartupRefused(
                "DATABASE_URL holds the demonstration's accounts: give production a database of its own."
            )


def handlers(app: Flask) -> dict[str, Any]:
    """Every kind of job with what does it; mail goes out by the configured way."""
    registry = app.extensions["registry"]
    out = mail.transport(app.config["MAIL_URL"])
    return {**registry.merged("jobs", "HANDLERS"), "mail": mail.handler(registry.merged("mails", "WRITERS"), out)}


def prepare(app: Flask) -> None:
    """Bring the database up to date: migrate, load the referentials, publish modules/, and the demonstration if wanted."""
    migrations.upgrade(app)
    check_sqlite(db.engine)
    now = clock.now()
    write(load_seed)
    write(partial(load_charter, now=now))
    for line in publish_folder(app.config["CONTENT_PATH"]):
        click.echo(line)
    if app.config["MODE"] == "demonstration":
        click.echo(story.tell_once(db.session, now))


def _this_app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001  the documented way


@click.command()
@with_appcontext
def setup() -> None:
    """Migrate, load the referentials, publish modules/, and tell the demonstration once where it is wanted."""
    prepare(_this_app())


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Send mail and do the periodic work, until told to stop."""
    app = _this_app()
    stopping: list[int] = []
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda number, _frame: stopping.append(number))
    periods = tuple(app.extensions["registry"].listed("jobs", "PERIODS"))
    worker.loop(handlers(app), periods, lambda: bool(stopping))


@click.command()
@with_appcontext
def outbox() -> None:
    """Do every job that is due, once, and say how many."""
    app = _this_app()
    click.echo(worker.drain(handlers(app), clock.now()))


def _free(bind: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError:
            return False
        return True


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--setup", "first", is_flag=True, help="Bring the database up to date first.")
@with_appcontext
def serve(port: int, *, first: bool) -> None:
    """Serve the pages and run the worker beside them, until Ctrl-C."""
    config = current_app.config
    bind = config["BIND"]
    if not _free(bind, port):
        raise click.ClickException(
            f"port {port} is taken: stop what uses it, or choose another: make start PORT={port + 1}"
        )
    if first:
        prepare(_this_app())
    environment = {**os.environ, "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://{bind}:{port}")}
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", bind, "--port", str(port)]
    web += [
        "--workers",
        str(config["WORKERS"]),
        "--blocking-threads",
        "4",
        "--respawn-failed-workers",  # a worker killed is replaced, rather than all stopped
        "--respawn-interval",
        "0.5",
        "--workers-kill-timeout",
        "10",  # seconds: one told to stop while it was being born does not hear
        "--no-ws",
        "--log-level",
        "warning",
        "wsgi:app",
    ]
    children = [
        subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603  our own commands
        for command in (web, [sys.executable, "-m", "flask", "--app", "wsgi", "worker"])
    ]
    click.echo(f"\n  Tutorat : {environment['PUBLIC_URL']}\n")
    if config["MODE"] == "demonstration":
        click.echo(accounts.table())
    _wait(children)


def _wait(children: list[subprocess.Popen[bytes]]) -> None:
    """Until one child stops or we are told to: then stop the others, each of which leads a session of its own. One that does
    not stop in time is killed with its family, which would otherwise keep the port.
    """
    stopping: list[int] = []
    for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a terminal that closes tells us alone
        signal.signal(wanted, lambda number, _frame: stopping.append(number))
    try:
        while not stopping and all(child.poll() is None for child in children):
            sleep(0.3)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(timeout=STOPPING)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def init(app: Flask) -> None:
    """Add the operator's commands."""
    for command in (setup, serve, run_worker, outbox):
        app.cli.add_command(command)
