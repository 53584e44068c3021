"""The model base and the column types. No Flask here, so that models, queries and services can be used from anywhere."""

import json
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
Json = JSON().with_variant(postgresql.JSONB(), "postgresql")


SHORT = 64  # characters


def read_json(text: str) -> Any:
    """What a JSON column of SQLite holds. Short lists of codes and hours, read by thousands and mostly alike, are parsed once;
    each reader gets a list of their own.
    """
    codes = _codes(text) if len(text) <= SHORT and text[:1] == "[" else None
    return json.loads(text) if codes is None else list(codes)


@lru_cache(maxsize=8192)
def _codes(text: str) -> tuple[Any, ...] | None:
    found = json.loads(text)
    return tuple(found) if all(isinstance(one, int | str) for one in found) else None


def fold(text: str) -> str:
    """`text` without accents or case, for search, order and uniqueness: NFKD, marks removed, casefolded, ligatures opened
    (« cœur » is found by « coeur »), spaces joined. fold(fold(x)) = fold(x).
    """
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in lower if not unicodedata.combining(c))
    return " ".join(bare.translate(LIGATURES).split())


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses naive values; stored in UTC on both engines; read back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime refused: give an aware one")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Folded(TypeDecorator[str]):
    """The twin of a searched or sorted text: whatever is written to it or compared with it goes through `fold`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else fold(value)


class Base(DeclarativeBase):
    """Every table's base. Constraints are named by convention, so that a violation can be told by its name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy reads it from the class
        datetime: UTCDateTime(),
        dict[str, Any]: Json,
        list[Any]: Json,
        list[int]: Json,
        list[str]: Json,
        str: String(),
    }


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A CHECK that `column` holds one of `values`, named after the column."""
    listed = ", ".join(f"'{v}'" for v in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
