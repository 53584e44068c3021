"""Misconceptions: named, filled, emptied, joined, deleted when empty, used in a question; erasing a tutor takes their text."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import RoleGrant
from app.admin.services.erasure import erase_person
from app.authoring import services
from app.authoring.models import Misconception, MisconceptionRun
from app.authoring.queries import harvest as queries
from app.authoring.queries.distractors import candidates, places
from app.authoring.queries.drafts import draft_of
from app.authoring.rules import entries, harvest
from app.content.models import Module
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.training.models import ScenarioRun
from tests import factories as make
from tests.admin.marks import features
from tests.authoring import studio
from tests.authoring.explained import crowd, module_id_of, ten, wrote
from tests.conftest import NOW
from tests.training import content

pytestmark = pytest.mark.usefixtures("context")
SLUG = studio.SLUG


class Place:
    """A published module, a draft of it, and a trainer."""

    def __init__(self, tmp_path: Path) -> None:
        self.trainer = studio.trainer()
        self.draft = studio.opened(tmp_path, self.trainer)
        self.module = module_id_of(SLUG)
        self.runs = ten(self.module)

    def idea(self, *run_ids: int, title: str = "Conseiller d’abord", key: str = "depart") -> int:
        made = write(
            partial(services.new_misconception, person_id=self.trainer, slug=SLUG, key=key, title=title, now=NOW)
        )
        if run_ids:
            write(lambda s: services.group(s, made, run_ids))
        return made

    def row(self, key: str) -> dict[str, Any]:
        found = entries.row(studio.texts(self.draft), "quiz", key)
        assert found is not None
        return dict(found)

    def use(self, idea_id: int, row: dict[str, Any], option: str, key: str = "q0", seen: str = "") -> None:
        stamp = seen or entries.stamp(self.row(key))
        write(lambda s: services.use(s, self.trainer, self.draft, key, row, stamp, (idea_id, option), NOW))


@pytest.fixture
def at(context: Flask, tmp_path: Path) -> Place:
    return Place(tmp_path)


def held(idea_id: int) -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(MisconceptionRun.run_id).where(MisconceptionRun.misconception_id == idea_id)))


def used_in(idea_id: int) -> str:
    db.session.rollback()
    return queries.misconception_of(db.session, idea_id).used_in


def refused(code: str, act: Any) -> None:
    with pytest.raises(DomainError) as error:
        write(act)
    assert error.value.code == code


def test_explanations_are_put_in_moved_and_taken_out(at: Place) -> None:
    one, other = at.idea(*at.runs[:3]), at.idea(title="Autre")
    assert held(one) == set(at.runs[:3])
    assert write(lambda s: services.group(s, other, at.runs[2:5])) == 3
    assert (held(one), held(other)) == (set(at.runs[:2]), set(at.runs[2:5])), "an explanation is in one group"
    write(lambda s: services.ungroup(s, one, at.runs))
    assert (held(one), held(other)) == (set(), set(at.runs[2:5]))


@pytest.mark.parametrize("title", ["", "  ", "\0", "x" * 201])
def test_a_title_is_needed_and_not_endless(at: Place, title: str) -> None:
    refused(
        "authoring.idea_title",
        partial(services.new_misconception, person_id=at.trainer, slug=SLUG, key="depart", title=title, now=NOW),
    )
    one = at.idea()
    refused("authoring.idea_title", lambda s: services.rename_misconception(s, one, title))


def test_a_title_is_said_on_one_line(at: Place) -> None:
    one = at.idea()
    write(lambda s: services.rename_misconception(s, one, "  Parler \r\n plus fort "))
    assert queries.misconception_of(db.session, one).title == "Parler plus fort"


def test_what_is_of_another_scenario_or_of_no_learner_is_left_aside(at: Place) -> None:
    elsewhere = crowd(at.module, ["Ailleurs, un texte."], "arrivee")
    trainer = wrote(at.module, make.person("tutor", "trainer").id, "Le mien.")
    one = at.idea()
    assert write(lambda s: services.group(s, one, [at.runs[0], *elsewhere, trainer, 987654321])) == 1
    assert held(one) == {at.runs[0]}
    with pytest.raises(NotYours):
        write(lambda s: services.group(s, one, elsewhere))
    refused("authoring.no_explanation", lambda s: services.group(s, one, []))
    refused("authoring.no_explanation", lambda s: services.ungroup(s, one, []))


def test_what_is_not_shown_is_not_grouped(at: Place) -> None:
    few = crowd(at.module, ["Un texte."] * 9, "arrivee")
    one = at.idea(key="arrivee")
    with pytest.raises(NotYours):
        write(lambda s: services.group(s, one, few))


def test_two_become_one(at: Place) -> None:
    gone, kept = at.idea(*at.runs[:2]), at.idea(*at.runs[2:4], title="Elle reste")
    write(lambda s: setattr(s.get_one(Misconception, gone), "used_in", "quiz:q0/d"))
    write(lambda s: services.merge(s, gone, kept))
    assert held(kept) == set(at.runs[:4])
    assert db.session.get(Misconception, gone) is None
    assert used_in(kept) == "quiz:q0/d"


def test_two_become_one_only_within_a_scenario(at: Place) -> None:
    one, other = at.idea(*at.runs[:2]), at.idea(key="arrivee")
    for gone, kept in ((one, other), (one, one), (one, 987654321), (987654321, one)):
        with pytest.raises(NotYours):
            write(lambda s, gone=gone, kept=kept: services.merge(s, gone, kept))
    assert held(one) == set(at.runs[:2])


def test_only_what_is_empty_is_deleted(at: Place) -> None:
    one = at.idea(at.runs[0])
    refused("authoring.idea_not_empty", lambda s: services.delete_misconception(s, one))
    write(lambda s: services.ungroup(s, one, [at.runs[0]]))
    write(lambda s: services.delete_misconception(s, one))
    with pytest.raises(NotYours):
        write(lambda s: services.delete_misconception(s, one))


def test_what_only_holds_a_trainer_s_text_is_empty(at: Place) -> None:
    one = at.idea(at.runs[0])
    person_id = db.session.get_one(ScenarioRun, at.runs[0]).person_id
    write(lambda s: s.add(RoleGrant(person_id=person_id, role="trainer", granted_at=NOW)))
    write(lambda s: services.delete_misconception(s, one))
    assert held(one) == set()


def test_unknown_ids_are_nobody_s(at: Place) -> None:
    for act in (
        lambda s: services.rename_misconception(s, 987654321, "x"),
        lambda s: services.group(s, 987654321, at.runs),
        lambda s: services.ungroup(s, 987654321, at.runs),
        partial(services.new_misconception, person_id=at.trainer, slug=SLUG, key="nulle-part", title="x", now=NOW),
    ):
        with pytest.raises(NotYours):
            write(act)


def test_an_option_made_of_a_misconception_is_saved_and_remembered(at: Place) -> None:
    one = at.idea(at.runs[0])
    row, option = harvest.with_option(at.row("q0"), "Donner un conseil")
    assert option == "d"
    at.use(one, row, option)
    assert [each["text"] for each in harvest.options_of(at.row("q0"))][-1] == "Donner un conseil"
    assert used_in(one) == "quiz:q0/d"
    module = db.session.get_one(Module, at.module)
    assert places(db.session, module, queries.ideas(db.session, at.module, "depart")) == {one: harvest.DRAFT}


@pytest.mark.parametrize("change", ["left out", "right"])
def test_an_option_left_out_or_said_right_is_not_remembered(at: Place, change: str) -> None:
    one = at.idea()
    row, option = harvest.with_option(at.row("q0"), "Donner un conseil")
    if change == "right":
        row["options"][-1]["correct"] = True
    else:
        row["options"].pop()
    at.use(one, row, option)
    assert used_in(one) == ""


def test_another_module_s_misconception_writes_nothing(at: Place) -> None:
    one, before, other = at.idea(), studio.texts(at.draft)["quiz.yaml"], content.module().id
    write(lambda s: setattr(s.get_one(Misconception, one), "module_id", other))
    row, option = harvest.with_option(at.row("q0"), "Donner un conseil")
    with pytest.raises(NotYours):
        at.use(one, row, option)
    db.session.rollback()
    assert studio.texts(at.draft)["quiz.yaml"] == before


def test_a_question_that_changed_meanwhile_is_not_overwritten(at: Place) -> None:
    one = at.idea()
    row, option = harvest.with_option(at.row("q0"), "Donner un conseil")
    with pytest.raises(DomainError) as error:
        at.use(one, row, option, seen="autre")
    assert error.value.code == "authoring.conflict"
    assert used_in(one) == ""


def test_the_questions_that_may_take_it_come_by_objective_then_room(at: Place) -> None:
    row, _option = harvest.with_option(at.row("q0"), "Quatrième")
    at.use(at.idea(), row, "d")
    listed = candidates(draft_of(db.session, at.draft), "reformuler")
    assert {one.kind for one in listed} == {"single", "situation", "multiple"}
    assert (listed[-1].key, listed[-1].has_room, len(listed[-1].options)) == ("q0", False, 4)
    assert all(one.has_room for one in listed[:-1])
    assert {one.same_objective for one in candidates(draft_of(db.session, at.draft), "ouvrir")} == {False}


def test_erasing_a_tutor_takes_their_text_out_of_the_harvest(context: Flask, at: Place) -> None:
    zorglub = make.person("tutor", first_name="Zorglub").id
    run_id = wrote(at.module, zorglub, "Je donnerais mon avis au plus vite.")
    one = at.idea(run_id, at.runs[0])
    actor = make.person("admin").id
    write(partial(erase_person, person_id=zorglub, actor_id=actor, features=features(context), now=NOW))
    assert held(one) == {at.runs[0]}
    scene = queries.scene_of(db.session, at.module, "depart")
    assert scene.people == 10
    found = queries.explanations(db.session, at.module, scene, queries.Wanted(state=queries.ALL))
    assert "au plus vite" not in str(found)


def test_erasing_the_tenth_hides_the_nine_others(context: Flask, at: Place) -> None:
    person_id = db.session.get_one(ScenarioRun, at.runs[0]).person_id
    actor = make.person("admin").id
    write(partial(erase_person, person_id=person_id, actor_id=actor, features=features(context), now=NOW))
    scene = queries.scene_of(db.session, at.module, "depart")
    assert queries.explanations(db.session, at.module, scene, queries.Wanted()) == queries.Found()
