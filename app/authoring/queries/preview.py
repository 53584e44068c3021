"""A text of a draft as tutors will read it, through the renderer of what is published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.content.models import Question, Scenario
from app.content.rendering import body_of, render_lesson, render_scenario, said
from app.content.rules import Problem, lessons, scenarios
from app.content.rules.checks import said as judged
from app.content.rules.package import QuestionText, ScenarioText

ALONE = "01-apercu.md"
JUDGED = {"fr": ALONE, "en": "01-apercu.en.md"}


@dataclass(frozen=True)
class Preview:
    """A lesson being written: title, pieces, the exercises and scenarios they place by key, and what is wrong in it."""

    title: str
    lang: str
    pieces: tuple[dict[str, str], ...]
    exercises: Mapping[str, Question]
    scenarios: Mapping[str, Scenario]
    problems: tuple[Problem, ...]


def preview(
    text: str, lang: str, media: Mapping[str, Any], played: str = "", beside: tuple[str, Collection[str]] = ("", ())
) -> Preview:
    """A lesson's text in `lang` as it would be read; `media` are the draft's files as a version keeps them, `played` the
    text of its scenarios.yaml, `beside` the module's slug and its files' names, which links may lead to.
    """
    problems: list[Problem] = []
    types = {name: file["type"] for name, file in media.items()}
    found, asked = lessons.read({ALONE: text}, types, problems)
    slug, names = beside
    problems += [replace(one, file=ALONE) for one in judged(slug, {**dict.fromkeys(names, ""), JUDGED[lang]: text}, {})]
    lesson = found[0].texts.get("fr") if found else None
    pieces = render_lesson(lesson.markdown, lang, media) if lesson is not None else []
    wanted = {piece["scenario"] for piece in pieces if "scenario" in piece}
    scenes = scenarios.read({scenarios.FILE: played}, None, []) if wanted and played else []
    return Preview(
        title=said(lesson.title, lang) if lesson is not None else "",
        lang=lang,
        pieces=tuple(pieces),
        exercises={one.key: question_of(one, media) for one in asked},
        scenarios={one.key: scenario_of(one) for one in scenes if one.key in wanted},
        problems=tuple(sorted(problems)),
    )


def question_of(question: QuestionText, media: Mapping[str, Any]) -> Question:
    """The question as it would be stored, `media` being the draft's files; it belongs to no session."""
    return Question(
        key=question.key,
        bank=question.bank,
        type=question.type,
        objective=question.objective,
        body=body_of(question.body, media),
        texts={lang: said(texts, lang) for lang, texts in question.texts.items()},
    )


def scenario_of(scenario: ScenarioText) -> Scenario:
    """The scenario as it would be stored; it belongs to no session."""
    return Scenario(
        key=scenario.key,
        moment=scenario.moment,
        objective=scenario.objective,
        options=list(scenario.options),
        best=scenario.best,
        texts={lang: render_scenario(said(texts, lang), lang) for lang, texts in scenario.texts.items()},
    )
