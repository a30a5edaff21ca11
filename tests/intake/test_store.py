"""What the SQL keeps and gives back, on a real database."""

import asyncio
from itertools import chain
from uuid import uuid4

import asyncpg
import pytest

from services.intake.domain.dossier import Entry
from services.intake.store import catalogue, dossiers
from services.intake.store.numbers import Numbers
from shared.db import transaction
from shared.events.intake import CalendarDay
from tests.intake.desk import CITY, MARCH_3, OTHER, WARD
from tests.shared.vietnam import at, on

UNIT_CODE, DAY = "000.00.31.H46", on("2025-03-03")


async def test_a_dossier_comes_back_as_it_was_kept(counter, pool):
    kept = await counter.receive()

    async with transaction(pool) as conn:
        found = await dossiers.find(conn, kept.dossier_id)
        party = await dossiers.party_of(conn, kept)

    assert found == kept
    assert (party.dossier_id, party.email) == (kept.dossier_id, "chim.yen@canary.example")


async def test_numbers_of_clerks_who_work_at_once_are_all_different_and_rise(database):
    counters = [Numbers(database.app["intake"]) for _ in range(4)]

    async def take(counter):
        return [await counter.next(UNIT_CODE, CITY, DAY) for _ in range(25)]

    taken = await asyncio.gather(*map(take, counters))

    for counter in counters:
        await counter.close()
    every = sorted(chain.from_iterable(taken))
    assert [given.number for given in every] == list(range(1, 101))
    assert [given.entry for given in every] == [Entry(1, n) for n in range(1, 101)]
    assert all(numbers == sorted(numbers) for numbers in taken)


async def test_the_register_counts_by_year_and_the_code_by_day(database):
    numbers = Numbers(database.app["intake"])
    days = ("2025-03-03", "2025-03-03", "2025-03-04", "2026-01-02")

    given = [await numbers.next(UNIT_CODE, CITY, on(day)) for day in days]

    await numbers.close()
    assert [g.number for g in given] == [1, 2, 1, 1]
    assert [g.entry.number for g in given] == [1, 2, 3, 1]


async def test_numbers_go_on_after_their_connection_was_cut(database):
    numbers = Numbers(database.app["intake"])
    await numbers.next(UNIT_CODE, CITY, DAY)
    admin = await asyncpg.connect(database.superuser)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = 'intake_app'"
    )
    await admin.close()

    again = await numbers.next(UNIT_CODE, CITY, DAY)

    await numbers.close()
    assert again.number > 1


async def test_a_clerk_does_not_wait_for_the_commit_of_another(counter, pool):
    async with transaction(pool) as conn:
        await conn.execute("SELECT 1")
        first = await counter.receive()
        second = await counter.receive()

    assert first.dossier_code < second.dossier_code


async def test_units_below_are_found_to_the_last_leaf(pool):
    async with transaction(pool) as conn:
        below = await catalogue.below(conn, [CITY])
        everything = await catalogue.below(conn, ["44"])

    assert WARD in below
    assert OTHER not in below
    assert set(below) < set(everything)


async def test_only_states_that_changed_come_back(pool):
    old = CalendarDay(
        date="2031-01-01", kind="HOLIDAY", note="Tết Dương lịch", source="", calendar_version=2
    )
    new = old.model_copy(update={"note": "Năm mới"})

    async with transaction(pool) as conn:
        assert await catalogue.keep(conn, [old]) == [old]
        assert await catalogue.keep(conn, [old]) == []
        assert await catalogue.keep(conn, [new]) == [new]


async def test_the_row_valid_that_day_is_meant_by_a_code(pool):
    async with transaction(pool) as conn:
        before = await catalogue.ground(conn, "18919", "1.001193", on("2024-12-30"))
        after = await catalogue.ground(conn, "18919", "1.001193", on("2025-01-02"))
        unknown = await catalogue.ground(conn, "x", "y", on("2025-01-02"))

    assert (before.unit.unit_id, after.unit.unit_id) == ("18919", "18919@2025-01-01")
    assert (unknown.unit, unknown.procedure, unknown.fees) == (None, None, [])


async def test_a_filing_reckons_with_the_newest_calendar(pool):
    holiday = CalendarDay(
        date="2031-03-03", kind="HOLIDAY", note="", source="", calendar_version=900
    )

    async with transaction(pool) as conn:
        before = await catalogue.ground(conn, CITY, "1.001193", DAY)
        await catalogue.keep(conn, [holiday])
        after = await catalogue.ground(conn, CITY, "1.001193", DAY)

    assert (before.calendar.version, after.calendar.version) == (1, 900)
    assert before.calendar.is_working(on("2031-03-03"))
    assert not after.calendar.is_working(on("2031-03-03"))


@pytest.mark.parametrize(
    "change",
    [
        "status = '11'",
        "status = '4', received_at = NULL, due_at = NULL, dossier_code = NULL",
        "received_at = NULL",
        "dossier_code = NULL",
    ],
)
async def test_a_row_that_the_law_does_not_know_is_refused(counter, pool, change):
    await counter.receive()

    with pytest.raises(asyncpg.CheckViolationError):
        await pool.execute(f"UPDATE dossier SET {change}")


async def test_a_code_is_given_once(counter, pool):
    await counter.receive(MARCH_3)
    second = await counter.receive(at("2025-03-03 10:00"))

    with pytest.raises(asyncpg.UniqueViolationError):
        await pool.execute(
            "UPDATE dossier SET dossier_code = '000.00.31.H46-250303-0001' WHERE dossier_id = $1",
            second.dossier_id,
        )


async def test_a_dossier_nobody_has_is_none(pool):
    async with transaction(pool) as conn:
        assert await dossiers.find(conn, uuid4()) is None
        assert await dossiers.unit_of(conn, uuid4()) is None
