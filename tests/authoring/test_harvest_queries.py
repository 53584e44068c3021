"""What is read of what tutors wrote: never by whom, never of a few, and no search finds a name."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.authoring.models import Misconception, MisconceptionRun
from app.authoring.queries import harvest as queries
from app.authoring.queries.harvest import Found, Scene, Wanted
from app.content.models import Module
from app.infra.db import db, write
from app.infra.errors import NotYours
from tests import factories as make
from tests.authoring.explained import crowd, ten, wrote
from tests.authoring.test_gains import module
from tests.conftest import NOW
from tests.counting import counted
from tests.training import content, pieces

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def module_id(context: Flask) -> int:
    return module()[0]


def scene(module_id: int, key: str = "depart") -> Scene:
    db.session.rollback()
    return queries.scene_of(db.session, module_id, key)


def found(module_id: int, key: str = "depart", **wanted: object) -> Found:
    return queries.explanations(db.session, module_id, scene(module_id, key), Wanted(**wanted))


def idea(module_id: int, *run_ids: int, title: str = "Conseiller d’abord", key: str = "depart") -> int:
    by_id = make.person("trainer").id

    def act(session) -> int:
        made = Misconception(module_id=module_id, key=key, title=title, by_id=by_id, at=NOW)
        session.add(made)
        session.flush()
        session.add_all(MisconceptionRun(run_id=one, misconception_id=made.id) for one in run_ids)
        return int(made.id)

    return write(act)


def test_nothing_of_nine_people_and_everything_of_ten(module_id: int) -> None:
    crowd(module_id, [f"Texte numéro {n}." for n in range(9)])
    assert not scene(module_id).shown
    for wanted in ({}, {"words": "texte"}, {"state": queries.ALL}, {"option": "a"}):
        assert found(module_id, **wanted) == Found()
    wrote(module_id, make.person("tutor").id, "Le dixième texte.")
    assert scene(module_id).people == 10
    assert found(module_id).total == 10


def test_a_scenario_has_its_own_ten(module_id: int) -> None:
    ten(module_id)
    crowd(module_id, ["Un texte seul."] * 9, "arrivee")
    assert found(module_id, "arrivee") == Found()
    assert (scene(module_id).shown, scene(module_id, "arrivee").shown) == (True, False)


def test_those_who_read_the_banks_neither_count_nor_are_read(module_id: int) -> None:
    crowd(module_id, [f"Texte numéro {n}." for n in range(9)])
    for roles in (("tutor", "trainer"), ("tutor", "admin")):
        wrote(module_id, make.person(*roles).id, "Texte d’une formatrice.")
    assert (scene(module_id).people, scene(module_id).shown) == (9, False)
    crowd(module_id, ["Le dixième."])
    assert found(module_id).total == 10
    assert "formatrice" not in str(found(module_id))


def test_another_module_s_texts_are_its_own(module_id: int) -> None:
    other = module()[0]
    ten(other)
    assert (found(module_id).total, found(other).total) == (0, 10)


def test_a_row_says_what_was_chosen_and_the_month_and_nothing_of_the_person(module_id: int) -> None:
    ten(module_id)
    author = make.person("tutor", first_name="Zorglub", last_name="Quiberon", email="zq@exemple.fr").id
    text = "Zorglub pense que oui. Écrivez-moi : zq@exemple.fr, 06 12 34 56 78. QUIBERON"
    wrote(module_id, author, text, choice="b", at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC))  # in December, in Paris
    first = found(module_id).rows[0]
    assert first.text == "[…] pense que oui. Écrivez-moi : […], […]. […]"
    assert (first.choice, first.best, first.month) == ("Choix b", True, date(2026, 12, 1))
    assert set(asdict(first)) == {"run_id", "text", "choice", "best", "month", "grouped_in"}
    assert "zorglub" not in str(found(module_id)).casefold()


def test_a_name_of_the_story_is_not_masked(module_id: int) -> None:
    ten(module_id)
    wrote(module_id, make.person("tutor", first_name="Théo", last_name="Roy").id, "Théo a besoin d’air. Signé Théo Roy")
    assert found(module_id, words="besoin").rows[0].text == "Théo a besoin d’air. Signé […]"


def test_a_search_finds_words_whatever_their_accents_and_never_a_name(module_id: int) -> None:
    ten(module_id)
    wrote(module_id, make.person("tutor", first_name="Zorglub").id, "Zorglub l’a déjà essayé, en vain.")
    assert found(module_id, words="ESSAYE deja").total == 1
    assert found(module_id, words="essaye jamais").total == 0
    assert found(module_id, words="zorglub") == Found()


def test_the_newest_comes_first_and_pages_hold_twenty_five(module_id: int) -> None:
    for n in range(27):
        wrote(module_id, make.person("tutor").id, f"Le texte {n}.", at=NOW + timedelta(minutes=n))
    first, second = found(module_id), found(module_id, page=2)
    assert [one.text for one in first.rows[:2]] == ["Le texte 26.", "Le texte 25."]
    assert (len(first.rows), len(second.rows), first.total, first.pages) == (25, 2, 27, 2)
    assert found(module_id, page=99) == second
    assert [one.text for one in found(module_id, words="texte", page=2).rows] == [one.text for one in second.rows]


def test_filters_by_option_and_by_group(module_id: int) -> None:
    runs = ten(module_id)
    crowd(module_id, ["Un autre choix."], choice="c")
    one = idea(module_id, *runs[:3])
    assert found(module_id, option="c").total == 1
    assert found(module_id).total == 8, "those that are in no group"
    assert found(module_id, state=queries.ALL).total == 11
    assert {row.run_id for row in found(module_id, idea_id=one).rows} == set(runs[:3])
    assert {row.grouped_in for row in found(module_id, idea_id=one).rows} == {"Conseiller d’abord"}


def test_misconceptions_are_counted_in_learners_the_most_common_first(module_id: int) -> None:
    runs = ten(module_id)
    small, large = idea(module_id, runs[0], title="Petite"), idea(module_id, *runs[1:4], title="Grande")
    trainer = wrote(module_id, make.person("tutor", "trainer").id, "Le mien.")
    write(lambda s: s.add(MisconceptionRun(run_id=trainer, misconception_id=small)))
    idea(module_id, title="D’ailleurs", key="arrivee")
    listed = queries.ideas(db.session, module_id, "depart")
    assert [(one.id, one.people) for one in listed] == [(large, 3), (small, 1)]


def test_the_most_typical_text_is_the_one_that_shares_most_and_is_masked(module_id: int) -> None:
    ten(module_id)
    texts = ["Donner vite une solution toute faite.", "Donner une bonne solution rassure.", "Rien de commun ici."]
    runs = crowd(module_id, texts)
    tutor = make.person("tutor", first_name="Zorglub").id
    runs.append(wrote(module_id, tutor, "Zorglub dirait : donner vite une bonne solution rassure."))
    said = queries.typical_text(db.session, module_id, scene(module_id), idea(module_id, *runs))
    assert said == "[…] dirait : donner vite une bonne solution rassure."
    assert queries.typical_text(db.session, module_id, scene(module_id), idea(module_id)) == ""


def test_under_ten_people_no_typical_text_either(module_id: int) -> None:
    runs = crowd(module_id, ["Un texte."] * 9)
    assert queries.typical_text(db.session, module_id, scene(module_id), idea(module_id, *runs)) == ""


def test_an_older_version_s_texts_keep_the_words_of_their_option(module_id: int) -> None:
    ten(module_id)
    of = db.session.get_one(Module, module_id)
    content.publish(of, number=2)
    neuf = pieces.scenario()
    neuf.texts["fr"]["options"]["a"]["text"] = "Choix a, autrement"
    pieces.put(module_id, scenarios=(neuf,))
    wrote(module_id, make.person("tutor").id, "Avec la nouvelle version.", at=NOW + timedelta(days=1))
    rows = found(module_id).rows
    assert (rows[0].choice, rows[1].choice) == ("Choix a, autrement", "Choix a")
    assert scene(module_id).options["a"] == "Choix a, autrement"


def test_a_withdrawn_scenario_is_listed_last_as_long_as_it_was_played(module_id: int) -> None:
    ten(module_id, "depart")
    content.publish(db.session.get_one(Module, module_id), number=2)
    pieces.put(module_id, scenarios=(pieces.scenario("neuf", "after"),))
    db.session.rollback()
    assert [one.key for one in queries.scenes(db.session, module_id)] == ["neuf", "depart"]
    with pytest.raises(NotYours):
        queries.scene_of(db.session, module_id, "arrivee")


def test_the_queries_are_as_many_for_forty_texts_as_for_ten(app: Flask, module_id: int) -> None:
    spent = []
    for _round in range(2):
        runs = ten(module_id)
        one = idea(module_id, *runs[:5])
        db.session.rollback()
        with counted(app) as count:
            read = queries.scene_of(db.session, module_id, "depart")
            queries.ideas(db.session, module_id, "depart")
            queries.explanations(db.session, module_id, read, Wanted())
            queries.explanations(db.session, module_id, read, Wanted(words="conseil"))
            queries.typical_text(db.session, module_id, read, one)
        spent.append(count.n)
        crowd(module_id, ["Encore un texte."] * 20)
    assert spent == [7, 7]
