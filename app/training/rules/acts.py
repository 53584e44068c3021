"""One thing a person did in training, as the learner's record tells it."""

from dataclasses import dataclass
from datetime import datetime

# What an act is: a lesson finished, a question of a lesson answered, a scenario's choice made, then compared with the
# expert's, a quiz or the test started, then sent, a review answered, a certificate issued.
KINDS = ("lesson", "exercise", "scenario", "comparison", "attempt", "result", "review", "certificate")
TEST = ""  # in place of a module: the validation test, and what concerns the whole training


@dataclass(frozen=True)
class Act:
    """`id` is that of its row, `key` that of what it is about (a lesson's, a question's, a number). `module` is a slug or
    TEST. `points` are 0 to 1, None for what has no right answer; `passed` is None when nothing was to be passed.

    `lesson` is the key of the lesson where it can be read again, if it still is in the module; `open` says that the
    module still is on the path, or that an attempt can be taken up where it was left.
    """

    kind: str
    id: int
    at: datetime
    module: str
    key: str
    title_fr: str
    title_en: str
    points: float | None = None
    passed: bool | None = None
    lesson: str = ""
    open: bool = False

    @property
    def name(self) -> str:
        """What tells this act from any other of the person: answering again is another act."""
        return f"{self.kind}/{self.id}/{self.at.timestamp():.6f}"
