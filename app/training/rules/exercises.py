"""The questions asked inside a lesson: how they are shown, when their key is, and what others said. They count for nothing."""

from collections.abc import Mapping, Sequence

from app.training.rules.drawing import lot

AS_WRITTEN = ("truefalse", "declare")
TRIES_BEFORE_KEY = 2
ENOUGH_PEOPLE = 10  # below, a percentage could point at someone
OPINION = "declare"


def order(person_id: int, key: str, kind: str, ids: Sequence[str]) -> list[str]:
    """The order in which a person is shown `ids`: always the same for the same person and the same permanent `key`, so that a
    page opened before a new version still means what it said.
    """
    return list(ids) if kind in AS_WRITTEN else sorted(ids, key=lambda one: lot(person_id, "lesson", key, one))


def reveals(tries: int, *, right: bool) -> bool:
    """Whether the key is shown: once found, or after two tries."""
    return right or tries >= TRIES_BEFORE_KEY


def percents(counts: Mapping[str, int], options: Sequence[str]) -> dict[str, int] | None:
    """What share (whole percent) chose each of `options`; None while fewer than ten people have answered."""
    total = sum(counts.get(one, 0) for one in options)
    if total < ENOUGH_PEOPLE:
        return None
    return {one: round(100 * counts.get(one, 0) / total) for one in options}
