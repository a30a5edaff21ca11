"""Facts on a real Kafka become rows: once, in order, the bad ones set aside."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from faststream import AckPolicy

from services.reporting.consumers import CASES, GROUP, PETITIONS, router
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    ComplaintResolved,
    PetitionClassified,
    PetitionReceived,
    PetitionTransferred,
)
from shared.events.intake import DossierReceived, RemedyDone
from tests.reporting.world import asked, at, completed, filed, made, supplied
from tests.shared.consumers import caught_up, listening
from tests.shared.facts import message

DOSSIERS = DossierReceived.topic
CASE_TOPIC = ComplaintAccepted.topic
DAY = date(2026, 11, 16)
ROWS = "SELECT * FROM dossier ORDER BY dossier_id"


async def send(kafka, *facts, start: int = 1, **headers: str) -> None:
    for number, fact in enumerate(facts, start):
        await kafka.send(fact.topic, **message(fact, number, **headers))


@pytest.fixture
async def handled(kafka, pool):
    """`await handled()`: all that was sent is folded now."""

    async def run() -> None:
        async with listening(kafka, pool, router, GROUP):
            await caught_up(kafka, GROUP, DOSSIERS)
            for group, topic in ((PETITIONS, PetitionReceived.topic), (CASES, CASE_TOPIC)):
                await caught_up(kafka, group, topic)

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


async def test_petitions_and_cases_are_rows_too(kafka, pool, handled):
    petition = made(PetitionReceived)
    case = made(ComplaintAccepted, case_id=uuid4())
    classified = made(PetitionClassified, petition_id=petition.petition_id, eligible=True)
    await send(kafka, petition, classified)
    await send(kafka, case, made(ComplaintResolved, case_id=case.case_id, conclusion="PARTLY"))

    await handled()

    [row] = await pool.fetch("SELECT unit_id, eligible FROM petition")
    assert tuple(row) == (petition.unit_id, True)
    [row] = await pool.fetch("SELECT unit_id, conclusion FROM complaint")
    assert tuple(row) == (case.unit_id, "PARTLY")


async def test_the_figures_are_as_of_the_newest_fact_that_counts(kafka, pool, handled):
    submitted, received = filed(DAY)
    newest, older = "2026-11-16T10:00:00+07:00", "2026-11-16T02:30:00.5+00:00"
    await send(kafka, submitted, ce_time=older)
    await send(kafka, received, start=2, ce_time=newest)
    await send(kafka, made(RemedyDone, dossier_id=uuid4()), ce_time=older)
    await send(kafka, filed(DAY)[0], start=5, ce_time="2026-12-01T00:00:00+07:00")

    await handled()

    [row] = await pool.fetch("SELECT topic, as_of FROM folded")
    assert tuple(row) == (DOSSIERS, datetime.fromisoformat(newest))


async def test_repeats_and_other_kinds_change_nothing(kafka, pool, handled):
    submitted, received = filed(DAY)
    done = made(RemedyDone, dossier_id=received.dossier_id)
    await send(kafka, submitted, received, done)
    await handled()
    before = await pool.fetch(ROWS)

    await send(kafka, submitted, received, done)
    await handled()

    assert await pool.fetch(ROWS) == before
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_a_rewind_to_the_first_fact_changes_nothing(kafka, pool, handled):
    for _ in range(20):
        await send(kafka, *filed(DAY))
    await handled()
    before = await pool.fetch(ROWS)

    admin = kafka.stack.kafka_admin()
    admin.delete_consumer_groups([GROUP])[GROUP].result()
    await handled()

    assert len(before) == 20
    assert await pool.fetch(ROWS) == before


async def test_a_fold_from_nothing_gives_the_same_rows(kafka, pool, handled):
    for _ in range(20):
        await send(kafka, *filed(DAY))
    await handled()
    before = await pool.fetch(ROWS)

    await pool.execute("DELETE FROM dossier")
    await pool.execute("DELETE FROM inbox WHERE consumer = $1", GROUP)
    admin = kafka.stack.kafka_admin()
    admin.delete_consumer_groups([GROUP])[GROUP].result()
    await handled()

    assert await pool.fetch(ROWS) == before


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


async def test_a_case_may_begin_with_its_refusal(kafka, pool, handled):
    await send(kafka, made(ComplaintNotAccepted, case_id=uuid4(), unit_id="450"))

    await handled()

    assert await pool.fetchval("SELECT unit_id FROM complaint_refused") == "450"
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_the_whole_road_is_folded_across_batches(kafka, pool, handled):
    submitted, received = filed(DAY)
    await send(kafka, submitted, received, asked(received, at(DAY, 15)))
    await handled()
    due = at(DAY + timedelta(days=9), 17)
    end = completed(received, at(DAY + timedelta(days=9)), due_at=due)
    await send(kafka, supplied(received, at(DAY + timedelta(days=2)), due), end, start=4)
    await handled()

    [row] = await pool.fetch(ROWS)
    assert (row["due_at"], row["class"], row["clock_stopped_at"]) == (due, "ON_TIME", None)
    assert row["original_due_at"] == received.due_at


async def test_a_decision_on_a_case_never_heard_of_is_parked_alone(kafka, pool, handled):
    stranger = made(ComplaintResolved, case_id=uuid4())
    case = made(ComplaintAccepted, case_id=uuid4())
    await send(kafka, stranger)
    await send(kafka, case)

    await handled()

    assert await pool.fetchval("SELECT case_id FROM complaint") == case.case_id
    [row] = await pool.fetch("SELECT key, error FROM parked")
    assert row["key"] == stranger.key()
    assert row["error"].startswith("BeginningUnknown")


async def test_outcomes_that_the_program_before_kept_are_folded_anew(kafka, pool, handled):
    petition = made(PetitionReceived)
    ours = {"petition_id": petition.petition_id}
    classified, sent = made(PetitionClassified, **ours), made(PetitionTransferred, **ours)
    facts = (petition, classified, sent, classified)
    await send(kafka, *facts)
    await handled()
    right = await pool.fetchrow("SELECT * FROM petition")
    await pool.execute("UPDATE petition SET outcome = 'transferred', ended_on = $1", DAY)
    await pool.execute("UPDATE inbox SET consumer = 'reporting.petitions'")

    await send(kafka, *facts)  # as a group without offsets has them
    await handled()

    assert right["outcome"] is None
    assert await pool.fetchrow("SELECT * FROM petition") == right


def test_no_subscriber_may_lose_messages():
    assert {s.ack_policy for s in router.subscribers} == {AckPolicy.NACK_ON_ERROR}
