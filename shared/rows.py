"""The one place that composes SQL: whole rows of a table, names from our own models."""

from collections.abc import Mapping
from typing import Any

from shared.db import Connection


async def insert(conn: Connection, table: str, row: Mapping[str, Any]) -> None:
    """Insert a row; its keys are columns."""
    names, places = ", ".join(row), ", ".join(f"${n}" for n in range(1, len(row) + 1))
    await conn.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())  # noqa: S608


async def update(conn: Connection, table: str, key: str, row: Mapping[str, Any]) -> None:
    """Write all columns of the row that has the same key."""
    others = [name for name in row if name != key]
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(others, 2))
    values = (row[name] for name in others)
    await conn.execute(f"UPDATE {table} SET {sets} WHERE {key} = $1", row[key], *values)  # noqa: S608
