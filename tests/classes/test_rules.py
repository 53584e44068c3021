"""Reading a file of students: every cell is judged, each fault named by its line and column, nothing guessed."""

import inspect
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classes import rules
from app.classes.rules import COLUMNS, DAYS, DAYS_EN, MOST, PARTS, Fault, Known, deadline, read, slot
from app.classes.words import COLUMNS as COLUMN_WORDS
from app.classes.words import FAULTS

KNOWN = Known(
    exams={"ira": 1, "redacteur territorial": 2},
    papers={"cas-pratique": 10, "cas pratique": 10, "entretien": 11},
    regions={"32": "32", "hauts-de-france": "32", "la reunion": "04"},
    default_region="32",
    emails=frozenset({"deja.la@exemple.fr"}),
)
GOOD = {"prenom": "Inès", "nom": "Benali", "courriel": "ines@exemple.fr", "concours": "IRA"}


def faults(**cells: str) -> list[Fault]:
    return read([(2, {**GOOD, **cells})], KNOWN).faults


def test_a_good_line_becomes_a_student() -> None:
    row = {
        **GOOD,
        "telephone": "+33 6 12 34 56 78",
        "epreuves": "Cas pratique, entretien",
        "region": "La Réunion",
        "distance": "Oui",
        "presence": "x",
        "creneaux": "mardi soir / samedi matin",
        "souhait": "Gagner en assurance.",
    }
    reading = read([(2, row)], KNOWN)
    assert reading.faults == []
    (student,) = reading.students
    assert (student.first_name, student.last_name, student.email) == ("Inès", "Benali", "ines@exemple.fr")
    assert (student.exam_id, student.paper_ids, student.region_code) == (1, (10, 11), "04")
    assert (student.remote, student.presence, student.slots) == (True, True, (5, 15))


def test_what_is_left_empty_takes_the_class_s_region_and_remote_meetings() -> None:
    (student,) = read([(2, GOOD)], KNOWN).students
    assert (student.region_code, student.remote, student.presence, student.slots, student.paper_ids) == (
        "32",
        True,
        False,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"prenom": ""}, Fault(2, "prenom", "empty")),
        ({"nom": ""}, Fault(2, "nom", "empty")),
        ({"courriel": ""}, Fault(2, "courriel", "empty")),
        ({"concours": ""}, Fault(2, "concours", "empty")),
        ({"prenom": "x" * 81}, Fault(2, "prenom", "too_long", "x" * 40)),
        ({"souhait": "x" * 601}, Fault(2, "souhait", "too_long", "x" * 40)),
        ({"courriel": "ines"}, Fault(2, "courriel", "not_email", "ines")),
        ({"courriel": "a@b@c.fr"}, Fault(2, "courriel", "not_email", "a@b@c.fr")),
        ({"courriel": "a@x.fr, b@y.fr"}, Fault(2, "courriel", "not_email", "a@x.fr, b@y.fr")),
        ({"courriel": "Inès <a@x.fr>"}, Fault(2, "courriel", "not_email", "Inès <a@x.fr>")),
        ({"courriel": "Déjà.LÀ@exemple.fr"}, Fault(2, "courriel", "already_there", "Déjà.LÀ@exemple.fr")),
        ({"telephone": "me demander"}, Fault(2, "telephone", "not_phone", "me demander")),
        ({"concours": "ENA"}, Fault(2, "concours", "unknown", "ENA")),
        ({"epreuves": "entretien, dessin"}, Fault(2, "epreuves", "unknown", "dessin")),
        ({"region": "Atlantide"}, Fault(2, "region", "unknown", "Atlantide")),
        ({"creneaux": "mardi soir, midi"}, Fault(2, "creneaux", "not_slot", "midi")),
        ({"distance": "peut-être"}, Fault(2, "distance", "not_yes_no", "peut-être")),
        ({"presence": "parfois"}, Fault(2, "presence", "not_yes_no", "parfois")),
        ({"distance": "non", "presence": "non"}, Fault(2, "presence", "no_way")),
        ({"": "samedi matin"}, Fault(2, "souple", "beyond", "samedi matin")),
    ],
)
def test_each_fault_is_named_by_its_line_and_column(cells: dict[str, str], fault: Fault) -> None:
    assert faults(**cells) == [fault]


def test_an_address_given_twice_in_the_file_is_a_fault_of_the_second_line() -> None:
    reading = read([(2, GOOD), (3, {**GOOD, "courriel": "INES@exemple.fr"})], KNOWN)
    assert reading.faults == [Fault(3, "courriel", "twice", "INES@exemple.fr")]
    assert len(reading.students) == 1


def test_a_missing_column_is_said_once_for_the_file() -> None:
    rows = [(n, {"prenom": "A", "courriel": "a@x.fr"}) for n in (2, 3)]
    assert read(rows, KNOWN).faults == [Fault(1, "nom", "no_column"), Fault(1, "concours", "no_column")]


def test_a_file_larger_than_any_class_is_refused() -> None:
    rows = [(n + 2, {**GOOD, "courriel": f"a{n}@exemple.fr"}) for n in range(MOST + 1)]
    assert [f.code for f in read(rows, KNOWN).faults] == ["too_many"]
    assert len(read(rows[:-1], KNOWN).students) == MOST


def test_every_fault_of_every_line_is_given_at_once() -> None:
    bad = {**GOOD, "prenom": "", "courriel": "x", "concours": "ENA", "distance": "bof"}
    assert len(read([(2, bad), (3, bad)], KNOWN).faults) == 8


def test_usual_names_of_columns_are_understood_and_unknown_ones_reported() -> None:
    row = {
        "first name": "Inès",
        "last name": "Benali",
        "e-mail": "i@exemple.fr",
        "exam": "ira",
        "date de naissance": "1",
    }
    reading = read([(2, row)], KNOWN)
    assert reading.faults == []
    assert reading.ignored == ["date de naissance"]


@pytest.mark.parametrize(("day", "name"), [*enumerate(DAYS), *enumerate(DAYS_EN)])
@pytest.mark.parametrize(("part", "number"), PARTS.items())
def test_a_slot_is_a_day_and_a_part_of_it(day: int, name: str, part: str, number: int) -> None:
    assert slot(f" {name.upper()}  {part} ") == day * 3 + number


@pytest.mark.parametrize("text", ["", "mardi", "soir", "mardi midi", "mardi soir tard", "12", "lundi mardi"])
def test_anything_else_is_no_slot(text: str) -> None:
    assert slot(text) is None


def test_an_afternoon_may_be_written_without_its_hyphen() -> None:
    assert slot("jeudi après midi") == slot("jeudi après-midi") == 10


def test_every_fault_and_every_column_has_its_words() -> None:
    said = [line for line in inspect.getsource(rules).splitlines() if "Fault(" in line or " code = " in line]
    codes = {word for line in said for word in re.findall(r'"(\w+)"', line)} - set(COLUMNS)
    assert codes == set(FAULTS)
    assert set(COLUMN_WORDS) == set(COLUMNS)


cells = st.dictionaries(st.sampled_from([*COLUMNS, "", "autre"]), st.text(max_size=30))


@given(st.lists(cells, max_size=4))
def test_any_table_at_all_gives_students_or_faults_and_never_breaks(rows: list[dict[str, str]]) -> None:
    reading = read([(n + 2, row) for n, row in enumerate(rows)], KNOWN)
    judged = len(reading.students) + len({f.line for f in reading.faults})
    assert judged == len(rows) or {f.code for f in reading.faults} == {"no_column"}
    assert all(f.column in COLUMNS and f.code in FAULTS for f in reading.faults)
    assert all("@" in s.email and (s.remote or s.presence) for s in reading.students)


@pytest.mark.parametrize(
    ("year", "month", "day", "utc"),
    [
        (2026, 9, 30, datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC)),
        (2026, 12, 15, datetime(2026, 12, 15, 22, 59, 59, tzinfo=UTC)),
        (2026, 1, 31, datetime(2027, 1, 31, 22, 59, 59, tzinfo=UTC)),
        (2026, 2, 30, datetime(2027, 2, 28, 22, 59, 59, tzinfo=UTC)),
        (2026, 8, 30, datetime(2027, 8, 30, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_deadline_falls_within_the_class_s_season(year: int, month: int, day: int, utc: datetime) -> None:
    assert deadline(year, month, day) == utc
