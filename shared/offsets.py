"""Telling Kafka how far a group is: a moment after the work, for many facts at once."""

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.record import Record

log = structlog.get_logger()

WITHIN_S = 0.05


class Offsets:
    """The handled offsets of one consumer that Kafka does not know yet.

    A stop before it is told brings those facts again, and the inbox passes them over:
    waiting for Kafka after each fact would take longer than handling it.
    """

    def __init__(self, consumer: Any) -> None:
        self.consumer = consumer
        self._handled: dict[TopicPartition, int] = {}
        self._noted = asyncio.Event()

    def note(self, record: Record) -> None:
        """The record is handled; so are all before it in its partition."""
        self._handled[TopicPartition(record.topic, record.partition)] = record.offset + 1
        self._noted.set()

    async def keep_telling(self) -> None:
        """Tell what is noted, until cancelled."""
        while True:
            await self._noted.wait()
            await asyncio.sleep(WITHIN_S)
            self._noted.clear()
            await self._tell()

    async def _tell(self) -> None:
        handled, self._handled = self._handled, {}
        mine = {part: handled[part] for part in handled.keys() & self.consumer.assignment()}
        try:
            if mine:
                await self.consumer.commit(mine)
        except (KafkaError, IllegalStateError) as error:
            log.warning("offsets not told yet", why=repr(error))
            self._handled = mine | self._handled
            self._noted.set()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands, as FastStream uses a consumer: to acknowledge it or to go back."""

    offsets: Offsets
    record: Record

    async def commit(self) -> None:
        self.offsets.note(self.record)

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.offsets.consumer.seek(partition, offset)


class Places:
    """Gives each message of a subscriber its place; the subscriber's stop ends the telling."""

    def __init__(self) -> None:
        self.subscriber: Any = None
        self._offsets: Offsets | None = None

    def of(self, consumer: Any, record: Record) -> Place:
        if self._offsets is None or self._offsets.consumer is not consumer:
            self._offsets = Offsets(consumer)
            self.subscriber.add_task(self._offsets.keep_telling)
        return Place(self._offsets, record)
