"""Patterns by which the answers of a bank can be guessed; each is told when there are enough questions, and once."""

from pathlib import Path

import pytest

from app.content.rules import guessing
from app.content.rules.package import QUIZ, Problem
from tests.content import packages


def found(at: Path, bank: str) -> list[Problem]:
    return list(guessing.check(packages.package(at, quiz=bank), QUIZ))


def choices(count: int, options: tuple[str, ...], right: int = 0) -> str:
    """`count` questions whose options are `options`, in turn first, second and third; `right` is the right one of them."""
    whole = ""
    for n in range(count):
        order = [(n + place) % len(options) for place in range(len(options))]
        listed = "".join(packages.option("abcdef"[at], f"« {options[at]} {n} »", right=at == right) for at in order)
        objective = "reformuler" if n % 2 else "ouvrir"
        whole += f"- id: q{n}\n  objective: {objective}\n  type: single\n  text: Énoncé {n} ?\n  options:\n{listed}"
    return whole


def truths(*right: str) -> str:
    return "".join(
        f"- id: vf{n}\n  objective: ouvrir\n  type: truefalse\n  text: Affirmation {n}.\n  options:\n"
        + "".join(packages.option(one, one.capitalize(), right=one == truth) for one in ("vrai", "faux"))
        for n, truth in enumerate(right)
    )


def several(*numbers: int) -> str:
    return "".join(
        f"- id: pl{n}\n  objective: ouvrir\n  type: multiple\n  text: Choisissez {n}.\n  options:\n"
        + "".join(packages.option(one, f"Choix {one}", right=at < number) for at, one in enumerate("abcd"))
        for n, number in enumerate(numbers)
    )


EVEN = choices(12, ("Réponse une", "Réponse deu", "Réponse tro"))
BANKS = {
    "nothing to see": (EVEN, []),
    "the right one is longer": (choices(12, ("Réponse plus longue", "Réponse b", "Réponse c")), ["longest_right"]),
    "the right one is shorter": (choices(12, ("Bref", "Réponse b", "Réponse c")), []),
    "four true of four": (EVEN + truths("vrai", "vrai", "vrai", "vrai"), ["always_vrai"]),
    "four false of five": (EVEN + truths("faux", "faux", "vrai", "faux", "faux"), ["always_faux"]),
    "three false of five": (EVEN + truths("faux", "faux", "vrai", "vrai", "faux"), []),
    "three true of three": (EVEN + truths("vrai", "vrai", "vrai"), []),
    "as many right each time": (EVEN + several(2, 2, 2, 2), ["same_number"]),
    "as many right three times": (EVEN + several(2, 2, 2), []),
    "not as many right": (EVEN + several(2, 2, 3, 2), []),
    "never is never right": (choices(12, ("Réponse une", "Il ne faut jamais", "Réponse tro")), ["absolute_wrong"]),
    "never, in few options": (EVEN.replace("deu 0", "jamais").replace("deu 1 ", "toujours "), []),
    "always is right too": (
        choices(12, ("Réponse une", "Il ne faut jamais", "Réponse tro")).replace("Réponse une 4", "Toujours une 4"), []
    ),
    "only one in a word": (choices(12, ("Réponse une", "Toujoursvert oui", "Réponse tro")), []),
}  # fmt: skip


@pytest.mark.parametrize("name", BANKS)
def test_a_bank_shows_its_patterns(name: str, tmp_path: Path) -> None:
    bank, codes = BANKS[name]
    assert [p.code for p in found(tmp_path, bank)] == codes


def test_the_place_of_the_right_one_is_told_with_its_number(tmp_path: Path) -> None:
    bank = "".join(
        packages.choice(f"q{n}", objective="reformuler" if n % 2 else "ouvrir", right="b") for n in range(12)
    )
    (problem,) = found(tmp_path, bank)
    assert (problem.code, problem.line, problem.values) == ("same_place", 1, {"found": 12, "place": 2, "of": 12})


def test_statements_that_say_always_count_with_the_options(tmp_path: Path) -> None:
    false = truths(*["faux", "vrai"] * 5).replace("Affirmation", "On dit toujours")
    (held,) = [p for p in found(tmp_path, EVEN + truths("faux", *["vrai"] * 2, *["faux"] * 4)
        .replace("Affirmation 0", "Toujours 0").replace("Affirmation 3", "Jamais 3").replace("Affirmation 4", "Aucun 4")
        .replace("Affirmation 5", "Toujours 5").replace("Affirmation 6", "Jamais 6")) if p.code == "absolute_wrong"]  # fmt: skip
    assert held.values["options"] == 5  # one chance in 32
    assert "absolute_wrong" not in {p.code for p in found(tmp_path, EVEN + false)}
