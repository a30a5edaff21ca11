"""The national portal's own 1,601 procedures: taken in, and then fit to be filed."""

from collections import Counter

from services.intake.domain import terms
from services.intake.domain.imported import Kind
from services.intake.domain.procedure import is_online
from services.intake.domain.refusals import LimitNeeded
from services.intake.importing.report import counts
from shared import reference
from shared.db import transaction
from shared.events.intake import Assignment, Procedure, Staff, Unit
from tests.intake.catalogues import NOW, real, take, told
from tests.shared.vietnam import at, on

RECEIVER = "receiver-everywhere"
EACH = 67  # every so many-th is really filed
GIVEN = {"amount": 7, "unit": "working_day", "reason": "Quyết định 12/QĐ-UBND"}
HIGH_VOLUME = at("2026-11-24 09:00")
SAID = (
    "SELECT state FROM reference WHERE kind = 'Procedure' AND (state ->> 'valid_from')::date = $1"
)


async def imported(pool):
    """The file taken in, and what is then in force."""
    report = await take(pool, real("procedures.jsonl"), "procedures.jsonl")
    rows = await pool.fetch(SAID, NOW.date())
    return report, [Procedure.model_validate(row["state"]) for row in rows]


async def test_all_are_taken_once_and_the_second_time_nothing(pool):
    report, kept = await imported(pool)
    sent = await told(pool)

    again, _ = await imported(pool)

    found = counts(report)
    assert (found["ADDED"] + found["CHANGED"], found["REFUSED"]) == (1_601, 0)
    assert len(kept) == len(sent) == report.told == 1_601
    assert {outcome.kind for outcome in again.outcomes} == {Kind.UNCHANGED}
    assert await told(pool) == sent
    assert found["differences"] == counts(again)["differences"] > 0


async def test_all_can_be_filed_at_a_counter_and_online_those_with_that_channel(pool):
    _, kept = await imported(pool)

    rows = await pool.fetch("SELECT state FROM units_on($1)", NOW.date())
    units = {unit.unit_id: unit for unit in (Unit.model_validate(row["state"]) for row in rows)}
    offered = Counter(one.channel for procedure in kept for one in procedure.channels)
    for procedure in kept:
        here = [units[unit_id] for unit_id in procedure.unit_ids if unit_id in units]
        assert here, procedure.code
        terms.check_offered(procedure, here[0])
        terms.published_limit(procedure, "1")  # raises where it is not taken at a counter
    assert offered["1"] == 1_601
    assert sum(map(is_online, kept)) == offered["2"] >= 1_351


async def test_those_without_a_limit_wait_for_the_clerks_word_and_all_are_received(pool, counter):
    _, kept = await imported(pool)
    await declare_receiver(pool)
    without = [p for p in kept if not p.channels[0].limit]

    for procedure in [*kept[::EACH], *without[::EACH]]:
        filing = {"procedure_code": procedure.code, "unit": procedure.unit_ids[0], "papers": []}
        limit = None if procedure.channels[0].limit else GIVEN
        if limit:
            try:
                await counter.receive(HIGH_VOLUME, RECEIVER, **filing)
            except LimitNeeded:
                pass
            else:
                raise AssertionError(procedure.code)
        received = await counter.receive(HIGH_VOLUME, RECEIVER, **filing, limit=limit)
        assert received.limit_reason == (GIVEN["reason"] if limit else None)
        assert received.due_at > HIGH_VOLUME

    assert len(without) > 79


async def declare_receiver(pool):
    """One for the whole province: what is taken in where is not the matter here."""
    receiver = Staff(
        staff_id="6f0d0c6e-0f25-4a8e-9a51-3a39c6c7a601",
        subject=RECEIVER,
        name="Phan Thị Kiểm Thử",
        title="Chuyên viên",
        assignments=[Assignment(unit_id="44", roles=["receiver"], valid_from=on("2016-01-01"))],
    )
    async with transaction(pool) as conn:
        await reference.save(conn, receiver)
