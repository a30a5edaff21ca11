"""R9: what cannot be handled is set aside with its reason; everything else flows, nobody spins."""

import asyncio
import time
from collections.abc import Mapping

import psutil
import psycopg
from aiokafka import AIOKafkaProducer

from stack.layout import SERVICES
from tests.brokers import Kafka
from tests.faults import poison
from tests.faults.evidence import Fact, read_facts
from tests.faults.trial import Trial
from tests.faults.world import World, until

EVENTS = 2_000
STEADY = 20.0  # dossiers a second
PARKED_WITHIN_S = 60
BUSY_PERCENT = 20
QUIET_S = 3
# Every reader of these topics reads these facts: intake and notify; complaints, notify, reporting.
SPOILED = {"complaints.case.v1": "ComplaintResolved", "intake.dossier.v1": "DossierReceived"}
Place = tuple[str, int, int]


async def test_poison_is_parked_with_its_reason_while_all_else_flows(trial: Trial) -> None:
    async with trial.busy(STEADY):
        await trial.facts(EVENTS // 2)
        samples = await good_facts(trial)
        sent = time.monotonic()
        spoiled = await send_poison(trial, samples)
        strange = await send_strangers(trial, samples)
        await until("poison parked", lambda: all_parked(trial.world, spoiled), PARKED_WITHIN_S)
        took = time.monotonic() - sent
        await trial.facts(EVENTS)

    trial.remarks.append(f"{len(spoiled)} poisonous records parked within {took:.0f} s")
    assert await trial.verdict() == []
    assert reasonless(trial.world) == []
    assert await uncounted(trial.world, strange) == []
    usage = await processor_use(trial.world)
    trial.remarks.append(f"then at rest {max(usage.values()):.0f} % of a processor at most")
    assert max(usage.values()) < BUSY_PERCENT, usage


async def good_facts(trial: Trial) -> dict[str, Fact]:
    """One real fact for each topic, to be spoiled."""
    found: dict[str, Fact] = {}

    async def both() -> bool:
        for topic, kind in SPOILED.items():
            for fact in await read_facts(trial.world, topic):
                if fact.kind == kind:
                    found[topic] = fact
        return len(found) == len(SPOILED)

    await until("facts to spoil", both)
    return found


async def send_poison(trial: Trial, samples: Mapping[str, Fact]) -> list[Place]:
    """Each kind on each topic, and behind one of them a good fact of the same key."""
    places = []
    for topic, fact in samples.items():
        bad = [poison.poison(kind, fact) for kind in poison.KINDS]
        wrong = bad[poison.KINDS.index("a field of the wrong type")]
        behind = poison.copy(fact, key=wrong.key.decode(), sequence=2)
        places += await send(trial, topic, [*bad, behind], poisonous=True)
    return places


async def send_strangers(trial: Trial, samples: Mapping[str, Fact]) -> list[tuple[str, str]]:
    """An unknown type, then an unknown version of a known one, of a key of their own."""
    keys = []
    for topic, fact in samples.items():
        service = topic.partition(".")[0]
        first = poison.copy(fact, kind=f"motcua.{service}.Unheard.v1")
        key = first.key.decode()
        second = poison.copy(fact, key=key, sequence=2, kind=f"motcua.{service}.{fact.kind}.v9")
        await send(trial, topic, [first, second], poisonous=False)
        keys.append((topic, key))
    return keys


async def send(
    trial: Trial, topic: str, records: list[poison.Record], *, poisonous: bool
) -> list[Place]:
    """Noted as planted by us, so that the checker takes none of them for the product's own."""
    kafka = Kafka(trial.world.stack)
    producer = AIOKafkaProducer(
        bootstrap_servers=kafka.bootstrap, max_request_size=1_048_576, **kafka.security()
    )
    places = []
    async with producer:
        for one in records:
            at = await producer.send_and_wait(topic, one.value, one.key, headers=one.headers)
            places.append((at.topic, at.partition, at.offset))
    trial.world.planted.update(dict.fromkeys(places, poisonous))
    return places


async def all_parked(world: World, places: list[Place]) -> bool:
    """Whether every group that reads its topic has set each of them aside."""
    rows = ask(world, 'SELECT consumer, topic, partition, "offset" FROM {}.parked')
    wanted = {
        (group, *at)
        for at in places
        for group, topics in world.groups.topics.items()
        if at[0] in topics
    }
    return wanted <= set(rows)


def reasonless(world: World) -> list[tuple[object, ...]]:
    return ask(world, "SELECT consumer, key FROM {}.parked WHERE error !~ '[a-z]'")


async def uncounted(world: World, keys: list[tuple[str, str]]) -> list[tuple[object, ...]]:
    """Groups that did not count both strange facts of a key."""
    counted = ask(world, "SELECT consumer, topic, key FROM {}.inbox WHERE sequence = 2")
    return [
        (group, topic, key)
        for topic, key in keys
        for group, topics in world.groups.topics.items()
        if topic in topics and (group, topic, key) not in counted
    ]


def ask(world: World, question: str) -> list[tuple[object, ...]]:
    """The rows of all schemas together."""
    everywhere = " UNION ALL ".join(question.format(name) for name in SERVICES)
    with psycopg.connect(world.stack.postgres.dsn("motcua")) as conn:
        return conn.execute(everywhere).fetchall()


async def processor_use(world: World) -> dict[str, float]:
    """Percent of one processor that each service takes while nothing happens."""
    processes = {name: psutil.Process(world.replicas[name].child.pid) for name in SERVICES}
    for process in processes.values():
        process.cpu_percent()
    await asyncio.sleep(QUIET_S)
    return {name: process.cpu_percent() for name, process in processes.items()}
