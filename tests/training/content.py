"""Modules made up for the tests, as publishing would write them: one question of each type, in two languages or one."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from app.content.models import Lesson, Module, ModuleVersion, Question, Scenario
from app.infra.db import write
from tests.conftest import NOW

_number = count(1)
LISTEN, LIMIT = "ecouter", "limiter"
PUBLISHED = NOW - timedelta(days=100)


def options(*ids: str, secret: str = "") -> dict[str, Any]:
    """The texts of options; `secret` marks their feedback so that a test can look for it."""
    return {one: {"text": f"Option {one}", "feedback": f"{secret}Retour sur {one}"} for one in ids}


def single(key: str = "q-single", right: str = "b", kind: str = "single", objective: str = LISTEN) -> Question:
    """Three options, one right."""
    texts = {"text": f"Énoncé {key.removeprefix('q-')} ?", "options": options("a", "b", "c", secret="SECRET ")}
    if kind == "situation":
        texts["situation"] = "Théo coupe sa caméra."
    return Question(
        key=key,
        type=kind,
        objective=objective,
        body={"options": ["a", "b", "c"], "right": [right]},
        texts={"fr": texts},
    )


def multiple(key: str = "q-multiple", right: tuple[str, ...] = ("a", "c"), objective: str = LISTEN) -> Question:
    """Four options, several right."""
    texts = {"text": f"Énoncé {key.removeprefix('q-')} ?", "options": options("a", "b", "c", "d", secret="SECRET ")}
    body = {"options": ["a", "b", "c", "d"], "right": list(right)}
    return Question(key=key, type="multiple", objective=objective, body=body, texts={"fr": texts})


def truefalse(key: str = "q-vf", right: str = "faux", objective: str = LIMIT) -> Question:
    """True or false."""
    texts = {"text": f"Énoncé {key.removeprefix('q-')}.", "options": options("vrai", "faux", secret="SECRET ")}
    return Question(
        key=key,
        type="truefalse",
        objective=objective,
        body={"options": ["vrai", "faux"], "right": [right]},
        texts={"fr": texts},
    )


def ordering(
    key: str = "q-ordre", items: tuple[str, ...] = ("un", "deux", "trois"), objective: str = LIMIT
) -> Question:
    """Three items to put in order."""
    texts = {
        "text": f"Énoncé {key.removeprefix('q-')}.",
        "items": {one: f"Élément {one}" for one in items},
        "notion": "NOTION de l’ordre",
        "feedback": "SECRET retour sur l’ordre",
    }
    return Question(key=key, type="ordering", objective=objective, body={"items": list(items)}, texts={"fr": texts})


def matching(key: str = "q-paires", pairs: tuple[str, ...] = ("x", "y", "z"), objective: str = LIMIT) -> Question:
    """Three pairs."""
    texts = {
        "text": f"Énoncé {key.removeprefix('q-')}.",
        "pairs": {one: {"left": f"Gauche {one}", "right": f"Droite {one}"} for one in pairs},
        "notion": "NOTION des paires",
        "feedback": "SECRET retour sur les paires",
    }
    return Question(key=key, type="matching", objective=objective, body={"pairs": list(pairs)}, texts={"fr": texts})


def test_bank(*keys: str) -> list[Question]:
    """Situations of the validation test, the right option being b."""
    found = [single(key, "b", "situation", objective=(LISTEN, LIMIT)[n % 2]) for n, key in enumerate(keys)]
    for question in found:
        question.bank = "test"
    return found


test_bank.__test__ = False  # type: ignore[attr-defined]  # it makes questions, it is no test


def scenario(version_id: int, moment: str = "before", key: str = "") -> Scenario:
    """A scenario of three options, the second being the best."""
    texts = {
        "situation": "Théo doute.",
        "ask": "Que faites-vous ?",
        "options": options("a", "b", "c", secret="SECRET "),
        "explain": "Pourquoi ?",
        "expert": "SECRET avis",
        "compare": "Et maintenant ?",
        "situation_html": "<p>Théo doute.</p>",
        "expert_html": "<p>SECRET avis</p>",
    }
    return Scenario(
        version_id=version_id,
        key=key or {"before": "depart", "after": "arrivee"}[moment],
        moment=moment,
        objective=LISTEN,
        options=["a", "b", "c"],
        best="b",
        texts={"fr": texts},
    )


def one_of_each() -> list[Question]:
    """A bank of six, one of each type."""
    return [single(), multiple(), truefalse(), single("q-situation", "c", "situation"), ordering(), matching()]


def module(
    slug: str = "",
    *,
    bank: list[Question] | None = None,
    lessons: int = 2,
    substance: int = 1,
    published_at: datetime = PUBLISHED,
    english: bool = False,
    **values: Any,
) -> Module:
    """A published module. `values` are those of its version (draw, pass_percent, delay_minutes, max_attempts…)."""
    n = next(_number)
    slug = slug or f"module-{n}"

    def act(session: Any) -> Module:
        made = Module(slug=slug, position=n)
        session.add(made)
        session.flush()
        return made

    made = write(act)
    publish(
        made,
        bank=bank,
        lessons=lessons,
        substance=substance,
        published_at=published_at,
        english=english,
        number=1,
        **values,
    )
    return made


def publish(
    of: Module,
    *,
    bank: list[Question] | None = None,
    lessons: int = 2,
    substance: int = 1,
    published_at: datetime = PUBLISHED,
    english: bool = False,
    number: int = 2,
    **values: Any,
) -> ModuleVersion:
    """A new version of a module, current from now on."""
    module_id, slug = of.id, of.slug
    questions = one_of_each() if bank is None else bank
    words = {
        "title": f"Titre de {slug}",
        "why": f"Pourquoi {slug}.",
        "objectives": [
            {"id": LISTEN, "text": "Reformuler avant de conseiller"},
            {"id": LIMIT, "text": "Dire ses limites"},
        ],
    }
    manifest: dict[str, Any] = {"fr": words, "sources": []}
    if english:
        manifest["en"] = {**words, "title": f"Title of {slug}"}

    def act(session: Any) -> ModuleVersion:
        version = ModuleVersion(
            **{
                "module_id": module_id,
                "number": number,
                "change": "substance",
                "substance": substance,
                "source": "folder",
                "package_hash": f"{slug}-{number}",
                "minutes": 8,
                "draw": sum(question.bank != "test" for question in questions),
                "pass_percent": 80,
                "delay_minutes": 0,
                "max_attempts": 0,
                "manifest": manifest,
                "renderer": "1",
                "published_at": published_at,
            }
            | values
        )
        session.add(version)
        session.flush()
        for position in range(1, lessons + 1):
            texts = {
                "fr": {
                    "title": f"Leçon {position} de {slug}",
                    "markdown": "x",
                    "pieces": [{"html": f"<p>Texte de la leçon {position}.</p>"}],
                }
            }
            if english:
                texts["en"] = {
                    "title": f"Lesson {position} of {slug}",
                    "markdown": "x",
                    "pieces": [{"html": f"<p>Text of lesson {position}.</p>"}],
                }
            session.add(
                Lesson(version_id=version.id, key=f"lecon-{position}", position=position, minutes=2, texts=texts)
            )
        for position, question in enumerate(questions, 1):
            question.version_id, question.position = version.id, position
            session.add(question)
        session.get_one(Module, module_id).current_version_id = version.id
        session.flush()
        return version

    return write(act)
