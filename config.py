"""Deployment settings, from environment variables. Business settings are in the application's own pages, not here.

docs/settings.md lists them all; a test keeps it true.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
DEVELOPMENT_SECRET = "dev-only-never-in-production"  # noqa: S105  named so that production can refuse it
DEMONSTRATION_DOMAIN = "demo.example"  # of the demonstration's addresses; no production holds any
PUBLIC_CONTENT = ROOT / "modules"  # its questions and keys can be read by anyone
MODES = ("development", "demonstration", "production")


class ConfigurationRefused(RuntimeError):
    """A deployment setting is missing or unsafe; the message names it and says what to put."""


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, its default, and what it is for."""

    name: str
    default: str
    purpose: str


VARIABLES = (
    Variable("TUTORAT_MODE", "demonstration", "development, demonstration or production"),
    Variable(
        "SECRET_KEY",
        DEVELOPMENT_SECRET,
        "signs sessions and links, seals the keys of badges; at least 32 random characters in production",
    ),
    Variable("DATABASE_URL", "", "postgresql://… or sqlite:///…; by default a SQLite file in INSTANCE"),
    Variable("REDIS_URL", "", "redis://…, shared counters of the flood guard when there are several machines"),
    Variable("PUBLIC_URL", "http://127.0.0.1:8000", "the address people type; links in mails start with it"),
    Variable("MAIL_URL", "", "smtp://user:password@host:587, smtps://…, or a folder; by default INSTANCE/mail"),
    Variable("MAIL_FROM", "ne-pas-repondre@tutorat.example", "the sender's address"),
    Variable(
        "CONTACT_EMAIL", "contact@tutorat.example", "where people write for help; shown in the help and legal pages"
    ),
    Variable("INSTANCE", "instance", "the folder of what the application writes"),
    Variable("CONTENT_PATH", "modules", "the folder of module packages"),
    Variable("TRUSTED_PROXIES", "0", "how many reverse proxies stand in front"),
    Variable("DSFR_DIST", "", "the folder of the State's own design system distribution, for State sites only"),
    Variable("SOURCE_URL", "", "where the source code is published; shown in the footer when set"),
    Variable("WORKERS", "2", "web processes"),
    Variable("BIND", "127.0.0.1", "the address the web server listens on"),
)


def load(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask's configuration from `environ`. Raises ConfigurationRefused, in production, on anything unsafe."""
    read = {v.name: environ.get(v.name) or v.default for v in VARIABLES}
    mode = read["TUTORAT_MODE"]
    if mode not in MODES:
        raise ConfigurationRefused(f"TUTORAT_MODE is {mode!r}: write one of {', '.join(MODES)}.")
    instance = (ROOT / read["INSTANCE"]).resolve()
    _writable(instance)
    database = read["DATABASE_URL"] or f"sqlite:///{instance / 'tutorat.sqlite'}"
    config: dict[str, Any] = {
        **read,
        "MODE": mode,
        "INSTANCE": str(instance),
        "CONTENT_PATH": str((ROOT / read["CONTENT_PATH"]).resolve()),
        "MAIL_URL": read["MAIL_URL"] or str(instance / "mail"),
        "TRUSTED_PROXIES": _whole("TRUSTED_PROXIES", read),
        "WORKERS": _whole("WORKERS", read),
        "SQLALCHEMY_ENGINES": {"default": engine_options(database)},
        "MAX_CONTENT_LENGTH": 4_000_000,
        "MAX_FORM_MEMORY_SIZE": 4_000_000,  # a checked file of students comes back as a text to be confirmed
        "SESSION_COOKIE_NAME": "tutorat",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": read["PUBLIC_URL"].startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,  # a quiz may stay open all day; the token still ends with the session
        "RATELIMIT_STORAGE_URI": read["REDIS_URL"] or "memory://",
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
    }
    if mode == "production":
        _refuse_unsafe(config)
    return config


def _writable(instance: Path) -> None:
    """Make the folder of what the application writes, or say that it cannot be written."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationRefused(f"INSTANCE: {instance} cannot be made ({error.strerror}).") from None
    if not os.access(instance, os.W_OK):
        raise ConfigurationRefused(f"INSTANCE: {instance} cannot be written. Give its folder to whoever runs Tutorat.")


def _whole(name: str, read: Mapping[str, str]) -> int:
    try:
        return int(read[name])
    except ValueError:
        raise ConfigurationRefused(f"{name} is {read[name]!r}: write a whole number.") from None


def engine_options(url: str) -> dict[str, Any]:
    """How to open `url`: enough connections for every server thread, and patience for a locked SQLite file."""
    if url.startswith("sqlite"):
        return {"url": url, "connect_args": {"timeout": 15}, "pool_size": 16, "max_overflow": 16}
    return {"url": url, "pool_size": 8, "max_overflow": 8, "pool_pre_ping": True}


def unsafe(config: Mapping[str, Any]) -> list[str]:
    """What production refuses, each a sentence that names the variable and says what to put."""
    secret = str(config["SECRET_KEY"])
    checks = (
        (
            secret == DEVELOPMENT_SECRET or len(secret) < 32,  # noqa: PLR2004
            "SECRET_KEY: set at least 32 random characters (python -c 'import secrets; print(secrets.token_urlsafe(48))').",
        ),
        (
            not str(config["PUBLIC_URL"]).startswith("https://"),
            "PUBLIC_URL: set the https:// address people type.",
        ),
        (
            not str(config["MAIL_URL"]).startswith(("smtp://", "smtps://")),
            "MAIL_URL: set smtp:// or smtps://; in production mail does not go to a folder.",
        ),
        (str(config["MAIL_FROM"]).endswith(".example"), "MAIL_FROM: set an address of yours that may send."),
        (
            str(config["CONTACT_EMAIL"]).endswith(".example"),
            "CONTACT_EMAIL: set the address people write to for help.",
        ),
    )
    return [sentence for wrong, sentence in checks if wrong]


def _refuse_unsafe(config: Mapping[str, Any]) -> None:
    for sentence in unsafe(config):
        raise ConfigurationRefused(sentence)
