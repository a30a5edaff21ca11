"""Table 06 through its door: who may see which unit, and what is refused with which code."""

from datetime import date

import pytest

from services.reporting import handlers
from services.reporting.domain.permissions import PERMISSIONS
from shared.db import transaction
from shared.events.codes import known
from tests.reporting.world import filed

DAY = date(2026, 11, 16)
PERIOD = {"from_": "2026-11-15", "to": "2026-12-14"}


@pytest.fixture
async def three_dossiers(pool):
    async with transaction(pool) as conn:
        await handlers.fold(conn, filed(DAY))
        await handlers.fold(conn, filed(DAY, unit_id="450", field="dat-dai", channel="2"))
        await handlers.fold(conn, filed(DAY, unit_id="452"))


async def test_a_unit_sees_itself_and_all_below_it(ask, three_dossiers):
    answer = (await ask("inspector", "450", unit="450", **PERIOD)).json()

    assert {row["field"]: row["columns"]["c3"] for row in answer["rows"]} == {
        "dat-dai": 1,
        "ho-tich": 1,
    }
    assert answer["total"]["c3"] == answer["total"]["c11"] == 2
    assert answer["as_of"] == "2026-11-16T09:00:00+07:00"
    assert "Hộ tịch" in {row["label"] for row in answer["rows"]}


async def test_the_province_sees_all(ask, three_dossiers):
    answer = (await ask("procedure_controller", "44", unit="44", **PERIOD)).json()

    assert answer["total"]["c3"] == 3


@pytest.mark.parametrize(("at", "unit"), [("450", "452"), ("18853", "450"), ("450", "44")])
async def test_another_unit_is_not_shown(ask, at, unit):
    answer = await ask("inspector", at, unit=unit, **PERIOD)

    assert (answer.status_code, answer.json()["code"]) == (403, "UNIT_FORBIDDEN")


async def test_every_role_passes_the_door_exactly_as_the_table_says(ask):
    passed = {
        role: (await ask(role, "450", unit="450", **PERIOD)).status_code == 200
        for role in known("role")
    }

    assert passed == {role: role in PERMISSIONS["report.read"].roles for role in known("role")}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"unit": "99999"}, "UNIT_UNKNOWN"),
        ({"unit": "450", "from_": "2026-12-01", "to": "2026-11-01"}, "PERIOD_INVALID"),
        ({"unit": "450", "from_": "2020-01-01", "to": "2026-11-01"}, "PERIOD_INVALID"),
        ({"unit": "450", "from_": "hôm qua"}, "FIELDS_INVALID"),
        ({}, "FIELDS_INVALID"),
        ({"unit": "4" * 100}, "FIELDS_INVALID"),
    ],
)
async def test_bad_questions_are_refused_with_a_code(ask, query, code):
    answer = await ask("inspector", "44", **query)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_without_dates_it_is_the_present_report_month(ask):
    answer = (await ask("inspector", "44", unit="44")).json()

    assert answer["first"].endswith("-15")
    assert answer["last"].endswith("-14")
    assert (answer["rows"], answer["as_of"]) == ([], None)


async def test_reading_leaves_a_line_in_the_audit(ask, pool):
    await ask("inspector", "450", unit="450", **PERIOD)

    [line] = await pool.fetch("SELECT action, object_type, object_id, fields FROM audit")
    assert tuple(line) == ("report.read", "table06", "450", [])
