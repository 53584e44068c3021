"""What a reader or a writer of questions has to say about one question, or about the file: refusals and losses.

The words are elsewhere: here are codes and values.
"""

from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from app.content.formats import html
from app.content.formats.items import Choice, Gap, Item, Pair, Trouble

MOST_LOSSES = 50  # of one question
LONGEST = 200  # characters of a detail
SHOWN = 60  # characters of a text that stands for a name


class Refused(Exception):
    """The question, or the file, is left out: why, and where in the file when it is known better than the question's line."""

    def __init__(self, code: str, at: int = 0, **values: str) -> None:
        super().__init__(code)
        self.code, self.at, self.values = code, at, values


@dataclass
class Findings:
    """What is found about one question."""

    line: int = 0
    name: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def loss(self, code: str, detail: str = "") -> None:
        """The question is kept without something; said once, and no more than a reader can read."""
        if len(self.seen) >= MOST_LOSSES:
            code, detail = "and_more", ""
        if (code, detail) not in self.seen:
            self.seen.add((code, detail))
            self.troubles.append(Trouble(self.line, code, self.name, "loss", {"detail": detail} if detail else {}))

    def refused(self, why: Refused) -> Trouble:
        """The question is left out: the losses found before no longer matter."""
        return Trouble(why.at or self.line, why.code, self.name, "error", why.values)

    def said(self, words: html.Words) -> str:
        """The text of these words; what they lost is found."""
        for code, detail in words.lost:
            self.loss(code, detail[:LONGEST])
        return words.text

    def without_pictures(self, words: html.Words) -> str:
        """The text of words that have no place for an image."""
        for picture in words.pictures:
            self.loss("image", detail=shown_name(picture.source))
        return self.said(words)


def shown_name(source: str) -> str:
    """What to call an image: its file's name, never its whole content."""
    return html.line(unquote(source.removeprefix(html.HERE)))[:120] if not source.startswith("data:") else "data:"


def called(name: str, text: str) -> str:
    """How to call a question: its name, or how its text begins."""
    return name or (text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")


def cleaned(item: Item, findings: Findings) -> Item:
    """The item with tidy texts, ready to be written; characters no format carries are lost, and said."""

    def tidy(text: str) -> str:
        if html.NOT_TEXT.search(text.replace("\r", "").replace("\t", "")):
            findings.loss("characters")
        return html.tidy(text)

    def line(text: str) -> str:
        return html.line(tidy(text))

    def choice(one: Choice) -> Choice:
        return replace(one, text=tidy(one.text), feedback=tidy(one.feedback))

    return replace(
        item,
        name=line(item.name), key=line(item.key), text=tidy(item.text), unit=line(item.unit),
        choices=tuple(map(choice, item.choices)),
        pairs=tuple(Pair(tidy(one.left), line(one.right)) for one in item.pairs),
        order=tuple(map(tidy, item.order)),
        gaps=tuple(
            Gap(tuple(replace(choice(one), text=line(one.text)) for one in gap.accepted), gap.case) for gap in item.gaps
        ),
        numbers=tuple(replace(one, feedback=tidy(one.feedback)) for one in item.numbers),
        feedback=tidy(item.feedback), right=tidy(item.right), partial=tidy(item.partial), wrong=tidy(item.wrong),
        tags=tuple(filter(None, dict.fromkeys(map(line, item.tags)))),
        image=item.image and replace(item.image, name=line(item.image.name), alt=line(item.image.alt)),
    )  # fmt: skip
