"""Telling facts: kept in the business transaction, sent by the relay after the commit."""

from collections.abc import Callable
from uuid import uuid4

from shared import clock
from shared.db import Connection
from shared.events.base import Event, Tombstone
from shared.events.codes import check_codes
from shared.events.registry import PAYLOAD_LIMIT
from shared.trace import current_traceparent

# The row locks of `stream` hold to the commit and the numbers are taken before any id:
# so per key the order of ids is the order of commits and the sequence has no gap.
ADD = """
WITH fact AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[])
    WITH ORDINALITY AS f (event_id, topic, key, type, payload, n)
), next AS (
    INSERT INTO stream AS s (topic, key, last)
    SELECT topic, key, count(*) FROM fact GROUP BY topic, key ORDER BY topic, key
    ON CONFLICT (topic, key) DO UPDATE SET last = s.last + excluded.last
    RETURNING topic, key, last
)
INSERT INTO outbox (event_id, topic, key, type, sequence, time, traceparent, payload)
SELECT event_id, topic, key, type,
       last - count(*) OVER (PARTITION BY topic, key)
            + row_number() OVER (PARTITION BY topic, key ORDER BY n),
       $6, $7, payload
FROM fact JOIN next USING (topic, key)
ORDER BY n
"""

_relays: set[Callable[[], None]] = set()


class FactTooLarge(ValueError):
    """A fact over PAYLOAD_LIMIT bytes: large things travel as references."""


async def add(conn: Connection, *events: Event | Tombstone) -> None:
    """Tell facts in the business transaction, once in it: all are kept or none.

    Raises FactTooLarge, and UnknownCode for a code that no list of events.md §5 holds.
    """
    if not events:
        return
    facts = sorted(events, key=lambda fact: (fact.topic, fact.key()))
    bodies = [_body(fact) for fact in facts]
    await conn.execute(
        ADD,
        [uuid4() for _ in facts],
        [fact.topic for fact in facts],
        [fact.key() for fact in facts],
        [fact.type() for fact in facts],
        bodies,
        clock.now(),
        current_traceparent(),
    )


def _body(fact: Event | Tombstone) -> bytes | None:
    if isinstance(fact, Tombstone):
        return None
    check_codes(fact)
    body = fact.body()
    if len(body) > PAYLOAD_LIMIT:
        raise FactTooLarge(f"{fact.type()} {fact.key()}: {len(body)} bytes")
    return body


def wake() -> None:
    """Tell the relays of this process that facts were committed."""
    for waken in _relays:
        waken()


def on_wake(waken: Callable[[], None]) -> Callable[[], None]:
    """Have `waken` called at each wake(); returns how to stop that."""
    _relays.add(waken)
    return lambda: _relays.discard(waken)
