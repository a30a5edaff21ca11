"""The job `kafka`: topics, passwords and access rules as in deploy/kafka."""

import time
from collections.abc import Callable

from confluent_kafka.admin import AdminClient

from stack import kafka_admin, topics
from stack.acl import rules
from stack.compose import places
from stack.failure import Failure
from stack.kafka_properties import BROKER

PATIENCE = 120


def equalise() -> None:
    """By the same code as the embedded stack. Raises Failure: no broker, or another one."""
    secrets = places.kept()
    admin = kafka_admin.connect(places.KAFKA, secrets.password(f"kafka_{BROKER}"))
    wait(admin)
    known, users = topics.topics(), topics.principals()
    topics.check(known, users)
    kafka_admin.ensure_topics(admin, known)
    kafka_admin.ensure_users(
        admin, {user.name: secrets.password(f"kafka_{user.name}") for user in users}
    )
    kafka_admin.ensure_rules(admin, rules(known, users))
    print(f"kafka: {len(known)} topics and {len(users)} users as in deploy/kafka")


def wait(
    admin: AdminClient, seconds: float = PATIENCE, tell: Callable[[str], None] = print
) -> None:
    """Until the broker answers us. Raises Failure."""
    deadline, told = time.monotonic() + seconds, False
    while not kafka_admin.answers(admin):
        if time.monotonic() > deadline:
            raise Failure(
                f"Kafka did not answer at {places.KAFKA} for {seconds:.0f} s: see its log,"
                " or its password was changed in the volume `secrets` alone"
            )
        if not told:
            tell(f"waiting for Kafka at {places.KAFKA}")
            told = True
