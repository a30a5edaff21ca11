"""Whether the floor wrote what the service wrote: as many new rows in each table, as many facts."""

from collections.abc import Mapping

import psycopg
from psycopg.sql import SQL, Identifier

SCHEMA = "intake"
# A job of the service fills the first; the others are written once, at its start.
PASSING = frozenset({"audit_seal", "kafka_cluster", "key_known"})
TABLES = (
    "SELECT table_name FROM information_schema.tables WHERE table_schema = %s AND table_type = %s"
)
FACTS = SQL("SELECT coalesce(sum(last), 0)::bigint FROM {}.stream").format(Identifier(SCHEMA))

Counts = Mapping[str, int]


class NotAlike(Exception):
    """A side wrote rows that the other did not: their speeds can't be compared."""


def counted(dsn: str) -> Counts:
    """Rows by table, and how many facts were ever told."""
    with psycopg.connect(dsn) as conn:
        names = [name for (name,) in conn.execute(TABLES, [SCHEMA, "BASE TABLE"])]
        found = {name: one(conn, name) for name in names if name not in PASSING}
        row = conn.execute(FACTS).fetchone()
    return found | {"facts": row[0] if row else 0}


def one(conn: psycopg.Connection, table: str) -> int:
    row = conn.execute(
        SQL("SELECT count(*) FROM {}.{}").format(Identifier(SCHEMA), Identifier(table))
    ).fetchone()
    return int(row[0]) if row else 0


def check_alike(before: Counts, ours: Counts, floor: Counts) -> None:
    """Both began as `before`. Raises NotAlike."""
    wrong = [
        f"{name}: {ours[name] - start} and {floor[name] - start}"
        for name, start in before.items()
        if ours[name] != floor[name]
    ]
    if wrong:
        raise NotAlike(f"new rows of the service and of the floor: {', '.join(wrong)}")
