"""Workbooks for spreadsheets: each cell is the text, the number or the date it is given, never a formula nor a link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.infra.clock import PARIS
from app.infra.csvfile import DANGEROUS

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 8, 48  # characters
LONGEST_NAME = 31  # of a sheet, as spreadsheets accept it
REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# Text is kept as text: nothing typed by anyone becomes a formula, a link or a number.
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its header, its lines. A cell is text, a number, a date or None."""

    name: str
    header: Sequence[str]
    lines: Sequence[Sequence[Any]]


def dump(sheets: Iterable[Sheet], made_at: datetime) -> bytes:
    """A workbook of these sheets: headers stay in sight and filter. Text that looks like a formula is marked as text, so
    that it stays so even once edited.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, PLAIN)
    book.set_properties({"created": made_at.astimezone(PARIS).replace(tzinfo=None)})
    formats = {
        "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"quote_prefix": True}),
    }
    for sheet in sheets:
        page = book.add_worksheet(sheet.name.translate(REFUSED)[:LONGEST_NAME])
        for column, name in enumerate(sheet.header):
            page.write_string(0, column, name, formats["header"])
            page.set_column(column, column, _width(name, [line[column] for line in sheet.lines]))
        for row, line in enumerate(sheet.lines, 1):
            for column, value in enumerate(line):
                _write(page, row, column, value, formats)
        page.freeze_panes(1, 1)
        if sheet.lines:
            page.autofilter(0, 0, len(sheet.lines), len(sheet.header) - 1)
    book.close()
    return out.getvalue()


def _write(page: Worksheet, row: int, column: int, value: Any, formats: dict[str, Format]) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        value = value.astimezone(PARIS).date()
    if isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        text = str(value)
        page.write_string(row, column, text, formats["text"] if text.startswith(DANGEROUS) else None)


def _width(name: str, values: Iterable[Any]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(NARROWEST, longest + 2, len(name) // 2 + 2), WIDEST)
