"""What a filing writes and tells, on a real database."""

import json

import pytest

from services.intake.domain.refusals import (
    ChannelNotOffered,
    LimitFixed,
    LimitNeeded,
    ProcedureNotOffered,
    ProcedureUnknown,
    SequenceExhausted,
    UnitUnknown,
)
from shared.auth import UnitForbidden
from shared.events.intake import DossierReceived, DossierSubmitted, Party
from tests.intake.desk import BIRTH, BUSINESS, CANARY, CITY, LAND, OTHER, WARD
from tests.shared.vietnam import at, on


async def told(pool, *models):
    """The facts in the outbox, in order, with their numbers."""
    rows = await pool.fetch("SELECT topic, key, type, sequence, payload FROM outbox ORDER BY id")
    kinds = {model.type(): model for model in models}
    return [
        (row["sequence"], kinds[row["type"]].model_validate_json(row["payload"]))
        for row in rows
        if row["type"] in kinds
    ]


async def test_a_filing_tells_submitted_received_and_whom_to_tell(counter, pool):
    dossier = await counter.receive()

    facts = await told(pool, DossierSubmitted, DossierReceived, Party)
    [(first, submitted), (second, accepted)] = [f for f in facts if not isinstance(f[1], Party)]
    [(_, person)] = [f for f in facts if isinstance(f[1], Party)]
    assert (first, second) == (1, 2)
    assert submitted.dossier_id == accepted.dossier_id == dossier.dossier_id
    assert submitted.party_id == accepted.party_id == person.party_id
    assert (person.name, person.phone, person.consents) == (
        CANARY["name"],
        "+84912345678",
        ["EMAIL", "SMS"],
    )


async def test_a_receipt_tells_all_that_the_law_reckons_with(counter, pool):
    dossier = await counter.receive(
        at("2025-03-03 16:00"),
        papers=[
            {"key": "giay-de-nghi", "kind": "0", "copies": 1},
            {"key": "giay-to", "kind": "2", "copies": 1},
        ],
    )

    [(_, fact)] = await told(pool, DossierReceived)
    assert fact.model_dump(exclude={"dossier_id", "party_id", "receiver_staff_id"}) == {
        "procedure_code": BUSINESS,
        "procedure_version": 1,
        "field": "ho-kinh-doanh",
        "level": "DISTRICT",
        "unit_id": CITY,
        "channel": "1",
        "service_level": "FULL",
        "applicant_type": "0",
        "by_proxy": False,
        "submitted_at": "2025-03-03T16:00:00+07:00",
        "accept_due_at": "2025-03-04T16:00:00+07:00",
        "papers_total": 2,
        "papers_digitised": 1,
        "papers_reused": 0,
        "dossier_code": "000.00.31.H46-250303-0001",
        "received_at": "2025-03-03T16:00:00+07:00",
        "effective_received_on": on("2025-03-03"),
        "limit": {"amount": 3, "unit": "working_day"},
        "clock": "RESTART",
        "original_due_at": "2025-03-06T17:00:00+07:00",
        "due_at": "2025-03-06T17:00:00+07:00",
        "rule_version": "onestop:2018",
        "calendar_version": 1,
        "fees": [{"kind": "FEE", "amount": 100_000, "moment": "1", "exempt_reason": None}],
        "return_channel": "COUNTER",
        "reopened_from": None,
        "parent_dossier_id": None,
        "settled_at_once": False,
    }
    assert fact.receiver_staff_id == dossier.receiver_staff_id


@pytest.mark.parametrize(
    ("when", "rules"),
    [
        ("2025-06-30 09:00", "onestop:2018"),
        ("2025-07-01 09:00", "onestop:2025-07"),
        ("2026-07-01 09:00", "onestop:2026-07"),
    ],
)
async def test_the_law_is_that_of_the_day_of_receipt(counter, when, rules):
    assert (await counter.receive(at(when))).rule_version == rules


async def test_a_filing_after_hours_counts_from_the_next_working_day(counter):
    dossier = await counter.receive(at("2025-03-07 18:00"), procedure_code=BIRTH, unit=WARD)

    assert dossier.effective_received_on == on("2025-03-10")
    assert dossier.accept_due_at == at("2025-03-10 17:00")
    assert dossier.due_at == at("2025-03-10 17:00")
    assert dossier.dossier_code.endswith("-250307-0001")


async def test_no_fact_on_an_open_topic_and_no_audit_row_names_the_person(counter, pool):
    await counter.receive()

    open_facts = await pool.fetch("SELECT payload FROM outbox WHERE topic = 'intake.dossier.v1'")
    rows = await pool.fetch("SELECT * FROM audit")
    written = (
        b"".join(r["payload"] for r in open_facts)
        + json.dumps([dict(r) for r in rows], default=str, ensure_ascii=False).encode()
    )
    assert [r["action"] for r in rows] == ["dossier.receive"]
    for secret in (CANARY["name"], "chim.yen", "912345678", "Chim Yến", "044185765432"):
        assert secret.encode() not in written


async def test_numbers_run_by_unit_and_day(counter):
    first = await counter.receive(at("2025-03-03 09:00"))
    second = await counter.receive(at("2025-03-03 09:01"))
    elsewhere = await counter.receive(at("2025-03-03 09:02"), procedure_code=BIRTH, unit=WARD)
    tomorrow = await counter.receive(at("2025-03-04 09:00"))

    codes = [d.dossier_code for d in (first, second, elsewhere, tomorrow)]
    assert [code[-11:] for code in codes] == [
        "250303-0001",
        "250303-0002",
        "250303-0001",
        "250304-0001",
    ]
    assert len(set(codes)) == 4


async def test_the_ten_thousandth_dossier_of_a_day_is_refused_and_leaves_nothing(counter, pool):
    await pool.execute("INSERT INTO dossier_number VALUES ('000.00.31.H46', '2025-03-03', 9998)")
    last = await counter.receive()

    with pytest.raises(SequenceExhausted):
        await counter.receive()

    assert last.dossier_code.endswith("-9999")
    assert await pool.fetchval("SELECT count(*) FROM dossier") == 1
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 3


@pytest.mark.parametrize(
    ("changed", "refused", "field"),
    [
        ({"unit": "99999"}, UnitUnknown, "unit"),
        ({"procedure_code": "9.999999"}, ProcedureUnknown, "procedure_code"),
        ({"procedure_code": "2.000815", "channel": "2"}, ChannelNotOffered, "channel"),
        ({"procedure_code": BIRTH}, ProcedureNotOffered, "unit"),
        ({"limit": {"amount": 3, "unit": "day", "reason": "vội"}}, LimitFixed, "limit"),
    ],
)
async def test_what_the_catalogue_does_not_offer_is_refused_by_name(
    counter, pool, changed, refused, field
):
    with pytest.raises(refused) as problem:
        await counter.receive(**changed)

    assert [error.field for error in problem.value.fields] == [field]
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 0


async def test_a_procedure_without_a_limit_takes_the_clerks_with_its_reason(counter, pool):
    await pool.execute(
        "UPDATE reference SET state = jsonb_set(state, '{channels,0}', '{\"channel\": \"1\"}')"
        " WHERE kind = 'Procedure' AND key = $1",
        f"{LAND}@1",
    )

    with pytest.raises(LimitNeeded):
        await counter.receive(procedure_code=LAND)
    dossier = await counter.receive(
        procedure_code=LAND, limit={"amount": 2, "unit": "working_day", "reason": "văn bản 15/STP"}
    )

    assert (dossier.due_at, dossier.limit_reason) == (at("2025-03-05 17:00"), "văn bản 15/STP")
    assert dossier.ledger[0].label == (
        "thời hạn 2 ngày làm việc (văn bản 15/STP), không tính ngày đầu"
    )


async def test_a_receiver_takes_in_nothing_for_another_unit(counter):
    with pytest.raises(UnitForbidden):
        await counter.receive(unit=OTHER)
