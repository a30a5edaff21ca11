"""What a consumer has handled, by number: each fact of a key once and in order."""

from collections.abc import Iterable

from faststream.kafka import KafkaMessage

from shared.db import Connection
from shared.record import Address, address, raw

NEXT = """
INSERT INTO inbox AS i (consumer, topic, key, sequence)
SELECT $1, $2, $3, $4::bigint
WHERE $4 = 1 OR EXISTS (SELECT FROM inbox WHERE (consumer, topic, key) = ($1, $2, $3))
ON CONFLICT (consumer, topic, key) DO UPDATE SET sequence = excluded.sequence
WHERE i.sequence = excluded.sequence - 1
RETURNING true
"""  # the conflict takes the row: a replica that lost its partition waits here, then sees a repeat
LAST = "SELECT sequence FROM inbox WHERE (consumer, topic, key) = ($1, $2, $3)"
NEWER = """
WITH newer AS (
    INSERT INTO inbox AS i (consumer, topic, key, sequence) VALUES ($1, $2, $3, $4)
    ON CONFLICT (consumer, topic, key) DO UPDATE SET sequence = excluded.sequence
    WHERE i.sequence < excluded.sequence
    RETURNING *
), older AS (
    DELETE FROM parked USING newer AS n
    WHERE (parked.consumer, parked.topic, parked.key) = (n.consumer, n.topic, n.key)
      AND parked.sequence < n.sequence
)
SELECT true FROM newer
"""
KNOW = """
INSERT INTO inbox (consumer, topic, key, sequence)
SELECT $1, $2, key, 0 FROM unnest($3::text[]) AS key
ON CONFLICT DO NOTHING
"""
LAST_OF_MANY = """
SELECT key, sequence FROM inbox
WHERE consumer = $1 AND topic = $2 AND key = ANY($3) ORDER BY key FOR UPDATE
"""
NEXT_OF_MANY = """
UPDATE inbox AS i SET sequence = n.sequence
FROM unnest($3::text[], $4::bigint[]) AS n (key, sequence)
WHERE i.consumer = $1 AND i.topic = $2 AND i.key = n.key
"""


class Gap(Exception):
    """An earlier fact of the key has not come."""

    def __init__(self, at: Address, last: int) -> None:
        super().__init__(f"{at.topic} {at.key}: {at.sequence} came after {last}")


async def is_next(conn: Connection, consumer: str, message: KafkaMessage) -> bool:
    """Whether to handle it now; False: handled before. Raises Gap and BadEnvelope.

    Call it first in the transaction that handles the fact: both are kept or none.
    """
    at = address(raw(message))
    if await conn.fetchval(NEXT, consumer, *at):
        return True
    last = await conn.fetchval(LAST, consumer, at.topic, at.key) or 0
    if at.sequence > last:
        raise Gap(at, last)
    return False


async def is_newer(conn: Connection, consumer: str, message: KafkaMessage) -> bool:
    """As is_next for a compacted topic, where only the newest state of a key is sure to come."""
    return bool(await conn.fetchval(NEWER, consumer, *address(raw(message))))


async def which_are_next(
    conn: Connection, consumer: str, topic: str, addresses: Iterable[Address]
) -> list[bool]:
    """is_next for a batch of one topic, in three statements. Raises Gap."""
    wanted = list(addresses)
    keys = sorted({at.key for at in wanted})
    await conn.execute(KNOW, consumer, topic, keys)
    last: dict[str, int] = dict(await conn.fetch(LAST_OF_MANY, consumer, topic, keys))
    before = dict(last)
    answers = []
    for at in wanted:
        if at.sequence > last[at.key] + 1:
            raise Gap(at, last[at.key])
        answers.append(at.sequence == last[at.key] + 1)
        last[at.key] = max(last[at.key], at.sequence)
    moved = [key for key in keys if last[key] != before[key]]
    await conn.execute(NEXT_OF_MANY, consumer, topic, moved, [last[key] for key in moved])
    return answers
