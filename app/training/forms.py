"""What training's pages send: a signature, and the answers of a quiz."""

import re

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField

from app.infra.forms import Form, needed
from app.infra.i18n import lazy_gettext as _l
from app.training.rules.answers import CERTAINTIES, Save

LONGEST_TAB = 40
FIELD = re.compile(r"q(\d{1,3})(?:-(\d{1,2}))?")
CERTAINTY = re.compile(r"q(\d{1,3})-sure")


class SignForm(Form):
    """The acceptance of one version of the charter."""

    version_id = HiddenField()
    agreed = BooleanField(
        _l("J’ai lu cette charte et je m’engage à la respecter"), [needed(_l("Cochez la case pour signer la charte."))]
    )


def whole(text: str | None) -> int:
    """The whole number that `text` says, 0 when it says none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004


def read_save(form: "MultiDict[str, str]") -> Save:
    """The answers a quiz page sends. It names the questions it showed in `shown`, so that a question left empty is told
    from one that was on another page. Fields: q3 for the options of question 3, q3-0, q3-1… for what is ordered,
    matched or filled in, q3-sure for how sure one is.
    """
    answers: dict[int, dict[str, list[str]]] = {whole(text): {} for text in form.getlist("shown")}
    certainties: dict[int, str] = {}
    for name in form:
        found = FIELD.fullmatch(name)
        if found and int(found[1]) in answers:
            answers[int(found[1])][found[2] or ""] = form.getlist(name)
        found = CERTAINTY.fullmatch(name)
        if found and int(found[1]) in answers and form[name] in CERTAINTIES:
            certainties[int(found[1])] = form[name]
    tab = form.get("tab", "")[:LONGEST_TAB]
    return Save(
        revision=whole(form.get("revision")),
        tab=tab,
        count=whole(form.get("count")),
        answers=answers,
        certainties=certainties,
    )
