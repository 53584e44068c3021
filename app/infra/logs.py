"""Structured logs on standard error. A signed link's token never reaches them."""

import re
import sys

import structlog
from flask import Flask, request
from werkzeug.wrappers import Response

TOKEN = re.compile(r"(/lien/[a-z-]+/)[^/?]+")


def masked(path: str) -> str:
    """`path` with the token of a signed link replaced."""
    return TOKEN.sub(r"\1…", path)


def init(app: Flask) -> None:
    """JSON lines in production, readable lines elsewhere; one per refused or failed request."""
    production = app.config["MODE"] == "production"
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer(colors=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    log = structlog.get_logger()

    @app.after_request
    def note(response: Response) -> Response:
        if response.status_code >= 500:  # noqa: PLR2004
            log.error("request.failed", path=masked(request.path), status=response.status_code)
        return response
