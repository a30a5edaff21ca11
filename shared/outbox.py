"""Telling facts: kept in the business transaction, sent by the relay after the commit."""

import json
from collections import Counter
from collections.abc import Callable
from operator import itemgetter
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
# All in one text, as arrays cost more to send; `later`: how many of its stream come after it.
ADD = """
fact AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::text::jsonb) AS
        (n int, event_id uuid, topic text, key text, type text, later int, payload text)
), next AS (
    INSERT INTO stream AS s (topic, key, last)
    SELECT topic, key, max(later) + 1 FROM fact GROUP BY topic, key ORDER BY topic, key
    ON CONFLICT (topic, key) DO UPDATE SET last = s.last + excluded.last
    RETURNING topic, key, last
), told AS (
    INSERT INTO outbox (event_id, topic, key, type, sequence, time, traceparent, payload)
    SELECT event_id, topic, key, type, last - later, $2, $3, convert_to(payload, 'UTF8')
    FROM fact JOIN next USING (topic, key)
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
    rows = [
        {
            "n": n,
            "event_id": str(uuid4()),
            "topic": topic,
            "key": key,
            "type": fact.type(),
            "later": _one_less(left, (topic, key)),
            "payload": _body(fact),
        }
        for n, (topic, key, fact) in enumerate(facts)
    ]
    return Write(ADD, (json.dumps(rows, ensure_ascii=False), clock.now(), current_traceparent()))


def _one_less(left: Counter[tuple[str, str]], stream: tuple[str, str]) -> int:
    left[stream] -= 1
    return left[stream]


def _body(fact: Event | Tombstone) -> str | None:
    if isinstance(fact, Tombstone):
        return None
    check_codes(fact)
    body = fact.body()
    if len(body) > PAYLOAD_LIMIT:
        raise FactTooLarge(f"{fact.type()} {fact.key()}: {len(body)} bytes")
    return body.decode()


def wake() -> None:
    """Tell the relays of this process that facts were committed."""
    for waken in _relays:
        waken()


def on_wake(waken: Callable[[], None]) -> Callable[[], None]:
    """Have `waken` called at each wake(); returns how to stop that."""
    _relays.add(waken)
    return lambda: _relays.discard(waken)
