"""The blueprint that every page of the national team hangs on, and how a refusal comes back into its form."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import Blueprint, current_app
from sqlalchemy.orm import Session

from app.infra.db import write
from app.infra.errors import DomainError
from app.infra.forms import Form, refuse
from app.infra.web import sentence

T = TypeVar("T")
bp = Blueprint("admin", __name__)


def attempt(act: Callable[[Session], T], form: Form, fields: Mapping[str, str]) -> T | None:
    """Write `act`. A refusal that `fields` names (code → field) is said under that field, what was typed is kept, and
    None comes back; any other refusal goes on to its page.
    """
    try:
        return write(act)
    except DomainError as error:
        if error.code not in fields:
            raise
        sentences = current_app.extensions["registry"].merged("words", "SENTENCES")
        refuse(form[fields[error.code]], sentence(error, sentences)[1])
        return None
