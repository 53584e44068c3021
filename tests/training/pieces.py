"""A published lesson that asks: exercises of any kind, and a scenario at each end of the module."""

from typing import Any

from sqlalchemy import select

from app.content.models import Lesson, Module, ModuleVersion, Question, Scenario
from app.infra.db import write
from app.training.rules import exercises
from tests.training import content

WHY = "Parce qu’il a besoin d’être entendu."
LATER = "J’ajouterais la question ouverte."


def declare(key: str = "avis") -> Question:
    """A question of opinion."""
    texts = {
        "title": f"Votre avis sur {key}",
        "after": "SECRET après",
        "options": {o: {"text": f"Avis {o}"} for o in "xyz"},
    }
    return Question(key=key, type="declare", objective="", body={"options": list("xyz")}, texts={"fr": texts})


def practice(question: Question) -> Question:
    """A question of any kind, as a lesson asks it: under a key of its own (« p-single » for « q-single »)."""
    question.key = question.key.replace("q-", "p-", 1)
    question.texts = {lang: {**texts, "title": "À vous"} for lang, texts in question.texts.items()}
    return question


def cloze(key: str = "trous") -> Question:
    """Two gaps."""
    body = {
        "gaps": ["un", "deux"],
        "accepted": {"un": ["trois", "3"], "deux": ["fréquence"]},
        "levels": {"un": "accents", "deux": "accents"},
    }
    texts = {"text": "À [[un]] la [[deux]].", "notion": "NOTION trous", "feedback": "SECRET trous"}
    return Question(key=key, type="cloze", objective="", body=body, texts={"fr": texts})


def numeric(key: str = "nombre") -> Question:
    """A number."""
    texts = {"text": "Combien ?", "unit": "heures", "notion": "NOTION nombre", "feedback": "SECRET nombre"}
    return Question(
        key=key, type="numeric", objective="", body={"answer": "2", "tolerance": "0.5"}, texts={"fr": texts}
    )


def scenario(key: str = "depart", moment: str = "before", *, english: bool = False) -> Scenario:
    """Three options, b being the best."""
    texts: dict[str, Any] = {
        "situation": "Théo soupire.",
        "situation_html": f"<p>Théo soupire ({key}).</p>",
        "ask": "Que faites-vous ?",
        "explain": "Pourquoi ?",
        "expert": "…",
        "expert_html": "<p>SECRET expert</p>",
        "compare": "SECRET Qu’est-ce que cela change ?",
        "options": {o: {"text": f"Choix {o}", "feedback": f"SECRET retour {o}"} for o in "abc"},
    }
    found = {"fr": texts}
    if english:
        found["en"] = {**texts, "ask": "What do you do?"}
    return Scenario(key=key, moment=moment, objective=content.LISTEN, options=list("abc"), best="b", texts=found)


def lesson(*asked: Question, scenarios: tuple[Scenario, ...] = (), slug: str = "") -> str:
    """A module whose first lesson holds prose, `asked` and the scenarios that come before, and whose last one holds those
    that come after. Returns its slug.
    """
    made = content.module(slug)
    slug, module_id = made.slug, made.id
    put(module_id, *asked, scenarios=scenarios)
    return slug


def put(module_id: int, *asked: Question, scenarios: tuple[Scenario, ...] = ()) -> None:
    """The same, in the current version of a module."""

    def act(session: Any) -> None:
        version_id = session.get_one(Module, module_id).current_version_id
        lessons = session.scalars(select(Lesson).where(Lesson.version_id == version_id).order_by(Lesson.position)).all()
        pieces: dict[str, list[dict[str, str]]] = {"before": [], "after": []}
        for one in scenarios:
            one.version_id = version_id
            session.add(one)
            pieces[one.moment].append({"scenario": one.key})
        for n, one in enumerate(asked):
            one.version_id, one.position, one.bank = version_id, 100 + n, "lesson"
            session.add(one)
            pieces["before"].append({"exercise": one.key})
        for of, extra in ((lessons[0], pieces["before"]), (lessons[-1], pieces["after"])):
            of.texts = {
                lang: {**text, "pieces": [*text["pieces"], *extra] if of is lessons[-1] else [*extra, *text["pieces"]]}
                for lang, text in of.texts.items()
            }
        session.flush()

    write(act)


def version_of(session: Any, slug: str) -> ModuleVersion:
    """The current version of a module."""
    return session.scalars(
        select(ModuleVersion).join(Module, Module.current_version_id == ModuleVersion.id).where(Module.slug == slug)
    ).one()


def question_of(session: Any, slug: str, key: str) -> Question:
    """A question of the current version."""
    version = version_of(session, slug)
    return session.scalars(select(Question).where(Question.version_id == version.id, Question.key == key)).one()


def scenario_of(session: Any, slug: str, key: str = "depart") -> Scenario:
    """A scenario of the current version."""
    version = version_of(session, slug)
    return session.scalars(select(Scenario).where(Scenario.version_id == version.id, Scenario.key == key)).one()


def at(person_id: int, one: Scenario | Question, option: str) -> str:
    """The position at which `option` is shown to a person."""
    kind = one.type if isinstance(one, Question) else "scenario"
    listed = (
        one.options
        if isinstance(one, Scenario)
        else one.body.get("options") or one.body.get("items") or one.body["pairs"]
    )
    return str(exercises.order(person_id, one.key, kind, listed).index(option))
