"""The base form and the few fields and messages shared by all. A form says what is missing and how to put it right."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.infra.i18n import lazy_gettext as _l


class Form(FlaskForm):
    """Every form of the application: CSRF on, texts trimmed, what was typed kept when it fails."""

    class Meta(FlaskForm.Meta):
        """Trim what is typed in one-line and many-line texts."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add the trimming filter to plain text fields (never to passwords)."""
            if unbound_field.field_class in (StringField, TextAreaField, EmailField):
                options.setdefault("filters", [*options.get("filters", []), trimmed])
            return unbound_field.bind(form=form, **options)


def trimmed(value: Any) -> Any:
    """`value` without spaces around it."""
    return value.strip() if isinstance(value, str) else value


class EmailField(StringField):
    """A one-line text with the e-mail keyboard and autocomplete."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        kwargs["render_kw"] = {
            "type": "email",
            "autocomplete": "email",
            "spellcheck": "false",
            **kwargs.get("render_kw", {}),
        }
        super().__init__(label, validators, **kwargs)


class CheckboxList(SelectMultipleField):
    """Several choices, each a check box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def needed(message: Any = None) -> DataRequired:
    """Something must be typed or chosen; `message` says what."""
    return DataRequired(message=message or _l("Ce champ doit être rempli."))


def chosen(message: Any = None) -> InputRequired:
    """One of the choices must be taken (also when its value counts as false)."""
    return InputRequired(message=message or _l("Choisissez une réponse."))


def at_most(length: int) -> Length:
    """No more than `length` characters."""
    return Length(max=length, message=_l("Ce texte dépasse %(max)d caractères : raccourcissez-le."))


def between(low: int, high: int) -> NumberRange:
    """A number from `low` to `high`."""
    return NumberRange(min=low, max=high, message=_l("Donnez un nombre entre %(min)s et %(max)s."))


def optional() -> Optional:
    """May be left empty."""
    return Optional()


def some(minimum: int, message: Any) -> Callable[[Any, Field], None]:
    """At least `minimum` boxes ticked."""

    def check(_form: Any, field: Field) -> None:
        if len(field.data or []) < minimum:
            raise ValidationError(str(message))

    return check


def choices(pairs: Iterable[tuple[Any, Any]], *, empty: Any = None) -> list[SelectChoice]:
    """Choices for a select, with an empty first line when `empty` is its text."""
    listed = [SelectChoice(value, label) for value, label in pairs]
    return [SelectChoice("", empty), *listed] if empty is not None else listed


def refuse(field: Any, message: str) -> None:
    """Attach to `field` an error found after validation, by a service."""
    field.errors = [*field.errors, message]


def whole(value: Any) -> int | None:
    """For `coerce`: a whole number, or None for an empty choice."""
    return int(value) if value not in (None, "", "None") else None
