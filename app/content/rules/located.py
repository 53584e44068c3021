"""YAML whose every value knows the line it came from.

Every scalar stays the text it was written as (null alone is None): the schema says what is a number, not YAML, so that
« 12 », « Oui » or « No » may be an answer.
"""

import re
from typing import Any

import yaml

from app.content.rules.package import Notes

BLOCK_COLON = re.compile(r"""\s*(?:-\s+)*[\w-]+:\s+(?!["'|>{\[]).*:(?:\s|$)""")
FLOW_COLON = re.compile(r"""[{,]\s*[\w-]+:\s+(?!["'{\[])[^,{}]*:(?:\s|$)""")
FLOW_QUESTION = re.compile(r"""[{,]\s*[\w-]+:\s+(?!["'{\[])[^,{}"']*\?""")
SIGN_FIRST = re.compile(r"""\s*(?:-\s+)*[\w-]+:\s+([*&@`%!\["])""")
TAB = re.compile(r"\s*\t")


class Map(dict[str, Any]):
    """A mapping, with the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.at: dict[str, int] = {}


class Row(list[Any]):
    """A sequence, with the line of each entry."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.at: list[int] = []


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """No alias: `*word` is a text that lacks quotes, and an alias could make a small file endless."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "alias", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def load(text: str, notes: Notes) -> Any:
    """The value of a YAML text; None, with a problem noted, when it does not parse. Keys given twice are problems."""
    try:
        node = yaml.compose(text, Loader=_Loader)
        return _value(node, notes) if node is not None else None
    except yaml.YAMLError as error:
        _unreadable(text, error, notes)
    except RecursionError:
        notes.wrong(1, "yaml_deep")
    return None


def _unreadable(text: str, error: yaml.YAMLError, notes: Notes) -> None:
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", 0)  # of a character YAML does not allow
    line = mark.line + 1 if mark is not None else text.count("\n", 0, position) + 1
    lines = text.splitlines()
    # What breaks the file is often on the line before the one where the parser gives up.
    near = [n for n in (line, line - 1) if 0 < n <= len(lines)]
    for n in near:
        if BLOCK_COLON.match(lines[n - 1]) or FLOW_COLON.search(lines[n - 1]):
            return notes.wrong(n, "yaml_colon")
    for n in near:
        if FLOW_QUESTION.search(lines[n - 1]):
            return notes.wrong(n, "yaml_question")
    if "mapping values" in str(error):
        return notes.wrong(line, "yaml_colon")
    for n in near:
        if sign := SIGN_FIRST.match(lines[n - 1]):
            return notes.wrong(n, "yaml_sign", sign=sign[1])
        if TAB.match(lines[n - 1]):
            return notes.wrong(n, "yaml_tab")
    return notes.wrong(line, "yaml")


def _value(node: yaml.Node, notes: Notes) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found = Map(line)
        for key_node, value_node in node.value:
            key, at = str(key_node.value), key_node.start_mark.line + 1
            if key in found:
                notes.wrong(at, "key_twice", key=key)
            found[key], found.at[key] = _value(value_node, notes), at
        return found
    if isinstance(node, yaml.SequenceNode):
        row = Row(line)
        for entry in node.value:
            row.append(_value(entry, notes))
            row.at.append(entry.start_mark.line + 1)
        return row
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value).strip()
