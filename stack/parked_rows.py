"""Rows that people look at and mark: parked messages, and facts the relay cannot send.

Nothing is handled here: the owning service's job acts on the marks, in order of each key.
"""

from collections.abc import Iterator
from typing import Any, LiteralString, NamedTuple, Protocol

import psycopg
from psycopg.rows import namedtuple_row

from stack.failure import Failure
from stack.layout import SERVICES

OUTBOX = "outbox"  # the consumer of rows that the relay could not send

LIST: LiteralString = """
SELECT * FROM (
    SELECT parked_id AS id, consumer, topic, key, sequence, error, parked_at AS since,
           action, attempts
    FROM parked
    UNION ALL
    SELECT id, 'outbox', topic, key, sequence, error, created_at, NULL, 1
    FROM outbox WHERE error IS NOT NULL
) AS waiting
WHERE (%(id)s::bigint IS NULL OR id = %(id)s)
  AND (%(consumer)s::text IS NULL OR consumer = %(consumer)s)
  AND (%(topic)s::text IS NULL OR topic = %(topic)s)
  AND (%(key)s::text IS NULL OR key = %(key)s)
  AND (%(error)s::text IS NULL OR error ILIKE '%%' || %(error)s || '%%')
ORDER BY consumer, since, id
"""
SHOW: LiteralString = "SELECT * FROM parked WHERE parked_id = %s"
SHOWN: LiteralString = """
INSERT INTO audit (actor, action, object_type, object_id, fields)
VALUES (%s, 'parked.show', 'parked', %s, '{body}')
"""
MARK: LiteralString = "UPDATE parked SET action = %s, asked_by = %s WHERE parked_id = %s"
SEND_AGAIN: LiteralString = "UPDATE outbox SET error = NULL WHERE id = %s"


class Filter(NamedTuple):
    service: str | None = None
    consumer: str | None = None
    topic: str | None = None
    key: str | None = None
    error: str | None = None
    id: int | None = None

    def services(self) -> tuple[str, ...]:
        if self.service is None:
            return SERVICES
        if self.service not in SERVICES:
            raise Failure(f"no service {self.service!r}; there are {', '.join(SERVICES)}", code=2)
        return (self.service,)


class Databases(Protocol):
    """Either stack: where its PostgreSQL is, for a role."""

    def dsn(self, role: str) -> str: ...


def connect(stack: Databases, service: str) -> psycopg.Connection[Any]:
    """As the service's own role: it may do no more than the service."""
    try:
        dsn = stack.dsn(f"{service}_app")
        return psycopg.connect(dsn, row_factory=namedtuple_row, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise Failure("PostgreSQL does not answer: is the stack up?") from error


def find(stack: Databases, wanted: Filter) -> Iterator[tuple[str, Any]]:
    """Each row with the service it belongs to, the oldest of a consumer first."""
    for service in wanted.services():
        with connect(stack, service) as conn:
            for row in conn.execute(LIST, wanted._asdict()).fetchall():
                yield service, row


def show(stack: Databases, service: str, parked_id: int, actor: str) -> Any:
    """One parked message entire. Its body may hold personal data, so the look is recorded."""
    Filter(service=service).services()
    with connect(stack, service) as conn, conn.transaction():
        row = conn.execute(SHOW, [parked_id]).fetchone()
        if row is None:
            raise Failure(f"{service} has no parked message {parked_id}")
        conn.execute(SHOWN, [actor, str(parked_id)])
    return row


def mark(stack: Databases, service: str, row: Any, action: str, actor: str) -> bool:
    """Ask for it. False: a fact of ours that cannot be sent must not be dropped."""
    with connect(stack, service) as conn:
        if row.consumer != OUTBOX:
            conn.execute(MARK, [action, actor, row.id])
        elif action == "replay":
            conn.execute(SEND_AGAIN, [row.id])
        else:
            return False
    return True
