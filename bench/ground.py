"""A stack of the benchmark's own: fresh, bootstrapped, migrated, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from aiokafka import AIOKafkaProducer

from shared import bus
from stack import environment, health, topics, up
from stack.child import Child
from stack.embedded import Stack
from stack.topics import Topic

START_S = 60


@contextmanager
def fresh() -> Iterator[Stack]:
    """Kafka and PostgreSQL in a temporary folder, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    stack = Stack(folder, environment.PORTS)
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(folder)


def migrate(stack: Stack, *services: str) -> None:
    """The schemas of those services, empty."""
    for service in services:
        up.migrate(stack, service)


def like(topic: str, name: str) -> Topic:
    """A topic of another name, made as the real one."""
    [real] = [known for known in topics.topics() if known.name == topic]
    return real.model_copy(update={"name": name})


def producer(stack: Stack, service: str) -> AIOKafkaProducer:
    """The producer that the service's relay uses."""
    return bus.producer(stack.kafka.bootstrap, service, stack.kafka_password(service), service)


@contextmanager
def running(child: Child, url: str) -> Iterator[Child]:
    """A process that serves `url`, from when it is ready until the block ends."""
    child.start()
    try:
        child.wait_until(partial(health.is_ready, url), START_S)
        yield child
    finally:
        child.stop()
