"""The copy of a dossier that complaints keeps, folded from what intake tells, after every step."""

from datetime import date

import pytest

from services.complaints.domain import dossier as copies
from services.intake.load import load
from services.intake.store.numbers import Numbers
from shared.db import open_pool
from shared.events.registry import EVENTS
from tests.intake.desk import LAND, PROVINCE, Counter
from tests.intake.road import Road
from tests.shared.vietnam import at

TOLD = "SELECT type, payload FROM outbox WHERE topic = 'intake.dossier.v1' ORDER BY id"
# The clerk gives the limit; papers that are asked for move the day by either rule.
RULED = """
UPDATE reference SET state = jsonb_set(jsonb_set(state, '{channels}', $2), '{supplement_clock}', $3)
WHERE kind = 'Procedure' AND key = $1
"""
TEN_DAYS = {"amount": 10, "unit": "working_day", "reason": "văn bản 15/STP"}


@pytest.fixture
async def road(postgres):
    database = postgres.fresh("intake")
    pool = await open_pool(database.app["intake"], size=4)
    await load(pool, PROVINCE, date(2025, 3, 3), with_personas=True)
    numbers = Numbers(database.app["intake"])
    yield Road(pool, numbers)
    await numbers.close()
    await pool.close()


async def copy_of(road: Road) -> copies.Dossier | None:
    """What complaints makes of all that was told so far; one dossier alone."""
    copy = None
    for row in await road.pool.fetch(TOLD):
        kind = EVENTS[row["type"]]
        if kind in copies.HEARD:
            copy = copies.follow(copy, kind.model_validate_json(row["payload"]))
    return copy


async def check(road: Road, seen) -> None:
    """Received or not, the copy stands where the dossier stands and promises the same day."""
    kept = await road.seen(seen)
    copy = await copy_of(road)
    if kept.received_at is None:
        assert copy is None
        return
    shared = sorted(set(copies.Dossier.model_fields) - {"status"})
    assert copy is not None
    assert [getattr(copy, name) for name in shared] == [getattr(kept, name) for name in shared]
    assert copy.status == kept.status.value


@pytest.mark.parametrize("rule", ["RESTART", "PAUSE"])
async def test_after_each_step_the_copy_stands_where_the_dossier_stands(road, rule):
    await road.pool.execute(RULED, f"{LAND}@1", [{"channel": "1"}], rule)
    counter = Counter(road.pool, road.numbers)
    first = await counter.receive(at("2025-03-03 09:00"), procedure_code=LAND, limit=TEN_DAYS)
    dues = [first.due_at]
    seen = first

    for step in (
        lambda seen: road.forward(seen, "2025-03-03 10:00"),
        lambda seen: road.forward(seen, "2025-03-04 10:00", "processor-450", step="verify"),
        lambda seen: road.ask(seen, "2025-03-06 09:00"),
        lambda seen: road.supply(seen, "2025-03-12 09:00"),
        lambda seen: road.complete(seen, "2025-03-20 09:00"),
        lambda seen: road.give_back(seen, "2025-03-21 09:00"),
    ):
        await check(road, seen)
        seen = await step(seen)
        dues.append(seen.due_at)
    await check(road, seen)

    assert dues[0] < dues[-1]  # the day moved, or nothing was tried


async def test_what_comes_before_the_receipt_leaves_no_copy(road):
    seen = await road.submit()

    await check(road, seen)
    seen = await road.ask(seen, "2025-03-03 10:00", "receiver-450")
    await check(road, seen)
    seen = await road.supply(seen, "2025-03-04 09:00")
    await check(road, seen)
    seen = await road.accept(seen, "2025-03-04 10:00")
    await check(road, seen)
