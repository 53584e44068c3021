"""What the gate looks at, read for many people at once in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.content.models import Module, ModuleVersion, Question
from app.infra.clock import PARIS
from app.infra.settings import Values, values
from app.recruitment.models import CharterSignature, CharterVersion, Eligibility
from app.recruitment.queries import current_charter, next_charter
from app.recruitment.rules import eligible_until
from app.recruitment.settings import ELIGIBILITY_YEARS
from app.training.models import Attempt, Validation
from app.training.rules.gate import GateFacts, ModuleFact, TestFact
from app.training.settings import CHANGE_GRACE_DAYS, REQUIRED_MODULES, TEST_DRAW, TEST_GRACE_DAYS, TEST_REQUIRED

Substances = dict[int, datetime]  # each substance of a module, and when it was first published


def gate_facts(
    session: Session, person_ids: Collection[int], now: datetime, settings: Values | None = None
) -> dict[int, GateFacts]:
    """The facts of each person of `person_ids`. At most eleven queries, whatever their number. `settings`, when already
    read, are not read again.
    """
    settings = settings or values(session, now)
    charter, coming = current_charter(session, now), next_charter(session, now)
    signed = _signatures(session, person_ids)
    declared = select(Eligibility.person_id, Eligibility.exam_year).where(Eligibility.person_id.in_(person_ids))
    years = dict(session.execute(declared).all())
    window = settings[ELIGIBILITY_YEARS]
    modules = _modules(session, person_ids, settings)
    tests = _tests(session, person_ids, settings)
    people = session.execute(
        select(Person.id, Person.confirmed_at, Person.suspended_at, Person.erased_at)
        .where(Person.id.in_(person_ids))
        .order_by(Person.id)
    )
    return {
        person_id: GateFacts(
            confirmed=confirmed_at is not None,
            suspended=suspended_at is not None,
            erased=erased_at is not None,
            eligible_until=eligible_until(years[person_id], window) if person_id in years else None,
            charter_in_force=charter is not None,
            charter_signed=charter is not None and charter.id in signed[person_id],
            charter_before=bool(signed[person_id]),
            charter_until=_replaced_at(coming, signed[person_id]),
            modules=modules[person_id],
            test=tests[person_id],
        )
        for person_id, confirmed_at, suspended_at, erased_at in people
    }


def _signatures(session: Session, person_ids: Collection[int]) -> defaultdict[int, set[int]]:
    signed: defaultdict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(CharterSignature.person_id, CharterSignature.version_id).where(
            CharterSignature.person_id.in_(person_ids)
        )
    )
    for person_id, version_id in rows:
        signed[person_id].add(version_id)
    return signed


def _replaced_at(coming: CharterVersion | None, signed: set[int]) -> datetime | None:
    if coming is None or coming.id in signed:
        return None
    return datetime.combine(coming.effective_on, time(), PARIS)


def _modules(session: Session, person_ids: Collection[int], settings: Values) -> dict[int, tuple[ModuleFact, ...]]:
    slugs = settings[REQUIRED_MODULES]
    grace = timedelta(days=settings[CHANGE_GRACE_DAYS])
    ids = dict(session.execute(select(Module.slug, Module.id).where(Module.slug.in_(slugs), on_the_path())).all())
    substances = published_substances(session, ids.values())
    best = _best_passes(session, person_ids, ids.values())
    return {
        person_id: tuple(
            _module_fact(slug, best.get((person_id, ids[slug])), substances[ids[slug]], grace)
            if slug in ids
            else ModuleFact(slug, published=False)
            for slug in slugs
        )
        for person_id in person_ids
    }


@dataclass(frozen=True)
class BankState:
    """Whether the gate asks for the test: it is required, and its bank holds a draw. `opened_at`: since when one exists."""

    asked: bool
    opened_at: datetime | None = None


def bank_state(session: Session, settings: Values) -> BankState:
    """The bank of the modules now asked for. One query, none when the test is not required."""
    if not settings[TEST_REQUIRED]:
        return BankState(asked=False)
    current = case((ModuleVersion.id == Module.current_version_id, Question.id))
    size, opened_at = session.execute(
        select(func.count(current), func.min(ModuleVersion.published_at))
        .select_from(Question)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(Module.slug.in_(settings[REQUIRED_MODULES]), on_the_path(), Question.bank == "test")
    ).one()
    return BankState(asked=size >= settings[TEST_DRAW], opened_at=opened_at)


def _tests(session: Session, person_ids: Collection[int], settings: Values) -> dict[int, TestFact | None]:
    bank = bank_state(session, settings)
    if not bank.asked or bank.opened_at is None:
        return dict.fromkeys(person_ids)
    passed = select(Attempt.id).where(Attempt.person_id == Person.id, Attempt.module_id.is_(None), Attempt.passed)
    before = select(Validation.person_id).where(
        Validation.person_id == Person.id, Validation.valid_from < bank.opened_at, Validation.lost_at.is_(None)
    )
    known = {
        person_id: (has_passed, was_valid)
        for person_id, has_passed, was_valid in session.execute(
            select(Person.id, passed.exists(), before.exists()).where(Person.id.in_(person_ids))
        )
    }
    days = timedelta(days=settings[TEST_GRACE_DAYS] + 1)
    grace = datetime.combine(bank.opened_at.astimezone(PARIS) + days, time(), PARIS)
    return {
        person_id: TestFact(passed=has_passed, grace_until=grace if was_valid else None)
        for person_id, (has_passed, was_valid) in known.items()
    }


def on_the_path() -> ColumnElement[bool]:
    """The condition "this module is published and not retired"."""
    return and_(Module.current_version_id.is_not(None), Module.retired_at.is_(None))


def published_substances(session: Session, module_ids: Collection[int]) -> defaultdict[int, Substances]:
    """For each module, when each of its substances was first published."""
    found: defaultdict[int, Substances] = defaultdict(dict)
    rows = session.execute(
        select(ModuleVersion.module_id, ModuleVersion.substance, func.min(ModuleVersion.published_at))
        .where(ModuleVersion.module_id.in_(module_ids))
        .group_by(ModuleVersion.module_id, ModuleVersion.substance)
    )
    for module_id, substance, published_at in rows:
        found[module_id][substance] = published_at
    return found


def _best_passes(
    session: Session, person_ids: Collection[int], module_ids: Collection[int]
) -> dict[tuple[int, int], int]:
    rows = session.execute(
        select(Attempt.person_id, Attempt.module_id, func.max(Attempt.substance))
        .where(Attempt.person_id.in_(person_ids), Attempt.module_id.in_(module_ids), Attempt.passed)
        .group_by(Attempt.person_id, Attempt.module_id)
    )
    return {(person_id, module_id): substance for person_id, module_id, substance in rows if module_id is not None}


def _module_fact(slug: str, passed: int | None, substances: Substances, grace: timedelta) -> ModuleFact:
    if passed is None:
        return ModuleFact(slug)
    return ModuleFact(slug, passed=True, counts_until=counts_until(passed, substances, grace))


def counts_until(passed: int, substances: Substances, grace: timedelta) -> datetime | None:
    """When a pass at substance `passed` stops counting: at the end of the last day (in Paris) of the grace that follows
    the first version that goes further, if any.
    """
    later = [published_at for substance, published_at in substances.items() if substance > passed]
    return datetime.combine(min(later).astimezone(PARIS) + grace + timedelta(days=1), time(), PARIS) if later else None
