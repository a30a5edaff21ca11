"""What a decision on a complaint makes intake do, and how it ends, on a real database."""

import json
from functools import partial
from uuid import uuid4

import pytest

from services.intake.domain.refusals import DossierUnknown, RemedyAlreadyDone, RemedyNotFound
from services.intake.handlers.remedies import finish_remedy, open_remedy
from shared import rulebook, tables
from shared.db import transaction
from tests.intake.decisions import resolved
from tests.intake.desk import CITY, principal
from tests.shared.vietnam import on


@pytest.mark.parametrize(("effect", "opened"), [("AMEND", 1), ("CANCEL", 1), ("KEEP", 0)])
async def test_a_decision_that_changes_something_orders_work(counter, pool, effect, opened):
    dossier = await counter.receive()
    fact = resolved(dossier.dossier_id, effect)

    async with transaction(pool) as conn:
        await open_remedy(conn, uuid4(), fact)

    rows = await pool.fetch("SELECT * FROM remedy")
    opened_facts = await pool.fetch(
        "SELECT sequence, payload FROM outbox WHERE type LIKE '%RemedyOpened%'"
    )
    assert len(rows) == len(opened_facts) == opened
    for row, fact_row in zip(rows, opened_facts, strict=True):
        assert (row["due_on"], row["unit_id"]) == (on("2025-05-07"), CITY)
        assert (fact_row["sequence"], json.loads(fact_row["payload"])) == (
            3,
            {
                "dossier_id": str(dossier.dossier_id),
                "decision_no": "128/QĐ-UBND",
                "case_id": str(fact.case_id),
                "due_on": "2025-05-07",
            },
        )


async def test_the_limit_of_ordered_work_is_that_of_the_table(counter, pool, tmp_path, monkeypatch):
    for name in ("rule_sets.csv", "deadlines.csv"):
        shipped = (tables.FOLDER / name).read_text("utf-8")
        (tmp_path / name).write_text(shipped.replace("REMEDY,,,10 ", "REMEDY,,,3 "), "utf-8")
    monkeypatch.setattr(rulebook, "load", partial(rulebook.load, tmp_path))
    dossier = await counter.receive()

    async with transaction(pool) as conn:
        await open_remedy(conn, uuid4(), resolved(dossier.dossier_id))

    assert await pool.fetchval("SELECT due_on FROM remedy") == on("2025-04-24")


async def test_a_decision_on_a_dossier_that_is_not_ours_is_an_error_that_says_so(pool):
    stranger = uuid4()

    with pytest.raises(LookupError, match=str(stranger)):
        async with transaction(pool) as conn:
            await open_remedy(conn, uuid4(), resolved(stranger))


async def finish(pool, remedy_id, new_dossier_id=None, persona="processor-450"):
    async with transaction(pool) as conn:
        who = await principal(conn, "remedy.finish", persona)
        return await finish_remedy(conn, who, remedy_id, new_dossier_id, on("2025-05-05"))


async def test_ordered_work_is_done_once_and_told(counter, pool):
    old, new = await counter.receive(), await counter.receive()
    remedy_id = uuid4()
    async with transaction(pool) as conn:
        await open_remedy(conn, remedy_id, resolved(old.dossier_id))

    with pytest.raises(DossierUnknown):
        await finish(pool, remedy_id, uuid4())
    with pytest.raises(RemedyNotFound):
        await finish(pool, remedy_id, persona="processor-STP")
    await finish(pool, remedy_id, new.dossier_id)
    with pytest.raises(RemedyAlreadyDone):
        await finish(pool, remedy_id)

    fact = await pool.fetchval("SELECT payload FROM outbox WHERE type LIKE '%RemedyDone%'")
    assert json.loads(fact)["new_dossier_id"] == str(new.dossier_id)
    assert json.loads(fact)["done_on"] == "2025-05-05"
