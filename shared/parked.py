"""Messages that could not be handled: kept as they came, in order behind the first of their key."""

from collections.abc import Sequence
from typing import Any

import structlog

from shared.db import Connection, Pool, transaction
from shared.events.registry import TOPICS
from shared.record import Record, bare_address, header

log = structlog.get_logger()

BEHIND = "behind"
WAITS = """
SELECT EXISTS (SELECT FROM parked WHERE consumer = $1 AND topic = $2 AND key = $3 AND sequence < $4)
   AND NOT EXISTS (SELECT FROM inbox WHERE consumer = $1 AND topic = $2 AND key = $3
                   AND sequence >= $4)
"""
ADD = """
INSERT INTO parked (consumer, topic, key, sequence, partition, "offset", raw_key,
                    header_names, header_values, body, error)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT DO NOTHING
"""
HANDLED = """
SELECT FROM inbox WHERE consumer = $1 AND topic = $2 AND key = $3 AND sequence >= $4
"""
KEYS_PARKED = "SELECT key FROM parked WHERE consumer = $1 AND topic = $2 AND key = ANY($3)"


async def waits(conn: Connection | Pool, consumer: str, record: Record) -> bool:
    """Whether an earlier fact of its key is parked and this is no repeat.

    On a compacted topic nothing waits: a newer state makes the older ones needless.
    """
    topic, key, sequence = bare_address(record)
    if key is None or sequence is None or (topic in TOPICS and TOPICS[topic].compacted):
        return False
    return bool(await conn.fetchval(WAITS, consumer, topic, key, sequence))


async def any_waits(conn: Connection, consumer: str, topic: str, keys: Sequence[str]) -> bool:
    """Whether one of the keys has a parked message."""
    return bool(await conn.fetchval(KEYS_PARKED + " LIMIT 1", consumer, topic, keys))


async def add(pool: Pool, consumer: str, record: Record, error: Exception | str) -> None:
    """Set a message aside; one that was handled or parked before is passed over."""
    topic, key, sequence = bare_address(record)
    reason = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    async with transaction(pool) as conn:
        if sequence and await conn.fetchrow(HANDLED, consumer, topic, key, sequence):
            return
        await conn.execute(
            ADD,
            consumer,
            topic,
            key,
            sequence,
            record.partition,
            record.offset,
            record.key,
            [name.replace("\x00", "\\x00") for name, _ in record.headers],
            [value for _, value in record.headers],
            record.value,
            reason.replace("\x00", "\\x00")[:2_000],
        )
    if reason != BEHIND:
        log.error(
            "message parked",
            consumer=consumer,
            topic=topic,
            partition=record.partition,
            offset=record.offset,
            sequence=sequence,
            type=header(record, "ce_type"),
            why=type(error).__name__,
        )


def record_of(row: Any) -> dict[str, Any]:
    """The fields of the record that was parked, for a replay."""
    return {
        "topic": row["topic"],
        "partition": row["partition"],
        "offset": row["offset"],
        "key": row["raw_key"],
        "value": row["body"],
        "headers": tuple(zip(row["header_names"], row["header_values"], strict=True)),
    }
