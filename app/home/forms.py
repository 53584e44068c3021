"""The form that ends a pair."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField, TextAreaField

from app.infra.forms import Form, at_most, choices, chosen
from app.infra.i18n import lazy_gettext as _l


class EndPairForm(Form):
    """Why a pair ends."""

    reason = RadioField(_l("Pourquoi ce binôme se termine-t-il ?"), [chosen(_l("Choisissez une raison."))])
    comment = TextAreaField(
        _l("Un mot de plus"),
        [at_most(600)],
        description=_l("Des faits, pas d’avis sur la personne. Lu par la classe."),
    )

    def fill(self, codes: tuple[str, ...], words: Mapping[str, Any]) -> "EndPairForm":
        """Give the reasons their words."""
        self.reason.choices = choices((code, words[code]) for code in codes)
        return self
