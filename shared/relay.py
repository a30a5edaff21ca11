"""The relay: hands the outbox to Kafka in order, one active relay a schema."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)
from prometheus_client import Counter

from shared import fail, outbox
from shared.db import Connection, connect, is_outage
from shared.events.envelope import to_headers
from shared.tasks import finish

log = structlog.get_logger()

BATCH = 2_000
POLL_S = 1.0
NOTIFY_EVERY_S = 0.02
# A rest that grows with what was sent: busy hours go out in few requests, a quiet one at once.
REST_A_ROW_S, LONGEST_REST_S = 0.002, 0.05
CLOSES_WITHIN_S = 5
SEND_TIMEOUT_S = 30  # aiokafka itself retries for ever

# Rows of a key that has an unsendable row wait behind it; other keys pass.
WAITING = """
SELECT id, event_id, topic, key, type, sequence, time, traceparent, payload
FROM outbox AS o
WHERE NOT EXISTS (SELECT FROM outbox AS e
                  WHERE e.error IS NOT NULL AND (e.topic, e.key) = (o.topic, o.key))
ORDER BY id LIMIT $1
"""
UNSENDABLE = (
    InvalidTopicError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
    ValueError,
    TypeError,
    AssertionError,
)
SENT = Counter("motcua_relay_sent_total", "Facts handed to Kafka", ["service"])


async def drain(conn: Connection, producer: AIOKafkaProducer, limit: int = BATCH) -> int:
    """Send the oldest waiting facts, then forget them; returns how many left the outbox.

    `conn` holds the relay's lock: two relays would interleave the facts of one aggregate.
    Raises when an acknowledgement fails: nothing of the batch is forgotten then.
    """
    rows = await conn.fetch(WAITING, limit)
    if not rows:
        return 0
    fail.point("before_send")
    sent: list[int] = []
    acks: list[asyncio.Future[Any]] = []
    refused: dict[tuple[str, str], Exception] = {}
    async with asyncio.timeout(SEND_TIMEOUT_S):
        for row in rows:
            address = (row["topic"], row["key"])
            if address in refused:
                continue
            try:
                acks.append(await _send(producer, row))
            except UNSENDABLE as error:
                if await _may_pass(producer, row["topic"], error):
                    raise
                refused[address] = error
                await _stop_key(conn, row, error)
            else:
                sent.append(row["id"])
        fail.point("after_send")
        await asyncio.gather(*acks)
    fail.point("after_ack")
    await conn.execute("DELETE FROM outbox WHERE id = ANY($1)", sent)
    return len(sent)


async def _send(producer: AIOKafkaProducer, row: Any) -> "asyncio.Future[Any]":
    headers = to_headers(
        event_id=row["event_id"],
        type=row["type"],
        key=row["key"],
        sequence=row["sequence"],
        time=row["time"],
        traceparent=row["traceparent"],
        tombstone=row["payload"] is None,
    )
    ack: asyncio.Future[Any] = await producer.send(
        row["topic"], row["payload"], row["key"].encode(), headers=headers
    )
    return ack


async def _may_pass(producer: AIOKafkaProducer, topic: str, error: Exception) -> bool:
    """Whether the topic is unknown only because there is no broker to ask about it."""
    if not isinstance(error, UnknownTopicOrPartitionError):
        return False
    asked = await producer.client.force_metadata_update()
    return not asked or producer.client.cluster.partitions_for_topic(topic) is not None


async def _stop_key(conn: Connection, row: Any, error: Exception) -> None:
    reason = f"{type(error).__name__}: {error}"[:500]
    await conn.execute("UPDATE outbox SET error = $2 WHERE id = $1", row["id"], reason)
    log.error("fact can't be sent, its key waits", topic=row["topic"], id=row["id"], why=reason)


class Relay:
    """Keeps draining one schema's outbox until it is cancelled."""

    def __init__(self, service: str, dsn: str, producer: Callable[[], AIOKafkaProducer]) -> None:
        self.service = service
        self.dsn = dsn
        self.producer = producer
        self.leading = False
        self.sent = SENT.labels(service)  # 0 from the start: a rate needs a beginning
        self._awake = asyncio.Event()

    async def run(self) -> None:
        """Lead when no other replica does; on any failure drop everything and start over."""
        unhook = outbox.on_wake(self._awake.set)
        try:
            while True:
                try:
                    await self._lead()
                except Exception as error:
                    level = log.warning if _passing(error) else log.exception
                    level("relay starts over", service=self.service, why=repr(error))
                    await asyncio.sleep(0.5)
        finally:
            unhook()

    async def _lead(self) -> None:
        conn = await connect(self.dsn)
        try:
            await self._win(conn)
            # A deletion that a crash undoes sends its facts again, and readers pass them over.
            await conn.execute("SET synchronous_commit = off")
            await conn.add_listener(self._channel, lambda *_: self._awake.set())
            producer = self.producer()
            try:
                await producer.start()
                self.leading = True
                await self._drain_for_ever(conn, producer)
            finally:
                self.leading = False
                await finish(producer.stop(), CLOSES_WITHIN_S)
        finally:
            with contextlib.suppress(Exception):
                await conn.close(timeout=5)

    async def _win(self, conn: Connection) -> None:
        """Wait for the lock; meanwhile pass our wakes on to the replica that holds it."""
        ask = "SELECT pg_try_advisory_lock(hashtextextended('motcua:relay:' || $1, 0))"
        while not await conn.fetchval(ask, self.service):
            if await self._woken():
                self._awake.clear()
                await conn.execute("SELECT pg_notify($1, '')", self._channel)
            await asyncio.sleep(NOTIFY_EVERY_S)

    async def _drain_for_ever(self, conn: Connection, producer: AIOKafkaProducer) -> None:
        while True:
            self._awake.clear()
            sent = await drain(conn, producer)
            self.sent.inc(sent)
            if not sent:
                await self._woken()
            elif sent < BATCH:
                await asyncio.sleep(min(sent * REST_A_ROW_S, LONGEST_REST_S))

    async def _woken(self) -> bool:
        # Not wait_for(): in Python 3.11 it swallows a cancellation that comes with the wake.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POLL_S):
                return await self._awake.wait()
        return False

    @property
    def _channel(self) -> str:
        return f"motcua_outbox_{self.service}"


def _passing(error: BaseException) -> bool:
    return isinstance(error, KafkaError) or is_outage(error)
