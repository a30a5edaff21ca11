"""Telling facts: kept in the business transaction, sent by the relay after the commit."""

from collections import Counter
from collections.abc import Callable
from operator import itemgetter
from typing import Any
from uuid import uuid4

from shared import clock
from shared.db import Connection
from shared.events.base import Event, Tombstone
from shared.events.codes import check_codes
from shared.events.registry import PAYLOAD_LIMIT
from shared.trace import current_traceparent
from shared.writes import Write, write

# The row locks of `stream` hold to the commit and the numbers are taken before any id:
# so per key the order of ids is the order of commits and the sequence has no gap.
ADD = """
next AS (
    INSERT INTO stream AS s (topic, key, last)
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
    ON CONFLICT (topic, key) DO UPDATE SET last = s.last + excluded.last
    RETURNING topic, key, last
), told AS (
    INSERT INTO outbox (event_id, topic, key, type, sequence, time, traceparent, payload)
    SELECT event_id, topic, key, type, last - later, $4, $5, payload
    FROM unnest($6::uuid[], $7::text[], $8::text[], $9::text[], $10::int[], $11::bytea[])
         WITH ORDINALITY AS fact (event_id, topic, key, type, later, payload, n)
    JOIN next USING (topic, key)
    ORDER BY n
)
"""

_relays: set[Callable[[], None]] = set()


class FactTooLarge(ValueError):
    """A fact over PAYLOAD_LIMIT bytes: large things travel as references."""


async def add(conn: Connection, *events: Event | Tombstone) -> None:
    """Tell facts in the business transaction, once in it: all are kept or none.

    Raises FactTooLarge, and UnknownCode for a code that no list of events.md §5 holds.
    """
    if events:
        await write(conn, told(*events))


def told(*events: Event | Tombstone) -> Write:
    """The rows of add(), for a command that writes others with them."""
    facts = sorted(((fact.topic, fact.key(), fact) for fact in events), key=itemgetter(0, 1))
    left = Counter((topic, key) for topic, key, _ in facts)
    streams = [(*stream, count) for stream, count in left.items()]
    rows = [
        (uuid4(), topic, key, fact.type(), _one_less(left, (topic, key)), _body(fact))
        for topic, key, fact in facts
    ]
    now, trace = clock.now(), current_traceparent()
    return Write(ADD, (*_columns(streams), now, trace, *_columns(rows)))


def _columns(rows: list[Any]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _one_less(left: Counter[tuple[str, str]], stream: tuple[str, str]) -> int:
    left[stream] -= 1
    return left[stream]


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
