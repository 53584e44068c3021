"""What to do about a question or a module, from its figures: codes and their values, the most urgent first.

Words are elsewhere. Where a code accuses a question (ALARMS), the rule is a test that wrongs a sound question at most 5 % of the
time; the bands on difficulty and discrimination are read as they are. docs/statistics.md says why, and how often each is right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.authoring.rules.chances import as_many, at_most
from app.authoring.rules.items import Estimate, ItemFigures
from app.authoring.rules.reliability import WANTED, Agreement, questions_for

ALARMS = frozenset({"key", "negative", "attracts_best", "dead"})
# Of a question, the most urgent first; and what must be read again now, looked at when there is time, or left.
ORDER = (
    "key", "negative", "attracts_best", "too_hard", "sure_wrong", "dead", "weak", "too_easy", "review", "undefined", "fine", "few",
)  # fmt: skip
NOW, LATER, NOTHING, UNKNOWN = "now", "later", "nothing", "unknown"
WHEN = {
    **dict.fromkeys(("key", "negative", "attracts_best", "too_hard", "sure_wrong", "incoherent", "unsteady"), NOW),
    **dict.fromkeys(("dead", "weak", "too_easy", "review", "short"), LATER),
    **dict.fromkeys(("undefined", "few"), UNKNOWN),
    "fine": NOTHING,
}


@dataclass(frozen=True)
class Limits:
    """Every threshold. Shares and correlations are from 0 to 1.

    few, fragile: answers (the project's own rule: nothing is said under 30, and it is said to be fragile under 100).
    too_hard, too_easy: facility outside 0.30-0.90 (Haladyna & Rodriguez, Developing and Validating Test Items, 2013, ch. 17).
    weak, keep: discrimination; under 0.20 a question is poor and to be revised (Ebel, Essentials of Educational Measurement,
      1979; Ebel & Frisbie, 1991, ch. 13), under 0.10 it tells nearly nothing.
    dead: a distractor that under 5 % choose does no work (Haladyna & Downing, Educational and Psychological Measurement 53, 1993).
    false_alarm: how often a sound question may be accused, for each of `dead`, `attracts_best` and `sure_wrong`.
    sure_wrong: saying one is sure is worth it from 80 % of right answers on (Gardner-Medwin, ALT-J 3, 1995), so beyond 20 %
      of wrong ones among the sure; `enough_sure` people must have said so.
    agree: pass-or-fail decisions that a second attempt would repeat: 0.75 for a quiz (Subkoviak, Journal of Educational
      Measurement 25, 1988, who asks 0.85 where more is decided: give it for the validation test).
    alpha: Nunnally & Bernstein, Psychometric Theory, 1994.
    """

    few: int = 30
    fragile: int = 100
    too_hard: float = 0.30
    too_easy: float = 0.90
    weak: float = 0.10
    keep: float = 0.20
    dead: float = 0.05
    false_alarm: float = 0.05
    sure_wrong: float = 0.20
    enough_sure: int = 10
    agree: float = 0.75
    alpha: float = WANTED


@dataclass(frozen=True)
class Advice:
    """A code and what it is about: `option` where it is one option's, `value` with its interval `low`-`high` where it is a
    figure's, `n` where it is a number.
    """

    code: str
    option: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None


DEFAULTS = Limits()


def advise(figures: ItemFigures, limits: Limits = DEFAULTS) -> tuple[Advice, ...]:
    """What to do about a question, the most urgent first; never empty. `few` comes alone, `fragile` last.

    few (n) · key, negative, weak, review (discrimination) · attracts_best (option, lift) · dead (option, share) · too_hard,
    too_easy (facility) · undefined (no discrimination: the rest of the attempts never varies) · sure_wrong (share of wrong
    answers among the sure; n sure) · fine · fragile (n).
    """
    if figures.n < limits.few or figures.facility is None:
        return (Advice("few", n=figures.n),)
    found = [
        *_negative(figures.discrimination),
        *_attracts_best(figures, limits),
        *_dead(figures, limits),
        *_facility(figures.facility, limits),
        *_weak(figures, limits),
        *_sure_wrong(figures, limits),
    ] or [Advice("fine")]
    return (*found, *_fragile(figures.n, limits))


def urgency(advice: Sequence[Advice]) -> int:
    """The rank of a question among others, 0 the most urgent: that of the most urgent thing said of it."""
    return min(ORDER.index(one.code) for one in advice if one.code in ORDER)


def when(advice: Sequence[Advice]) -> str:
    """Whether to read it again NOW, to look at it LATER, NOTHING to do, or still UNKNOWN: that of the most urgent thing said."""
    found = {WHEN[one.code] for one in advice if one.code in WHEN}
    return next(one for one in (NOW, LATER, NOTHING, UNKNOWN) if one in found)


def advise_module(
    n: int, alpha: float | None, agreement: Agreement | None, drawn: int, limits: Limits = DEFAULTS
) -> tuple[Advice, ...]:
    """What to do about a module's quiz, or the test, after `n` first attempts of `drawn` questions; never empty.

    few (n) · incoherent (alpha ≤ 0: questions contradict each other) · unsteady (p0, too few decisions would be repeated) ·
    short (alpha; n questions would be needed to reach `limits.alpha`) · fine · fragile (n).
    """
    if n < limits.few:
        return (Advice("few", n=n),)
    found = []
    if alpha is not None and alpha <= 0:
        found.append(Advice("incoherent", value=alpha))
    if agreement is not None and agreement.p0 < limits.agree:
        found.append(Advice("unsteady", value=agreement.p0))
    if alpha is not None and 0 < alpha < limits.alpha:
        found.append(Advice("short", value=alpha, n=questions_for(alpha, drawn, limits.alpha)))
    return (*(found or [Advice("fine")]), *_fragile(n, limits))


def _of(code: str, figure: Estimate, option: str | None = None, n: int | None = None) -> Advice:
    return Advice(code, option, figure.value, figure.low, figure.high, n)


def _negative(found: Estimate | None) -> Iterator[Advice]:
    """Those who know fail it more often: surely (the whole interval is below 0), or perhaps."""
    if found is not None and found.value < 0:
        yield _of("key" if found.high < 0 else "negative", found)


def _attracts_best(figures: ItemFigures, limits: Limits) -> Iterator[Advice]:
    """Distractors that the high third surely chooses more than the low one (Fisher's exact test). The error allowed is shared
    between distractors, so that it is the question's, however many it has.
    """
    distractors = [option for option in figures.options if not option.right]
    for one in distractors:
        if one.lift is None or one.lift.value <= 0:
            continue
        chance = as_many(one.chosen.high, one.answered.high, one.chosen.low, one.answered.low)
        if chance <= limits.false_alarm / len(distractors):
            yield _of("attracts_best", one.lift, one.option)


def _dead(figures: ItemFigures, limits: Limits) -> Iterator[Advice]:
    """Distractors that are surely chosen by fewer than `limits.dead`: so few, if that many chose them in truth, would be seen
    with a chance of `false_alarm` at most, shared between distractors.
    """
    distractors = [option for option in figures.options if not option.right]
    for one in distractors:
        if one.share is None or one.answered.total < limits.few or one.share.value >= limits.dead:
            continue
        if at_most(one.chosen.total, one.answered.total, limits.dead) <= limits.false_alarm / len(distractors):
            yield _of("dead", one.share, one.option)


def _facility(found: Estimate, limits: Limits) -> Iterator[Advice]:
    if found.value < limits.too_hard:
        yield _of("too_hard", found)
    elif found.value > limits.too_easy:
        yield _of("too_easy", found)


def _weak(figures: ItemFigures, limits: Limits) -> Iterator[Advice]:
    found = figures.discrimination
    if found is None:
        yield Advice("undefined")
    elif 0 <= found.value < limits.weak:
        yield _of("weak", found)
    elif limits.weak <= found.value < limits.keep:
        yield _of("review", found)


def _sure_wrong(figures: ItemFigures, limits: Limits) -> Iterator[Advice]:
    """More of the sure are wrong than being sure allows, chance excepted."""
    sure, wrong = figures.certainty.sure, figures.certainty.sure_wrong
    if figures.sure_wrong is None or sure < limits.enough_sure or figures.sure_wrong.value <= limits.sure_wrong:
        return
    if at_most(sure - wrong, sure, 1 - limits.sure_wrong) <= limits.false_alarm:
        yield _of("sure_wrong", figures.sure_wrong, n=sure)


def _fragile(n: int, limits: Limits) -> Iterator[Advice]:
    if n < limits.fragile:
        yield Advice("fragile", n=n)
