"""What training holds on a person is exported whole and erased whole."""

import pytest
from sqlalchemy import func, select

from app.infra.db import db, write
from app.infra.orm import Base
from app.training.models import Attempt, AttemptItem
from app.training.privacy import PRIVACY
from tests.conftest import NOW
from tests.training import acts, content, traces

pytestmark = pytest.mark.usefixtures("context")
OURS = [
    mapper.local_table
    for mapper in Base.registry.mappers
    if mapper.class_.__module__ == "app.training.models" and "person_id" in mapper.local_table.c
]


def lived(slug: str):
    tutor = acts.ready()
    person_id, by_id = tutor.id, acts.someone().id
    acts.take(tutor, slug)
    write(lambda s: traces.leave(s, person_id, slug, words="des mots", by_id=by_id))
    return tutor


def rows(person_id: int) -> dict[str, int]:
    counted = {
        t.name: db.session.scalar(select(func.count()).select_from(t).where(t.c.person_id == person_id)) for t in OURS
    }
    return {name: int(n or 0) for name, n in counted.items()}


def test_everything_is_exported_then_erased_and_nobody_elses(context) -> None:
    slug = content.module().slug
    acts.require(slug)
    tutor, other = lived(slug), lived(slug)
    before = rows(tutor.id)
    assert all(n > 0 for n in before.values()), before
    exported = PRIVACY.export(db.session, tutor.id)
    assert {name: len(records) for name, records in exported.items()} == {
        "lecons_lues": 1,
        "essais": 1,
        "reponses": 6,
        "exercices": 1,
        "mises_en_situation": 1,
        "revisions": 1,
        "revisions_arretees": 1,
        "signalements": 1,
        "essais_rouverts": 1,
        "validation": 1,
        "attestations": 1,
    }
    person_id = tutor.id
    write(lambda s: PRIVACY.erase(s, person_id, NOW))
    assert set(rows(person_id).values()) == {0}
    assert rows(other.id) == before
    orphans = select(func.count(AttemptItem.id)).where(AttemptItem.attempt_id.not_in(select(Attempt.id)))
    assert db.session.scalar(orphans) == 0
