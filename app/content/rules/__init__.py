"""The module package as pure rules: what it is, how it is read, what may be wrong with it."""

from app.content.rules.checks import check, examine
from app.content.rules.package import LessonText, Package, Problem, QuestionText
from app.content.rules.reading import read_package

__all__ = ["LessonText", "Package", "Problem", "QuestionText", "check", "examine", "read_package"]
