"""CSV as spreadsheets write it, and CSV that none will run."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.infra.csvfile import BEYOND, MAX_BYTES, dump, rows, safe
from app.infra.errors import DomainError

TEXT = "Prénom;Nom\nInès;Benali\nZoé;Müller\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ","])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_way_a_spreadsheet_saves_is_read(encoding: str, separator: str, ending: str) -> None:
    data = TEXT.replace(";", separator).replace("\n", ending).encode(encoding)
    assert rows(data) == [(2, {"prenom": "Inès", "nom": "Benali"}), (3, {"prenom": "Zoé", "nom": "Müller"})]


def test_lines_are_those_the_person_sees_even_after_blank_ones_and_cells_of_several_lines() -> None:
    data = b'nom;souhait\n\nA;"un\ndeux"\n\nB;x\n'
    assert [(line, row["nom"]) for line, row in rows(data)] == [(3, "A"), (6, "B")]


def test_blank_lines_before_the_header_do_not_hide_the_separator() -> None:
    assert rows(b"\n\nnom,prenom\nA,B\n") == [(4, {"nom": "A", "prenom": "B"})]


def test_short_lines_are_completed_and_cells_past_the_header_are_kept_aside() -> None:
    found = rows(b"nom;prenom;\nA\nB;C;D;E\n")
    assert found == [(2, {"nom": "A", "prenom": ""}), (3, {"nom": "B", "prenom": "C", BEYOND: "D E"})]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "csv.empty"),
        (b"nom;prenom\n", "csv.empty"),
        (b"\n;;\n\n", "csv.empty"),
        (b"PK\x03\x04\x00\x00", "csv.not_text"),
        (b"nom\n" + b"x" * 200_000, "csv.not_text"),  # a cell longer than any reader accepts
        (b"x" * (MAX_BYTES + 1), "csv.too_large"),
    ],
)
def test_what_is_not_a_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        rows(data)
    assert refused.value.code == code


@pytest.mark.parametrize("value", ["=1+1", "+33", "-2+3", "-2,5*A1", "@SUM(A1)", "\tx", "\r=x"])
def test_a_cell_that_a_spreadsheet_would_run_is_shown_as_text(value: str) -> None:
    assert safe(value) == f"'{value}"


def test_what_is_harmless_or_absent_is_left_alone() -> None:
    assert [safe("Inès"), safe(3), safe(None), safe("-0,12"), safe(-2)] == ["Inès", "3", "", "-0,12", "-2"]


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_an_export_can_begin_a_formula(lines: list[list[str]]) -> None:
    written = dump(["a", "b"], lines).decode("utf-8-sig")
    for row in csv.reader(StringIO(written, newline=""), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_an_export_opens_at_once_in_a_french_spreadsheet() -> None:
    assert dump(["Région"], [["La Réunion"]]) == b"\xef\xbb\xbf" + "Région\r\nLa Réunion\r\n".encode()
