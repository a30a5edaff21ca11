"""The test run's broker: raw records in, everything out, as any principal."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from confluent_kafka.admin import AdminClient

from stack import kafka_admin, topics
from stack.embedded import Stack
from stack.kafka_properties import BROKER, MECHANISM

SESSION_S = 60  # longer than the session of any consumer
Headers = Sequence[tuple[str, bytes | None]]


class Kafka:
    """See tests/conftest.py for what it offers."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.bootstrap = stack.kafka.bootstrap
        self.agencies = stack.kafka.agencies

    def security(self, principal: str = BROKER, password: str | None = None) -> dict[str, Any]:
        return {
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": MECHANISM,
            "sasl_plain_username": principal,
            "sasl_plain_password": password or self.stack.kafka_password(principal),
        }

    async def send(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: Headers = (),
        partition: int | None = None,
    ) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self.bootstrap, **self.security())
        async with producer:
            await producer.send_and_wait(topic, value, key, partition, headers=list(headers))

    async def read(self, topic: str) -> list[ConsumerRecord]:
        """All records up to the end seen at the call; in order within a partition."""
        known = self.stack.kafka_admin().list_topics(topic, timeout=30)
        parts = [TopicPartition(topic, number) for number in known.topics[topic].partitions]
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.bootstrap, auto_offset_reset="earliest", **self.security()
        )
        async with consumer:
            consumer.assign(parts)
            ends = await consumer.end_offsets(parts)
            found: list[ConsumerRecord] = []
            while any([await consumer.position(part) < ends[part] for part in parts]):
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found += records
            return found

    def clear(self) -> None:
        """Empty topics and no offsets: what one test sent, the next must not read."""
        admin = self.stack.kafka_admin()
        forget_groups(admin)
        holding = written(self.stack.kafka.data)
        if dirty := [topic for topic in topics.topics() if topic.name in holding]:
            kafka_admin.done(admin.delete_topics([t.name for t in dirty], operation_timeout=30))
            kafka_admin.create_topics(admin, dirty)


def forget_groups(admin: AdminClient) -> None:
    """A member that was killed is waited for until its session ends."""
    deadline = time.monotonic() + SESSION_S
    while groups := [g.group_id for g in admin.list_consumer_groups().result().valid]:
        gone = admin.delete_consumer_groups(groups).values()
        errors = [error for future in gone if (error := future.exception())]
        if errors and time.monotonic() > deadline:
            raise errors[0]
        if errors:
            time.sleep(0.5)


def written(data: Path) -> set[str]:
    """Topics with a record, by their files: a new partition's leader may not be known yet."""
    logs = (log for log in data.glob("*/*.log") if _size(log))
    return {log.parent.name.rpartition("-")[0] for log in logs}


def _size(log: Path) -> int:
    """None is left of what the broker is just deleting."""
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0
