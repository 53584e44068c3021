"""Workbooks: what is written is read back, and nothing in them runs. Read with zipfile and defusedxml, as any program could."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from app.infra import xlsxfile
from app.infra.xlsxfile import Sheet

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets


def opened(data: bytes) -> dict[str, list[list[Any]]]:
    """The cells of each sheet by its name: texts and numbers, None where there is nothing. Fails on a formula."""
    with ZipFile(BytesIO(data)) as book:
        texts = [
            "".join(part.text or "" for part in one.iter(f"{MAIN}t"))
            for one in fromstring(book.read("xl/sharedStrings.xml"))
        ]
        names = [one.get("name") for one in fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        return {
            str(name): [
                [_value(cell, texts) for cell in row.iter(f"{MAIN}c")]
                for row in fromstring(book.read(f"xl/worksheets/sheet{n}.xml")).iter(f"{MAIN}row")
            ]
            for n, name in enumerate(names, 1)
        }


def _value(cell: Element, texts: list[str]) -> Any:
    assert cell.find(f"{MAIN}f") is None, "a formula"
    value = cell.find(f"{MAIN}v")
    if value is None or value.text is None:
        return None
    return texts[int(value.text)] if cell.get("t") == "s" else float(value.text)


def test_texts_numbers_and_dates_are_read_back() -> None:
    sheet = Sheet(
        "Régions", ["Région", "Étudiants", "Échéance"], [["Corse", 12, date(2026, 9, 30)], ["Guyane", 0, NOW]]
    )
    header, corsica, guiana = opened(xlsxfile.dump([sheet], NOW))["Régions"]
    assert header == ["Région", "Étudiants", "Échéance"]
    assert corsica == ["Corse", 12.0, float((date(2026, 9, 30) - EPOCH).days)]
    assert guiana == ["Guyane", 0.0, float((NOW.date() - EPOCH).days)]


def test_nothing_typed_becomes_a_formula_a_link_or_a_number() -> None:
    typed = ['=HYPERLINK("http://ailleurs.example")', "+33", "-1+1", "@SUM(A1)", "https://ailleurs.example", "0612"]
    data = xlsxfile.dump([Sheet("Classes", ["Nom"], [[one] for one in typed])], NOW)
    assert [row[0] for row in opened(data)["Classes"][1:]] == typed
    with ZipFile(BytesIO(data)) as book:
        assert not [name for name in book.namelist() if "externalLink" in name or "_rels/sheet" in name]
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")  # stays a text even once edited


def test_a_sheets_name_is_one_that_spreadsheets_accept() -> None:
    names = list(opened(xlsxfile.dump([Sheet("Concours/régions : où [recruter] ?" * 2, ["A"], [["b"]])], NOW)))
    assert len(names[0]) <= 31
    assert not set(names[0]) & set("[]:*?/\\")


def test_an_empty_sheet_and_an_empty_cell_are_possible() -> None:
    found = opened(xlsxfile.dump([Sheet("Vide", ["A", "B"], []), Sheet("Trou", ["A", "B"], [[None, 1]])], NOW))
    assert found == {"Vide": [["A", "B"]], "Trou": [["A", "B"], [1.0]]}
