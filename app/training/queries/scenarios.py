"""A scenario as its page shows it: nothing of the expert's view is read into the page before the person has chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.content.models import Scenario
from app.content.queries import text_in
from app.training.models import ScenarioRun
from app.training.rules.exercises import order

CHOOSE, COMPARE, DONE = "choose", "compare", "done"


@dataclass(frozen=True)
class Choice:
    """One option, in the order shown. What is not its text is empty until the person has chosen."""

    text: str
    feedback: str = ""
    best: bool = False
    first: bool = False
    second: bool = False


@dataclass(frozen=True)
class Scene:
    """A scenario at the step the person has reached. `ask`, `explain` and `compare` are the questions put to them;
    `explanation` and `comparison` what they wrote; the HTML was sanitised at publication.
    """

    id: int
    key: str
    number: int
    lang: str
    step: str
    situation_html: str
    ask: str
    explain: str
    choices: tuple[Choice, ...]
    explanation: str = ""
    expert_html: str = ""
    compare: str = ""
    comparison: str = ""


def scenes_of(
    session: Session, person_id: int, module_id: int, version_id: int, keys: Sequence[str], lang: str
) -> dict[str, Scene]:
    """The scenarios `keys` as the person sees them, by key: those they played as they were then, the others as they are in
    this version. One query, none without keys.
    """
    if not keys:
        return {}
    mine = and_(
        ScenarioRun.person_id == person_id,
        ScenarioRun.module_id == module_id,
        ScenarioRun.key == Scenario.key,
    )
    current = and_(Scenario.version_id == version_id, Scenario.key.in_(keys))
    played = select(ScenarioRun.scenario_id).where(
        ScenarioRun.person_id == person_id, ScenarioRun.module_id == module_id, ScenarioRun.key.in_(keys)
    )
    rows = session.execute(
        select(Scenario, ScenarioRun).outerjoin(ScenarioRun, mine).where(or_(current, Scenario.id.in_(played)))
    ).all()
    pinned = [(one, run) for one, run in rows if run is None or run.scenario_id == one.id]
    return {one.key: scene(one, run, keys.index(one.key) + 1, person_id, lang) for one, run in pinned}


def scene(scenario: Scenario, run: ScenarioRun | None, number: int, person_id: int, lang: str) -> Scene:
    """A scenario and what was played of it, in `lang` where it exists in it."""
    texts, said = text_in(scenario.texts, lang)
    options, shown = texts["options"], order(person_id, scenario.key, "scenario", scenario.options)
    plain = Scene(
        id=scenario.id,
        key=scenario.key,
        number=number,
        lang=said,
        step=CHOOSE,
        situation_html=texts["situation_html"],
        ask=texts["ask"],
        explain=texts["explain"],
        choices=tuple(Choice(options[one]["text"]) for one in shown),
    )
    if run is None:
        return plain
    told = {
        "step": COMPARE if run.compared_at is None else DONE,
        "choices": tuple(
            Choice(
                text=options[one]["text"],
                feedback=options[one]["feedback"],
                best=one == scenario.best,
                first=one == run.choice,
                second=one == run.second_choice,
            )
            for one in shown
        ),
        "explanation": run.explanation,
        "expert_html": texts["expert_html"],
        "compare": texts["compare"],
        "comparison": run.comparison or "",
    }
    return Scene(**{**vars(plain), **told})
