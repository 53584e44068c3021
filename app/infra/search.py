"""Search by words and tags, the same on both engines: FTS5 on SQLite, a tsvector under GIN on PostgreSQL.

An index is one table beside the tables it is made from: for each id, a folded text (`words`) and codes (`tags`, parted by
spaces). The database itself keeps it, by triggers on what it is made from, in the transaction of whoever writes: no feature
can forget to. What a person types never is syntax of either engine: only its letters and digits reach them, in quotes.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, cast, column, delete, literal, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from app.infra.orm import fold

PREFIX = "search_"  # the name of every index begins so: migrations leave these tables alone
WORD = re.compile(r"[^\W_]+")
PIECE = re.compile(r'"([^"]*)"?|([^"]+)')
MOST_WORDS = 12

Term = tuple[tuple[str, ...], bool]  # words that follow each other, and whether the last may go on
Tags = Sequence[Sequence[Sequence[str]]]  # all of these groups; of a group, one of these lists; of a list, all its tags


def terms(typed: str) -> list[Term]:
    """What is looked for: each word, as the beginning of one; a phrase in quotes, word for word. At most twelve words."""
    found: list[Term] = []
    for phrase, loose in PIECE.findall(fold(typed)):
        if phrase:
            found.append((tuple(WORD.findall(phrase)), False))
        found += [((word,), True) for word in WORD.findall(loose)]
    return [one for one in found if one[0]][:MOST_WORDS]


def holds(words: str, looked_for: Sequence[Term]) -> bool:
    """Whether a text holds every term: what both engines must answer, and their tests compare them with."""
    there = WORD.findall(fold(words))
    return all(
        any(
            part == list(term) if not open_ended else part[0].startswith(term[0])
            for part in (there[n : n + len(term)] for n in range(len(there) - len(term) + 1))
        )
        for term, open_ended in looked_for
    )


def fts5(looked_for: Sequence[Term], tags: Tags) -> str:
    """The query in FTS5's words."""
    said = [f'words : "{" ".join(words)}"{" *" if open_ended else ""}' for words, open_ended in looked_for]
    for group in tags:
        ways = (" AND ".join(f'"{tag}"' for tag in way) for way in group)
        said.append("tags : (" + " OR ".join(f"({way})" for way in ways) + ")")
    return " AND ".join(f"({one})" for one in said)


def tsquery(looked_for: Sequence[Term], tags: Tags) -> str:
    """The query in PostgreSQL's words. A tag begins with =, which no word does."""
    said = [
        " <-> ".join(f"'{word}'" for word in words) + (":*" if open_ended else "") for words, open_ended in looked_for
    ]
    for group in tags:
        said.append(" | ".join("(" + " & ".join(f"'={tag}'" for tag in way) + ")" for way in group))
    return " & ".join(f"({one})" for one in said)


def entries(
    dialect: str, name: str, looked_for: Sequence[Term], tags: Tags, most: int, *, newest: bool = False
) -> Select[tuple[int, str]]:
    """The first `most` entries of an index that hold all that is looked for, by id: `id`, `tags`. With `newest`, the last.
    A group of tags must not be empty.
    """
    sqlite = dialect == "sqlite"
    there = table(name, *(column(one) for one in ("rowid", "id", "tags", "document", name)))
    key = there.c.rowid if sqlite else there.c.id
    found = select(key.label("id"), there.c.tags)
    if looked_for or tags:
        asked = fts5(looked_for, tags) if sqlite else cast(literal(tsquery(looked_for, tags)), TSQUERY)
        found = found.where(there.c[name].op("MATCH")(asked) if sqlite else there.c.document.op("@@")(asked))
    return found.order_by(key.desc() if newest else key).limit(most)


def forget(session: Session, name: str, ids: Select[Any]) -> None:
    """Take entries out of an index. What they were made from puts them back when it next changes."""
    key = "rowid" if session.get_bind().dialect.name == "sqlite" else "id"
    there = table(name, column(key))
    session.execute(delete(there).where(there.c[key].in_(ids)))
