"""Publishing: what it writes, what it leaves, and the re-assessment that a change of substance alone brings."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.authoring import services
from app.content.models import Module, ModuleVersion
from app.content.queries import module_by_slug
from app.infra.db import write
from app.infra.errors import DomainError
from app.infra.models import AuditEvent, Job
from app.infra.orm import Base
from tests import factories as make
from tests.authoring.packages import published, read, version
from tests.conftest import NOW
from tests.mailbox import letters

LATER = NOW + timedelta(days=30)
DAY = timedelta(days=1)


def jobs(session: Session) -> list[Job]:
    return list(session.scalars(select(Job).order_by(Job.id)))


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_a_first_publication_is_current_and_asks_nobody_to_pass_again(session: Session, tmp_path: Path) -> None:
    assert published(read(tmp_path)) is True
    current = module_by_slug(session, "ecouter").current
    assert current is not None
    assert (current.number, current.substance, current.published_at) == (1, 1, NOW)
    assert jobs(session) == []


def test_the_same_package_again_is_not_new_and_writes_nothing(session: Session, tmp_path: Path) -> None:
    published(read(tmp_path))
    before = rows(session)
    assert published(read(tmp_path), LATER) is False
    assert rows(session) == before


def test_a_change_of_wording_is_published_and_queues_nothing(session: Session, tmp_path: Path) -> None:
    published(read(tmp_path))
    published(read(tmp_path, module=version(2)))
    before = len(jobs(session))
    assert published(read(tmp_path, module=version(3, "wording")), LATER) is True
    current = module_by_slug(session, "ecouter").current
    assert current is not None
    assert (current.number, current.substance) == (3, 2)
    assert len(jobs(session)) == before


def test_a_change_of_substance_queues_one_reassessment_a_day_later(session: Session, tmp_path: Path) -> None:
    published(read(tmp_path))
    for _again in range(2):
        published(read(tmp_path, module=version(2)), LATER)
    queued = [(job.kind, job.payload, job.run_at, job.state) for job in jobs(session)]
    assert queued == [("training.reassess_all", {}, LATER + DAY, "ready")]


def test_each_change_of_substance_has_a_reassessment_of_its_own(session: Session, tmp_path: Path) -> None:
    for slug in ("ecouter", "autre"):
        published(read(tmp_path, slug))
    for slug in ("ecouter", "autre"):
        published(read(tmp_path, slug, module=version(2)), LATER)
    published(read(tmp_path, module=version(3)), LATER + DAY)
    assert [job.run_at for job in jobs(session)] == [LATER + DAY, LATER + DAY, LATER + 2 * DAY]


def test_the_worker_does_what_was_queued_at_its_hour_and_not_before(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    published(read(tmp_path))
    published(read(tmp_path, module=version(2)), LATER)
    for at, state in ((LATER + DAY - timedelta(seconds=1), "ready"), (LATER + DAY, "done")):
        letters(app, at)
        session.expire_all()
        assert [job.state for job in jobs(session)] == [state]


def test_who_published_what_and_when_is_in_the_audit_trail(session: Session, tmp_path: Path) -> None:
    trainer_id = make.person("trainer").id
    published(read(tmp_path))
    published(read(tmp_path, module=version(2, "wording")), LATER, actor_id=trainer_id)
    ids = list(session.scalars(select(ModuleVersion.id).order_by(ModuleVersion.number)))
    noted = [(e.code, e.object_type, e.object_id, e.actor_id, e.at) for e in session.scalars(select(AuditEvent))]
    assert sorted(noted, key=lambda event: event[2] or 0) == [
        ("authoring.published", "module_version", ids[0], None, NOW),
        ("authoring.published", "module_version", ids[1], trainer_id, LATER),
    ]


def test_what_content_refuses_leaves_nothing_behind(session: Session, tmp_path: Path) -> None:
    published(read(tmp_path))
    before = rows(session)
    other = read(tmp_path, quiz=lambda text: text.replace("Énoncé q0", "Autre q0"))
    with pytest.raises(DomainError) as refused:
        published(other)
    assert refused.value.code == "content.not_newer"
    assert rows(session) == before


def test_an_act_that_fails_afterwards_publishes_nothing(session: Session, tmp_path: Path) -> None:
    published(read(tmp_path))
    before, package = rows(session), read(tmp_path, module=version(2))

    def act(session: Session) -> None:
        assert services.publish(session, package, "folder", LATER)
        assert session.scalar(select(func.count(Job.id))) == 1
        raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        write(act)
    assert rows(session) == before
    assert (
        session.scalars(select(ModuleVersion.number).join(Module, Module.current_version_id == ModuleVersion.id)).one()
        == 1
    )
