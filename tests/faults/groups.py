"""The consumer groups of the services as the broker sees them: how far they are, who is in them."""

import asyncio
import importlib
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.group import LeaveGroupRequest
from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException
from confluent_kafka import TopicPartition as At
from confluent_kafka.admin import OffsetSpec

from stack.embedded import Stack
from stack.kafka_properties import BROKER, MECHANISM
from stack.layout import SERVICES

LATEST = OffsetSpec.latest()  # type: ignore[no-untyped-call]
SOON_S = 30
Answer = TypeVar("Answer")
Place = tuple[str, int]
Where = Callable[[Mapping[Place, int]], Mapping[Place, int]]


def heard(service: str) -> dict[str, list[str]]:
    """The topics of each group of a service, from its own subscriptions."""
    found: dict[str, list[str]] = {}
    for subscriber in importlib.import_module(f"services.{service}.consumers").router.subscribers:
        found.setdefault(subscriber.group_id, []).extend(subscriber.topic_names)
    return found


class Groups:
    """Questions to the broker, asked as its administrator."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.topics = {group: t for name in SERVICES for group, t in heard(name).items()}

    @cached_property
    def admin(self) -> Any:
        return self.stack.kafka_admin()

    async def ends(self) -> dict[Place, int]:
        """How many records each partition holds, of all topics that somebody reads."""
        return await asyncio.to_thread(patiently, self._ends)

    async def lag(self) -> int:
        """Records that some group has not yet handled."""
        return sum((await self.lags()).values())

    async def lags(self) -> dict[tuple[str, Place], int]:
        """By group and partition, where there are some."""
        ends = await self.ends()
        behind = {}
        for group, topics in self.topics.items():
            done = await asyncio.to_thread(patiently, self._done, group)
            for place, end in ends.items():
                if place[0] in topics and end > done.get(place, 0):
                    behind[group, place] = end - done.get(place, 0)
        return behind

    async def move(self, where: Where) -> None:
        """Set the offsets of every group, which must have no members, to where(what they are)."""
        for group in self.topics:
            done = await asyncio.to_thread(patiently, self._done, group)
            places = [At(t, p, offset) for (t, p), offset in where(done).items()]
            asked = [ConsumerGroupTopicPartitions(group, places)]
            for future in self.admin.alter_consumer_group_offsets(asked).values():
                await asyncio.wrap_future(future)

    async def forget_members(self, service: str) -> None:
        """Tell the broker that the members of a service's groups are dead, as it would find out."""
        admin = AIOKafkaAdminClient(
            bootstrap_servers=self.stack.kafka.bootstrap,
            security_protocol="SASL_PLAINTEXT",
            sasl_mechanism=MECHANISM,
            sasl_plain_username=BROKER,
            sasl_plain_password=self.stack.kafka.password,
        )
        await admin.start()
        try:
            for group in heard(service):
                await _empty(admin, group)
        finally:
            await admin.close()

    def _ends(self) -> dict[Place, int]:
        known = self.admin.list_topics(timeout=30).topics
        wanted = {topic for topics in self.topics.values() for topic in topics}
        asked = {At(t, p): LATEST for t in wanted for p in known[t].partitions}
        found = self.admin.list_offsets(asked)
        return {(at.topic, at.partition): f.result().offset for at, f in found.items()}

    def _done(self, group: str) -> dict[Place, int]:
        asked = [ConsumerGroupTopicPartitions(group)]
        [found] = self.admin.list_consumer_group_offsets(asked).values()
        return {(at.topic, at.partition): at.offset for at in found.result().topic_partitions}


def patiently(ask: Callable[..., Answer], *about: str) -> Answer:
    """Ask again while a broker that has just come back does not yet know everything."""
    deadline = time.monotonic() + SOON_S
    while True:
        try:
            return ask(*about)
        except KafkaException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


async def _empty(admin: AIOKafkaAdminClient, group: str) -> None:
    node = await admin.find_coordinator(group)
    [described] = await admin.describe_consumer_groups([group])
    for _, _, _, _, _, members, *_ in described.groups:
        for member in members:
            await admin._send_request(LeaveGroupRequest(group, member[0]), node)
