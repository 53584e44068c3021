"""CSV as people really have it: `;` or `,`, UTF-8 or Windows-1252; and CSV that no spreadsheet will run as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

from app.infra.errors import DomainError
from app.infra.orm import fold

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
MAX_BYTES = 2_000_000
NUMBER = re.compile(r"-\d+([.,]\d+)?")  # below zero: what a spreadsheet reads is the number itself
BEYOND = ""  # the name under which the cells that no column names are kept, joined


def decode(data: bytes) -> str:
    """The text of `data`: UTF-8, with or without its mark, else Windows-1252. Raises DomainError on what is no text."""
    if len(data) > MAX_BYTES:
        raise DomainError("csv.too_large", megabytes=MAX_BYTES // 1_000_000)
    if b"\x00" in data:
        raise DomainError("csv.not_text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The data lines of a file with a header, as (line number, {folded header: trimmed value}). Blank lines are left out;
    cells past the header, a sign that a separator was meant as text, are kept under BEYOND.

    Raises DomainError "csv.empty" without a header or a line of data, "csv.not_text" on what no reader can cut.
    """
    try:
        return _rows(decode(data))
    except csv.Error as cause:
        raise DomainError("csv.not_text") from cause


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    header = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if header.count(";") >= header.count(",") else ",")
    names: list[str] | None = None
    found: list[tuple[int, dict[str, str]]] = []
    last = 0
    for cells in reader:
        first, last = last + 1, reader.line_num  # a quoted cell may run over several lines
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [fold(cell) for cell in cells]
            continue
        trimmed = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
        row = {name: cell for name, cell in zip(names, trimmed, strict=False) if name != BEYOND}
        unnamed = [cell for place, cell in enumerate(trimmed) if cell and (place >= len(names) or not names[place])]
        found.append((first, row | ({BEYOND: " ".join(unnamed)} if unnamed else {})))
    if not found:
        raise DomainError("csv.empty")
    return found


def safe(value: object) -> str:
    """A cell that a spreadsheet shows and never runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text) else text


def dump(header: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    """A CSV file (`;`, UTF-8 with its mark, so that spreadsheets in French open it at once)."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(name) for name in header])
    for line in lines:
        writer.writerow([safe(value) for value in line])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
