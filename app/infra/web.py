"""The web glue: what every page is given, the language and theme switches, the error pages, the flood guard."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as BaseResponse

from app.infra import access, clock, dates
from app.infra.access import public
from app.infra.db import Busy
from app.infra.errors import DomainError, NotYours, Sentence, Sentences
from app.infra.i18n import COOKIE, LANGUAGES, language
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.typography import french

THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"
YEAR = 365 * 24 * 3600
LARGEST_ID = 2**31 - 1  # of a column INTEGER, on PostgreSQL

bp = Blueprint("web", __name__)
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, default_limits=["1200/minute"], headers_enabled=False)


@dataclass(frozen=True)
class Link:
    """One entry of a menu."""

    label: str
    url: str
    current: bool = False
    count: int = 0


Menus = Callable[[], Mapping[str, list[Link]]]


def here(target: str | None) -> str:
    """`target` when it is an address of this site, else the first page: a form never sends a person elsewhere."""
    if not target:
        return "/"
    parts = urlsplit(target)
    inside = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside else "/"


def seen(endpoint: str, **values: Any) -> BaseResponse:
    """Redirect after a POST, so that reloading repeats nothing."""
    return redirect(url_for(endpoint, **values), 303)


def go(url: str) -> BaseResponse:
    """Redirect to `url`, an address of this site (see `here`)."""
    return redirect(url, 303)


def _remember(name: str, value: str) -> BaseResponse:
    response = redirect(here(request.form.get("next")), 303)
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


@bp.post("/langue")
@public
def set_language() -> BaseResponse:
    """Speak another language from now on (a cookie, no account needed)."""
    chosen = request.form.get("lang", "fr")
    return _remember(COOKIE, chosen if chosen in LANGUAGES else "fr")


@bp.post("/theme")
@public
def set_theme() -> BaseResponse:
    """Light, dark, or as the system says."""
    chosen = request.form.get("theme", "system")
    return _remember(THEME_COOKIE, chosen if chosen in THEMES else "system")


def _theme() -> str:
    cookie = request.cookies.get(THEME_COOKIE, "system")
    return cookie if cookie in THEMES else "system"


def page(
    code: int, title: str, text: str, action: str = "", url: str = "", typed: Sequence[str] = ()
) -> tuple[str, int]:
    """An error page with a way out; `typed` are texts that would be lost, to copy."""
    return render_template(
        "error.html",
        code=code,
        title=title,
        text=text,
        action_label=action or _("Revenir à l’accueil"),
        action_url=url or "/",
        typed=typed,
    ), code


LONG = 40  # characters: from there a text is worth copying rather than typing again
SECRET = ("csrf_token", "password", "current")

HTTP_WORDS: dict[int, tuple[Any, Any]] = {
    400: (
        _l("Cette demande n’a pas pu être lue"),
        _l("Revenez à la page précédente et recommencez. Rien n’a été enregistré."),
    ),
    403: (
        _l("Cette page ne vous est pas ouverte"),
        _l(
            "Votre compte n’a pas le rôle qu’elle demande. Si vous pensez que c’est une erreur, écrivez à l’équipe nationale."
        ),
    ),
    404: (
        _l("Cette page n’existe pas"),
        _l("L’adresse est peut-être incomplète, ou la page ne vous est pas ouverte. Vos données n’ont pas changé."),
    ),
    405: (_l("Cette page s’ouvre autrement"), _l("Revenez à la page précédente et utilisez son bouton.")),
    413: (
        _l("Ce fichier est trop lourd"),
        _l("La page qui le demande dit jusqu’où un fichier peut aller. Rien n’a été enregistré."),
    ),
    429: (_l("Trop de demandes à la fois"), _l("Attendez une minute, puis recommencez.")),
    500: (
        _l("Quelque chose s’est cassé de notre côté"),
        _l("L’incident est noté. Ce que vous aviez enregistré est gardé ; recommencez dans un instant."),
    ),
    503: (_l("Le service est très demandé"), _l("Rien n’a été enregistré. Recommencez dans un instant.")),
}


def _handle_http(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:  # noqa: PLR2004  a redirect raised as an exception
        return error
    title, text = HTTP_WORDS.get(code, HTTP_WORDS[500 if code >= 500 else 400])  # noqa: PLR2004
    return page(code, str(title), str(text))


def _handle_csrf(_error: CSRFError) -> Any:
    return page(
        400,
        _("Cette page était ouverte depuis trop longtemps"),
        _("Par sécurité, rien n’a été enregistré. Rouvrez la page et recommencez."),
        _("Rouvrir la page"),
        here(request.full_path),
        _typed() if request.headers.get("Sec-Fetch-Site") == "same-origin" else (),
    )


def _typed() -> list[str]:
    """The long texts of the form that was sent. Only from a page of ours: nobody else has words shown here."""
    return [text for name, text in request.form.items(multi=True) if len(text) >= LONG and name not in SECRET]


def sentence(error: DomainError, sentences: Sentences) -> tuple[Sentence, str]:
    """The sentence of `error`, and its text filled in."""
    found = sentences[error.code]
    return found, str(found.text) % error.values if error.values else str(found.text)


def _domain_handler(sentences: Sentences) -> Callable[[DomainError], Any]:
    def handle(error: DomainError) -> Any:
        found, text = sentence(error, sentences)
        return page(found.status, _("Ce n’est pas possible"), text, str(found.action), url_for(found.endpoint))

    return handle


def tell(text: str, state: str = "ok") -> None:
    """Say `text` at the top of the next page; `state` is ok, info, wait or alert."""
    flash(text, state)


def _context() -> dict[str, Any]:
    return {
        "lang": language(),
        "theme": _theme(),
        "url_here": request.full_path.rstrip("?"),
        "now": clock.now(),
        "dates": dates,
    }


class Id(IntegerConverter):
    """The id of a row in an address: what no database column holds is no page, rather than an error of the driver."""

    def __init__(self, map: Map) -> None:  # noqa: A002  # the name werkzeug gives
        super().__init__(map, max=LARGEST_ID)


def _make_room() -> None:
    """Before anything reads what is sent: some pages take larger files than others, from those who are signed in."""
    largest = access.room(current_app, request.endpoint)
    if largest is not None and current_user.is_authenticated:
        request.max_content_length = largest


def init(app: Flask, sentences: Sentences) -> None:
    """Register the switches, the error pages, CSRF and the flood guard, and what every template is given."""
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(_make_room)
    csrf.init_app(app)
    limiter.init_app(app)
    app.register_blueprint(bp)
    app.context_processor(_context)
    app.jinja_env.filters["french"] = lambda text: french(str(text)) if language() == "fr" else text
    app.jinja_env.globals["demo"] = app.config["MODE"] == "demonstration"
    app.register_error_handler(HTTPException, _handle_http)
    app.register_error_handler(CSRFError, _handle_csrf)
    app.register_error_handler(NotYours, lambda _e: page(404, str(HTTP_WORDS[404][0]), str(HTTP_WORDS[404][1])))
    app.register_error_handler(Busy, lambda _e: page(503, str(HTTP_WORDS[503][0]), str(HTTP_WORDS[503][1])))
    app.register_error_handler(DomainError, _domain_handler(sentences))
