"""The gate: whether a person is a validated tutor, and if not, exactly what is missing.

One pure function decides. Nothing else puts anyone in the pool: no button, no import.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class ModuleFact:
    """What is known of one required module, for one person.

    `published`: it is on the path. `passed`: its quiz was passed, at whatever substance. `counts_until`: when that pass
    stops counting because the substance has changed since; None while it is of the current substance.
    """

    slug: str
    published: bool = True
    passed: bool = False
    counts_until: datetime | None = None


@dataclass(frozen=True)
class TestFact:
    """What is known of the validation test, for one person.

    `grace_until`: until when someone validated before the test existed may do without it; None when they may not.
    """

    __test__ = False  # not a test of ours, whatever its name

    passed: bool = False
    grace_until: datetime | None = None


@dataclass(frozen=True)
class GateFacts:
    """Everything the gate looks at.

    `eligible_until`: None when nothing was declared. `charter_in_force`: a charter exists to be signed.
    `charter_signed`: the one in force was. `charter_before`: an earlier one was. `charter_until`: when a later version,
    announced and not yet signed by this person, replaces the one in force. `test`: None when no test is asked for.
    """

    confirmed: bool
    suspended: bool
    erased: bool
    eligible_until: datetime | None
    charter_in_force: bool
    charter_signed: bool
    charter_before: bool = False
    charter_until: datetime | None = None
    modules: tuple[ModuleFact, ...] = ()
    test: TestFact | None = None


@dataclass(frozen=True)
class Missing:
    """One condition that is not met: `code` names its sentence, `values` fill it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """The gate's answer. `valid_until` is the earliest known lapse and `lapsing` says of what; None unless valid."""

    missing: tuple[Missing, ...]
    valid_until: datetime | None = None
    lapsing: Missing | None = None

    @property
    def valid(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def assess(facts: GateFacts, now: datetime) -> Verdict:
    """The verdict at `now`. Missing conditions come in the order in which a person meets them."""
    missing = (
        *_account(facts),
        *_eligibility(facts, now),
        *_charter(facts, now),
        *_modules(facts, now),
        *_test(facts, now),
    )
    if missing:
        return Verdict(missing)
    lapses = sorted(_lapses(facts), key=lambda lapse: lapse[0])
    if not lapses:
        return Verdict(())
    return Verdict((), *lapses[0])


def _account(facts: GateFacts) -> Iterator[Missing]:
    if facts.erased:
        yield Missing("erased")
    if facts.suspended:
        yield Missing("suspended")
    if not facts.confirmed:
        yield Missing("address")


def _eligibility(facts: GateFacts, now: datetime) -> Iterator[Missing]:
    if facts.eligible_until is None:
        yield Missing("eligibility_absent")
    elif facts.eligible_until <= now:
        yield Missing("eligibility_lapsed", {"until": facts.eligible_until})


def _charter(facts: GateFacts, now: datetime) -> Iterator[Missing]:
    if not facts.charter_in_force:
        yield Missing("charter_absent")
    elif not facts.charter_signed or (facts.charter_until is not None and facts.charter_until <= now):
        yield Missing("charter_new" if facts.charter_before or facts.charter_signed else "charter_unsigned")


def _modules(facts: GateFacts, now: datetime) -> Iterator[Missing]:
    for module in facts.modules:
        if not module.published:
            yield Missing("module_absent", {"slug": module.slug})
        elif not module.passed:
            yield Missing("module_todo", {"slug": module.slug})
        elif module.counts_until is not None and module.counts_until <= now:
            yield Missing("module_changed", {"slug": module.slug})


def _test(facts: GateFacts, now: datetime) -> Iterator[Missing]:
    test = facts.test
    if test is None or test.passed:
        return
    if test.grace_until is None or test.grace_until <= now:
        yield Missing("test_todo")


def _lapses(facts: GateFacts) -> Iterator[tuple[datetime, Missing]]:
    if facts.eligible_until is not None:
        yield facts.eligible_until, Missing("eligibility_lapsed", {"until": facts.eligible_until})
    if facts.charter_until is not None:
        yield facts.charter_until, Missing("charter_new")
    for module in facts.modules:
        if module.counts_until is not None:
            yield module.counts_until, Missing("module_changed", {"slug": module.slug})
    if facts.test is not None and not facts.test.passed and facts.test.grace_until is not None:
        yield facts.test.grace_until, Missing("test_todo")
