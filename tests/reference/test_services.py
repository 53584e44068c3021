"""The referentials: what a new installation starts with, and what admins change afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.infra.db import write
from app.infra.errors import DomainError, NotYours
from app.reference import queries, services
from app.reference.models import CATEGORIES, Exam, ExamPaper, Institution, Paper, Region
from app.reference.seed import EXAMS, INSTITUTIONS, PAPERS, REGIONS
from tests import factories as make
from tests.conftest import NOW

TABLES = (Region, Institution, Paper, Exam, ExamPaper)


def counts(session: Session) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def refused(act: Callable[[Session], Any]) -> str:
    with pytest.raises(DomainError) as caught:
        write(act)
    return caught.value.code


def institution(**changes: Any) -> dict[str, Any]:
    made = {"slug": "ira-lille", "short_name": "IRA", "name": "IRA de Lille", "region_code": None, "is_school": True}
    return {**made, "is_host": False, "closed": False, "now": NOW, **changes}


def test_a_new_installation_gets_everything_once(session: Session) -> None:
    write(services.load_seed)
    first = counts(session)
    assert first[:4] == [len(REGIONS), len(INSTITUTIONS), len(PAPERS), len(EXAMS)]
    assert first[4] == sum(len(papers) for *_, papers in EXAMS)
    write(services.load_seed)
    assert counts(session) == first


def test_what_admins_changed_is_not_overwritten_and_what_is_missing_comes_back(session: Session) -> None:
    write(services.load_seed)
    school_id = session.scalars(select(Institution.id).where(Institution.slug == "ira-lille")).one()
    write(lambda s: services.save_institution(s, school_id, **institution(name="Renommé", closed=True)))

    def lose(s: Session) -> None:
        s.delete(s.scalars(select(Institution).where(Institution.slug == "eogn")).one())

    write(lose)
    write(services.load_seed)
    session.expire_all()
    kept = session.get_one(Institution, school_id)
    assert (kept.name, kept.closed_at) == ("Renommé", NOW)
    assert session.scalars(select(Institution.slug).where(Institution.slug == "eogn")).one()


def test_the_seed_is_consistent() -> None:
    codes = {code for code, *_ in REGIONS}
    assert all(region in codes for *_, region, _s, _h in INSTITUTIONS)
    assert all(school or host for *_, school, host in INSTITUTIONS)
    papers = {code for code, *_ in PAPERS}
    assert all(set(wanted) <= papers and category in CATEGORIES for _c, _n, category, _f, wanted in EXAMS)
    for rows in (REGIONS, INSTITUTIONS, PAPERS, EXAMS):
        assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(("code", "hours"), [("11", 1), ("04", 4), ("02", -4), ("987", -10), ("988", 11)])
def test_regions_know_their_time_overseas_included(code: str, hours: int) -> None:
    zone = ZoneInfo(next(zone for known, _name, zone in REGIONS if known == code))
    assert NOW.astimezone(zone).utcoffset() == timedelta(hours=hours)


def test_lists_come_in_the_order_people_expect(session: Session) -> None:
    write(services.load_seed)
    names = [e.name for e in queries.exams(session)]
    assert names == sorted(names, key=lambda n: n.casefold().replace("é", "e").replace("è", "e"))
    assert [p.code for p in queries.papers(session)] == [code for code, *_ in PAPERS]
    regions = [r.code for r in queries.regions(session)]
    assert regions[0] == "84"
    assert set(regions[-9:]) == {code for code, _n, zone in REGIONS if zone != "Europe/Paris"}
    assert {s.slug for s in queries.schools(session)} == {i[0] for i in INSTITUTIONS if i[4]}
    assert {h.slug for h in queries.hosts(session)} == {i[0] for i in INSTITUTIONS if i[5]}


def test_an_institution_is_opened_changed_closed_and_opened_again(session: Session) -> None:
    made = write(lambda s: services.save_institution(s, None, **institution()))
    assert [s.id for s in queries.schools(session)] == [made]
    write(lambda s: services.save_institution(s, made, **institution(closed=True)))
    assert queries.schools(session) == []
    with pytest.raises(NotYours):
        queries.school_by_slug(session, "ira-lille")
    later = NOW + timedelta(days=1)
    write(lambda s: services.save_institution(s, made, **institution(closed=True, now=later)))
    session.expire_all()
    assert session.get_one(Institution, made).closed_at == NOW, "the date it closed, not the last time it was saved"
    write(lambda s: services.save_institution(s, made, **institution()))
    assert queries.school_by_slug(session, "ira-lille").id == made


def test_a_short_address_is_one_institution_s(session: Session) -> None:
    write(lambda s: services.save_institution(s, None, **institution()))
    assert refused(lambda s: services.save_institution(s, None, **institution(name="Autre"))) == "reference.slug_taken"


def test_an_address_taken_between_looking_and_saving_is_refused_by_the_same_words(session: Session) -> None:
    """What the unique index says is what the person reads."""
    make.institution(slug="prise")

    def act(s: Session) -> None:
        s.add(Institution(slug="prise", short_name="x", name="x", name_key="x", is_school=True))
        services._flushed(s, "uq_institution_slug", "institution.slug", "reference.slug_taken")

    assert refused(act) == "reference.slug_taken"


def test_an_institution_is_of_some_use(session: Session) -> None:
    useless = institution(is_school=False)
    assert refused(lambda s: services.save_institution(s, None, **useless)) == "reference.no_use"


def test_an_exam_keeps_the_papers_given_in_their_order(session: Session) -> None:
    first, second = make.paper(position=2), make.paper(position=1)
    wanted = [first.id, second.id]
    values = {"code": "x", "name": "Éxamen", "category": "A", "family": "", "closed": False, "now": NOW}
    made = write(lambda s: services.save_exam(s, None, paper_ids=wanted, **values))
    session.expire_all()
    assert [p.id for p in session.get_one(Exam, made).papers] == [wanted[1], wanted[0]]
    write(lambda s: services.save_exam(s, made, paper_ids=[], **values))
    session.expire_all()
    assert session.get_one(Exam, made).papers == []
    assert refused(lambda s: services.save_exam(s, None, paper_ids=[], **values)) == "reference.code_taken"
    write(lambda s: services.save_exam(s, made, paper_ids=[], **{**values, "closed": True}))
    assert queries.exams(session) == []
    assert [e.id for e in queries.all_exams(session)] == [made]
