"""A small package that has nothing wrong with it, and ways to spoil one thing in it."""

from collections.abc import Callable
from pathlib import Path

from app.content.folder import load
from app.content.rules import Package, Problem

SLUG = "ecouter"
Files = dict[str, str]

MODULE = """\
slug: ecouter
position: 2
version: 1
change: substance
title: Écouter et questionner
minutes: 6
why: On apprend en s’expliquant.
quiz:
  draw: 6
  pass_percent: 80
  delay_minutes: 10
  max_attempts: 0
objectives:
  - id: reformuler
    text: Reformuler avant de conseiller
  - id: ouvrir
    text: Poser des questions ouvertes
sources:
  - ref: "Chi et al., Cognitive Science 25, 2001"
    doi: 10.1207/s15516709cog2504_1
    url: https://exemple.fr/article
    checked: 2026-11-23
"""

PROSE = "Un texte simple, qui dit une chose à la fois et la répète une fois encore. " * 3


SCENARIOS = """\
- id: depart
  when: before
  objective: reformuler
  situation: Théo soupire.
  ask: Que dites-vous ?
  options:
    - {id: a, text: Rien, feedback: Il attend.}
    - {id: b, text: Une question, best: true, feedback: Il parle.}
    - {id: c, text: Un conseil, feedback: Il écoute.}
  explain: Pourquoi ?
  expert: Je *demande* d’abord.
  compare: Que changez-vous ?
- id: arrivee
  when: after
  objective: reformuler
  situation: Inès se tait.
  ask: Que faites-vous ?
  options:
    - {id: a, text: Attendre, best: true, feedback: Elle reprend.}
    - {id: b, text: Relancer, feedback: Elle se presse.}
    - {id: c, text: Conclure, feedback: Elle renonce.}
  explain: Pourquoi ?
  expert: J’attends.
  compare: Que changez-vous ?
"""


def lesson(n: int) -> str:
    """A lesson of about fifty words, with a callout; a scenario opens the first and closes the third."""
    before = "::: scenario depart\n:::\n\n" if n == 1 else ""
    after = "\n::: scenario arrivee\n:::\n" if n == 3 else ""
    return f"# Leçon {n}\n\n{before}{PROSE}\n\n## Le geste\n\n::: callout À retenir\nUne **idée**.\n:::\n{after}"


def option(key: str, text: str, *, right: bool = False) -> str:
    return (
        f"    - id: {key}\n      text: {text}\n"
        + ("      correct: true\n" if right else "")
        + f"      feedback: Retour sur {key}.\n"
    )


def choice(key: str, kind: str = "single", objective: str = "reformuler", right: str = "a") -> str:
    """A question of three options, of equal length, `right` being the right one."""
    situation = "  situation: Théo coupe sa caméra.\n" if kind == "situation" else ""
    options = "".join(option(one, f"Réponse {one}", right=one == right) for one in "abc")
    return f"- id: {key}\n  objective: {objective}\n  type: {kind}\n{situation}  text: Énoncé {key} ?\n  options:\n{options}"


TRUEFALSE = """\
- id: vf
  objective: ouvrir
  type: truefalse
  text: Un silence dit l’incompréhension.
  options:
    - {id: vrai, text: Vrai, feedback: Souvent non.}
    - {id: faux, text: Faux, correct: true, feedback: Il cherche.}
"""
ORDERING = """\
- id: ordre
  objective: ouvrir
  type: ordering
  text: Remettez dans l’ordre.
  items:
    - {id: un, text: Entendre}
    - {id: deux, text: Attendre}
    - {id: trois, text: Demander}
  notion: Revoyez l’écoute.
  feedback: Entendre vient d’abord.
"""
MATCHING = """\
- id: paires
  objective: ouvrir
  type: matching
  text: Associez.
  pairs:
    - {id: x, left: Une pièce manque, right: Le secrétariat}
    - {id: y, left: Le plan ne tient pas, right: Vous}
    - {id: z, left: La bourse tarde, right: Le service des bourses}
  notion: Revoyez qui fait quoi.
  feedback: Chacun sa part.
"""


def quiz() -> str:
    """Fourteen questions, of every type, the right option in turn first, second and third."""
    singles = [choice(f"q{n}", "situation" if n % 2 else "single", right="abc"[n % 3]) for n in range(10)]
    return "".join([*singles, choice("plusieurs", "multiple"), TRUEFALSE, ORDERING, MATCHING])


def files() -> Files:
    """The package's files."""
    lessons = {f"0{n}-lecon-{n}.md": lesson(n) for n in (1, 2, 3)}
    return {"module.yaml": MODULE, "quiz.yaml": quiz(), "scenarios.yaml": SCENARIOS, **lessons}


def written(at: Path, texts: Files) -> Path:
    """The package written in a folder under `at`."""
    folder = at / SLUG
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def package(at: Path, **changes: str | Callable[[str], str]) -> Package:
    """The package read, each file of `changes` (« module », « quiz ») replaced or passed through a function."""
    texts = files()
    for name, change in changes.items():
        file = f"{name}.yaml"
        texts[file] = change if isinstance(change, str) else change(texts[file])
    found, problems = load(written(at, texts))
    assert found is not None, problems
    return found


def line_of(text: str, mark: str, nth: int = 1) -> int:
    """The line, from 1, of the `nth` line of `text` that holds `mark`."""
    found = [n for n, line in enumerate(text.splitlines(), 1) if mark in line]
    assert len(found) >= nth, f"{mark!r} is not in the text {nth} times"
    return found[nth - 1]


def problems_of(at: Path, texts: Files) -> list[Problem]:
    """Every problem of a package made of `texts`, notes included."""
    return load(written(at, texts))[1]
