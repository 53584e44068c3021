"""Expressions of QTI response processing, evaluated for one response. A value is a tuple; () is NULL, as in qti_values.py.

https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html#section10084
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

from lxml import etree

from app.content.formats.findings import Refused
from app.content.formats.qti_values import NULL, Declared, Response, Single, Value, contained, number, typed

LARGEST = 4096  # bits of a number: no score needs more
TRUE: Value = (True,)
FALSE: Value = (False,)


class NotUnderstood(Exception):
    """The processing uses what this reader does not know."""


@dataclass
class Budget:
    """How many steps are left for one file: a file is not a program to run."""

    steps: int = 1_000_000

    def spend(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise Refused("too_much", detail="responseProcessing")


@dataclass
class Run:
    """One response being processed. `bounded`: whether the bounds of mappings count."""

    declared: Declared
    given: Mapping[str, Value]
    budget: Budget
    bounded: bool = True
    outcomes: dict[str, Value] = field(default_factory=dict)

    def response(self, node: etree._Element) -> Response:
        """The response that an expression names."""
        found = self.declared.responses.get((node.get("identifier") or "").strip())
        if found is None:
            raise NotUnderstood(node.tag)
        return found


def evaluated(run: Run, node: etree._Element) -> Value:
    """The value of an expression. Raises NotUnderstood, and Refused when the file asks for too much."""
    run.budget.spend()
    if node.tag not in _KNOWN:
        raise NotUnderstood(node.tag)
    try:
        return _KNOWN[node.tag](run, node)
    except (TypeError, ValueError, IndexError, ArithmeticError) as error:  # operands that the operator does not take
        raise NotUnderstood(node.tag) from error


def _all(run: Run, node: etree._Element) -> list[Value]:
    return [evaluated(run, one) for one in node]


def _flat(run: Run, node: etree._Element) -> list[Single]:
    return [one for value in _all(run, node) for one in value]


def _numbers(run: Run, node: etree._Element) -> list[Fraction] | None:
    found = _all(run, node)
    if any(value == NULL for value in found):
        return None
    numbers = [one for value in found for one in value]
    if not all(isinstance(one, Fraction) for one in numbers):
        raise NotUnderstood(node.tag)
    return [one for one in numbers if isinstance(one, Fraction)]


def _truth(known: bool | None) -> Value:
    return NULL if known is None else (known,)


def _base_value(_run: Run, node: etree._Element) -> Value:
    try:
        return (typed(node.text or "", (node.get("baseType") or "").strip()),)
    except Refused:
        raise NotUnderstood(node.tag) from None


def _variable(run: Run, node: etree._Element) -> Value:
    name = (node.get("identifier") or "").strip()
    return run.given.get(name, NULL) if name in run.declared.responses else run.outcomes.get(name, NULL)


def _map_response(run: Run, node: etree._Element) -> Value:
    response = run.response(node)
    if response.mapping is None:
        raise NotUnderstood(node.tag)
    return (response.mapping.total(run.given.get(response.identifier, NULL), bounded=run.bounded),)


def _is_null(run: Run, node: etree._Element) -> Value:
    (value,) = _all(run, node)
    return (value in (NULL, ("",)),)


def _match(run: Run, node: etree._Element) -> Value:
    left, right = _all(run, node)
    return _truth(None if NULL in (left, right) else left == right)


def _not(run: Run, node: etree._Element) -> Value:
    (value,) = _all(run, node)
    return _truth(None if value == NULL else value == FALSE)


def _and(run: Run, node: etree._Element) -> Value:
    found = _all(run, node)
    return FALSE if FALSE in found else NULL if NULL in found else TRUE


def _or(run: Run, node: etree._Element) -> Value:
    found = _all(run, node)
    return TRUE if TRUE in found else NULL if NULL in found else FALSE


def _member(run: Run, node: etree._Element) -> Value:
    one, many = _all(run, node)
    return _truth(None if NULL in (one, many) else set(one) <= set(many))


def _contains(run: Run, node: etree._Element) -> Value:
    many, some = _all(run, node)
    return _truth(None if NULL in (many, some) else set(some) <= set(many))


def _string_match(run: Run, node: etree._Element) -> Value:
    left, right = _all(run, node)
    if NULL in (left, right):
        return NULL
    first, second = str(left[0]), str(right[0])
    if (node.get("caseSensitive") or "true").strip() in ("false", "0"):
        first, second = first.casefold(), second.casefold()
    return (second in first if node.get("substring") == "true" else first == second,)


def tolerance(node: etree._Element, value: Fraction) -> tuple[Fraction, Fraction]:
    """Between what and what an `equal` accepts, around this value. Raises NotUnderstood, or Refused."""
    mode = (node.get("toleranceMode") or "exact").strip()
    below, *above = [number(one) for one in (node.get("tolerance") or "0").split()] or [Fraction(0)]
    over = above[0] if above else below
    if mode == "relative":
        below, over = abs(value) * below / 100, abs(value) * over / 100
    elif mode == "exact":
        below = over = Fraction(0)
    elif mode != "absolute":
        raise NotUnderstood(mode)
    return value - below, value + over


def _equal(run: Run, node: etree._Element) -> Value:
    found = _numbers(run, node)
    if found is None:
        return NULL
    first, second = found
    # The tolerance is around the value that is expected, on whichever side the response is written.
    if node[0].tag != "variable" and node[1].tag == "variable":
        first, second = second, first
    try:
        low, high = tolerance(node, second)
    except Refused:
        raise NotUnderstood(node.tag) from None
    above = low < first or (low == first and node.get("includeLowerBound") != "false")
    below = first < high or (first == high and node.get("includeUpperBound") != "false")
    return (above and below,)


def _compared(compare: Callable[[Fraction, Fraction], bool]) -> Callable[[Run, etree._Element], Value]:
    def value(run: Run, node: etree._Element) -> Value:
        found = _numbers(run, node)
        if found is None:
            return NULL
        first, second = found
        return (compare(first, second),)

    return value


def _counted(count: Callable[[list[Fraction]], Fraction]) -> Callable[[Run, etree._Element], Value]:
    def value(run: Run, node: etree._Element) -> Value:
        found = _numbers(run, node)
        if found is None:
            return NULL
        made = count(found)
        if made.numerator.bit_length() + made.denominator.bit_length() > LARGEST:
            raise NotUnderstood(node.tag)
        return (made,)

    return value


def _product(numbers: list[Fraction]) -> Fraction:
    return reduce(operator.mul, numbers[:20], Fraction(1)) if len(numbers) <= 20 else Fraction(1 << LARGEST)  # noqa: PLR2004 - see LARGEST


_KNOWN: dict[str, Callable[[Run, etree._Element], Value]] = {
    "baseValue": _base_value,
    "variable": _variable,
    "correct": lambda run, node: run.response(node).right,
    "mapResponse": _map_response,
    "null": lambda _run, _node: NULL,
    "isNull": _is_null,
    "match": _match,
    "stringMatch": _string_match,
    "equal": _equal,
    "not": _not,
    "and": _and,
    "or": _or,
    "member": _member,
    "contains": _contains,
    "multiple": lambda run, node: contained(_flat(run, node), "multiple"),
    "ordered": lambda run, node: tuple(_flat(run, node)),
    "containerSize": lambda run, node: (Fraction(len(_flat(run, node))),),
    "gt": _compared(operator.gt),
    "gte": _compared(operator.ge),
    "lt": _compared(operator.lt),
    "lte": _compared(operator.le),
    "sum": _counted(lambda numbers: sum(numbers, Fraction(0))),
    "product": _counted(_product),
    "subtract": _counted(lambda numbers: operator.sub(*numbers)),
    "divide": _counted(lambda numbers: operator.truediv(*numbers)),
    "max": _counted(max),
    "min": _counted(min),
    "integerToFloat": lambda run, node: tuple(_flat(run, node)),
}
