"""Spoilt questions are found, sound ones left alone: 24 questions, 6 drawn, 200 answers a question, simulated many times."""

import numpy as np
import pytest

from app.authoring.rules.advice import ALARMS
from tests import proofs
from tests.authoring.rules.tutors import DEAD, OFTEN, OPTIONS, REVERSED, SELDOM, Bank, advised, taken

pytestmark = pytest.mark.proof
SEED = 20261123
FOUND, ALARMED = 0.95, 0.05


@pytest.fixture(scope="module")
def classes() -> list[list[dict[str, set[str | None]]]]:
    """By class and question, the codes given and the options that each is about."""
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(proofs.size(200, 2000)):
        said: list[dict[str, set[str | None]]] = []
        for advice in advised(taken(rng, Bank())):
            codes: dict[str, set[str | None]] = {}
            for one in advice:
                codes.setdefault(one.code, set()).add(one.option)
            said.append(codes)
        found.append(said)
    return found


def rate(met: list[bool]) -> float:
    return sum(met) / len(met)


def kept(name: str, met: list[bool]) -> float:
    proofs.record(name, len(met), SEED, f"{rate(met):.2%}")
    return rate(met)


def test_a_reversed_key_is_found(classes: list[list[dict[str, set[str | None]]]]) -> None:
    met = [bool({"key", "negative"} & said[REVERSED].keys()) for said in classes]
    assert kept("reversed key found, 200 answers", met) >= FOUND


def test_the_true_answer_of_a_reversed_key_is_named(classes: list[list[dict[str, set[str | None]]]]) -> None:
    met = [said[REVERSED].get("attracts_best") == {OPTIONS[0]} for said in classes]
    assert kept("true answer named under a reversed key, 200 answers", met) >= FOUND


def test_a_dead_distractor_is_found_and_named(classes: list[list[dict[str, set[str | None]]]]) -> None:
    met = [said[DEAD].get("dead") == {OPTIONS[SELDOM]} for said in classes]
    assert kept("dead distractor (chosen by 0.5 %) found, 200 answers", met) >= FOUND


def test_the_living_distractor_beside_a_dead_one_is_left_alone(
    classes: list[list[dict[str, set[str | None]]]],
) -> None:
    met = [any(OPTIONS[OFTEN] in options for options in said[DEAD].values()) for said in classes]
    assert rate(met) <= ALARMED


@pytest.mark.parametrize("code", [*sorted(ALARMS), "weak", "review", "too_hard", "too_easy", "undefined"])
def test_a_sound_question_rarely_raises(code: str, classes: list[list[dict[str, set[str | None]]]]) -> None:
    met = [code in question for said in classes for question in said[DEAD + 1 :]]
    assert kept(f"sound question said {code}, 200 answers", met) <= ALARMED


def test_a_sound_question_is_nearly_always_fine(classes: list[list[dict[str, set[str | None]]]]) -> None:
    met = ["fine" not in question for said in classes for question in said[DEAD + 1 :]]
    assert kept("sound question said anything at all, 200 answers", met) <= ALARMED
