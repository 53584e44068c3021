"""The tutor's home: where they are, the one next step, and what is missing, as one read-model."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra.settings import values
from app.recruitment.models import CharterSignature, CharterVersion, Eligibility
from app.recruitment.queries import current_charter, next_charter, signature_of
from app.reference.models import Exam
from app.training.models import Validation
from app.training.queries.facts import gate_facts
from app.training.queries.progress import ModuleProgress, modules_of
from app.training.queries.test import Standing, standing
from app.training.queries.validations import validation_of
from app.training.rules.gate import Verdict, assess
from app.training.rules.policy import ALLOWED
from app.training.settings import LAPSE_NOTICE_DAYS

DECLARING_MINUTES, SIGNING_MINUTES = 2, 3
TO_DECLARE = {"eligibility_absent", "eligibility_lapsed"}
TO_SIGN = {"charter_unsigned", "charter_new"}
TO_TEST = {"test_todo"}


@dataclass(frozen=True)
class Journey:
    """Where a person is. `exam` is the name and year of the exam declared. `next` names the one next step: eligibility,
    charter, module, test, blocked or done. `ends_soon`: the validation holds, but not beyond the notice people are given.
    """

    confirmed_at: datetime | None
    verdict: Verdict
    validation: Validation | None
    exam: tuple[str, int] | None
    signed: tuple[CharterVersion, datetime] | None
    modules: tuple[ModuleProgress, ...]
    test: Standing
    ends_soon: bool

    @property
    def codes(self) -> set[str]:
        """The codes of what is missing."""
        return {missing.code for missing in self.verdict.missing}

    @property
    def required(self) -> tuple[ModuleProgress, ...]:
        """The modules the gate asks for."""
        return tuple(module for module in self.modules if module.required)

    @property
    def extra(self) -> tuple[ModuleProgress, ...]:
        """The others."""
        return tuple(module for module in self.modules if not module.required)

    @property
    def done(self) -> tuple[ModuleProgress, ...]:
        """Those passed, as it counts today."""
        return tuple(module for module in self.required if module.passed)

    @property
    def next_module(self) -> ModuleProgress | None:
        """The first module where something can be done now; else the first not passed, which has to be waited for."""
        left = [module for module in self.required if not module.passed]
        able = [m for m in left if m.open_attempt or m.next_lesson or m.decision.state == ALLOWED]
        return next(iter(able + left), None)

    @property
    def next(self) -> str:
        """The one next step."""
        if self.verdict.valid:
            return "done"
        if self.codes & TO_DECLARE:
            return "eligibility"
        if self.codes & TO_SIGN:
            return "charter"
        if self.next_module:
            return "module"
        return "test" if self.codes & TO_TEST and not self.test.exhausted else "blocked"

    def validated_at(self, at: datetime) -> bool:
        """Whether the validation was obtained at that very instant: by the act that happened then."""
        return self.validation is not None and self.validation.valid_from == at

    @property
    def minutes_left(self) -> int:
        """What is left to do, in minutes."""
        declaring = DECLARING_MINUTES if self.codes & TO_DECLARE else 0
        signing = SIGNING_MINUTES if self.codes & TO_SIGN else 0
        modules = sum(module.minutes_left for module in self.required)
        return declaring + signing + modules + self.test.minutes_left


def journey(session: Session, person_id: int, lang: str, now: datetime) -> Journey:
    """The whole of it, in a fixed number of queries."""
    confirmed_at, exam, year = session.execute(
        select(Person.confirmed_at, Exam.name, Eligibility.exam_year)
        .outerjoin(Eligibility, Eligibility.person_id == Person.id)
        .outerjoin(Exam, Exam.id == Eligibility.exam_id)
        .where(Person.id == person_id)
    ).one()
    settings = values(session, now)
    facts = gate_facts(session, [person_id], now, settings)[person_id]
    verdict = assess(facts, now)
    notice = now + timedelta(days=settings[LAPSE_NOTICE_DAYS])
    return Journey(
        confirmed_at=confirmed_at,
        verdict=verdict,
        validation=validation_of(session, person_id),
        exam=(exam, year) if exam else None,
        signed=_signed(session, person_id),
        modules=tuple(modules_of(session, person_id, lang, now, settings)),
        test=standing(session, person_id, now, facts, settings),
        ends_soon=verdict.valid_until is not None and verdict.valid_until <= notice,
    )


def _signed(session: Session, person_id: int) -> tuple[CharterVersion, datetime] | None:
    """The latest version signed, and when."""
    found = session.execute(
        select(CharterVersion, CharterSignature.signed_at)
        .join(CharterSignature, CharterSignature.version_id == CharterVersion.id)
        .where(CharterSignature.person_id == person_id)
        .order_by(CharterVersion.number.desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None


@dataclass(frozen=True)
class CharterPage:
    """The charter to show: the one in force, or the next one announced when the present one is already signed."""

    version: CharterVersion
    signed_at: datetime | None
    coming: bool
    replaces: bool


def charter_page(session: Session, person_id: int, now: datetime) -> CharterPage | None:
    """What the charter page shows; None when there is no charter at all."""
    current, coming = current_charter(session, now), next_charter(session, now)
    signed_before = _signed(session, person_id) is not None
    signed_at = signature_of(session, person_id, current.id) if current else None
    if coming is not None and (current is None or signed_at is not None):
        ahead = signature_of(session, person_id, coming.id)
        if ahead is None or current is None:
            return CharterPage(coming, ahead, coming=True, replaces=signed_before)
    if current is None:
        return None
    return CharterPage(current, signed_at, coming=False, replaces=signed_before and signed_at is None)
