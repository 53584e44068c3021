"""YAML whose every value knows the line it came from."""

from typing import Any

import yaml

from app.content.rules.package import Problem


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


def load(file: str, text: str, problems: list[Problem]) -> Any:
    """The value of a YAML text; None, with a problem added, when it does not parse. Keys given twice are problems."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        problems.append(_unreadable(file, text, error))
        return None
    return _value(file, node, problems) if node is not None else None


def _unreadable(file: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 1
    lines = text.splitlines()
    # The colon is often on the line before the one where the parser gives up.
    near = [n for n in (line, line - 1) if 0 < n <= len(lines) and lines[n - 1].count(": ") > 1]
    if near or "mapping values" in str(error):
        return Problem(file, near[0] if near else line, "yaml_colon")
    return Problem(file, line, "yaml", values={"why": str(getattr(error, "problem", "") or error)})


def _value(file: str, node: yaml.Node, problems: list[Problem]) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found = Map(line)
        for key_node, value_node in node.value:
            key, at = str(key_node.value), key_node.start_mark.line + 1
            if key in found:
                problems.append(Problem(file, at, "key_twice", values={"key": key}))
            found[key], found.at[key] = _value(file, value_node, problems), at
        return found
    if isinstance(node, yaml.SequenceNode):
        row = Row(line)
        for entry in node.value:
            row.append(_value(file, entry, problems))
            row.at.append(entry.start_mark.line + 1)
        return row
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    """Text stays text: only what is written bare as a number or true/false is one; a date stays as written."""
    text = str(node.value)
    if node.tag == "tag:yaml.org,2002:int" and text.lstrip("-").isdecimal():
        return int(text)
    if node.tag == "tag:yaml.org,2002:bool":
        return text.lower() in ("true", "yes", "on")
    if node.tag == "tag:yaml.org,2002:null":
        return None
    return text.strip()
