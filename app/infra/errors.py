"""Domain errors: a service says what went wrong by a code; one handler turns it into a page with a way out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError


class DomainError(Exception):
    """A rule refused an act. `code` names the sentence ("feature.what"), `values` fill it; nothing was written."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class NotYours(Exception):
    """The object does not exist for this person: shown as 404, whether it exists or not."""


@dataclass(frozen=True)
class Sentence:
    """How a domain error reads: HTTP status, a lazy text filled with the error's values, and the way out."""

    text: Any
    action: Any
    endpoint: str
    status: int = 409


Sentences = Mapping[str, Sentence]


def violated(error: IntegrityError, name: str, *columns: str) -> bool:
    """Whether `error` is the violation of constraint `name`, or of a UNIQUE on `columns` ("table.column").

    PostgreSQL names every constraint; SQLite names CHECKs and, for a UNIQUE, only the columns.
    """
    diagnostic = getattr(error.orig, "diag", None)
    if diagnostic is not None:
        return bool(diagnostic.constraint_name == name)
    message = str(error.orig)
    return name in message or (bool(columns) and all(column in message for column in columns))


def translating(act: Callable[[], Any], name: str, columns: tuple[str, ...], error: DomainError) -> Any:
    """Run `act()`; a violation of the named constraint becomes `error`, any other goes on."""
    try:
        return act()
    except IntegrityError as cause:
        if violated(cause, name, *columns):
            raise error from cause
        raise
