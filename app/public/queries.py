"""The figures that everyone may see, counted live. Those about fewer than ten people are not shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.authoring.queries.figures import gains
from app.classes.models import PrepClass, Student
from app.content.models import Module, ModuleVersion
from app.content.queries import path_modules, text_in
from app.pairing.models import Proposal
from app.recruitment.rules import school_year
from app.reference.models import Region
from app.training.models import Validation
from app.training.rules.gain import Gain

SHOWN_FROM = 10  # people; below, a figure could point at someone


@dataclass(frozen=True)
class Figures:
    """Students paired, proposed and uncovered this year; validated tutors; minutes of training. None: not shown."""

    paired: int | None
    proposed: int | None
    uncovered: int | None
    tutors: int | None
    minutes: int | None


@dataclass(frozen=True)
class RegionFigures:
    """One region's students this year, and how many have a pair. None: not shown."""

    name: str
    students: int | None
    paired: int | None


@dataclass(frozen=True)
class ModuleGain:
    """What a module teaches, by its scenarios. `lang` is the language of its title."""

    title: str
    lang: str
    gain: Gain


def by_module(session: Session, lang: str) -> list[ModuleGain]:
    """The gain of each published module that enough people have played, in the order of the path. Three queries."""
    found = gains(session)
    rows = []
    for module in path_modules(session):
        gained = found.get(module.id)
        if gained is not None and gained.shown and module.current is not None:
            words, said = text_in(module.current.manifest, lang)
            rows.append(ModuleGain(words["title"], said, gained))
    return rows


def shown(counts: Sequence[int]) -> list[int | None]:
    """`counts`, the parts of one total, without those about too few people to be shown (None).

    When a single one of them is hidden, the next smallest is hidden too: it would otherwise be the total less the others.
    """
    kept: list[int | None] = [count if count >= SHOWN_FROM else None for count in counts]
    small = [count for count in counts if 0 < count < SHOWN_FROM]
    others = [count for count in counts if count >= SHOWN_FROM]
    if len(small) == 1 and others:
        kept[counts.index(min(others))] = None
    return kept


def _this_year(now: datetime) -> ColumnElement[bool]:
    return and_(PrepClass.year == school_year(now), PrepClass.closed_at.is_(None), Student.left_at.is_(None))


def _paired() -> ColumnElement[bool]:
    return select(Proposal.id).where(Proposal.student_id == Student.id, Proposal.state == "accepted").exists()


def _proposed(now: datetime) -> ColumnElement[bool]:
    waiting = select(Proposal.id).where(Proposal.student_id == Student.id, Proposal.state == "sent")
    return waiting.where(Proposal.expires_at > now).exists()


def figures(session: Session, now: datetime, required: list[str]) -> Figures:
    """The country's figures at `now`; `required` are the slugs of the modules to pass."""
    students, paired, proposed = session.execute(
        select(
            func.count(Student.id),
            func.count(Student.id).filter(_paired()),
            func.count(Student.id).filter(_proposed(now)),
        )
        .join(PrepClass)
        .where(_this_year(now))
    ).one()
    tutors = session.scalar(
        select(func.count(Validation.person_id)).where(Validation.valid_from <= now, Validation.valid_until > now)
    )
    minutes = session.scalar(
        select(func.sum(ModuleVersion.minutes))
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(Module.slug.in_(required), Module.retired_at.is_(None))
    )
    with_pair, with_proposal, with_nobody = shown([paired, proposed, students - paired - proposed])
    return Figures(with_pair, with_proposal, with_nobody, shown([tutors or 0])[0], int(minutes) if minutes else None)


def by_region(session: Session, now: datetime) -> list[RegionFigures]:
    """The same, region by region."""
    rows = session.execute(
        select(Region.name, func.count(Student.id), func.count(Student.id).filter(_paired()))
        .select_from(Student)
        .join(PrepClass)
        .join(Region, Region.code == PrepClass.region_code)
        .where(_this_year(now))
        .group_by(Region.name)
        .order_by(Region.name)
    )
    regions = rows.all()
    totals = shown([students for _, students, _ in regions])
    found = []
    for (name, students, paired), total in zip(regions, totals, strict=True):
        covered = shown([paired, students - paired])[0] if total is not None else None
        found.append(RegionFigures(name, total, covered))
    return found
