"""What the tables keep and refuse: numbers once, pages in order, rows read as they were written."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.complaints import store
from services.complaints.domain import case as cases
from services.complaints.domain.petition import Ended, Found, Petition
from services.complaints.domain.registration import Decision
from services.complaints.store import After
from shared.db import transaction
from tests.complaints.make import MARCH_3, case, found, petition
from tests.complaints.world import CITY, OTHER, PROVINCE, WARD, decision


def numbered(n: int, **changed: object) -> Petition:
    own = {"petition_id": UUID(int=n), "petition_code": f"DT-450-2025-{n:05d}"}
    return petition("RECEIVED", None, **own | changed)


async def test_a_petition_is_read_as_it_was_written(pool):
    written = petition(found=found(dossier_id=uuid4(), ineligible_reason="UNSIGNED"))

    async with transaction(pool) as conn:
        await store.add_petition(conn, written.model_copy(update={"classification": None}))
        await store.save_petition(conn, written)

        assert await store.find_petition(conn, written.petition_id) == written


async def test_a_case_is_read_as_it_was_written(pool):
    opened = case()
    decided = cases.resolve(
        cases.assign(opened, uuid4(), MARCH_3), Decision(**decision()).resolution(), MARCH_3
    )

    async with transaction(pool) as conn:
        await store.add_petition(conn, petition())
        await store.add_case(conn, opened)
        await store.save_case(conn, decided)

        assert await store.find_case(conn, opened.case_id) == decided


async def test_what_is_not_there_is_not_found(pool):
    nobody = uuid4()

    async with transaction(pool) as conn:
        assert await store.find_petition(conn, nobody) is None
        assert await store.find_case(conn, nobody, lock=True) is None
        assert await store.find_dossier(conn, nobody) is None
        assert await store.sealed(conn, nobody) == (None, None)


async def test_numbers_of_a_register_come_once_and_without_gap(pool):
    async def take() -> int:
        async with transaction(pool) as conn:
            return await store.next_number(conn, CITY, 2025, "PETITION")

    taken = await asyncio.gather(*(take() for _ in range(20)))

    assert sorted(taken) == list(range(1, 21))


async def test_each_unit_year_and_kind_counts_for_itself(pool):
    async with transaction(pool) as conn:
        await store.next_number(conn, "450", 2025, "PETITION")

        for other in (("452", 2025, "PETITION"), ("450", 2026, "PETITION"), ("450", 2025, "CASE")):
            assert await store.next_number(conn, *other) == 1, other


async def test_pages_follow_the_due_date_and_lose_nothing_to_a_change_between_them(pool):
    rows = [numbered(n, due_on=MARCH_3 + timedelta(days=n // 3)) for n in range(1, 10)]
    async with transaction(pool) as conn:
        for row in reversed(rows):
            await store.add_petition(conn, row)

        first = await store.petitions(conn, [CITY], [CITY], None, None, 4)
        await store.add_petition(conn, numbered(10, due_on=MARCH_3))
        after = After(first[-1].due_on, first[-1].petition_id)
        second = await store.petitions(conn, [CITY], [CITY], None, after, 100)

    assert first + second == rows


async def test_a_page_holds_the_asked_units_and_status_only(pool):
    async with transaction(pool) as conn:
        await store.add_petition(conn, numbered(1))
        await store.add_petition(conn, numbered(2, unit_id=OTHER))
        await store.add_petition(conn, numbered(3).take("WITHDRAW"))

        page = await store.petitions(conn, [CITY], [CITY], "RECEIVED", None, 10)

    assert [row.petition_id.int for row in page] == [1]


async def test_a_unit_reaches_itself_and_all_below(pool):
    async with transaction(pool) as conn:
        assert set(await store.units_below(conn, [PROVINCE])) == {PROVINCE, CITY, WARD, OTHER}
        assert set(await store.units_below(conn, [CITY])) == {CITY, WARD}
        assert await store.units_below(conn, []) == []


async def test_the_table_itself_keeps_an_unclassified_petition_apart(pool):
    async with transaction(pool) as conn:
        await store.add_petition(conn, numbered(1))
        await store.add_sealed(conn, UUID(int=1), b"sender", b"content", None)

    for statement in (
        "UPDATE petition SET kind = 'DENUNCIATION'",
        "UPDATE petition SET dossier_id = gen_random_uuid()",
        "UPDATE petition SET party_id = gen_random_uuid()",
        "UPDATE petition SET status = 'UNKNOWN'",
        "DELETE FROM petition",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await pool.execute(statement)


async def test_a_petition_opens_one_first_round(pool):
    async with transaction(pool) as conn:
        await store.add_petition(conn, petition())
        await store.add_case(conn, case())

    with pytest.raises(asyncpg.UniqueViolationError):
        await pool.execute(
            "INSERT INTO complaint_case"
            " SELECT (jsonb_populate_record(c, $1)).* FROM complaint_case AS c",
            {"case_id": str(uuid4()), "case_code": "KN-450-2025-00002"},
        )


async def test_the_columns_of_a_classification_are_the_fields_of_the_domain(pool):
    columns = await pool.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'petition'"
    )

    ended = {field.alias or name for name, field in Ended.model_fields.items()}
    known = {*Petition.model_fields, *Found.model_fields, *ended} - {"classification", "ended"}
    assert {row["column_name"] for row in columns} == known
