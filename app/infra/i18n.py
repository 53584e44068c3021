"""Words in two languages. French is the source; every visible string passes through here, typography included.

The names `gettext`, `ngettext` and `lazy_gettext` are what the extractor looks for; features import them as
`_`, `ngettext` and `_l`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel.numbers import format_decimal, format_percent
from flask import Flask, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, get_translations
from flask_babel.speaklater import LazyString

from app.infra.typography import french

LANGUAGES = ("fr", "en")
COOKIE = "langue"
FINE, ALMOST = 0.1, 0.995  # shares: below, a decimal is shown; above, without being all, « more than 99 % »
babel = Babel()


def _chosen() -> str:
    """The reader's language: the cookie, else what the browser prefers among ours, else French."""
    if not has_request_context():
        return "fr"
    cookie = request.cookies.get(COOKIE)
    if cookie in LANGUAGES:
        return cookie
    return request.accept_languages.best_match(LANGUAGES, "fr") or "fr"


def language() -> str:
    """The language now spoken: "fr" or "en"."""
    locale = get_locale()  # kept by Babel for the length of the request
    return "en" if locale is not None and locale.language == "en" else "fr"


def percent(share: float) -> str:
    """A share from 0 to 1 in the reader's way: whole percents, one decimal under 10 %, and never a certainty that is not one."""
    if ALMOST < share < 1:
        return f"> {format_percent(0.99, locale=language())}"
    pattern = "#,##0.#" if 0 < share < FINE else "#,##0"
    return format_percent(share, format=f"{pattern}\u202f%" if language() == "fr" else f"{pattern}%", locale=language())


def decimal(value: float) -> str:
    """A figure with two decimals in the reader's way: « −0,12 » or “−0.12”."""
    return format_decimal(value, format="#,##0.00", locale=language()).replace("-", "−")


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Say what is inside in `lang`: a mail is written in its reader's language, whoever caused it."""
    with force_locale(lang if lang in LANGUAGES else "fr"):
        yield


def gettext(message: str, **values: Any) -> str:
    """`message` (French) in the language now spoken, filled with `values` (%(name)s)."""
    if not message:
        return ""
    text = french(message) if language() == "fr" else get_translations().ugettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The form that agrees with `num`, which is also given as %(num)s. In French 0 is singular."""
    if language() == "fr":
        text = french(singular if abs(num) < 2 else plural)  # noqa: PLR2004  the French rule: plural from 2
    else:
        text = get_translations().ungettext(singular, plural, num)
    return text % {"num": num, **values}


def lazy_gettext(message: str, **values: Any) -> Any:
    """As `gettext`, said only when shown: for labels written when a module is imported."""
    return LazyString(gettext, message, **values)


def init(app: Flask) -> None:
    """Set up the two languages, and let templates speak through the same functions as Python."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Europe/Paris")
    babel.init_app(app, locale_selector=_chosen)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n
        _template_gettext, _template_ngettext, newstyle=True
    )


def _template_gettext(message: str) -> str:
    return gettext(message)


def _template_ngettext(singular: str, plural: str, num: int) -> str:
    # Jinja fills the values itself, after escaping them.
    if language() == "fr":
        return french(singular if abs(num) < 2 else plural)  # noqa: PLR2004  the French rule: plural from 2
    return str(get_translations().ungettext(singular, plural, num))
