"""A dossier that another unit works on: who has it is told as it goes there and comes back."""

import pytest

from shared import reference
from shared.db import transaction
from shared.events.intake import (
    DossierAssigned,
    DossierCompleted,
    DossierForwarded,
    StepCompleted,
)
from tests.intake.desk import BIRTH, CITY, WARD
from tests.intake.test_handlers import told
from tests.shared.vietnam import at

PAPER = [{"key": "to-khai", "kind": "0", "copies": 1}]
ELECTRONIC = [{"key": "to-khai", "kind": "2", "copies": 1}]
TAKEN_IN, HANDED_ON, BACK, DONE = (
    "2025-03-03 09:00",
    "2025-03-03 09:30",
    "2025-03-03 10:00",
    "2025-03-03 11:00",
)


@pytest.fixture
def go(counter, road, pool):
    """A ward's dossier, worked on in the city, approved in the ward by its own people."""

    async def staff(persona):
        async with transaction(pool) as conn:
            return (await reference.staff_by_subject(conn, persona)).staff_id

    async def walk(papers, worker="processor-450", approver="approver-18853"):
        received = await counter.receive(
            at(TAKEN_IN), "receiver-18853", procedure_code=BIRTH, unit=WARD, papers=papers
        )
        worked_on = await road.forward(
            received, HANDED_ON, "receiver-18853", staff_id=await staff(worker)
        )
        to_sign = await road.forward(
            worked_on, BACK, worker, step="approve", staff_id=await staff(approver)
        )
        return await road.complete(to_sign, DONE, approver)

    return walk


@pytest.mark.parametrize(("papers", "paper_with"), [(PAPER, "MOVING"), (ELECTRONIC, "NONE")])
async def test_each_change_of_the_unit_is_told_with_all_that_its_readers_need(
    go, pool, papers, paper_with
):
    dossier = await go(papers)

    facts = [fact for _, fact in await told(pool, DossierForwarded)]
    assert [fact.model_dump() for fact in facts] == [
        {
            "dossier_id": dossier.dossier_id,
            "from_unit_id": WARD,
            "to_unit_id": CITY,
            "from_step": "transfer",
            "to_step": "process",
            "at": at(HANDED_ON).isoformat(),
            "paper_with": paper_with,
        },
        {
            "dossier_id": dossier.dossier_id,
            "from_unit_id": CITY,
            "to_unit_id": WARD,
            "from_step": "process",
            "to_step": "approve",
            "at": at(BACK).isoformat(),
            "paper_with": paper_with,
        },
    ]


async def test_a_step_is_told_of_the_unit_that_took_it_and_in_the_order_it_happened(go, pool):
    await go(PAPER)

    kinds = (DossierForwarded, DossierAssigned, StepCompleted, DossierCompleted)
    facts = [fact for _, fact in await told(pool, *kinds)]
    assert [(type(f).__name__, getattr(f, "unit_id", None)) for f in facts] == [
        ("DossierForwarded", None),
        ("DossierAssigned", CITY),
        ("StepCompleted", CITY),
        ("DossierForwarded", None),
        ("DossierAssigned", WARD),
        ("StepCompleted", WARD),
        ("DossierCompleted", None),
    ]
    assert facts[1].paper_with == "MOVING"
    assert facts[-1].agencies_touched == 2


async def test_what_the_other_unit_approves_comes_back_to_the_counter_that_gives_it_out(
    go, road, pool
):
    done = await go(PAPER, approver="approver-450")

    [_, back] = [fact for _, fact in await told(pool, DossierForwarded)]
    assert (back.from_unit_id, back.to_unit_id) == (CITY, WARD)
    assert (back.from_step, back.to_step) == ("approve", "return")
    assert ((await road.seen(done)).at_unit, done.holder_step) == (WARD, "return")


async def test_who_stays_in_the_unit_forwards_it_to_nobody_elses(go, pool):
    await go(PAPER, worker="processor-18853")

    assert await told(pool, DossierForwarded) == []
    [done] = [fact for _, fact in await told(pool, DossierCompleted)]
    assert done.agencies_touched == 1
