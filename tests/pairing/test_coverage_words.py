"""What is said and drawn of coverage: each kind of forecast has its sentence, no line leaves its plot."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.infra.i18n import speaking
from app.pairing.queries.promotion import Outlook
from app.pairing.queries.supply import ExamLine, RegionLine, School
from app.pairing.rules.coverage import Coverage
from app.pairing.rules.forecast import Forecast, Range, Rate
from app.pairing.rules.recruiting import Call
from app.pairing.rules.trend import Stay, Trend, instants, together, trends
from app.pairing.words import coverage as words
from app.pairing.words import recruiting
from app.pairing.words.plots import BOTTOM, LEFT, RIGHT, TOP, plot, spark

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC)
PACE = Forecast("pace", date(2026, 9, 30), net=6, changes=8, paired=Range(9, 7, 10))


SOME = Coverage(4, 2, 4)


def outlook(ahead: Forecast, coverage: Coverage = SOME, days: int = 40, **values) -> Outlook:
    at = instants(NOW - timedelta(days=days), NOW)
    stays = [Stay(1, (NOW - timedelta(days=days), None), ((NOW - timedelta(days=n), None),)) for n in range(4)]
    return Outlook(coverage, together(trends(stays, at).values(), at), ahead, DUE, values.pop("then", None), **values)


def said(*args, **values) -> str:
    return " ".join(words.sentences(outlook(*args, **values))).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (Forecast("nobody", DUE.date()), "rien n’est à prévoir"),
        (Forecast("closed", DUE.date()), "Cette classe est close"),
        (Forecast("covered", DUE.date()), "Chaque étudiant a un tuteur"),
        (Forecast("young", DUE.date()), "Trop peu de recul"),
        (Forecast("few", DUE.date(), changes=1), "1 binôme ouvert ou clos en quatre semaines, il en faut cinq"),
        (PACE, "(+6 en tout), 9 étudiants sur 10 auraient un tuteur le 30 septembre 2026 ; huit fois sur dix, entre 7 et 10"),
    ],
)  # fmt: skip
def test_each_forecast_has_its_sentence(context: Flask, ahead: Forecast, expected: str) -> None:
    assert expected in said(ahead)
    assert str(words.CODES[ahead.code])
    with speaking("en"):
        assert expected not in said(ahead)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((None, None, None), "tous n’en auraient pas un avant un an."),
        ((None, 40, None), "avant un an ; au mieux, le 11 octobre 2026"),
        ((60, 40, None), "vers le 31 octobre 2026 ; au plus tôt le 11 octobre 2026, au plus tard dans plus d’un an"),
        ((60, 40, 90), "vers le 31 octobre 2026 ; huit fois sur dix, entre le 11 octobre 2026 et le 30 novembre 2026"),
    ],
)
def test_when_all_would_be_covered_is_said_as_far_as_it_is_known(context: Flask, days, expected: str) -> None:
    likely, early, late = (None if n is None else NOW.date() + timedelta(days=n) for n in days)
    ahead = Forecast("pace", DUE.date(), 6, 8, Range(9, 7, 10), likely, early, late)
    assert expected in said(ahead)


def test_what_waits_is_said_with_what_it_is_reckoned_from(context: Flask) -> None:
    ahead = Forecast("few", DUE.date(), changes=2, more=Range(1, 0, 2), rate=Rate(30, 60))
    assert "2 propositions attendent une réponse. Ici, 30 propositions closes sur 60" in said(ahead)
    assert "Dans toute la promotion, 30 propositions closes sur 60" in said(ahead, rate_of_all=True)


def test_the_deadline_once_past_is_a_fact(context: Flask) -> None:
    found = said(Forecast("few", DUE.date()), then=Coverage(1, 0, 9))
    assert "À l’échéance du 30 septembre 2026, 1 étudiant sur 10 avait un tuteur." in found
    assert "échéance" not in said(Forecast("few", DUE.date()), then=Coverage())


def test_a_cell_says_as_much_in_less(context: Flask) -> None:
    assert words.short(PACE, 10) == ("9 sur 10", "entre 7 et 10")
    assert [words.short(Forecast(code, DUE.date()), 3)[0] for code in ("nobody", "closed", "few")] == [
        "–", "–", "trop peu pour le dire",
    ]  # fmt: skip
    assert [words.signed(n) for n in (3, 0, -2)] == ["+3", "0", "−2"]
    assert [words.state(n) for n in (None, 100, 99, 75, 74, 50, 49, 0)] == [
        "none", "all", "most", "most", "half", "half", "few", "few",
    ]  # fmt: skip


def points(text: str) -> list[tuple[float, float]]:
    return [tuple(float(one) for one in pair.split(",")) for pair in text.split()]  # type: ignore[misc]


@given(st.integers(1, 500), st.integers(0, 300), st.integers(-200, 300))
def test_no_line_leaves_its_plot(days: int, most: int, ahead: int) -> None:
    path = tuple((NOW.date() + timedelta(days=n), 0.0, most / 2, float(most)) for n in range(0, max(ahead, 0), 7))
    at = instants(NOW - timedelta(days=days), NOW)
    stays = [Stay(1, (at[0], None), ((at[len(at) // 2], None),)) for _ in range(most)]
    trend = together(trends(stays, at).values(), at)
    found = plot(Outlook(trend[-1], trend, Forecast("pace", DUE.date(), path=path), NOW + timedelta(days=ahead), None))
    assert found is not None
    for shape in (found.paired, found.proposed, found.uncovered, found.cone, found.ahead):
        assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in points(shape))
    assert all(LEFT <= x <= RIGHT for x, _name in found.months)
    assert len(found.months) <= 8
    assert [count for _y, count in found.levels] == sorted({count for _y, count in found.levels})
    assert found.deadline is None or LEFT <= found.deadline <= RIGHT
    assert all(0 <= x <= 96 and 0 <= y <= 26 for x, y in points(spark(trend)))


def test_one_day_is_no_line(context: Flask) -> None:
    at = instants(NOW, NOW)
    trend = together(trends([Stay(1, (NOW, None))], at).values(), at)
    assert plot(Outlook(Coverage(0, 0, 1), trend, PACE, DUE, None)) is None
    assert (spark(trend), words.gained(trend), len(Trend((), trend.counts[:, :0]).weekly())) == ("", "", 0)


def test_a_call_says_why(context: Flask) -> None:
    ira = ExamLine(1, "ira", "IRA", demand=6, seats=8, coming=1, left=3, certain=2)
    guyane = RegionLine("03", "Guyane", 2, 2, 0, 0, 2)
    anywhere = " ".join(recruiting.why(Call(1, None, 3, (("03", 2), ("32", 1))), ira, None, {"03": "Guyane"}))
    assert "3 étudiants resteraient sans tuteur de ce concours" in anywhere.replace("\u00a0", " ")
    assert "(Guyane 2, 32 1)" in anywhere.replace("\u00a0", " ")
    assert "Il y a assez de places, mais pas aux mêmes heures" in anywhere
    here = " ".join(recruiting.why(Call(1, "03", 2, (("03", 2),)), ira, guyane, {})).replace("\u00a0", " ")
    assert "2 étudiants de cette région ne demandent d’aide que sur place" in here
    assert (
        "6 étudiants de ce concours sont sans tuteur ; 8 places sont libres, 1 tuteur sera bientôt prêt."
        in here.replace("\u202f", " ")
    )
    assert recruiting.title(ira, guyane).replace("\u00a0", " ") == "IRA : Guyane"
    assert recruiting.school(School(1, "insp", "INSP", 2, 1)).replace("\u00a0", " ") == "2 inscrits, 1 validé"
    assert "2 personnes sont venues" in recruiting.came(2, 1).replace("\u00a0", " ")
