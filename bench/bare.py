"""The yardstick: a bare Flask page that runs the very statements of the measured page, and answers a few words.

BENCH_STATEMENTS is a JSON file of [statement, parameters]; BENCH_DATABASE the SQLite file they are asked of.
"""

import json
import os
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, event

app = Flask(__name__)
engine = create_engine(f"sqlite:///{os.environ.get('BENCH_DATABASE', '')}", pool_size=16)
STATEMENTS = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text()) if "BENCH_STATEMENTS" in os.environ else []


@event.listens_for(engine, "connect")
def _plain(connection, _record):  # type: ignore[no-untyped-def]
    connection.isolation_level = None


@app.get("/")
def page() -> str:
    """Run the statements, answer."""
    with engine.connect() as connection:
        rows = sum(len(connection.exec_driver_sql(sql, tuple(values)).all()) for sql, values in STATEMENTS)
    return f"<!doctype html><title>Bare</title><p>{rows} rows</p>"
