"""The field macro: whatever the WTForms field, its label, hint and errors are tied to it for those who do not see the page."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from app.infra.forms import CheckboxList, EmailField
from tests.pages import Page

TEMPLATES = Path(__file__).parents[2] / "app" / "templates"
NEEDED = DataRequired("Il manque quelque chose.")
LETTERS = [SelectChoice("a", "Alpha"), SelectChoice("b", "Bêta")]


class Everything(Form):  # type: ignore[misc]  # WTForms is untyped
    """One field of each kind, all needed."""

    text = StringField("Prénom", [NEEDED], description="Tel qu’on le dit.", render_kw={"autocomplete": "given-name"})
    mail = EmailField("Adresse", [NEEDED])
    password = PasswordField("Mot de passe", [NEEDED])
    number = IntegerField("Places", [NEEDED])
    area = TextAreaField("Mots", [NEEDED])
    choice = SelectField("Région", [NEEDED], choices=[SelectChoice("", "Choisissez"), *LETTERS])
    radio = RadioField("Rythme", [NEEDED], choices=LETTERS)
    several = SelectMultipleField("Épreuves", [NEEDED], choices=LETTERS, description="Toutes celles qui conviennent.")
    boxes = CheckboxList("Concours", [NEEDED], choices=LETTERS)
    ticked = BooleanField("J’ai lu la charte", [NEEDED])
    file = FileField("Fichier", [NEEDED])
    secret = HiddenField()


VISIBLE = [name for name in Everything(MultiDict())._fields if name != "secret"]


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    made.install_gettext_callables(str, lambda one, many, n: one if n < 2 else many, newstyle=True)  # type: ignore[attr-defined]
    return made


def show(field: Any, **options: Any) -> str:
    macros: Any = environment().get_template("components/field.html").module
    return str(macros.field(field, **options))


def within_a_page(html: str) -> list[str]:
    return Page(f'<html lang="fr"><title>t</title><h1>t</h1>{html}').problems()


@pytest.mark.parametrize("name", VISIBLE)
def test_a_field_in_error_says_so_beside_it_and_to_screen_readers(name: str) -> None:
    form = Everything(MultiDict())
    assert not form.validate()
    html = show(form[name])
    assert "Il manque quelque chose." in html
    assert f"{name}-error" in Page(html).refers
    assert within_a_page(html) == []


@pytest.mark.parametrize("name", VISIBLE)
def test_a_field_without_error_shows_none(name: str) -> None:
    html = show(Everything(MultiDict())[name])
    assert "error" not in html
    assert "aria-invalid" not in html
    assert within_a_page(html) == []


@pytest.mark.parametrize("name", ["radio", "several", "boxes"])
def test_choices_are_a_group_with_a_legend_and_one_label_each(name: str) -> None:
    html = show(Everything(MultiDict({name: "b"}))[name])
    assert html.count("<legend") == 1
    assert html.count("<label") == 2
    assert html.count(" checked") == 1


def test_an_empty_list_of_choices_still_shows_its_legend() -> None:
    class Nothing(Form):  # type: ignore[misc]
        boxes = CheckboxList("Concours", choices=[])

    assert "Concours" in show(Nothing().boxes)


def test_only_what_may_stay_empty_is_called_optional() -> None:
    class Free(Form):  # type: ignore[misc]
        name = StringField("Prénom", [Optional()])
        region = SelectField("Région", choices=[SelectChoice("", "Toutes"), *LETTERS])
        order = SelectField("Ordre", choices=LETTERS)
        agreed = BooleanField("D’accord")

    shown = {field.name: "(facultatif)" in show(field) for field in Free()}
    assert shown == {"name": True, "region": True, "order": False, "agreed": False}
    assert not any("(facultatif)" in show(field) for field in Everything(MultiDict()))


def test_a_hint_is_read_with_its_field() -> None:
    html = show(Everything(MultiDict()).text)
    assert 'aria-describedby="text-hint"' in html
    assert 'id="text-hint"' in html
    assert 'autocomplete="given-name"' in html


def test_what_was_typed_is_kept_and_escaped() -> None:
    html = show(Everything(MultiDict({"text": '"><script>'})).text)
    assert "<script>" not in html
    assert "&gt;&lt;script&gt;" in html


def test_a_hidden_field_shows_nothing_but_itself() -> None:
    html = show(Everything(MultiDict()).secret)
    assert html.strip().startswith("<input")
    assert "label" not in html
