"""What the JVM learns of Kafka's programs, kept beside the jars: a broker starts in half the time.

A broker that starts and stops once writes it (JEP 514). Made by the first `up`, used by every
broker of this clone.
"""

import os
from contextlib import suppress
from pathlib import Path

from stack import java, kafka_admin, ports, temporary
from stack.failure import Failure
from stack.kafka import Kafka, Ports

START_S, WRITE_S = 120, 180
PASSWORD = "trial"  # noqa: S105 of a broker that nobody else reaches, gone in seconds


def ensure() -> None:
    """Make it where there is none; without it everything works, later."""
    if not java.archive().exists():
        with suppress(Failure):
            make(java.archive())


def make(archive: Path) -> None:
    """Raises Failure when the broker does not start."""
    fresh = archive.with_suffix(f".{os.getpid()}")
    with temporary.folder("archive") as folder:
        chosen = ports.choose(folder / "ports.json", Ports._fields)
        kafka = Kafka(folder, Ports(**chosen), PASSWORD, learn=fresh)
        kafka.start()
        try:
            admin = kafka_admin.connect(kafka.bootstrap, PASSWORD)
            kafka.child.wait_until(lambda: kafka_admin.answers(admin), START_S)
        finally:
            kafka.child.stop(WRITE_S)
    if fresh.exists():
        fresh.replace(archive)
