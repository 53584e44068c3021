"""module.yaml as a form shows it, and the file that the form gives back: what the module is, its rules, its sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.authoring.rules.naming import key_for
from app.content.rules import editing, located
from app.content.rules.package import Notes

TEXTS = ("title", "why")
NUMBERS = ("position", "minutes")
QUIZ = ("draw", "pass_percent", "delay_minutes", "max_attempts")
SOURCE = ("ref", "doi", "url", "checked")
MOST_OBJECTIVES, MOST_SOURCES = 8, 24
LONGEST_ID = 4  # words


def read(text: str) -> dict[str, Any] | None:
    """What a module.yaml says, as texts; None when it cannot be read as one."""
    notes = Notes("", [])
    value = located.load(text, notes)
    return dict(value) if isinstance(value, Mapping) and not notes.problems else None


def requires(text: str) -> list[str]:
    """The modules that a module.yaml asks for; none when it cannot be read."""
    value = read(text) or {}
    listed = value.get("requires")
    return [str(one) for one in listed] if isinstance(listed, list) else []


def rows(value: Mapping[str, Any], key: str, most: int) -> list[Mapping[str, str]]:
    """The entries of `key`, then one empty: room for another."""
    found = [one for one in value.get(key) or () if isinstance(one, Mapping)]
    return [*found, {}][:most]


def written(
    text: str, form: Mapping[str, str], folded: Mapping[str, str], lang: str = "fr", asked: Sequence[str] = ()
) -> str:
    """The file that a form gives, over what the file said: what the form does not show stays. `folded` gives each new
    objective's text without accents, to make its id of. `asked` are the modules to pass before.
    """
    before = read(text) or {}
    value: dict[str, Any] = {**before, **{name: form.get(name, "").strip() for name in TEXTS}}
    value["objectives"] = _objectives(form, folded)
    if lang == "fr":
        value |= {name: _number(form.get(name, "")) for name in NUMBERS}
        value["quiz"] = {name: _number(form.get(f"quiz-{name}", "")) for name in QUIZ}
        value["sources"] = _sources(form)
        value.pop("requires", None)
        value |= {"requires": list(asked)} if asked else {}
        value |= {name: _number(str(value[name])) for name in ("version",) if name in value}
    return editing.written(value)


def _number(text: str) -> int | str:
    """A whole number as YAML writes one; anything else as it was typed: the check will say so."""
    said = text.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else said  # noqa: PLR2004


def _objectives(form: Mapping[str, str], folded: Mapping[str, str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for number in range(MOST_OBJECTIVES):
        text = form.get(f"objective-{number}-text", "").strip()
        if not text:
            continue
        key = form.get(f"objective-{number}-id", "").strip()
        taken = [one["id"] for one in found]
        short = " ".join(folded.get(text, "").split()[:LONGEST_ID])
        found.append({"id": key or key_for(short, taken), "text": text})
    return found


def _sources(form: Mapping[str, str]) -> list[dict[str, str]]:
    found = []
    for number in range(MOST_SOURCES):
        one = {name: form.get(f"source-{number}-{name}", "").strip() for name in SOURCE}
        if one["ref"]:
            found.append({name: said for name, said in one.items() if said})
    return found


def objective_texts(form: Mapping[str, str]) -> Sequence[str]:
    """What a form says of its objectives, to be folded."""
    return [said for n in range(MOST_OBJECTIVES) if (said := form.get(f"objective-{n}-text", "").strip())]
