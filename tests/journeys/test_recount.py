"""200 dossiers through intake's handlers, outbox, Kafka and the fold; every cell counted again."""

import asyncio
import random
from datetime import date, datetime, time, timedelta

import pytest

from services.intake.load import load
from services.intake.store.numbers import Numbers
from services.reporting.consumers import GROUP, router
from services.reporting.domain import table06
from services.reporting.store import figures
from services.reporting.store import table06 as store
from shared import bus
from shared.db import open_pool, transaction
from shared.events.intake import DossierReceived
from shared.relay import Relay
from shared.worktime.hours import VN
from shared.worktime.periods import month
from tests.intake.desk import BIRTH, BUSINESS, PROVINCE, Counter
from tests.intake.road import Road
from tests.journeys.recounted import cards, recount
from tests.shared.consumers import caught_up, listening
from tests.shared.facts import until

DOSSIERS = 200
MONDAY = date(2025, 3, 3)
MONTHS = (3, 4, 5, 6)
TOPIC = DossierReceived.topic
REFUSED = {"outcome": "REFUSED", "reason": "Không đủ điều kiện cấp phép"}


@pytest.fixture
async def pools(postgres):
    database = postgres.fresh("intake", "reporting")
    intake = await open_pool(database.app["intake"], size=4)
    reporting = await open_pool(database.app["reporting"], size=4)
    await load(intake, PROVINCE, MONDAY, with_personas=True)
    yield database, intake, reporting
    await intake.close()
    await reporting.close()


@pytest.fixture
async def told(pools, kafka):
    """The records of the dossiers' topic, all of them folded."""
    database, intake, reporting = pools
    await live(intake, Numbers(database.app["intake"]))
    password = kafka.stack.kafka_password("intake")
    relay = Relay(
        "intake",
        database.app["intake"],
        lambda: bus.producer(kafka.bootstrap, "intake", password, "intake"),
    )
    relaying = asyncio.create_task(relay.run())
    await until(lambda: _is_empty(intake), within_s=120)
    async with listening(kafka, reporting, router, GROUP):
        await caught_up(kafka, GROUP, TOPIC)
        await caught_up(kafka, "reporting.reference", "intake.unit.v1")
    relaying.cancel()
    await asyncio.gather(relaying, return_exceptions=True)
    return await kafka.read(TOPIC)


async def live(pool, numbers) -> None:
    chance = random.Random(20250303)
    road, counter = Road(pool, numbers), Counter(pool, numbers)
    for _ in range(DOSSIERS):
        await one(road, counter, chance)
    await numbers.close()


async def one(road: Road, counter: Counter, chance: random.Random) -> None:
    """A dossier as far as chance takes it; every step some working days after the last."""
    day = Days(chance)
    if chance.random() < 0.4:
        seen = await road.submit(day.at(8))
        if chance.random() < 0.15:
            await road.refuse(seen, day.at(9))
            return
        seen = await road.accept(seen, day.at(10))
    else:
        code = chance.choice([BUSINESS, BUSINESS, BIRTH])
        there = {"unit": "18853", "persona": "receiver-18853"} if code == BIRTH else {}
        seen = await counter.receive(day.at(10), procedure_code=code, channel="1", **there)
    if seen.unit_id == "450" and chance.random() < 0.9:
        await finish(road, await road.forward(seen, day.at(11)), day, chance)


async def finish(road: Road, seen, day: "Days", chance: random.Random) -> None:
    if chance.random() < 0.3:
        seen = await road.ask(seen, day.later(1).at(9))
        if chance.random() < 0.3:
            return
        seen = await road.supply(seen, day.later(8).at(9))
    if chance.random() < 0.2:
        return
    end = day.later(6).at(16)
    late = {"late_cause": "WORKLOAD"} if end.date() > seen.due_at.date() else {}
    said = REFUSED if chance.random() < 0.2 else {}
    seen = await road.complete(seen, end, **late, **said)
    if chance.random() < 0.6:
        await road.give_back(seen, day.later(3).at(9))


class Days:
    """A day that only goes forward, and never to a weekend."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.day = MONDAY
        self.later(60)

    def later(self, most: int) -> "Days":
        """Up to so many days on."""
        self.day += timedelta(days=self.chance.randint(0 if most > 1 else 1, most))
        while self.day.weekday() > 4:
            self.day += timedelta(days=1)
        return self

    def at(self, hour: int) -> datetime:
        return datetime.combine(self.day, time(hour), VN)


async def _is_empty(pool) -> bool:
    return not await pool.fetchval("SELECT count(*) FROM outbox")


async def test_each_cell_of_table_06_equals_a_recount_of_the_topic(pools, told):
    _, _, reporting = pools
    noted = cards(told)
    async with transaction(reporting) as conn:
        units = list((await figures.tree(conn)).places)
        for number in MONTHS:
            days = month(2025, number)
            judged = datetime.combine(days.last, time.max, VN)

            rows = await store.table06(conn, units, days.first, days.last, judged)
            left = await store.left_open(conn, units, days.first - timedelta(days=1))

            table06.check(rows, left)
            assert cells(rows) == recount(noted, days.first, days.last, judged)
    kinds = {dict(record.headers)["ce_type"] for record in told}
    assert len(kinds) >= 8  # the whole road was gone
    assert len({record.key for record in told}) == DOSSIERS
    assert await reporting.fetchval("SELECT count(*) FROM parked") == 0


def cells(rows):
    return {
        (*cell, name): count
        for cell, row in rows.items()
        for name, count in row.columns().items()
        if count and name not in ("c3", "c7", "c11")
    }
