"""`choiceInteraction`: single, multiple, true or false. What each option is worth is found by choosing it."""

from fractions import Fraction

from app.content.formats import answers
from app.content.formats.findings import Refused
from app.content.formats.items import SINGLE, TRUE_FALSE, Choice, Item
from app.content.formats.qti_expressions import NotUnderstood
from app.content.formats.qti_feedback import PARTIAL, RIGHT, WRONG, Given, Trials
from app.content.formats.qti_question import Question, credit, few
from app.content.formats.qti_values import Response, Single, contained

_TRUE, _FALSE = frozenset({"true", "vrai"}), frozenset({"false", "faux"})


def chosen(question: Question) -> Item:
    """The item of a choice. Raises Refused and NotUnderstood."""
    (interaction,) = question.interactions
    response = question.response(interaction)
    nodes = few(list(interaction.iterchildren("simpleChoice")), "simpleChoice")
    keys = [" ".join((node.get("identifier") or "").split()) for node in nodes]
    if len(set(keys)) != len(keys):
        raise Refused("same_key", at=interaction.sourceline)
    one = response.cardinality == "single" or (interaction.get("maxChoices") or "").strip() == "1"
    worth_of = _one(question, response, keys) if one else _several(question, response, keys)
    told = question.tell(_trials(response, worth_of, one=one))
    choices = tuple(
        Choice(question.texts.said(node), worth_of[key], told.get(f"={key}", ""))
        for node, key in zip(nodes, keys, strict=True)
    )
    kind = answers.chosen(choices, one=one, findings=question.findings)
    if kind == SINGLE and (truths := _truths(choices)):
        return question.made(TRUE_FALSE, *question.around(interaction), choices=truths)
    return question.made(kind, *question.around(interaction), choices=choices)


def _one(question: Question, response: Response, keys: list[str]) -> dict[str, Fraction]:
    scores = {key: question.processing.score({response.identifier: (key,)}) for key in keys}
    best = max(scores.values(), default=Fraction(0))
    if best <= 0:
        return _nothing(question, keys)
    return {key: credit(score, best, question.findings) for key, score in scores.items()}


def _several(question: Question, response: Response, keys: list[str]) -> dict[str, Fraction]:
    """Options chosen together: each is worth what it adds, or a share of the whole when only the whole is worth something."""

    def score(some: list[str], *, bounded: bool) -> Fraction:
        values: list[Single] = list(some)
        return question.processing.score(
            {response.identifier: contained(values, response.cardinality)}, bounded=bounded
        )

    alone = {key: score([key], bounded=False) for key in keys}
    added = [key for key, worth in alone.items() if worth > 0]
    together = added or [key for key in keys if key in response.correct]
    best = max(score(together, bounded=True), question.most()) if together else Fraction(0)
    if best <= 0:
        return _nothing(question, keys)
    if not added:
        return {
            key: Fraction(1, len(together)) if key in together else credit(alone[key], best, question.findings)
            for key in keys
        }
    if score(added, bounded=False) != sum(alone[key] for key in added):
        raise NotUnderstood("sum")
    return {key: credit(worth, best, question.findings) for key, worth in alone.items()}


def _nothing(question: Question, keys: list[str]) -> dict[str, Fraction]:
    if question.understood:
        raise NotUnderstood("SCORE")
    return dict.fromkeys(keys, Fraction(0))


def _trials(response: Response, worth_of: dict[str, Fraction], *, one: bool) -> Trials:
    def given(*keys: str) -> Given:
        values: list[Single] = list(keys)
        return {response.identifier: contained(values, response.cardinality)}

    right = [key for key, worth in worth_of.items() if worth > 0]
    wrong = [key for key, worth in worth_of.items() if worth <= 0]
    full = frozenset(f"={key}" for key, worth in worth_of.items() if worth == 1)
    outcomes: dict[str, Given] = {}
    if one:
        nearly = [key for key in right if worth_of[key] < 1]
        best = [key for key in right if worth_of[key] == 1]
        outcomes = {which: given(some[0]) for which, some in ((RIGHT, best), (PARTIAL, nearly), (WRONG, wrong)) if some}
    elif right:
        outcomes = {RIGHT: given(*right), WRONG: given(*wrong)}
        if len(right) > 1:
            outcomes[PARTIAL] = given(min(right, key=lambda key: worth_of[key]))
    return Trials(
        outcomes, {f"={key}": given(key) for key in worth_of}, full, {key: f"={key}" for key in worth_of}, listed=True
    )


def _truths(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    if len(choices) != 2 or sorted(one.credit for one in choices) != [0, 1]:  # noqa: PLR2004 - true and false
        return ()
    first, second = choices
    if first.text.casefold() in _FALSE:
        first, second = second, first
    if first.text.casefold() not in _TRUE or second.text.casefold() not in _FALSE:
        return ()
    return Choice("true", first.credit, first.feedback), Choice("false", second.credit, second.feedback)
