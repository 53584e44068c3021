"""What a QTI item declares: responses (cardinality, type, right answer, mapping) and outcomes, with typed values.

https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html#element10069
"""

from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from app.content.formats import answers, html
from app.content.formats.findings import Refused

Single = str | Fraction | bool
Value = tuple[Single, ...]  # a container's values; () is NULL; a single value is alone

NULL: Value = ()
NUMBERS = frozenset({"integer", "float", "duration"})


def number(text: str) -> Fraction:
    """A decimal number. Raises Refused."""
    return Fraction(answers.decimal(text))


def typed(text: str, base: str) -> Single:
    """The value that a text says, of this base type. Raises Refused: `bad_number`."""
    if base in NUMBERS:
        return number(text)
    if base == "boolean":
        return text.strip() in ("true", "1")
    words = text.split()
    if base == "pair":
        return " ".join(sorted(words))
    return " ".join(words) if base in ("directedPair", "identifier") else html.line(text)


def contained(values: list[Single], cardinality: str) -> Value:
    """Values as a container: only an ordered one minds their order."""
    return tuple(values) if cardinality == "ordered" else tuple(sorted(values, key=str))


@dataclass(frozen=True)
class Mapping:
    """What each value of a response is worth. `folded` are the values whose capitals do not matter."""

    entries: dict[Single, Fraction]
    folded: dict[str, Fraction]
    default: Fraction = Fraction(0)
    lower: Fraction | None = None
    upper: Fraction | None = None

    def worth(self, value: Single) -> Fraction:
        if value in self.entries:
            return self.entries[value]
        return self.folded.get(value.casefold(), self.default) if isinstance(value, str) else self.default

    def total(self, response: Value, *, bounded: bool = True) -> Fraction:
        """The score of a response: each value counts once, between the bounds."""
        score = sum(map(self.worth, set(response)), Fraction(0)) if response else self.default
        if bounded and self.lower is not None:
            score = max(score, self.lower)
        return min(score, self.upper) if bounded and self.upper is not None else score


@dataclass(frozen=True)
class Response:
    """One response of an item. `correct` keeps the order of the file; `keys` are the values its mapping names."""

    identifier: str
    cardinality: str = "single"
    base: str = "identifier"
    correct: tuple[Single, ...] = ()
    mapping: Mapping | None = None
    keys: tuple[Single, ...] = ()

    @property
    def right(self) -> Value:
        return contained(list(self.correct), self.cardinality)


@dataclass(frozen=True)
class Declared:
    """What an item declares: its responses, its outcomes' first values and their types."""

    responses: dict[str, Response] = field(default_factory=dict)
    outcomes: dict[str, Value] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)


def declared(item: etree._Element) -> Declared:
    """What this item declares. Raises Refused: `bad_number`, with the declaration's line."""
    made = Declared()
    for node in item.iterchildren("responseDeclaration", "outcomeDeclaration"):
        name = (node.get("identifier") or "").strip()
        base = (node.get("baseType") or "").strip()
        try:
            if node.tag == "responseDeclaration":
                made.responses[name] = _response(node, name, base or "identifier")
            else:
                made.bases[name] = base
                values = [typed(one.text or "", base) for one in node.iterfind("defaultValue/value")]
                if not values and base in NUMBERS:
                    values.append(Fraction(0))
                made.outcomes[name] = contained(values, node.get("cardinality") or "single")
        except Refused as why:
            raise Refused(why.code, at=node.sourceline, **why.values) from None
    return made


def _response(node: etree._Element, name: str, base: str) -> Response:
    correct = tuple(typed(one.text or "", base) for one in node.iterfind("correctResponse/value"))
    mapping = node.find("mapping")
    keys: list[Single] = []
    entries: dict[Single, Fraction] = {}
    folded: dict[str, Fraction] = {}
    for entry in node.iterfind("mapping/mapEntry"):
        key, worth = typed(entry.get("mapKey") or "", base), number(entry.get("mappedValue") or "")
        if (entry.get("caseSensitive") or "true").strip() in ("false", "0") and isinstance(key, str):
            folded.setdefault(key.casefold(), worth)
        else:
            entries.setdefault(key, worth)
        keys.append(key)
    found = None
    if mapping is not None:
        found = Mapping(
            entries, folded, number(mapping.get("defaultValue") or "0"), *_bounds(mapping)
        )  # fmt: skip
    return Response(
        name, (node.get("cardinality") or "single").strip(), base, correct, found, tuple(dict.fromkeys(keys))
    )


def _bounds(mapping: etree._Element) -> tuple[Fraction | None, Fraction | None]:
    low, high = mapping.get("lowerBound"), mapping.get("upperBound")
    return number(low) if low else None, number(high) if high else None
