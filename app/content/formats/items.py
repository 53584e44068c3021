"""A question as the formats of other platforms understand it: what each of them is read into, and written from.

Texts are plain, paragraphs apart by an empty line: what a format says in HTML or Markdown is reduced to its words, and an
`EMPHASIS` problem says so. A gap of a cloze text is `[[n]]`, n counting from 1.
"""

from dataclasses import dataclass, field
from fractions import Fraction

SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, CLOZE, NUMERIC = KINDS = (
    "single", "multiple", "truefalse", "matching", "ordering", "cloze", "numeric",
)  # fmt: skip
WHOLE = Fraction(1)


@dataclass(frozen=True)
class Choice:
    """An option, or an answer a gap or a number accepts. `credit` is what it is worth, from -1 to 1; 1 is right."""

    text: str
    credit: Fraction = Fraction(0)
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """Two parts that go together."""

    left: str
    right: str


@dataclass(frozen=True)
class Gap:
    """One gap of a cloze text: what it accepts, and whether capitals matter."""

    accepted: tuple[Choice, ...]
    case: bool = False


@dataclass(frozen=True)
class Number:
    """What a numeric question accepts: decimal texts."""

    answer: str
    tolerance: str = "0"
    credit: Fraction = WHOLE
    feedback: str = ""


@dataclass(frozen=True)
class Image:
    """An image that goes with the question's text."""

    name: str
    data: bytes = field(repr=False)
    alt: str = ""


@dataclass(frozen=True)
class Item:
    """One question. Of `choices` (single, multiple, truefalse: true first), `pairs` (matching), `order` (ordering, in the
    right order), `gaps` (cloze) and `numbers` (numeric), only what its kind has is filled. `name` is what the file calls
    it, `key` what may become its permanent id, empty when the file has none; `tags` are its categories and tags.
    `partial` is what a partly right answer is told, where the format tells them apart.
    """

    kind: str
    text: str
    name: str = ""
    key: str = ""
    choices: tuple[Choice, ...] = ()
    pairs: tuple[Pair, ...] = ()
    order: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    numbers: tuple[Number, ...] = ()
    unit: str = ""
    feedback: str = ""
    right: str = ""
    partial: str = ""
    wrong: str = ""
    tags: tuple[str, ...] = ()
    image: Image | None = None
    line: int = 0


@dataclass(frozen=True)
class Trouble:
    """What cannot be kept, or not read: where, a code (words are elsewhere), how serious, and its values.

    `error`: the question, or the file, is left out. `loss`: the question is read without something, which is named.
    """

    line: int
    code: str
    name: str = ""
    level: str = "error"
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What a file gave."""

    items: tuple[Item, ...] = ()
    troubles: tuple[Trouble, ...] = ()
