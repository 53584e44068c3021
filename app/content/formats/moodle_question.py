"""One question of a Moodle XML file, understood. Points, penalty, shuffling and numbering belong to a quiz: they are not read."""

from collections.abc import Callable
from urllib.parse import unquote

from lxml import etree

from app.content.formats import answers, embedded, html, pictures
from app.content.formats.findings import Findings, Refused, called, shown_name
from app.content.formats.items import (
    CLOZE,
    MATCHING,
    NUMERIC,
    ORDERING,
    TRUE_FALSE,
    Choice,
    Image,
    Item,
    Number,
    Pair,
)

_FORMS = {"html": html.HTML, "plain_text": html.PLAIN, "moodle_auto_format": html.AUTO, "markdown": html.MARKDOWN}


def text_of(node: etree._Element, path: str = "") -> str:
    """What the `<text>` of this child says; what is inside without `<text>`, in old files."""
    found = node.find(path) if path else node
    if found is None:
        return ""
    inside = found.find("text")
    return _inside(found if inside is None else inside)


def _inside(node: etree._Element) -> str:
    # HTML that was not escaped is made of elements: it is HTML all the same.
    children = (etree.tostring(one, encoding="unicode") for one in node)
    return "".join((node.text or "", *children)).strip(html.BLANKS)


def _place(file: etree._Element) -> str:
    return str(file.get("path", "/") + file.get("name", "")).lstrip("/")


class Question:
    """One question, being understood."""

    def __init__(self, node: etree._Element, tags: tuple[str, ...], findings: Findings) -> None:
        self.node, self.findings = node, findings
        self.form = self._form(node.find("questiontext"), html.HTML)
        self.name = html.line(html.tagless(text_of(node, "name")))
        own = (html.line(text_of(one)) for one in node.iterfind("tags/tag"))
        self.tags = tuple(filter(None, dict.fromkeys((*tags, *own))))
        start = "" if self.name else html.words(text_of(node, "questiontext")[:1000], self.form).text
        findings.name = called(self.name, html.line(start))
        self.files = {_place(file): file for file in node.iterfind("questiontext/file")}

    def item(self, kind: str) -> Item:
        if kind not in _KINDS:
            raise Refused("unsupported", detail=kind[:60])
        return _KINDS[kind](self)

    def _made(self, kind: str, text: str, image: Image | None, /, **answered: object) -> Item:
        if not text:
            raise Refused("no_text")
        if any(text_of(one) or text_of(one, "hintcontent") for one in self.node.iterfind("hint")):
            self.findings.loss("hints")
        return Item(
            kind,
            text,
            name=self.name,
            key=html.line(self.node.findtext("idnumber") or ""),
            tags=self.tags,
            image=image,
            feedback=self._said("generalfeedback"),
            line=self.node.sourceline,
            **answered,  # type: ignore[arg-type]
        )

    def _form(self, node: etree._Element | None, default: str) -> str:
        said = None if node is None else node.get("format")
        return default if said is None else _FORMS.get(said.strip(), html.HTML)

    def _said(self, path: str, node: etree._Element | None = None) -> str:
        """The words of a text that has no place for an image."""
        inside = self.node if node is None else node
        found = inside.find(path) if path else inside
        if found is None:
            return ""
        return self.findings.without_pictures(html.words(text_of(found), self._form(found, self.form)))

    def _asked(self, source: str | None = None) -> tuple[str, Image | None]:
        """The question's words, and its first image."""
        words = html.words(text_of(self.node, "questiontext") if source is None else source, self.form)
        image = None
        for picture in (*words.pictures, *self._old_picture()):
            found = None if image else self._image(picture)
            image = image or found
            if not found:
                self.findings.loss("image", detail=shown_name(picture.source))
        return self.findings.said(words), image

    def _old_picture(self) -> list[html.Picture]:
        name = html.line(self.node.findtext("image") or "")
        return [html.Picture(html.HERE + name, "")] if name and self.node.findtext("image_base64") else []

    def _image(self, picture: html.Picture) -> Image | None:
        inline = pictures.inline(picture.source)
        if inline:
            name, coded = inline
        elif picture.source.startswith(html.HERE):
            name = unquote(picture.source.removeprefix(html.HERE))
            coded = self._file(name)
            name = html.line(name.rsplit("/", 1)[-1])
        else:
            return None
        data = pictures.decoded(coded)
        return Image(name, data, picture.alt) if data and name else None

    def _file(self, name: str) -> str:
        file = self.files.get(name.lstrip("/"))
        if file is not None:
            return str(file.text or "") if file.get("encoding", "base64") == "base64" else ""
        return self.node.findtext("image_base64") or "" if self.node.findtext("image") == name else ""

    def _answers(self, *, formatted: bool) -> list[Choice]:
        return [self._choice(node, formatted=formatted) for node in self.node.iterfind("answer")]

    def _choice(self, node: etree._Element, *, formatted: bool) -> Choice:
        try:
            credit = answers.credit(node.get("fraction") or node.findtext("fraction") or "0")
        except Refused as why:
            raise Refused(why.code, at=node.sourceline, **why.values) from None
        text = self._said("", node) if formatted else html.line(text_of(node))
        return Choice(text, credit, self._said("feedback", node))

    def _outcomes(self) -> dict[str, object]:
        named = {"right": "correctfeedback", "partial": "partiallycorrectfeedback", "wrong": "incorrectfeedback"}
        return {which: self._said(path) for which, path in named.items()}

    def multichoice(self) -> Item:
        choices = tuple(self._answers(formatted=True))
        one = (self.node.findtext("single") or "true").strip() not in ("false", "0")
        kind = answers.chosen(choices, one=one, findings=self.findings)
        return self._made(kind, *self._asked(), choices=choices, **self._outcomes())

    def truefalse(self) -> Item:
        found = self._answers(formatted=False)
        if len(found) != 2:  # noqa: PLR2004 - true and false
            raise Refused("too_few", detail=str(len(found)))
        # Files older than Moodle 2 say true and false in the language of the site, true first.
        if (found[0].text.lower(), found[1].text.lower()) == ("false", "true"):
            found.reverse()
        choices = tuple(
            Choice(text, one.credit, one.feedback) for text, one in zip(("true", "false"), found, strict=True)
        )
        if sorted(one.credit for one in choices) != [0, 1]:
            raise Refused("no_right")
        return self._made(TRUE_FALSE, *self._asked(), choices=choices)

    def matching(self) -> Item:
        pairs: list[Pair] = []
        for node in self.node.iterfind("subquestion"):
            left, right = self._said("", node), html.line(text_of(node, "answer"))
            if left and not right:
                raise Refused("bad_pair", at=node.sourceline, detail=left[:60])
            if left:
                pairs.append(Pair(left, right))
            elif right:
                self.findings.loss("lone_answer", detail=right)
        answers.paired(tuple(pairs))
        return self._made(MATCHING, *self._asked(), pairs=tuple(pairs), **self._outcomes())

    def shortanswer(self) -> Item:
        case = (self.node.findtext("usecase") or "0").strip() not in ("0", "false", "")
        gap, wrong = answers.gap(self._answers(formatted=False), self.findings, case=case)
        text, image = self._asked()
        if not text:
            raise Refused("no_text")
        marked = f"{answers.unmarked(text, self.findings)} [[1]]"
        return self._made(CLOZE, answers.placed(marked, 1), image, gaps=(gap,), wrong=wrong)

    def numerical(self) -> Item:
        numbers: list[Number] = []
        wrong = ""
        for node, choice in zip(self.node.iterfind("answer"), self._answers(formatted=False), strict=True):
            if choice.text in ("*", "") and choice.credit <= 0:
                wrong = wrong or choice.feedback
            elif choice.text == "*":
                self.findings.loss("wildcard", detail="*")
            else:
                number = answers.decimal(choice.text), answers.tolerance(node.findtext("tolerance") or "")
                numbers.append(Number(*number, choice.credit, choice.feedback))
        if not numbers:
            raise Refused("too_few", detail="0")
        kept, unit = answers.worth(tuple(numbers)), self._unit()
        return self._made(NUMERIC, *self._asked(), numbers=kept, unit=unit, wrong=wrong)

    def _unit(self) -> str:
        kept, others = "", []
        for unit in self.node.iterfind("units/unit"):
            name = html.line(unit.findtext("unit_name") or "")
            if not kept and (unit.findtext("multiplier") or "1").strip() in ("1", "1.0", "1.0000000"):
                kept = name
            elif name:
                others.append(name)
        if others:
            self.findings.loss("units", detail=", ".join(others)[:120])
        return kept

    def multianswer(self) -> Item:
        def said(source: str) -> str:
            return self.findings.without_pictures(html.words(source))

        text, gaps, wrong = embedded.read(text_of(self.node, "questiontext"), said, self.findings)
        asked, image = self._asked(text)
        return self._made(CLOZE, answers.placed(asked, len(gaps)), image, gaps=gaps, wrong=wrong)

    def ordering(self) -> Item:
        # The order is that of the file: what `fraction` holds is a rank, and blank answers are what an empty form field leaves.
        order = [self._said("", node) for node in self.node.iterfind("answer")]
        if any(self._said("feedback", node) for node in self.node.iterfind("answer")):
            self.findings.loss("part_feedback")
        kept = tuple(filter(None, order))
        if len(kept) < 2:  # noqa: PLR2004 - one thing has no order
            raise Refused("too_few", detail=str(len(kept)))
        return self._made(ORDERING, *self._asked(), order=kept, **self._outcomes())


_KINDS: dict[str, Callable[[Question], Item]] = {
    "multichoice": Question.multichoice,
    "truefalse": Question.truefalse,
    "matching": Question.matching,
    "match": Question.matching,
    "shortanswer": Question.shortanswer,
    "numerical": Question.numerical,
    "multianswer": Question.multianswer,
    "cloze": Question.multianswer,
    "ordering": Question.ordering,
}
