"""R7: what was told is told again, and again from the start; no table and no citizen notices."""

from collections.abc import Mapping

import psycopg
from psycopg.rows import scalar_row
from psycopg.sql import SQL, Identifier

from stack.layout import SERVICES
from tests.brokers import Kafka
from tests.faults.evidence import TOPICS
from tests.faults.groups import Place, Where
from tests.faults.trial import Trial
from tests.faults.world import World

EVENTS = 2_000
REWOUND = 1_000
LIVING = "audit_seal"  # the chain goes on by the clock; all else changes by facts and commands only


async def test_facts_that_come_again_change_no_row_and_send_no_mail(trial: Trial) -> None:
    async with trial.busy():
        await trial.facts(EVENTS)
    await trial.rest()
    before, mails = snapshot(trial.world), await trial.world.sink.fetch()

    repeated = await send_some_again(trial)
    await trial.rest()
    await move_groups(trial, rewound)
    await move_groups(trial, to_the_start)

    trial.remarks.append(f"{repeated} sent again, {REWOUND} of each group rewound, all from start")
    after = snapshot(trial.world)
    assert [name for name in before if before[name] != after[name]] == []
    assert await trial.world.sink.fetch() == mails
    assert await trial.verdict() == []


async def send_some_again(trial: Trial) -> int:
    """One of a hundred records of each topic, bytes and partition as they were."""
    kafka = Kafka(trial.world.stack)
    number = 0
    for topic in TOPICS:
        records = await kafka.read(topic)
        for one in trial.dice.sample(records, -(-len(records) // 100)):
            if (one.topic, one.partition, one.offset) not in trial.world.planted:
                await kafka.send(topic, one.key, one.value, one.headers, one.partition)
                number += 1
    return number


async def move_groups(trial: Trial, where: Where) -> None:
    """Set every group's offsets while nobody is in it, then let all catch up."""
    for name in SERVICES:
        await trial.world.stop_gently(name)
    await trial.world.groups.move(where)
    await trial.world.restore()
    await trial.rest()


def rewound(done: Mapping[Place, int]) -> dict[Place, int]:
    """A thousand records back, spread over the partitions."""
    each = -(-REWOUND // max(1, len(done)))
    return {place: max(0, offset - each) for place, offset in done.items()}


def to_the_start(done: Mapping[Place, int]) -> dict[Place, int]:
    return dict.fromkeys(done, 0)


def snapshot(world: World) -> dict[str, bytes]:
    """Every table of every schema, byte for byte."""
    found = {}
    dsn = world.stack.postgres.dsn("motcua")
    with psycopg.connect(dsn, row_factory=scalar_row) as conn:
        for schema in SERVICES:
            names = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> %s"
            for table in conn.execute(names, [schema, LIVING]).fetchall():
                rows = SQL("COPY (SELECT t FROM {} AS t ORDER BY t::text) TO STDOUT")
                with conn.cursor().copy(rows.format(Identifier(schema, table))) as copy:
                    found[f"{schema}.{table}"] = b"".join(copy)
    return found
