"""Replays and drops parked messages that a person has marked, in order of each key."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import structlog
from faststream.kafka import KafkaBroker

from shared import audit
from shared.bus import Replayed
from shared.db import Connection, Pool, is_outage, transaction
from shared.jobs import Job
from shared.parked import BEHIND, record_of

log = structlog.get_logger()

# The first parked row of a key, if it is marked or was only waiting for one that is gone now.
HEADS = """
SELECT p.* FROM parked AS p
WHERE (p.action IS NOT NULL OR p.error = $1)
  AND NOT EXISTS (SELECT FROM parked AS e
                  WHERE (e.consumer, e.topic, e.key) = (p.consumer, p.topic, p.key)
                    AND e.sequence < p.sequence)
ORDER BY p.parked_id LIMIT 200
"""
FAILED = """
UPDATE parked SET action = NULL, attempts = attempts + 1, error = $2 WHERE parked_id = $1
"""
PASSED = """
INSERT INTO inbox AS i (consumer, topic, key, sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (consumer, topic, key) DO UPDATE SET sequence = greatest(i.sequence, excluded.sequence)
"""


def job(broker: KafkaBroker) -> Job:
    """The job of a service that acts on the marks of its parked messages."""
    return Job("parked", 1.0, partial(act, broker=broker))


async def act(pool: Pool, broker: KafkaBroker) -> None:
    """Handle heads until none is left that may move; a failed one keeps its place."""
    while rows := await pool.fetch(HEADS, BEHIND):
        for row in rows:
            if row["action"] == "drop":
                await _drop(pool, row)
            else:
                await _replay(pool, broker.subscribers, row)


async def _drop(pool: Pool, row: Any) -> None:
    async with transaction(pool) as conn:
        if row["key"] is not None and row["sequence"] is not None:
            at = (row["consumer"], row["topic"], row["key"], row["sequence"])
            await conn.execute(PASSED, *at)
        await _remove(conn, row, "parked.drop")


async def _replay(pool: Pool, subscribers: Iterable[Any], row: Any) -> None:
    record: Any = Replayed(
        **record_of(row),
        timestamp=0,
        timestamp_type=0,
        checksum=None,
        serialized_key_size=-1,
        serialized_value_size=-1,
    )
    try:
        subscriber = _subscriber(subscribers, row["consumer"], row["topic"])
        await subscriber.process_message((record,) if _batched(subscriber) else record)
    except Exception as error:
        if is_outage(error):
            raise
        reason = f"{type(error).__name__}: {error}".replace("\x00", "\\x00")[:2_000]
        await pool.execute(FAILED, row["parked_id"], reason)
        log.warning("replay failed", parked=row["parked_id"], why=type(error).__name__)
    else:
        async with transaction(pool) as conn:
            await _remove(conn, row, "parked.replay")


def _subscriber(subscribers: Iterable[Any], group: str, topic: str) -> Any:
    for subscriber in subscribers:
        if subscriber.group_id == group and topic in subscriber.topic_names:
            return subscriber
    raise LookupError(f"no subscriber {group} of {topic} any more; drop the message")


def _batched(subscriber: Any) -> bool:
    return type(subscriber).__name__.startswith("Batch")


async def _remove(conn: Connection, row: Any, action: str) -> None:
    await conn.execute("DELETE FROM parked WHERE parked_id = $1", row["parked_id"])
    actor = row["asked_by"] or "system"
    await audit.record(conn, actor, action, "parked", str(row["parked_id"]), [])
