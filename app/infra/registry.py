"""What the features hand over: each exposes the same names in the same files, and this collects them."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any


class Registry:
    """The parts of every feature, in order. A part is absent when the feature has no such file or no such name."""

    def __init__(self, features: tuple[str, ...]) -> None:
        self.features = features

    def parts(self, file: str, name: str) -> list[Any]:
        """`name` of each feature's `file`, where it exists: parts("views", "bp") is every blueprint."""
        found = []
        for feature in self.features:
            path = f"app.{feature}.{file}"
            if find_spec(path) is not None:
                part = getattr(import_module(path), name, None)
                if part is not None:
                    found.append(part)
        return found

    def merged(self, file: str, name: str) -> dict[str, Any]:
        """The mappings of every feature as one. Raises ValueError if two features give the same key."""
        whole: dict[str, Any] = {}
        for part in self.parts(file, name):
            mapping: Mapping[str, Any] = part
            twice = whole.keys() & mapping.keys()
            if twice:
                raise ValueError(f"given twice in {file}.{name}: {', '.join(sorted(twice))}")
            whole |= mapping
        return whole

    def listed(self, file: str, name: str) -> list[Any]:
        """The sequences of every feature, end to end."""
        return [item for part in self.parts(file, name) for item in part]
