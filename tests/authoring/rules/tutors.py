"""Simulated tutors who answer a bank that holds one reversed key and one dead distractor among sound questions.

Two-parameter logistic model: a tutor of level θ ~ N(0, 1) is right with probability 1 / (1 + exp(−a (θ − b))), and otherwise takes
one of the distractors. Each attempt draws k questions of the bank at random.
"""

from dataclasses import dataclass

import numpy as np

from app.authoring.rules.advice import Advice, advise
from app.authoring.rules.items import describe
from tests.authoring.rules.matrices import Answers, cuts_of, draws, item_sums

OPTIONS = ("right", "often", "seldom")
RIGHT, OFTEN, SELDOM = range(3)
REVERSED, DEAD = 0, 1  # the questions spoilt; all others are sound


@dataclass(frozen=True)
class Bank:
    """What is simulated. `often` is the share of the wrong answers that the first distractor takes; the dead one of question
    DEAD is chosen by `dead` of everybody. A sound question is right for 45 to 85 % of people, and discriminates a ∈ `slopes`.
    """

    questions: int = 24
    drawn: int = 6
    answers: int = 200
    dead: float = 0.005
    often: float = 0.55
    slopes: tuple[float, float] = (1.0, 1.8)


def taken(rng: np.random.Generator, bank: Bank) -> Answers:
    """One simulated class, graded with the spoilt key."""
    people = bank.answers * bank.questions // bank.drawn
    level = rng.normal(0, 1, (people, 1))
    slope = rng.uniform(*bank.slopes, bank.questions)
    # E[logistic(a (θ − b))] ≈ logistic(−a b / √(1 + a²/2.9)): b is set for the share of right answers wanted.
    wanted = rng.uniform(0.45, 0.85, bank.questions)
    shift = np.log(wanted / (1 - wanted)) * np.sqrt(1 + slope**2 / 2.9)
    right = rng.random((people, bank.questions)) < 1 / (1 + np.exp(-(slope * level + shift)))
    wrong = np.where(rng.random(right.shape) < bank.often, OFTEN, SELDOM)
    chosen = np.where(right, RIGHT, wrong)
    alive = np.where(right[:, DEAD], RIGHT, OFTEN)
    chosen[:, DEAD] = np.where(rng.random(people) < bank.dead, SELDOM, alive)
    points = (chosen == RIGHT).astype(float)
    points[:, REVERSED] = chosen[:, REVERSED] == OFTEN
    asked = draws(rng, people, bank.questions, bank.drawn)
    return Answers(np.where(asked, points, np.nan), np.where(asked, chosen, -1))


def advised(answers: Answers) -> list[tuple[Advice, ...]]:
    """What is said of each question of a simulated class, as a trainer would read it."""
    at = cuts_of(answers)
    found = []
    for question in range(answers.x.shape[1]):
        key = OPTIONS[OFTEN] if question == REVERSED else OPTIONS[RIGHT]
        found.append(advise(describe(item_sums(answers, question, OPTIONS, at), OPTIONS, [key])))
    return found
