"""Facts of dossiers on a real Kafka become rows: once, in order, the bad ones set aside."""

from datetime import date
from uuid import uuid4

import pytest

from services.reporting.consumers import GROUP, router
from shared.events.intake import DossierReceived, RemedyDone
from tests.reporting.world import filed, sample
from tests.shared.consumers import caught_up, listening
from tests.shared.facts import message

DOSSIERS = DossierReceived.topic
DAY = date(2026, 11, 16)
ROWS = "SELECT * FROM dossier ORDER BY dossier_id"


async def send(kafka, *facts, start: int = 1) -> None:
    for number, fact in enumerate(facts, start):
        await kafka.send(DOSSIERS, **message(fact, number))


@pytest.fixture
async def handled(kafka, pool):
    """`await handled()`: all that was sent is folded now."""

    async def run() -> None:
        async with listening(kafka, pool, router, GROUP):
            await caught_up(kafka, GROUP, DOSSIERS)

    return run


async def test_a_filed_dossier_is_one_row_with_its_due_date(kafka, pool, handled):
    submitted, received = filed(DAY)
    await send(kafka, submitted, received)

    await handled()

    [row] = await pool.fetch(ROWS)
    assert (row["dossier_id"], row["received_on"], row["due_at"]) == (
        received.dossier_id,
        DAY,
        received.due_at,
    )


async def test_repeats_and_other_kinds_change_nothing(kafka, pool, handled):
    submitted, received = filed(DAY)
    done = RemedyDone.model_validate(
        sample("motcua.intake.RemedyDone.v1") | {"dossier_id": str(received.dossier_id)}
    )
    await send(kafka, submitted, received, done)
    await handled()
    before = await pool.fetch(ROWS)

    await send(kafka, submitted, received, done)
    await handled()

    assert await pool.fetch(ROWS) == before
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_poison_in_a_batch_parks_its_key_alone(kafka, pool, handled):
    bad = uuid4()
    spoiled = message(filed(DAY, dossier_id=bad)[0], 1) | {"value": b"{"}
    await kafka.send(DOSSIERS, **spoiled)
    await send(kafka, filed(DAY, dossier_id=bad)[1], start=2)
    for _ in range(5):
        await send(kafka, *filed(DAY))

    await handled()

    assert await pool.fetchval("SELECT count(*) FROM dossier WHERE received_at IS NOT NULL") == 5
    parked = await pool.fetch("SELECT key, sequence FROM parked ORDER BY sequence")
    assert [tuple(row) for row in parked] == [(str(bad), 1), (str(bad), 2)]
