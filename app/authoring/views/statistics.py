"""Statistics one can act on: of a module, of the validation test; as a page and as a table."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template

from app.authoring.queries.drafts import open_draft_of
from app.authoring.queries.statistics import TEST, Statistics, about, module_statistics, test_statistics
from app.authoring.rules.course import ENOUGH_PEOPLE
from app.authoring.views.blueprint import bp
from app.authoring.words import TYPES
from app.authoring.words.statistics import STATES, THIRDS, said, step_words, stop_words
from app.content.queries import module_by_slug, text_in
from app.infra import clock, csvfile, settings
from app.infra.access import TRAINER, requires
from app.infra.db import db, write
from app.infra.i18n import decimal, language, percent
from app.infra.i18n import gettext as _
from app.infra.jobs import enqueue
from app.infra.web import seen, tell
from app.training.settings import TEST_DRAW, TEST_NEEDED
from app.training.words import CERTAINTIES

BAND = 20  # points, of first results
WORDS = {
    "types": TYPES,
    "states": STATES,
    "thirds": THIRDS,
    "certainties": CERTAINTIES,
    "said": said,
    "percent": percent,
    "decimal": decimal,
    "enough_people": ENOUGH_PEOPLE,
}


@bp.get("/formation/modules/<slug>/statistiques")
@requires(TRAINER)
def statistics(slug: str) -> str:
    """What learners' first answers to a module's quiz say, and what to do about it."""
    module = module_by_slug(db.session, slug)
    found, people = module_statistics(db.session, module) or (None, None)
    assert module.current is not None  # noqa: S101 - `module_by_slug` gives none without
    title, said_in = text_in(module.current.manifest, language())
    lessons = {lesson.key: lesson.texts["fr"]["title"] for lesson in module.current.lessons}
    return render_template(
        "authoring/statistics.html",
        module=module,
        drafting=open_draft_of(db.session, slug),
        title=title["title"],
        title_lang=said_in,
        found=found,
        people=people,
        step_words=lambda name: step_words(name, lessons),
        stop=stop_words(people.stop, lessons) if people and people.stop else "",
        results=[(f"{low}–{low + BAND}", n) for low, n in people.course.results(BAND)] if people else [],
        **WORDS,
    )


@bp.get("/formation/test/statistiques")
@requires(TRAINER)
def test_figures() -> str:
    """The same of the validation test."""
    values = settings.values(db.session, clock.now())
    found = test_statistics(db.session, values[TEST_DRAW], values[TEST_NEEDED])
    title = _("Test de validation")
    return render_template(
        "authoring/statistics.html",
        module=None,
        title=title,
        title_lang=language(),
        found=found,
        people=None,
        **WORDS,
    )


@bp.post("/formation/modules/<slug>/statistiques")
@requires(TRAINER)
def count_again(slug: str) -> Any:
    """Ask for a module's figures to be counted now."""
    _ask(about(module_by_slug(db.session, slug).id))
    return seen("authoring.statistics", slug=slug)


@bp.post("/formation/test/statistiques")
@requires(TRAINER)
def count_test_again() -> Any:
    """The same of the validation test."""
    _ask(TEST)
    return seen("authoring.test_figures")


def _ask(which: str) -> None:
    """One job a minute at most, however often the button is pressed."""
    now = clock.now()
    key = f"authoring.figures:{which}:{now:%Y%m%d%H%M}"
    write(lambda session: enqueue(session, "authoring.figures", {"about": which}, now, key=key))
    tell(_("Le calcul est demandé : rechargez la page dans une minute."))


@bp.get("/formation/modules/<slug>/statistiques.csv")
@requires(TRAINER)
def statistics_table(slug: str) -> Response:
    """A module's figures as a table, a line an option."""
    module = module_by_slug(db.session, slug)
    found, _people = module_statistics(db.session, module) or (None, None)
    return _csv(found, slug)


@bp.get("/formation/test/statistiques.csv")
@requires(TRAINER)
def test_table() -> Response:
    """The same of the validation test."""
    values = settings.values(db.session, clock.now())
    return _csv(test_statistics(db.session, values[TEST_DRAW], values[TEST_NEEDED]), "test")


def _csv(found: Statistics | None, name: str) -> Response:
    header = [
        _("Module"), _("Question"), _("Réponses"), _("Réussite"), _("Réussite, bas"), _("Réussite, haut"),
        _("Discrimination"), _("Discrimination, bas"), _("Discrimination, haut"), _("Secondes"), _("Signalements"), _("À faire"),
        _("Option"), _("Juste"), _("Choix"), *(_("Choix, %(third)s", third=words) for words in THIRDS.values()),
    ]  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{_("statistiques")}-{name}.csv"'}
    return Response(csvfile.dump(header, _lines(found)), mimetype="text/csv", headers=headers)


def _lines(found: Statistics | None) -> Iterator[list[object]]:
    """A line an option, or one alone for a question without options; nothing but its name under the number of answers from
    which figures are shown.
    """
    for one in found.questions if found else ():
        figures, hidden = one.figures, one.advice[0].code == "few"
        bounds = [None] * 6 if hidden else _three(figures.facility) + _three(figures.discrimination)
        whole: list[object] = [one.module, one.question.key, figures.n, *bounds]
        whole += [_number(one.seconds, 0), one.reports, ", ".join(str(said(a).short) for a in one.advice)]
        for option in [] if hidden else figures.options:
            counts = option.chosen
            yield [*whole, option.option, int(option.right), counts.total, counts.low, counts.middle, counts.high]
        if hidden or not figures.options:
            yield [*whole, *[None] * 6]


def _three(figure: Any) -> list[str | None]:
    return [_number(value) for value in (figure.value, figure.low, figure.high)] if figure else [None] * 3


def _number(value: float | None, digits: int = 4) -> str | None:
    """A plain number that spreadsheets in the reader's language take for one."""
    if value is None:
        return None
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language() == "fr" else text
