"""Every code has its words: reasons, parts, obstacles, states, refusals."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.infra.i18n import speaking
from app.pairing import words
from app.pairing.models import STATES
from app.pairing.rules import codes, criteria
from app.pairing.rules.facts import OBSTACLES, Part, Reason
from app.pairing.rules.weights import PENALTIES, WEIGHTS
from app.pairing.rules.widening import WIDENINGS
from app.pairing.services.answer import REFUSALS
from app.pairing.settings import LABELS
from app.pairing.views.rows import headline
from app.pairing.words import reasons
from app.pool.rules.offer import Passed
from app.pool.words import SENTENCES as POOL
from tests.pairing.facts import OFFER

ROOT = Path(__file__).parent.parent.parent / "app"


def given_reasons() -> set[str]:
    """The codes the criteria may give, read from their source."""
    source = Path(criteria.__file__).read_text(encoding="utf-8")
    calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    said = [n.args[0] for n in calls if n.func.attr in ("pro", "con") and n.args]
    return {c.value for arg in said for c in ast.walk(arg) if isinstance(c, ast.Constant) and isinstance(c.value, str)}


def test_every_reason_the_criteria_give_has_its_sentence() -> None:
    assert given_reasons() == set(reasons.PLAIN) | set(reasons.WITH_VALUES)


def test_every_part_of_the_score_has_its_label() -> None:
    assert set(WEIGHTS) | set(PENALTIES) == set(LABELS)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_obstacle_is_said_for_one_and_for_several(context, number) -> None:
    for code in OBSTACLES:
        assert reasons.obstacle(code, number).startswith(str(number))


def test_every_widening_is_said(context) -> None:
    assert [reasons.widening(name, 9)[1] for name in WIDENINGS] == ["+ 9 personnes"] * 4


def test_states_and_reasons_have_their_words() -> None:
    assert set(words.PROPOSAL_STATES) == set(words.PROPOSAL_BADGES) == set(STATES)
    assert set(words.CLOSED) == set(STATES) - {"sent"}
    assert set(words.DECLINE_REASONS) == set(codes.DECLINE_REASONS)
    assert set(words.END_REASONS) == set(codes.END_REASONS)
    assert set(codes.CHOSEN_END_REASONS) | set(codes.WELL_ENDED) | set(codes.APART) <= set(codes.END_REASONS)


def test_every_refusal_raised_has_its_sentence() -> None:
    raised = set()
    for path in [*(ROOT / "pool").rglob("*.py"), *(ROOT / "pairing").rglob("*.py")]:
        raised |= set(re.findall(r'DomainError\(\s*"([\w.]+)"', path.read_text(encoding="utf-8")))
    raised |= {*REFUSALS.values(), "pairing.expired", "pairing.not_validated", "pairing.no_lead"}
    assert {code for code in raised if code.startswith("pairing.")} == set(words.SENTENCES)
    assert {code for code in raised if code.startswith("pool.")} == set(POOL)


def test_sentences_are_filled_and_agree(context) -> None:
    with speaking("fr"):
        one = reasons.reason(Reason("has_student", {"count": 1}))
        two = reasons.reason(Reason("has_student", {"count": 2}))
        hours = reasons.reason(Reason("hours", {"count": 4, "cells": (5, 8, 15, 16)}))
        few = reasons.reason(Reason("few_hours", {"count": 1, "cells": (5,)}))
        assert (one, two) == ("Accompagne déjà une personne", "Accompagne déjà 2 personnes")
        assert "mardi soir" in hours
        assert "et 1 de plus" in hours
        assert few.startswith("Un seul créneau en commun")
        assert reasons.part(Part("declined", -15, 0))[1] == "−\u00a015"
        assert reasons.part(Part("exam", 22, 30))[1] == "22 sur 30"


def test_a_school_named_as_its_exam_is_said_once_and_papers_stay_in_the_sentence(context) -> None:
    said = headline(replace(OFFER, passed=Passed(1, "ENM (magistrature)", "justice", 2023, "ENM")))
    assert said == "ENM, 2023"
    assert headline(OFFER) == "IRA, IRA de Lille, 2024"
    assert "entretien avec le jury" in reasons.reason(Reason("papers", {"names": ["Entretien avec le jury"]}))
