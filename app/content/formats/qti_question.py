"""One QTI item being understood: what every kind of question needs of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from app.content.formats.findings import Findings, Refused
from app.content.formats.items import Image, Item
from app.content.formats.qti_feedback import OUTCOMES, Trials, feedbacks
from app.content.formats.qti_processing import MOST, NONE, RULES, Processing
from app.content.formats.qti_text import Place, Texts
from app.content.formats.qti_values import NULL, Response

OPTIONS = 200  # of one interaction
NEAR = Fraction(1, 10**7)  # how far from a simple fraction a weight may be rounded by its author
Found = tuple[str, Image | None]


@dataclass
class Question:
    """One item. `interactions` are those it asks to answer, in the order of the text."""

    node: etree._Element
    body: etree._Element
    interactions: list[etree._Element]
    texts: Texts
    processing: Processing
    name: str = ""
    key: str = ""
    tags: tuple[str, ...] = ()
    told: dict[str, str] = field(default_factory=dict)

    @property
    def findings(self) -> Findings:
        return self.texts.findings

    @property
    def understood(self) -> bool:
        """Whether the item's own rules say what answers are worth: when they make no sense, its declarations do."""
        return self.processing.how == RULES

    def response(self, interaction: etree._Element) -> Response:
        """What an interaction's answer is. Raises Refused."""
        name = (interaction.get("responseIdentifier") or "").strip()
        found = self.processing.declared.responses.get(name)
        if found is None:
            raise Refused("no_response", at=interaction.sourceline, detail=name[:60])
        return found

    def asked(self, place: Place) -> Found:
        """The text of the item, and its image. Raises Refused."""
        text, image = self.texts.asked(self.body, place)
        if not text:
            raise Refused("no_text")
        return text, image

    def around(self, interaction: etree._Element) -> Found:
        """The text of an item with this one interaction: what is around it, and its prompt where it stands."""

        def place(node: etree._Element) -> str | None:
            if node is not interaction:
                return None
            prompt = node.find("prompt")
            return "" if prompt is None else f"<p>{self.texts.marked(prompt, place)}</p>"

        return self.asked(place)

    def most(self) -> Fraction:
        """What the item declares its best score to be; 0 when it does not."""
        found = self.processing.declared.outcomes.get(MOST, NULL)
        return found[0] if len(found) == 1 and isinstance(found[0], Fraction) else Fraction(0)

    def tell(self, trials: Trials) -> Mapping[str, str]:
        """Find what is told to whom; `made` says what is told of the whole answer. Returns all of it, by key."""
        self.told = feedbacks(self.node, self.texts, self.processing, trials)
        return self.told

    def made(self, kind: str, text: str, image: Image | None, /, **answered: object) -> Item:
        """The item that is understood."""
        known = {which: self.told.get(which, "") for which in OUTCOMES}
        known |= {"name": self.name, "key": self.key}
        return Item(
            kind,
            text,
            tags=self.tags,
            image=image,
            line=self.node.sourceline,
            **{**known, **answered},  # type: ignore[arg-type]
        )

    def fall_back(self) -> None:
        """Take what the declarations say, when the rules are not understood; and say so."""
        self.findings.loss("processing")
        self.processing = Processing(self.processing.declared, None, NONE, self.processing.budget)


def credit(score: Fraction, best: Fraction, findings: Findings) -> Fraction:
    """What an answer is worth, from −1 to 1, next to the best one: 0.3333333 is a third."""
    value = score / best
    simple = value.limit_denominator(30)
    value = simple if abs(simple - value) <= NEAR else value
    if not -1 <= value <= 1:
        findings.loss("credit", detail=str(float(value))[:20])
    return max(Fraction(-1), min(Fraction(1), value))


def few(nodes: list[etree._Element], detail: str) -> list[etree._Element]:
    """These parts of an interaction. Raises Refused when they are more than anyone reads."""
    if len(nodes) > OPTIONS:
        raise Refused("too_much", detail=detail)
    return nodes
