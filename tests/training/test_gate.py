"""The gate: every combination of its conditions, and the date until which it holds."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.rules.gate import GateFacts, ModuleFact, TestFact, assess

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER, PAST = NOW + timedelta(days=400), NOW - timedelta(seconds=1)

# Each condition: the code when it is not met, and the facts when it is and when it is not.
CONDITIONS = (
    ("erased", {"erased": False}, {"erased": True}),
    ("suspended", {"suspended": False}, {"suspended": True}),
    ("address", {"confirmed": True}, {"confirmed": False}),
    ("eligibility_absent", {"eligible_until": LATER}, {"eligible_until": None}),
    ("charter_unsigned", {"charter_signed": True}, {"charter_signed": False}),
)
TEST = ("test_todo", {"test": TestFact(passed=True)}, {"test": TestFact()})
MODULES = 5


def facts_of(personal: tuple[bool, ...], passed: tuple[bool, ...], tested: bool) -> GateFacts:
    values: dict[str, object] = {"charter_in_force": True, **TEST[1 if tested else 2]}
    for met, (_, yes, no) in zip(personal, CONDITIONS, strict=True):
        values |= yes if met else no
    modules = tuple(ModuleFact(f"m{n}", passed=one) for n, one in enumerate(passed))
    return GateFacts(**values, modules=modules)  # type: ignore[arg-type]


def test_the_truth_table_of_the_gate_is_exhaustive() -> None:
    rows = list(product((True, False), repeat=len(CONDITIONS) + MODULES + 1))
    valid = 0
    for row in rows:
        personal, passed, tested = row[: len(CONDITIONS)], row[len(CONDITIONS) : -1], row[-1]
        verdict = assess(facts_of(personal, passed, tested), NOW)
        expected = [code for met, (code, _, _) in zip(personal, CONDITIONS, strict=True) if not met]
        expected += ["module_todo"] * passed.count(False) + ["test_todo"] * (not tested)
        assert [missing.code for missing in verdict.missing] == expected
        assert [m.values["slug"] for m in verdict.missing if m.values] == [
            f"m{n}" for n, one in enumerate(passed) if not one
        ]
        assert verdict.valid is all(row)
        assert (verdict.valid_until == LATER) is all(row)
        valid += verdict.valid
    assert (len(rows), valid) == (2048, 1)


def whole(**values: object) -> GateFacts:
    """Everything met, but for `values`."""
    usual = {
        "confirmed": True,
        "suspended": False,
        "erased": False,
        "eligible_until": LATER,
        "charter_in_force": True,
        "charter_signed": True,
        "modules": (ModuleFact("m", passed=True),),
    }
    return GateFacts(**(usual | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"eligible_until": PAST}, "eligibility_lapsed"),
        ({"eligible_until": NOW}, "eligibility_lapsed"),
        ({"charter_in_force": False, "charter_signed": False}, "charter_absent"),
        ({"charter_signed": False, "charter_before": True}, "charter_new"),
        ({"charter_until": NOW}, "charter_new"),
        ({"modules": (ModuleFact("m", published=False),)}, "module_absent"),
        ({"modules": (ModuleFact("m", passed=True, counts_until=NOW),)}, "module_changed"),
        ({"test": TestFact()}, "test_todo"),
        ({"test": TestFact(grace_until=NOW)}, "test_todo"),
    ],
)
def test_each_way_of_missing_a_condition_has_its_own_code(values: dict[str, object], code: str) -> None:
    assert [missing.code for missing in assess(whole(**values), NOW).missing] == [code]


def test_who_was_validated_before_the_test_existed_keeps_it_until_the_end_of_the_grace() -> None:
    verdict = assess(whole(test=TestFact(grace_until=NOW + timedelta(days=3))), NOW)
    assert verdict.valid
    assert (verdict.valid_until, verdict.lapsing.code if verdict.lapsing else "") == (
        NOW + timedelta(days=3),
        "test_todo",
    )


def test_without_a_test_asked_for_the_modules_decide() -> None:
    assert assess(whole(test=None), NOW).valid


def test_with_no_module_asked_for_the_rest_decides() -> None:
    assert assess(whole(modules=()), NOW).valid


instants = st.integers(1, 500).map(lambda days: NOW + timedelta(days=days))


@given(instants, st.none() | instants, st.lists(st.none() | instants, max_size=4))
def test_validity_ends_at_the_earliest_known_lapse(
    eligible: datetime, charter: datetime | None, modules: list[datetime | None]
) -> None:
    listed = tuple(ModuleFact(f"m{n}", passed=True, counts_until=until) for n, until in enumerate(modules))
    facts = whole(eligible_until=eligible, charter_until=charter, modules=listed)
    verdict = assess(facts, NOW)
    until = verdict.valid_until
    assert until == min(at for at in (eligible, charter, *modules) if at is not None)
    # The promise is kept to the second: the gate says the same just before, and no longer at that instant.
    assert until is not None
    assert assess(facts, until - timedelta(seconds=1)).valid
    assert not assess(facts, until).valid
    assert verdict.lapsing is not None
    assert verdict.lapsing.code in {missing.code for missing in assess(facts, until).missing}
