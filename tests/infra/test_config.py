"""Deployment settings: read from the environment, and refused by their name when production would be unsafe."""

from pathlib import Path

import pytest

from config import DEVELOPMENT_SECRET, VARIABLES, ConfigurationRefused, load

SAFE = {
    "TUTORAT_MODE": "production",
    "SECRET_KEY": "k" * 48,
    "PUBLIC_URL": "https://tutorat.exemple.fr",
    "MAIL_URL": "smtp://relais.exemple.fr:25",
    "MAIL_FROM": "tutorat@exemple.fr",
    "CONTACT_EMAIL": "aide@exemple.fr",
}


def test_production_starts_when_everything_is_set() -> None:
    config = load(SAFE)
    assert config["MODE"] == "production"
    assert config["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", DEVELOPMENT_SECRET),
        ("SECRET_KEY", "court"),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "http://tutorat.exemple.fr"),
        ("MAIL_URL", ""),
        ("MAIL_URL", "/var/mail/tutorat"),
        ("MAIL_FROM", ""),
        ("MAIL_FROM", "tutorat@tutorat.example"),
        ("CONTACT_EMAIL", ""),
    ],
)
def test_each_unsafe_value_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(ConfigurationRefused, match=f"^{name}"):
        load({**SAFE, name: value})


@pytest.mark.parametrize(("name", "value"), [("TUTORAT_MODE", "prod"), ("WORKERS", "deux"), ("TRUSTED_PROXIES", "oui")])
def test_a_value_nobody_can_read_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(ConfigurationRefused, match=name):
        load({name: value})


def test_nothing_set_is_the_demonstration_on_this_machine_only() -> None:
    config = load({})
    assert config["MODE"] == "demonstration"
    assert config["BIND"] == "127.0.0.1"
    assert config["SQLALCHEMY_ENGINES"]["default"]["url"].startswith("sqlite:///")
    assert Path(config["MAIL_URL"]).is_absolute()


def test_names_are_unique_and_say_what_they_are_for() -> None:
    assert len({v.name for v in VARIABLES}) == len(VARIABLES)
    assert all(v.purpose for v in VARIABLES)


def test_each_engine_has_a_connection_for_every_server_thread() -> None:
    assert load({})["SQLALCHEMY_ENGINES"]["default"]["pool_size"] >= 4
    options = load({"DATABASE_URL": "postgresql://h/d"})["SQLALCHEMY_ENGINES"]["default"]
    assert options["pool_size"] >= 4
    assert options["pool_pre_ping"] is True
