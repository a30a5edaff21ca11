"""Copies of units, officials and calendar: the newest state wins, whatever order and repeats."""

import json
from datetime import date
from uuid import uuid4

import pytest
from faststream.kafka import KafkaRouter

from shared import clock, reference
from shared.db import open_pool
from shared.events import golden
from shared.events.base import Tombstone
from shared.events.envelope import to_headers
from shared.events.intake import CalendarDay, Staff, Unit
from shared.events.registry import EVENTS
from tests.shared.consumers import caught_up, listening
from tests.shared.facts import until

UNITS = Unit.topic
GROUP = "notify.reference"
TODAY = date(2026, 11, 23)


@pytest.fixture
async def pool(postgres):
    opened = await open_pool(postgres.fresh("notify").app["notify"])
    yield opened
    await opened.close()


@pytest.fixture
def router():
    made = KafkaRouter()
    reference.follow(made, "notify")
    return made


def sample(state: str):
    kept = next(golden.load(f"motcua.intake.{state}.v1"))
    return EVENTS[kept.type].model_validate(kept.data)


def unit(code: str, **changed) -> Unit:
    whole = sample("Unit").model_dump(by_alias=True)
    fresh = {
        "unit_id": code,
        "code": code,
        "parent_unit_id": None,
        "valid_from": None,
        "valid_to": None,
    }
    return Unit.model_validate(whole | fresh | changed)


async def send(kafka, state, sequence: int, **extra) -> None:
    gone = isinstance(state, Tombstone)
    body = None if gone else json.dumps(json.loads(state.body()) | extra).encode()
    headers = to_headers(
        event_id=uuid4(),
        type=state.type(),
        key=state.key(),
        sequence=sequence,
        time=clock.now(),
        traceparent=None,
        tombstone=gone,
    )
    await kafka.send(state.topic, state.key().encode(), body, headers)


async def test_the_newest_state_of_a_unit_wins_and_older_ones_change_nothing(kafka, pool, router):
    await send(kafka, unit("450", name="Thành phố Đồng Hới"), 3)
    await send(kafka, unit("450", name="Tên cũ"), 2)
    await send(kafka, unit("450", name="Tên mới nhất"), 7)

    async with listening(kafka, pool, router):
        await caught_up(kafka, GROUP, UNITS)

    async with pool.acquire() as conn:
        found = await reference.unit(conn, "450", TODAY)
    assert found is not None
    assert found.name == "Tên mới nhất"
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0  # a gap is no gap here


async def test_fields_we_do_not_know_are_kept(kafka, pool, router):
    await send(kafka, unit("450"), 1, population=135_000)

    async with listening(kafka, pool, router):
        await caught_up(kafka, GROUP, UNITS)

    assert await pool.fetchval("SELECT state ->> 'population' FROM reference") == "135000"


async def test_a_state_taken_back_is_gone(kafka, pool, router):
    await send(kafka, unit("450"), 1)
    await send(kafka, Tombstone(UNITS, "450"), 2)

    async with listening(kafka, pool, router):
        await caught_up(kafka, GROUP, UNITS)

    assert await pool.fetchval("SELECT count(*) FROM reference") == 0


async def test_a_newer_state_removes_the_parked_older_one(kafka, pool, router):
    bad = unit("450")
    headers = to_headers(
        event_id=uuid4(),
        type=bad.type(),
        key="450",
        sequence=1,
        time=clock.now(),
        traceparent=None,
    )
    await kafka.send(UNITS, b"450", b"no state", headers)
    async with listening(kafka, pool, router):
        await caught_up(kafka, GROUP, UNITS)
        parked = await pool.fetchval("SELECT count(*) FROM parked")

        await send(kafka, unit("450"), 2)
        await caught_up(kafka, GROUP, UNITS)

    assert parked == 1
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0
    assert await pool.fetchval("SELECT count(*) FROM reference") == 1


async def test_an_official_is_found_by_the_subject_of_the_token(kafka, pool, router):
    staff = sample("Staff")
    await send(kafka, staff, 1)

    async with listening(kafka, pool, router):
        await until(lambda: pool.fetchval("SELECT count(*) FROM reference"))

    async with pool.acquire() as conn:
        found = await reference.staff_by_subject(conn, staff.subject)
        nobody = await reference.staff_by_subject(conn, "nobody")
    assert isinstance(found, Staff)
    assert (found.staff_id, nobody) == (staff.staff_id, None)


async def test_a_plain_code_means_the_row_valid_on_the_day(pool):
    async with pool.acquire() as conn:
        old = unit("18919", name="Cũ", valid_to="2024-12-31")
        new = unit("18919", unit_id="18919@2025-01-01", name="Mới", valid_from="2025-01-01")
        await reference.save(conn, old)
        await reference.save(conn, new)

        names = [
            found.name if (found := await reference.unit(conn, code, on)) else None
            for code, on in (
                ("18919", date(2024, 12, 31)),
                ("18919", date(2025, 1, 1)),
                ("18919@2025-01-01", TODAY),
                ("99999", TODAY),
            )
        ]

    assert names == ["Cũ", "Mới", "Mới", None]


async def test_ancestors_climb_to_the_province(pool):
    async with pool.acquire() as conn:
        for code, parent in (("44", None), ("450", "44"), ("18853", "450")):
            await reference.save(conn, unit(code, parent_unit_id=parent))

        found = await reference.ancestors(conn, "18853")

    assert found == ["18853", "450", "44"]


async def test_a_new_day_of_the_calendar_is_seen_at_the_next_look(pool):
    day = sample("CalendarDay").model_dump(by_alias=True)
    off = {"date": "2026-12-02", "kind": "HOLIDAY", "note": "Ngày nghỉ thử"}
    async with pool.acquire() as conn:
        await reference.save(conn, CalendarDay.model_validate(day | off | {"calendar_version": 1}))
        first = await reference.calendar(conn)
        later = off | {"date": "2026-12-03", "calendar_version": 2}
        await reference.save(conn, CalendarDay.model_validate(day | later))

        second = await reference.calendar(conn)

    assert first.is_working(date(2026, 12, 3))
    assert not second.is_working(date(2026, 12, 3))
    assert not second.is_working(date(2026, 12, 2))


async def test_days_of_one_version_that_come_one_by_one_are_all_seen(pool):
    day = sample("CalendarDay").model_dump(by_alias=True)
    off = {"kind": "HOLIDAY", "note": "Ngày nghỉ thử", "calendar_version": 3}
    async with pool.acquire() as conn:
        for on in ("2026-12-02", "2026-12-03"):
            await reference.save(conn, CalendarDay.model_validate(day | off | {"date": on}))
            found = await reference.calendar(conn)

    assert not found.is_working(date(2026, 12, 2))
    assert not found.is_working(date(2026, 12, 3))
