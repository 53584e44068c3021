"""Saving answers as one goes: nothing lost, and no tab overwrites another."""

import pytest

from app.infra.db import db, write
from app.infra.errors import DomainError
from app.training import services
from app.training.models import Attempt
from app.training.queries.attempts import attempt_of
from app.training.rules.answers import Save
from tests.conftest import NOW
from tests.training import acts, content

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def opened(context):
    """A tutor and their open attempt on one question: (person id, attempt id)."""
    tutor, module = acts.someone(), content.module(bank=[content.single(), content.single("q2")])
    return tutor.id, acts.start(tutor, module.slug)


def save(
    opened: tuple[int, int], place: str, *, revision: int, tab: str = "", count: int = 0, position: int = 1
) -> int:
    person_id, attempt_id = opened
    sent = Save(revision, tab, count, {position: {"": [place]}})
    return write(lambda s: services.save_answers(s, person_id, attempt_id, sent, NOW))


def kept(opened: tuple[int, int]) -> list[object]:
    return [item.answer and item.answer["chosen"] for item in attempt_of(db.session, *opened).items]


def shown(opened: tuple[int, int], at: int) -> list[str]:
    return [attempt_of(db.session, *opened).items[0].shown[at]]


def test_each_save_gives_a_new_revision_and_leaves_the_other_questions_alone(opened) -> None:
    assert save(opened, "0", revision=0) == 1
    assert save(opened, "2", revision=1, position=2) == 2
    assert kept(opened)[0] == shown(opened, 0)
    assert kept(opened)[1] is not None


def test_unticking_everything_empties_the_answer(opened) -> None:
    save(opened, "0", revision=0)
    person_id, attempt_id = opened
    write(lambda s: services.save_answers(s, person_id, attempt_id, Save(1, answers={1: {}}), NOW))
    assert kept(opened) == [None, None]


def test_a_page_older_than_what_is_kept_is_refused_and_overwrites_nothing(opened) -> None:
    save(opened, "0", revision=0)
    before = kept(opened)
    with pytest.raises(DomainError) as refusal:
        save(opened, "1", revision=0)
    assert refusal.value.code == "training.conflict"
    assert kept(opened) == before


def test_a_tab_whose_answer_was_lost_on_the_way_goes_on_with_a_higher_count(opened) -> None:
    save(opened, "0", revision=0, tab="A", count=1)  # saved, but the tab never heard of revision 1
    assert save(opened, "1", revision=0, tab="A", count=2) == 2
    assert kept(opened)[0] == shown(opened, 1)


def test_a_save_that_arrives_after_a_later_one_is_refused(opened) -> None:
    save(opened, "1", revision=0, tab="A", count=2)
    with pytest.raises(DomainError):
        save(opened, "0", revision=0, tab="A", count=1)
    assert kept(opened)[0] == shown(opened, 1)


def test_a_second_tab_takes_over_and_the_first_is_told(opened) -> None:
    save(opened, "0", revision=0, tab="A", count=1)
    assert save(opened, "1", revision=1, tab="B", count=1) == 2
    with pytest.raises(DomainError) as refusal:
        save(opened, "2", revision=1, tab="A", count=2)
    assert refusal.value.code == "training.conflict"
    assert kept(opened)[0] == shown(opened, 1)


def test_two_pages_without_a_script_are_not_the_same_tab(opened) -> None:
    save(opened, "0", revision=0)
    with pytest.raises(DomainError):
        save(opened, "1", revision=0, count=9)


def test_nothing_is_saved_once_sent(opened) -> None:
    person_id, attempt_id = opened
    save(opened, "0", revision=0)
    write(lambda s: services.submit_attempt(s, person_id, attempt_id, NOW))
    with pytest.raises(DomainError) as refusal:
        save(opened, "1", revision=1)
    assert refusal.value.code == "training.sent"
    assert kept(opened)[0] == shown(opened, 0)
    assert db.session.get_one(Attempt, attempt_id).revision == 1
