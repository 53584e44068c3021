"""What a new module starts from: the files a package needs, with what is to be written said in them."""

from app.content.rules.editing import written

LESSON = """# Première leçon

Commencez par une situation que la personne reconnaît, en trois lignes.

## Ce qu’il faut retenir

Une idée par partie, avec un exemple tiré d’un rendez-vous.

## Que faire

> « Une phrase que l’on peut dire telle quelle. »
"""
EMPTY = "[]\n"


def skeleton(slug: str, title: str, position: int) -> dict[str, str]:
    """The texts of a module that says nothing yet, by file name. The checks say what is missing."""
    manifest = {
        "slug": slug,
        "position": position,
        "version": 1,
        "change": "substance",
        "title": title,
        "minutes": 10,
        "why": "Une phrase : ce que le module change pour la personne accompagnée.",
        "quiz": {"draw": 6, "pass_percent": 80, "delay_minutes": 10, "max_attempts": 0},
        "objectives": [{"id": "objectif", "text": "Commencer par un verbe à l’infinitif"}],
        "sources": [],
    }
    return {"module.yaml": written(manifest), "01-premiere-lecon.md": LESSON, "quiz.yaml": EMPTY}
