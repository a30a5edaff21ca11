"""All that can be known afterwards: the history, every record of Kafka, every table, every mail."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg
from aiokafka import ConsumerRecord

from shared.events import reading
from stack.layout import SERVICES
from tests.brokers import Kafka
from tests.faults.recorder import Command
from tests.faults.sink import Arrival
from tests.faults.world import World

TOPICS = (
    "intake.dossier.v1",
    "intake.party.v1",
    "complaints.petition.v1",
    "complaints.case.v1",
    "complaints.party.v1",
    "notify.message.v1",
)
TABLES = {
    "intake": ("dossier", "remedy"),
    "complaints": ("petition", "complaint_case", "dossier", "remedy"),
    "notify": ("message", "contact"),
    "reporting": ("dossier", "petition", "complaint"),
}
EVERYWHERE = ("outbox", "inbox", "parked")
Row = Mapping[str, Any]
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Fact:
    """One record of Kafka that can be read."""

    topic: str
    partition: int
    offset: int
    key: str
    sequence: int
    kind: str
    event_id: str
    trace: str | None
    body: Mapping[str, Any]

    @property
    def address(self) -> tuple[str, str, int]:
        return self.topic, self.key, self.sequence


@dataclass(frozen=True)
class Evidence:
    """`facts` in the order of each partition, repeats included; `poison`: what tests put in."""

    commands: Sequence[Command]
    facts: Sequence[Fact]
    tables: Mapping[str, Sequence[Row]]
    arrivals: Sequence[Arrival] = ()
    poison: frozenset[tuple[str, Place]] = field(default_factory=frozenset)


async def gather(world: World) -> Evidence:
    """Read everything; the world must have come to rest."""
    facts = await asyncio.gather(*(read_facts(world, topic) for topic in TOPICS))
    return Evidence(
        commands=world.history.commands(),
        facts=[fact for found in facts for fact in found],
        tables=await tables(world),
        arrivals=world.sink.arrivals(),
        poison=frozenset(
            (group, at)
            for at, poisonous in world.planted.items()
            if poisonous
            for group, topics in world.groups.topics.items()
            if at[0] in topics
        ),
    )


async def tables(world: World) -> dict[str, list[Row]]:
    """Each table by service and name, e.g. `notify.message`."""
    found: dict[str, list[Row]] = {}
    for service in SERVICES:
        conn = await asyncpg.connect(world.stack.dsn(f"{service}_app"))
        for table in (*TABLES[service], *EVERYWHERE):
            rows = await conn.fetch(f'SELECT * FROM "{table}"')
            found[f"{service}.{table}"] = [dict(row) for row in rows]
        await conn.close()
    return found


async def read_facts(world: World, topic: str) -> list[Fact]:
    """All of a topic but what a test has put there."""
    records = await Kafka(world.stack).read(topic)
    return [
        fact_of(record)
        for record in records
        if (record.topic, record.partition, record.offset) not in world.planted
    ]


def fact_of(record: ConsumerRecord) -> Fact:
    headers = {name: value.decode() for name, value in record.headers}
    trace = headers.get("ce_traceparent", "").split("-")
    return Fact(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key.decode(),
        sequence=int(headers["ce_sequence"]),
        kind=headers["ce_type"].split(".")[2],
        event_id=headers["ce_id"],
        trace=trace[1] if len(trace) > 1 else None,
        body=reading.decode(record.value),
    )
