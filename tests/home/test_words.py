"""The sentences of the pages that show several stages, before and after their dates, in both numbers."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from app.classes.words import deadline_badge
from app.home.words import covered_sentence, pair_events
from app.infra.i18n import speaking
from app.pairing.words import END_REASONS
from tests.conftest import NOW

DEADLINE = datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC)  # the end of that day in Paris


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("at", "words", "state"),
    [
        (DEADLINE - timedelta(days=10), "Échéance dans 10 jours (30 septembre 2026)", "wait"),
        (DEADLINE - timedelta(days=1), "Échéance dans 1 jour (30 septembre 2026)", "wait"),
        (DEADLINE - timedelta(hours=3), "Échéance aujourd’hui", "alert"),
        (DEADLINE + timedelta(seconds=1), "Échéance dépassée de 1 jour (30 septembre 2026)", "alert"),
        (DEADLINE + timedelta(days=54), "Échéance dépassée de 54 jours (30 septembre 2026)", "alert"),
    ],
)
def test_the_deadline_is_said_before_and_after_it(context: Flask, at: datetime, words: str, state: str) -> None:
    said, badge = deadline_badge(DEADLINE, at, covered=False)
    assert (plain(said), badge) == (words, state)


def test_a_class_that_is_covered_has_no_deadline_to_fear(context: Flask) -> None:
    assert deadline_badge(DEADLINE, DEADLINE + timedelta(days=99), covered=True) == ("Tous couverts", "ok")


@pytest.mark.parametrize(
    ("paired", "total", "words"),
    [
        (0, 0, "Pas encore d’étudiants dans cette classe"),
        (0, 25, "0 étudiant sur 25 a un tuteur"),
        (1, 25, "1 étudiant sur 25 a un tuteur"),
        (14, 25, "14 étudiants sur 25 ont un tuteur"),
        (1, 1, "1 étudiant, et son tuteur est là"),
        (25, 25, "25 étudiants, et chacun a un tuteur"),
    ],
)
def test_coverage_agrees_with_its_number(context: Flask, paired: int, total: int, words: str) -> None:
    with speaking("fr"):
        assert plain(covered_sentence(paired, total)) == words


def sheet(**values: object) -> SimpleNamespace:
    base = {
        "ended_at": None,
        "end_reason": None,
        "opened_at": NOW,
        "sent_at": NOW - timedelta(days=3),
        "message": "Bonjour",
    }
    return SimpleNamespace(**{**base, **values})


def test_the_next_step_is_on_top_and_changes_as_the_pair_settles(context: Flask) -> None:
    new = pair_events(sheet(), END_REASONS, NOW)
    settled = pair_events(sheet(), END_REASONS, NOW + timedelta(days=30))
    assert [e["state"] for e in new] == ["now", "done", "done"]
    assert "écrit en premier" in new[0]["title"]
    assert "rendez-vous" in settled[0]["title"]


def test_a_pair_that_ended_says_when_and_why(context: Flask) -> None:
    first = pair_events(sheet(ended_at=NOW, end_reason="exam_passed"), END_REASONS, NOW)[0]
    assert first["title"] == "Binôme clos"
    assert "réussi son concours" in first["text"]
