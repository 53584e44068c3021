"""What differs between a published version and a package, named by its files and ids, so that a refusal says what it is about."""

from collections.abc import Mapping
from typing import Any

from app.content.models import ModuleVersion
from app.content.rendering import body_of, media_of, said
from app.content.rules import Package

RULES = ("minutes", "draw", "pass_percent", "delay_minutes", "max_attempts")
MOST = 12  # names said before the rest is only counted


def manifest_of(package: Package) -> dict[str, Any]:
    """The manifest as it is stored: typography applied to what is read, sources as written."""
    spoken: dict[str, Any] = {
        lang: said(package.manifest[lang], lang) for lang in ("fr", "en") if lang in package.manifest
    }
    requires = {"requires": package.manifest["requires"]} if "requires" in package.manifest else {}
    return {**spoken, **requires, "sources": package.manifest["sources"]}


def differences(version: ModuleVersion, package: Package) -> str:
    """« quiz.yaml: +new, -gone, changed · module.yaml: minutes »: what publishing `package` over `version` would change."""
    manifest = manifest_of(package)
    top = [key for key in RULES if getattr(version, key) != getattr(package, key)]
    top += [key for key in ("fr", "en", "sources", "requires") if version.manifest.get(key) != manifest.get(key)]
    lessons = {
        lesson.key: {lang: (said(t.title, lang), t.markdown) for lang, t in lesson.texts.items()}
        for lesson in package.lessons
    }
    stored = {
        lesson.key: {lang: (t["title"], t["markdown"]) for lang, t in lesson.texts.items()}
        for lesson in version.lessons
    }
    media = media_of(package.media)
    asked = {
        q.key: (
            q.bank,
            q.objective,
            body_of(q.body, media),
            {lang: said(texts, lang) for lang, texts in q.texts.items()},
        )
        for q in package.questions
    }
    kept = {q.key: (q.bank, q.objective, q.body, q.texts) for q in version.questions}
    played = {
        s.key: (
            s.moment,
            s.objective,
            list(s.options),
            s.best,
            {lang: said(texts, lang) for lang, texts in s.texts.items()},
        )
        for s in package.scenarios
    }
    seen = {
        s.key: (s.moment, s.objective, s.options, s.best, {lang: _written(texts) for lang, texts in s.texts.items()})
        for s in version.scenarios
    }
    parts = {
        "module.yaml": top,
        "*.md": _changed(stored, lessons),
        "quiz.yaml": _changed(kept, asked),
        "scenarios.yaml": _changed(seen, played),
        "*.png": _changed(version.media, media),
    }
    return " · ".join(f"{file}: {_listed(names)}" for file, names in parts.items() if names)


def _written(texts: Mapping[str, Any]) -> dict[str, Any]:
    """The texts of a scenario as they were written, without the HTML made from some of them."""
    return {key: value for key, value in texts.items() if not key.endswith("_html")}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What appears (+), what goes (-), what is different."""
    added = [f"+{key}" for key in after if key not in before]
    gone = [f"-{key}" for key in before if key not in after]
    return [*added, *gone, *(key for key in after if key in before and before[key] != after[key])]


def _listed(names: list[str]) -> str:
    rest = len(names) - MOST
    return ", ".join(names[:MOST]) + (f", … (+{rest})" if rest > 0 else "")
