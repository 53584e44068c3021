"""The English catalogue says everything the French source says, and nothing else."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
CATALOGUE = ROOT / "app" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
HOLDER = re.compile(r"%\((\w+)\)[sd]")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_l": None, "lazy_gettext": None}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en")


def source_messages() -> set[object]:
    found = extract_from_dir(str(ROOT / "app"), METHODS, keywords=KEYWORDS, comment_tags=())
    return {message for _file, _line, message, _comments, _context in found if message}


def translated(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_string_has_its_english(english: Catalog) -> None:
    ids = {m.id if isinstance(m.id, str) else tuple(m.id) for m in english if m.id}
    missing = [m for m in source_messages() if (m if isinstance(m, str) else tuple(m)) not in ids]
    empty = [m.id for m in english if m.id and not all(translated(m))]
    assert missing == [], "run `make translations`, then translate"
    assert empty == []


def test_nothing_is_fuzzy_or_left_over(english: Catalog) -> None:
    assert [m.id for m in english if m.id and m.fuzzy] == []
    sources = {m if isinstance(m, str) else tuple(m) for m in source_messages()}
    assert [m.id for m in english if m.id and (m.id if isinstance(m.id, str) else tuple(m.id)) not in sources] == []


def test_values_are_the_same_in_both_languages(english: Catalog) -> None:
    wrong = []
    for message in english:
        if not message.id:
            continue
        french = message.id if isinstance(message.id, tuple | list) else (message.id,)
        wanted = {name for text in french for name in HOLDER.findall(text)}
        for text in translated(message):
            if not set(HOLDER.findall(text)) <= wanted or (len(french) == 1 and set(HOLDER.findall(text)) != wanted):
                wrong.append(message.id)
    assert wrong == []


def test_french_is_written_with_its_own_signs() -> None:
    """In source strings: typographic apostrophes and French quotation marks."""
    strings = [
        text for m in source_messages() for text in (m if isinstance(m, tuple) else (m,)) if isinstance(text, str)
    ]
    assert [s for s in strings if re.search(r"\w'\w", s)] == []
    assert [s for s in strings if re.search(r'"[^"]+"', s)] == []
