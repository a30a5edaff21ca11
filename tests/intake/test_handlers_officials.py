"""Who declares which officials, and what the services are told, on a real database."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.intake.domain.official import Official
from services.intake.domain.refusals import RoleNotYours, UnitUnknown
from services.intake.handlers import officials
from shared import reference
from shared.auth import UnitForbidden
from shared.db import transaction
from tests.intake.desk import CITY, OTHER, WARD, principal
from tests.shared.vietnam import on

TODAY = on("2025-03-03")


async def declare(pool, persona="province_admin-44", **changed):
    good = {
        "subject": "an.nv",
        "name": "Nguyễn Văn An",
        "title": "Chuyên viên",
        "assignments": [{"unit": CITY, "roles": ["receiver"]}],
    }
    async with transaction(pool) as conn:
        who = await principal(conn, "staff.declare", persona)
        wanted = Official.model_validate(good | changed)
        return await officials.declare(conn, who, wanted, uuid4(), TODAY)


async def test_an_official_is_declared_once_changed_after_and_told_each_time(pool):
    first = await declare(pool)
    same = await declare(pool)
    moved = await declare(pool, assignments=[{"unit": WARD, "roles": ["clerk"]}])

    sequences = await pool.fetch("SELECT sequence FROM outbox WHERE key = $1", str(first.staff_id))
    assert first.staff_id == same.staff_id == moved.staff_id
    assert [row["sequence"] for row in sequences] == [1, 2]
    async with transaction(pool) as conn:
        assert await reference.staff_by_subject(conn, "an.nv") == moved


async def test_a_units_administrator_stays_within_the_unit_and_its_roles(pool):
    await declare(pool, "unit_admin-450")

    with pytest.raises(UnitForbidden):
        await declare(pool, "unit_admin-450", assignments=[{"unit": OTHER, "roles": ["receiver"]}])
    with pytest.raises(RoleNotYours):
        await declare(pool, "unit_admin-450", assignments=[{"unit": CITY, "roles": ["inspector"]}])
    with pytest.raises(UnitUnknown):
        await declare(pool, "unit_admin-450", assignments=[{"unit": "0", "roles": ["receiver"]}])


async def test_a_units_administrator_takes_nothing_from_officials_of_others(pool):
    await declare(pool, assignments=[{"unit": OTHER, "roles": ["receiver"]}])

    with pytest.raises(UnitForbidden):
        await declare(pool, "unit_admin-450")
    with pytest.raises(RoleNotYours):
        await declare(pool, "unit_admin-450", subject="province_admin-44", assignments=[])


async def test_an_official_who_left_a_unit_can_be_declared_by_the_next(pool):
    left = {"unit": OTHER, "roles": ["receiver"], "valid_from": "2024-01-01"}
    yesterday = str(TODAY - timedelta(days=1))
    await declare(pool, assignments=[left | {"valid_to": yesterday}])

    moved = await declare(pool, "unit_admin-450")

    assert [post.unit_id for post in moved.assignments] == [CITY]
