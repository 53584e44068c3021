"""A QTI item being written: elements spelled for its version, texts as its HTML, what is told after an answer."""

from decimal import Decimal
from fractions import Fraction

from lxml import etree

from app.content.formats import answers
from app.content.formats.findings import Findings
from app.content.formats.qti_names import ITEM, SCHEMAS, TEMPLATES, attributes, element

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LEAST = "0.001"  # how far from the whole score weights that were rounded may add up


class Page:
    """One item of one version. Parts are added in the order the schema wants: responses, outcomes, body, rules, feedbacks."""

    def __init__(self, version: str, **said: str) -> None:
        space, schema = SCHEMAS[version]
        self.version = version
        self.root = etree.Element(element(ITEM, version), nsmap={None: space, "xsi": _XSI})
        self.root.set(f"{{{_XSI}}}schemaLocation", f"{space} {schema}")
        for name, value in attributes({**said, "adaptive": "false", "timeDependent": "false"}, version).items():
            self.root.set(name, value)
        self.told: list[tuple[str, str, str]] = []  # outcome, identifier, text

    def add(self, parent: etree._Element, name: str, text: str = "", /, **said: str) -> etree._Element:
        """A new element, with its text."""
        node = etree.SubElement(parent, element(name, self.version), attributes(said, self.version))
        if text:
            self.inline(node, text)
        return node

    def inline(self, node: etree._Element, text: str) -> None:
        """Put words at the end of an element, a line break between two lines."""
        first, *lines = text.split("\n")
        _append(node, first)
        for one in lines:
            self.add(node, "br").tail = one

    def said(self, node: etree._Element, text: str) -> None:
        """Put words in an element, in paragraphs when they have several."""
        parts = text.split("\n\n")
        if len(parts) == 1:
            self.inline(node, text)
        else:
            for one in parts:
                self.add(node, "p", one)

    def response(self, name: str, base: str, *right: str, cardinality: str = "single") -> etree._Element:
        """Declare a response and what is right."""
        node = self.add(self.root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
        correct = self.add(node, "correctResponse")
        for one in right:
            self.add(correct, "value", one)
        return node

    def outcome(self, name: str, base: str, default: str = "") -> None:
        """Declare an outcome, and what it is before any answer."""
        node = self.add(self.root, "outcomeDeclaration", identifier=name, cardinality="single", baseType=base)
        if default:
            self.add(self.add(node, "defaultValue"), "value", default)

    def template(self, name: str) -> None:
        """Leave the processing to a template of the specification."""
        suffix = ".xml" if self.version == "3.0" else ""
        self.add(self.root, "responseProcessing", template=f"{TEMPLATES[self.version]}{name}{suffix}")

    def sets(self, rule: etree._Element, outcome: str, value: str, base: str = "identifier") -> None:
        """In a rule, give a value to an outcome."""
        self.add(self.add(rule, "setOutcomeValue", identifier=outcome), "baseValue", value, baseType=base)

    def result(self, rules: etree._Element, whole: Fraction) -> None:
        """Set RESULT by the score: correct from this score on, partial, or incorrect."""
        condition = self.add(rules, "responseCondition")
        limit = format(Decimal(decimal(whole)) - Decimal(_LEAST), "f")
        for branch, sign, least, word in (
            ("responseIf", "gte", limit, "correct"),
            ("responseElseIf", "gt", "0", "partial"),
        ):
            rule = self.add(condition, branch)
            test = self.add(rule, sign)
            self.add(test, "variable", identifier="SCORE")
            self.add(test, "baseValue", least, baseType="float")
            self.sets(rule, "RESULT", word)
        self.sets(self.add(condition, "responseElse"), "RESULT", "incorrect")

    def feedbacks(self) -> None:
        """Write what is told after the answer."""
        for outcome, identifier, text in self.told:
            node = self.add(
                self.root, "modalFeedback", outcomeIdentifier=outcome, identifier=identifier, showHide="show"
            )
            self.said(self.add(node, "contentBody") if self.version == "3.0" else node, text)

    def data(self) -> bytes:
        """The file, a line for each part of the item."""
        self.root.text = "\n"
        for child in self.root:
            child.tail = "\n"
        return bytes(etree.tostring(self.root, encoding="UTF-8", xml_declaration=True))


def _append(node: etree._Element, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or "") + text
    else:
        node.text = (node.text or "") + text


def weight(credit: Fraction, findings: Findings) -> str:
    """A credit as decimal digits; what cannot be said so is said nearly, and found."""
    return format(Decimal(answers.percent(credit, findings)).scaleb(-2).normalize(), "f")


def decimal(value: Fraction) -> str:
    """A fraction as decimal digits, nearly."""
    return format(round(Decimal(value.numerator) / Decimal(value.denominator), 7).normalize(), "f")
