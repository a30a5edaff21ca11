"""A due date counted for anyone over HTTP: the worked examples of the law, and bad questions."""

from datetime import date, timedelta

import pytest

from tests.intake.desk import CITY

O7 = {
    "received_at": "2025-03-03T09:00:00+07:00",
    "amount": 10,
    "per": "working_day",
    "paused_at": "2025-03-06T10:00:00+07:00",
    "resumed_at": "2025-03-12T10:00:00+07:00",
}


async def ask(desk, **query):
    return await desk.client.get("/api/deadlines", params=query)  # nobody's: no token


@pytest.mark.parametrize(
    ("received", "amount", "per", "due"),
    [
        pytest.param("2025-01-22", 5, "working_day", "2025-02-05T17:00", id="O1"),
        pytest.param("2024-04-26", 3, "working_day", "2024-05-04T17:00", id="O3"),
        pytest.param("2025-01-24T15:30", 8, "hour", "2025-02-03T15:30", id="O6"),
        pytest.param("2025-03-08T09:00+07:00", 3, "working_day", "2025-03-13T17:00", id="O10"),
        pytest.param("2026-11-20T02:00Z", 3, "working_day", "2026-11-26T17:00", id="O13"),
        pytest.param("2025-04-29T15:20", 1, "same_day", "2025-05-05T17:00", id="O20"),
        pytest.param("2025-06-10T14:30", 4, "hour", "2025-06-11T09:00", id="O22"),
        pytest.param("2025-01-31", 1, "month", "2025-02-28T17:00", id="month"),
    ],
)
async def test_anyone_gets_the_date_of_the_law(desk, received, amount, per, due):
    answer = await ask(desk, received_at=received, amount=amount, per=per)

    assert (answer.status_code, answer.json()["due_at"][:16]) == (200, due)


@pytest.mark.parametrize(
    ("clock", "due"), [("PAUSE", "2025-03-21"), ("RESTART", "2025-03-26")], ids=["O7", "O8"]
)
async def test_a_wait_moves_the_date_by_its_rule_and_the_lines_lead_there(desk, clock, due):
    told = (await ask(desk, **O7, clock=clock, unit=CITY)).json()

    way = timedelta(days=sum(line["added"] for line in told["ledger"]))
    assert told["due_at"][:10] == due
    assert str(date(2025, 3, 3) + way) == due
    assert any(line["reason"] == "WAIT" for line in told["ledger"])


async def test_what_comes_on_a_saturday_counts_from_monday(desk):
    told = (await ask(desk, received_at="2025-03-08T09:00", amount=3, per="day")).json()

    assert told["effective_received_on"] == "2025-03-10"


async def test_an_offset_whose_plus_became_a_space_is_understood(desk):
    answer = await desk.client.get(
        "/api/deadlines?received_at=2025-03-03T09:00:00+07:00&amount=1&per=working_day"
    )

    assert answer.json()["due_at"][:10] == "2025-03-04"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"received_at": "hôm qua"}, "WRONG_TYPE", id="no day"),
        pytest.param({"received_at": "9999-12-31T23:59:59-12:00"}, "WRONG_TYPE", id="far year"),
        pytest.param({"amount": "-1"}, "OUT_OF_RANGE", id="negative"),
        pytest.param({"amount": "9999999"}, "LIMIT_TOO_LONG", id="a slip of the keyboard"),
        pytest.param({"per": "week"}, "NOT_IN_LIST", id="no unit of the law"),
        pytest.param({"resumed_at": ""}, "WRONG_TYPE", id="empty"),
        pytest.param({"paused_at": "2025-03-01"}, "TIMES_BACKWARDS", id="stopped before it ran"),
        pytest.param({"resumed_at": "2025-03-04"}, "TIMES_BACKWARDS", id="goes on before"),
        pytest.param({"unit": "khong.co"}, "UNIT_UNKNOWN", id="no such unit"),
        pytest.param({"calendar": "mine"}, "UNKNOWN_FIELD", id="a word too many"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused_by_its_field(desk, changed, code):
    answer = await ask(desk, **(O7 | changed))

    [field] = answer.json()["fields"]
    assert (answer.status_code, field["code"]) == (422, code)


async def test_half_a_pause_is_refused(desk):
    half = {name: value for name, value in O7.items() if name != "resumed_at"}

    answer = await ask(desk, **half)

    assert [(f["field"], f["code"]) for f in answer.json()["fields"]] == [
        ("resumed_at", "PAUSE_INCOMPLETE")
    ]
