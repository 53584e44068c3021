"""What is read in a file of students, as pure functions: every line is judged, none is guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from email_validator import EmailNotValidError, validate_email

from app.infra.clock import PARIS
from app.infra.orm import fold
from app.reference.rules import MOMENTS

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAYS_EN = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS = {"matin": 0, "apres-midi": 1, "soir": 2, "morning": 0, "afternoon": 1, "evening": 2}
COLUMNS = (
    "prenom",
    "nom",
    "courriel",
    "telephone",
    "concours",
    "epreuves",
    "region",
    "distance",
    "presence",
    "creneaux",
    "souhait",
    "moments",
    "souple",
)
MOMENT_WORDS = {
    "rentree": "start",
    "start": "start",
    "concours blancs": "mocks",
    "blancs": "mocks",
    "mocks": "mocks",
    "ecrits": "written",
    "written": "written",
    "oraux": "oral",
    "oral": "oral",
}
NEEDED = ("prenom", "nom", "courriel", "concours")
YES, NO = {"oui", "o", "yes", "y", "1", "vrai", "x"}, {"non", "n", "no", "0", "faux", ""}
PHONE = re.compile(r"[+\d][\d .()-]{5,19}")
LONGEST = {"prenom": 80, "nom": 80, "souhait": 600}  # characters, as in the form
SEASON_BEGINS = 9  # the month
MOST = 300  # people in one file: no class is larger
ALIASES = {
    "prénom": "prenom",
    "first name": "prenom",
    "last name": "nom",
    "email": "courriel",
    "e-mail": "courriel",
    "mail": "courriel",
    "adresse": "courriel",
    "phone": "telephone",
    "exam": "concours",
    "papers": "epreuves",
    "remote": "distance",
    "in person": "presence",
    "slots": "creneaux",
    "moments": "moments",
    "flexible": "souple",
    "wish": "souhait",
}


@dataclass(frozen=True)
class Known:
    """What the file may refer to, by folded code or name: exams, papers and regions."""

    exams: Mapping[str, int]
    papers: Mapping[str, int]
    regions: Mapping[str, str]
    default_region: str
    emails: frozenset[str]  # folded addresses already in the class


@dataclass(frozen=True)
class Fault:
    """One thing to mend: the line, the column, a code and the value found."""

    line: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class Line:
    """One student read from a file, ready to be added."""

    first_name: str
    last_name: str
    email: str
    phone: str
    exam_id: int
    paper_ids: tuple[int, ...]
    region_code: str
    remote: bool
    presence: bool
    slots: tuple[int, ...]
    wish: str
    moments: tuple[str, ...] = ()
    flexible: bool = False


@dataclass
class Reading:
    """What a file gave: the students, and every fault. Nothing is added while there is one."""

    students: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # columns of the file that mean nothing to us


def renamed(row: Mapping[str, str]) -> dict[str, str]:
    """The row under our own column names, whatever usual name the file gave them."""
    aliases = {fold(known): ours for known, ours in ALIASES.items()}
    return {aliases.get(name, name): value for name, value in row.items()}


def slot(text: str) -> int | None:
    """« mardi soir » → 5; None when it is not a day and a part of it."""
    words = fold(text).replace("apres midi", "apres-midi").split()
    if len(words) != 2 or words[1] not in PARTS:  # noqa: PLR2004  a day, a part
        return None
    for names in (DAYS, DAYS_EN):
        if words[0] in names:
            return names.index(words[0]) * 3 + PARTS[words[1]]
    return None


def _listed(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,/|+]", value) if part.strip()]


def address(text: str) -> str | None:
    """The normal form of an e-mail address; None when nobody can be written to there."""
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def read(rows: Sequence[tuple[int, Mapping[str, str]]], known: Known) -> Reading:
    """Judge every row of a file (line number, {column: value}); the cells that no column names are under ""."""
    reading = Reading()
    renamed_rows = [(line, renamed(row)) for line, row in rows]
    if len(renamed_rows) > MOST:
        reading.faults.append(Fault(renamed_rows[MOST][0], "nom", "too_many", str(len(renamed_rows))))
        return reading
    if renamed_rows:
        header = renamed_rows[0][1]
        missing = [name for name in NEEDED if name not in header]
        if missing:
            reading.faults.extend(Fault(1, name, "no_column") for name in missing)
            return reading
        reading.ignored = [name for name in header if name and name not in COLUMNS]
    seen: set[str] = set()
    for line, row in renamed_rows:
        _read_line(line, row, known, seen, reading)
    return reading


def _cell_faults(line: int, row: Mapping[str, str]) -> list[Fault]:
    """What is wrong with cells taken one by one."""
    faults = [Fault(line, name, "empty") for name in NEEDED if not row.get(name)]
    faults += [
        Fault(line, name, "too_long", row[name][:40]) for name, most in LONGEST.items() if len(row.get(name, "")) > most
    ]
    if row.get(""):
        faults.append(Fault(line, COLUMNS[-1], "beyond", row[""]))
    phone = row.get("telephone", "")
    if phone and not PHONE.fullmatch(phone):
        faults.append(Fault(line, "telephone", "not_phone", phone))
    return faults


def _address_fault(line: int, row: Mapping[str, str], known: Known, seen: set[str]) -> list[Fault]:
    written = row.get("courriel", "")
    normal = address(written)
    if not written:
        return []
    if normal is None:
        return [Fault(line, "courriel", "not_email", written)]
    key, code = fold(normal), ""
    if key in seen:
        code = "twice"
    elif key in known.emails:
        code = "already_there"
    seen.add(key)
    return [Fault(line, "courriel", code, written)] if code else []


def _read_line(line: int, row: Mapping[str, str], known: Known, seen: set[str], reading: Reading) -> None:
    faults = _cell_faults(line, row) + _address_fault(line, row, known, seen)
    exam_id = known.exams.get(fold(row.get("concours", "")))
    if row.get("concours") and exam_id is None:
        faults.append(Fault(line, "concours", "unknown", row["concours"]))
    papers = [(name, known.papers.get(fold(name))) for name in _listed(row.get("epreuves", ""))]
    faults += [Fault(line, "epreuves", "unknown", name) for name, found in papers if found is None]
    region = known.regions.get(fold(row["region"])) if row.get("region") else known.default_region
    if region is None:
        faults.append(Fault(line, "region", "unknown", row["region"]))
    slots = [(name, slot(name)) for name in _listed(row.get("creneaux", ""))]
    faults += [Fault(line, "creneaux", "not_slot", name) for name, found in slots if found is None]
    moments = [(name, MOMENT_WORDS.get(fold(name))) for name in _listed(row.get("moments", ""))]
    faults += [Fault(line, "moments", "not_moment", name) for name, found in moments if found is None]
    flexible = fold(row.get("souple", ""))
    if flexible not in YES | NO:
        faults.append(Fault(line, "souple", "not_yes_no", row["souple"]))
    ways = {"distance": fold(row.get("distance") or "oui"), "presence": fold(row.get("presence", ""))}
    faults += [Fault(line, name, "not_yes_no", row[name]) for name, said in ways.items() if said not in YES | NO]
    if not faults and all(said in NO for said in ways.values()):
        faults.append(Fault(line, "presence", "no_way"))
    if faults:
        reading.faults.extend(faults)
        return
    reading.students.append(
        Line(
            first_name=row["prenom"],
            last_name=row["nom"],
            email=address(row["courriel"]) or "",
            phone=row.get("telephone", ""),
            exam_id=exam_id or 0,
            paper_ids=tuple(sorted({found for _, found in papers if found is not None})),
            region_code=region or known.default_region,
            remote=ways["distance"] in YES,
            presence=ways["presence"] in YES,
            slots=tuple(sorted({found for _, found in slots if found is not None})),
            wish=row.get("souhait", ""),
            moments=tuple(m for m in MOMENTS if ways["presence"] in YES and m in {found for _, found in moments}),
            flexible=flexible in YES,
        )
    )


def deadline(year: int, month: int, day: int) -> datetime:
    """The last instant, in Paris, by which each student of a class of `year` should have a tutor. A season begins in
    September: the months before it are those of the next calendar year.
    """
    on = year if month >= SEASON_BEGINS else year + 1
    last = min(day, 28) if month == 2 else day  # noqa: PLR2004  February
    return datetime(on, month, last, 23, 59, 59, tzinfo=PARIS)
