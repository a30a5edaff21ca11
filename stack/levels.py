"""How far the schemas of a database are, beside what this program knows."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from stack.failure import Failure
from stack.layout import SERVICES


def applied(dsn: str) -> dict[str, list[str]]:
    """The newest revisions of each schema; empty where nothing was ever migrated."""
    with psycopg.connect(dsn, connect_timeout=5) as conn:
        return {service: column(conn, service, "schema_revision") for service in SERVICES}


def clusters(dsn: str) -> set[str]:
    """The Kafka clusters that the schemas know: one, or none yet."""
    with psycopg.connect(dsn, connect_timeout=5) as conn:
        return {one for service in SERVICES for one in column(conn, service, "kafka_cluster")}


def column(conn: psycopg.Connection[Any], schema: str, table: str) -> list[str]:
    """What the only telling column of a small table holds; empty where there is no such table."""
    if conn.execute("SELECT to_regclass(%s)", [f"{schema}.{table}"]).fetchone() == (None,):
        return []
    name = {"schema_revision": "version_num", "kafka_cluster": "cluster_id"}[table]
    question = SQL("SELECT {} FROM {} ORDER BY 1").format(
        Identifier(name), Identifier(schema, table)
    )
    return [row[0] for row in conn.execute(question).fetchall()]


def to_come(service: str, revisions: Iterable[str]) -> list[str]:
    """The migrations that the schema lacks, e.g. 1900_slips. Raises Failure: it is newer."""
    from shared import migrate  # slow to load, and few verbs need it

    try:
        lacking = migrate.missing(migrate.chain(service), tuple(revisions))
    except migrate.NewerSchema as newer:
        raise Failure(f"{service}: {newer}: use the newer version, nothing was changed") from None
    return [Path(script.path).stem for script in lacking]


def check_known(revisions: dict[str, list[str]]) -> None:
    """Raises Failure where a schema was migrated by a newer program."""
    for service, heads in revisions.items():
        to_come(service, heads)
