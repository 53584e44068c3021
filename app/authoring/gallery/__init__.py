"""Every block of a lesson beside its source, read once from the small package beside this file and rendered as lessons are.

Nothing of it is stored: what one answers here is forgotten with the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.content import folder
from app.content.models import Question, Scenario
from app.content.rendering import media_of, render_lesson, render_scenario, said
from app.content.rules import Problem, blocks, lessons, scenarios
from app.content.rules.package import MediaFile
from app.infra import clock
from app.infra.errors import NotYours
from app.training.models import ScenarioRun
from app.training.queries.exercises import exercise
from app.training.queries.quiz import ids
from app.training.queries.scenarios import scene
from app.training.rules import answers, exercises
from app.training.rules.scenarios import enough, own_words

FOLDER = Path(__file__).parent / "galerie"
LANG = "fr"
SERVED = "/galerie/fichiers"
SHOWN_AT_ONCE = exercises.TRIES_BEFORE_KEY  # whoever writes lessons sees the key with the first answer


@dataclass(frozen=True)
class Block:
    """One block: its name ("" for prose), its source, and the pieces that the renderer makes of it."""

    name: str
    source: str
    pieces: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Gallery:
    """The blocks in order, the questions and scenarios they place by key, and the files they show by digest."""

    blocks: tuple[Block, ...]
    questions: Mapping[str, Question]
    scenarios: Mapping[str, Scenario]
    files: Mapping[str, MediaFile]

    def file(self, digest: str) -> MediaFile:
        """A file that a block shows. Raises NotYours."""
        if digest not in self.files:
            raise NotYours
        return self.files[digest]

    def question(self, key: str) -> Question:
        """The exercise `key`. Raises NotYours."""
        if key not in self.questions:
            raise NotYours
        return self.questions[key]

    def scenario(self, key: str) -> Scenario:
        """The scenario `key`. Raises NotYours."""
        if key not in self.scenarios:
            raise NotYours
        return self.scenarios[key]


@cache
def gallery() -> Gallery:
    """The gallery. Raises ValueError when its package has a fault."""
    problems: list[Problem] = []
    here = [path for path in FOLDER.iterdir() if not path.name.startswith(".") and path.is_file()]
    texts, files, unread = folder.sorted_out({path.name: path.read_bytes() for path in here})
    found, asked = lessons.read(texts, {one.name: one.type for one in files}, problems)
    played = scenarios.read(texts, None, problems)
    if faults := [*unread, *problems]:
        raise ValueError(faults)
    shown = media_of(files)
    body = found[0].texts[LANG].markdown
    return Gallery(
        blocks=tuple(_block(piece, body, shown, texts) for piece in blocks.cut(body)),
        questions={one.key: _question(n, one) for n, one in enumerate(asked, 1)},
        scenarios={one.key: _scenario(n, one) for n, one in enumerate(played, 1)},
        files={one.digest: one for one in files},
    )


def _block(piece: blocks.Piece, body: str, shown: Mapping[str, Any], texts: Mapping[str, str]) -> Block:
    length = len(piece.markdown.splitlines()) + (2 if piece.name else 0)
    source = "\n".join(body.splitlines()[piece.line - 1 : piece.line - 1 + length]).strip()
    pieces = tuple(render_lesson(source, LANG, shown, SERVED))
    beside = f"\n\n# {scenarios.FILE}\n{texts[scenarios.FILE].strip()}" if piece.name == "scenario" else ""
    return Block(piece.name, source + beside, pieces)


def _question(number: int, one: Any) -> Question:
    texts = {LANG: said(one.texts[LANG], LANG)}
    return Question(id=number, key=one.key, type=one.type, body=dict(one.body), texts=texts)


def _scenario(number: int, one: Any) -> Scenario:
    texts = {LANG: render_scenario(said(one.texts[LANG], LANG), LANG)}
    return Scenario(id=number, key=one.key, moment=one.moment, options=list(one.options), best=one.best, texts=texts)


def drawn(
    shown: Gallery, person_id: int, answered: Mapping[str, Any], run: ScenarioRun | None
) -> list[tuple[Block, list[dict[str, Any]]]]:
    """Each block with its pieces as a lesson's page draws them: `answered` holds answers to exercises by key, `run` what was
    just played of the scenario.
    """
    return [
        (block, [_live(shown, piece, person_id, answered, run) for piece in block.pieces]) for block in shown.blocks
    ]


def _live(
    shown: Gallery, piece: dict[str, str], person_id: int, answered: Mapping[str, Any], run: ScenarioRun | None
) -> dict[str, Any]:
    if "exercise" in piece:
        one = shown.question(piece["exercise"])
        return {"exercise": exercise(one, answered.get(one.key), SHOWN_AT_ONCE, one.id, person_id, LANG)}
    if "scenario" in piece:
        played = shown.scenario(piece["scenario"])
        return {"scene": scene(played, run, 1, person_id, LANG)}
    return piece


def read(shown: Gallery, person_id: int, key: str, fields: answers.Fields) -> dict[str, Any] | None:
    """What the controls of the exercise `key` answer; None when they hold nothing. Raises NotYours."""
    one = shown.question(key)
    return answers.read(one.type, one.body, exercises.order(person_id, key, one.type, ids(one)), fields)


def play(shown: Gallery, person_id: int, key: str, at: str, why: str) -> ScenarioRun | str:
    """What was chosen at position `at` and why, unstored; the code of what is missing otherwise. Raises NotYours."""
    choice = _chosen(shown.scenario(key), person_id, at)
    if choice is None:
        return "training.no_choice"
    return ScenarioRun(key=key, choice=choice, explanation=own_words(why)) if enough(why) else "training.few_words"


def compare(shown: Gallery, person_id: int, run: ScenarioRun, at: str, words: str) -> bool:
    """Add what is said after the expert to `run`, unless it says too little. Returns whether it does not."""
    if not enough(words):
        return False
    run.second_choice = _chosen(shown.scenario(run.key), person_id, at)
    run.comparison, run.compared_at = own_words(words), clock.now()
    return True


def _chosen(scenario: Scenario, person_id: int, at: str) -> str | None:
    order = exercises.order(person_id, scenario.key, "scenario", scenario.options)
    place = answers.place(at, len(order))
    return order[place] if place is not None else None
