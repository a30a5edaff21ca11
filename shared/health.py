"""How a service is: alive, ready, and the figures operators look at."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from faststream.kafka import KafkaBroker
from prometheus_client import CollectorRegistry, Gauge

from shared.db import Pool, is_outage

FIGURES = """
SELECT (SELECT count(*) FROM outbox) AS outbox_rows,
       (SELECT count(*) FROM outbox WHERE error IS NOT NULL) AS unsendable,
       coalesce((SELECT extract(epoch FROM clock_timestamp() - created_at)
                 FROM outbox ORDER BY id LIMIT 1), 0)::float8 AS outbox_age_s,
       (SELECT count(*) FROM parked) AS parked
"""


class Gauges:
    """The figures of /health/status as Prometheus reads them."""

    NAMES = ("lag", "outbox_rows", "outbox_age_s", "unsendable", "parked", "ready")

    def __init__(self, service: str, registry: CollectorRegistry) -> None:
        self.gauges = {
            name: Gauge(f"motcua_{name}", f"/health/status {name}", ["service"], registry=registry)
            for name in self.NAMES
        }
        self.topics = Gauge(
            "motcua_topic_lag", "Records not yet handled", ["service", "topic"], registry=registry
        )
        self.service = service

    def show(self, status: Mapping[str, Any]) -> None:
        """Set each figure that is known now."""
        for name, gauge in self.gauges.items():
            if name in status:
                gauge.labels(self.service).set(float(status[name]))
        for topic, records in status["topics"].items():
            self.topics.labels(self.service, topic).set(records)


@dataclass
class Health:
    """What start-up has reached; `why` holds what `ready` still waits for."""

    service: str
    version: str
    broker: KafkaBroker
    awaited: list[str]
    why: list[str] = field(default_factory=lambda: ["starting"])

    async def status(self, pool: Pool | None) -> dict[str, Any]:
        """The figures of /health/status; a database that is away is a reason, not an error."""
        why = list(self.why)
        figures: dict[str, Any] = {}
        try:
            if pool is None:
                raise ConnectionError("no pool yet")
            figures = dict(await pool.fetchrow(FIGURES, timeout=5) or {})
        except Exception as error:
            if not is_outage(error):
                raise
            why.append("postgres")
        topics = await lag(self.broker)
        return {
            "service": self.service,
            "version": self.version,
            "ready": not why,
            "why": why,
            "lag": sum(topics.values()),
            "topics": topics,
            **figures,
        }


async def lag(broker: KafkaBroker) -> dict[str, int]:
    """By topic: records on the broker and not yet handled, as the consumers last saw it."""
    found: Counter[str] = Counter()
    for consumer in _consumers(broker):
        for part in consumer.assignment():
            found[part.topic] += await behind(consumer, part)
    return dict(found)


def quiet_s(broker: KafkaBroker) -> float:
    """For how long Kafka has answered no consumer; 0 where none has asked yet."""
    answers = [
        consumer.last_poll_timestamp(part)
        for consumer in _consumers(broker)
        for part in consumer.assignment()
    ]
    heard = [at / 1000 for at in answers if at]
    return max(0.0, time.time() - max(heard)) if heard else 0.0


async def behind(consumer: Any, part: TopicPartition) -> int:
    """0 for a partition that is just being taken away, or of which nothing is known yet."""
    try:
        async with asyncio.timeout(1):  # position() waits for a broker that may be away
            highwater = consumer.highwater(part)
            return 0 if highwater is None else max(0, highwater - await consumer.position(part))
    except (TimeoutError, AssertionError, KafkaError):
        return 0


async def read_to_end(broker: KafkaBroker, topics: list[str], ends: dict[Any, int]) -> list[str]:
    """Which of the topics are not yet handled to the ends; fills `ends` at the first call."""
    missing = []
    for subscriber in broker.subscribers:
        for topic in set(getattr(subscriber, "topic_names", ())) & set(topics):
            if not await _at_end(getattr(subscriber, "consumer", None), topic, ends):
                missing.append(topic)
    return missing


async def _at_end(consumer: Any, topic: str, ends: dict[Any, int]) -> bool:
    if consumer is None:
        return False
    parts = [TopicPartition(topic, n) for n in consumer.partitions_for_topic(topic) or ()]
    try:
        if not all(part in ends for part in parts):
            ends.update(await consumer.end_offsets(parts))
        done = [ends[p] == 0 or ends[p] <= (await consumer.committed(p) or 0) for p in parts]
    except KafkaError:
        return False
    return bool(parts) and all(done)


def _consumers(broker: KafkaBroker) -> list[Any]:
    found = (getattr(subscriber, "consumer", None) for subscriber in broker.subscribers)
    return [consumer for consumer in found if consumer is not None]
