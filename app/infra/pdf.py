"""Documents to print: a Typst template filled with values, as a tagged PDF that a screen reader can follow (PDF/UA-1)."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
import typst

ACCESSIBLE: Final = "ua-1"  # ISO 14289-1; a template that breaks it does not compile
UNDRAWN = "could not be displayed with font"  # how Typst says that no font at hand has a letter


def document(template: Path, values: dict[str, Any], at: datetime, form: str = "pdf") -> bytes:
    """`template` with `values`, which it reads as data and never as markup; dated `at`, so the same values give the same
    bytes. `form` is "pdf", or "png" to look at the first page.

    Only Typst's own fonts are used: a page must not depend on the machine that makes it. A name in a script they lack is
    the one exception: the machine's fonts are tried, and the file, still tagged, no longer claims the standard.
    """
    given = {"data": json.dumps(values, ensure_ascii=False)}
    try:
        return _made(template, given, at, form, ours=True)
    except typst.TypstError as error:
        if UNDRAWN not in str(error):
            raise
        return _made(template, given, at, form, ours=False)


def _made(template: Path, given: dict[str, str], at: datetime, form: str, *, ours: bool) -> bytes:
    made = typst.Compiler(template, ignore_system_fonts=ours).compile(
        format="png" if form == "png" else "pdf",
        sys_inputs=given,
        pdf_standards=[ACCESSIBLE] if ours and form == "pdf" else [],
        timestamp=at.astimezone(UTC),
    )
    page = made[0] if isinstance(made, list) else made
    return bytes(page or b"")


def qr(text: str) -> str:
    """`text` as a QR code in SVG, with a correction of 15 % and no margin."""
    drawn = BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None)
    return drawn.getvalue().decode()
