"""The doors of reporting: who may see which unit, and what is refused with which code."""

from datetime import date
from uuid import uuid4

import pytest

from services.reporting.domain.permissions import PERMISSIONS
from services.reporting.handlers import folding
from services.reporting.store.reach import reach
from shared.auth import routes_without_action
from shared.db import transaction
from shared.events.codes import known
from shared.events.complaints import ComplaintAccepted, ComplaintResolved, PetitionReceived
from shared.events.intake import DossierReceived
from tests.reporting.world import at, filed, made
from tests.shared.web import inside

DAY = date(2026, 11, 16)
PERIOD = {"from_": "2026-11-15", "to": "2026-12-14"}
TABLE06, SUMMARY = "/api/reports/06", "/api/complaints/summary"
DOORS = {TABLE06: "report.read", SUMMARY: "complaints.read"}
WRONG = [
    ({"unit": "99999"}, 422, "UNIT_UNKNOWN"),
    ({"unit": "450", "from_": "2026-12-01", "to": "2026-11-01"}, 422, "PERIOD_INVALID"),
    ({"unit": "450", "from_": "2020-01-01", "to": "2026-11-01"}, 422, "PERIOD_INVALID"),
    ({"unit": "450", "from_": "9999-12-31"}, 422, "PERIOD_INVALID"),
    ({"unit": "450", "from_": "hôm qua"}, 422, "FIELDS_INVALID"),
    ({"unit": "450", "to": "2026-02-30"}, 422, "FIELDS_INVALID"),
    ({"unit": "45\x000"}, 400, "TEXT_UNSTORABLE"),
    ({}, 422, "FIELDS_INVALID"),
    ({"unit": "4" * 100}, 422, "FIELDS_INVALID"),
]


@pytest.fixture
async def three_dossiers(pool):
    async with transaction(pool) as conn:
        await folding.fold(conn, filed(DAY))
        await folding.fold(conn, filed(DAY, unit_id="450", field="dat-dai", channel="2"))
        await folding.fold(conn, filed(DAY, unit_id="452"))
        await reach(conn, DossierReceived.topic, at(DAY))


@pytest.fixture
async def three_cases(pool):
    """Two in the city and one in a ward of it, one of them resolved."""
    accepted = [
        made(ComplaintAccepted, case_id=str(uuid4()), unit_id=unit_id, on=DAY, field="LAND")
        for unit_id in ("450", "450", "18853")
    ]
    class_ = {"value": "EARLY", "against": "CURRENT", "rule_version": "complaint:2026-07"}
    resolved = made(
        ComplaintResolved,
        **{"case_id": accepted[0].case_id, "on": DAY, "class": class_, "conclusion": "RIGHT"},
    )
    async with transaction(pool) as conn:
        await folding.fold_cases(conn, [*accepted, resolved])
        await folding.fold_petitions(
            conn, [made(PetitionReceived, unit_id="450", on=DAY, kind="COMPLAINT")]
        )
        await reach(conn, ComplaintAccepted.topic, at(DAY))


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


async def test_leaders_see_how_complaints_stand(ask, three_cases):
    answer = (await ask("case_leader", "450", SUMMARY, unit="450", **PERIOD)).json()

    [cases] = answer["cases"]["rows"]
    assert (cases["code"], cases["label"]) == ("LAND", "đất đai")
    assert {name: n for name, n in cases["counts"].items() if n} == {
        **{"accepted": 3, "resolved": 1, "early": 1, "right": 1},
        **{"open": 2, "open_late": 2},
    }
    assert answer["cases"]["total"] == cases["counts"]
    assert answer["petitions"]["total"]["received"] == 1
    assert answer["as_of"] == "2026-11-16T09:00:00+07:00"


async def test_a_summary_of_nothing_is_all_zeros(ask):
    answer = (await ask("inspector", "44", SUMMARY, unit="44")).json()

    assert answer["cases"]["rows"] == answer["petitions"]["rows"] == []
    assert set(answer["cases"]["total"].values()) == {0}
    assert answer["cases"]["total"].keys() == answer["cases"]["headings"].keys()


@pytest.mark.parametrize("path", DOORS)
async def test_another_unit_is_not_shown(ask, path):
    for mine, theirs in (("450", "452"), ("18853", "450"), ("450", "44")):
        answer = await ask("inspector", mine, path, unit=theirs, **PERIOD)

        assert (answer.status_code, answer.json()["code"]) == (403, "UNIT_FORBIDDEN")


@pytest.mark.parametrize("path", DOORS)
async def test_every_role_passes_the_door_exactly_as_the_table_says(ask, path):
    passed = {
        role: (await ask(role, "450", path, unit="450", **PERIOD)).status_code == 200
        for role in known("role")
    }

    assert passed == {role: role in PERMISSIONS[DOORS[path]].roles for role in known("role")}


def test_every_route_stands_in_the_table_of_rights(app):
    assert routes_without_action(app) == []


@pytest.mark.parametrize("path", DOORS)
async def test_without_a_token_nothing_is_shown(app, path):
    async with inside(app) as client:
        answer = await client.get(path, params={"unit": "450"})

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_MISSING")


@pytest.mark.parametrize("path", DOORS)
async def test_bad_questions_are_refused_with_a_code(ask, path):
    refused = []
    for query, _, _ in WRONG:
        answer = await ask("inspector", "44", path, **query)
        refused.append((query, answer.status_code, answer.json()["code"]))

    assert refused == WRONG


async def test_the_first_and_the_last_day_there_is_can_be_asked_for(ask):
    for day in ("0001-01-01", "9999-12-31"):
        answer = await ask("inspector", "44", unit="44", from_=day, to=day)

        assert answer.status_code == 200


async def test_without_dates_it_is_the_present_report_month(ask):
    answer = (await ask("inspector", "44", unit="44")).json()

    assert answer["first"].endswith("-15")
    assert answer["last"].endswith("-14")
    assert (answer["rows"], answer["as_of"]) == ([], None)


async def test_reading_leaves_a_line_in_the_audit(ask, pool):
    await ask("inspector", "450", unit="450", **PERIOD)

    [line] = await pool.fetch("SELECT action, object_type, object_id, fields FROM audit")
    assert tuple(line) == ("report.read", "table06", "450", [])
