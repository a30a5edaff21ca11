"""What each step refuses: wrong status, wrong unit, wrong role, changed meanwhile, not theirs."""

import asyncio
from uuid import uuid4

import pytest

from services.intake.domain.refusals import (
    AlreadyRated,
    ChangedMeanwhile,
    DossierNotFound,
    FeesUnpaid,
    InvalidTransition,
    LateCauseNeeded,
    LimitNeeded,
    NotRateable,
    SamePerson,
    StaffUnfit,
)
from services.intake.handlers.actor import Applicant
from shared import reference
from shared.auth import RoleMissing
from shared.db import transaction
from shared.events.intake import Assignment, Staff
from tests.intake.desk import BIRTH, CITY, WARD
from tests.intake.road import OWNER
from tests.shared.vietnam import at, on

NINE, TEN, ELEVEN = "2025-03-03 09:30", "2025-03-03 10:00", "2025-03-03 11:00"
STEPS = ("accept", "refuse", "forward", "ask", "supply", "complete", "give_back", "rate")
# Which steps a status allows (domain.md §1.4); forward also hands on within 4.
ALLOWED = {
    "1": {"accept", "refuse", "ask"},
    "2": {"forward", "ask"},
    "4": {"forward", "ask", "complete"},
    "5": {"supply"},
    "9": {"give_back", "rate"},
    "10": {"rate"},
}


@pytest.fixture
async def standing(road, counter):
    """A dossier of an account in each status that the road knows."""
    filed = await road.submit()
    received = await road.accept(await road.submit(), NINE)
    worked_on = await road.forward(await road.accept(await road.submit(), NINE), TEN)
    to_ask = await road.forward(await road.accept(await road.submit(), NINE), TEN)
    to_end = await road.forward(await road.accept(await road.submit(), NINE), TEN)
    done = await road.complete(to_end, ELEVEN)
    again = await road.forward(await road.accept(await road.submit(), NINE), TEN)
    returned = await road.give_back(await road.complete(again, ELEVEN), ELEVEN)
    asked = await road.ask(to_ask, TEN)
    made = (filed, received, worked_on, asked, done, returned)
    return {dossier.status.value: dossier for dossier in made}


@pytest.mark.parametrize("step", STEPS)
async def test_a_step_is_taken_where_the_table_says_and_refused_elsewhere(standing, road, step):
    taken, kept = set(), {}
    for status, dossier in standing.items():
        try:
            await getattr(road, step)(dossier, "2025-03-04 09:00", **_asker(step, status))
            taken.add(status)
        except (InvalidTransition, NotRateable):
            kept[status] = await road.seen(dossier) == dossier

    assert taken == {status for status, steps in ALLOWED.items() if step in steps}
    assert all(kept.values())


def _asker(step, status):
    askers = {("ask", "1"): "receiver-450", ("forward", "4"): "processor-450"}
    return {"persona": askers[step, status]} if (step, status) in askers else {}


@pytest.mark.parametrize("step", [step for step in STEPS if step != "rate"])
async def test_another_units_official_is_told_of_no_dossier(road, standing, pool, step):
    async with transaction(pool) as conn:
        who = await _official(conn, WARD, ["receiver", "processor", "approver", "returner"])
    for dossier in standing.values():
        with pytest.raises(DossierNotFound) as there:
            await getattr(road, step)(dossier, TEN, who)
        with pytest.raises(DossierNotFound) as nowhere:
            await getattr(road, step)(dossier.model_copy(update={"dossier_id": uuid4()}), TEN, who)
        assert there.value.args == nowhere.value.args


async def test_another_account_is_told_of_no_dossier(road, standing):
    for stranger in (Applicant(subject="citizen-2"), Applicant(proved=uuid4()), Applicant()):
        with pytest.raises(DossierNotFound):
            await road.rate(standing["10"], TEN, stranger)
        with pytest.raises(DossierNotFound):
            await road.supply(standing["5"], TEN, stranger)


async def test_who_has_proved_code_and_secret_acts_without_an_account(road, standing, pool):
    dossier = standing["5"]

    supplied = await road.supply(dossier, "2025-03-04 09:00", Applicant(proved=dossier.dossier_id))

    assert supplied.status == "4"
    by = await pool.fetchval("SELECT actor FROM audit WHERE action = 'dossier.supply'")
    assert by == "applicant"


@pytest.mark.parametrize(
    ("status", "step", "persona"),
    [
        ("1", "ask", "processor-450"),
        ("4", "ask", "receiver-450"),
        ("2", "forward", "approver-450"),
        ("4", "forward", "receiver-450"),
    ],
)
async def test_a_role_that_may_elsewhere_may_not_here(road, standing, status, step, persona):
    with pytest.raises(RoleMissing):
        await getattr(road, step)(standing[status], "2025-03-03 15:00", persona)


@pytest.mark.parametrize("step", [step for step in STEPS if step != "rate"])
async def test_what_was_changed_meanwhile_is_refused_with_who_and_when(road, standing, step):
    for dossier in standing.values():
        stale = dossier.model_copy(update={"version": dossier.version - 1})
        with pytest.raises(ChangedMeanwhile) as refused:
            await getattr(road, step)(stale, TEN)
        assert refused.value.at.tzinfo is not None

    assert refused.value.name == "Lê Thị Mỹ Hạnh"
    assert refused.value.detail == "Lê Thị Mỹ Hạnh đã cập nhật lúc 11:00 ngày 03/03/2025."


async def test_of_two_who_act_at_one_moment_one_is_refused(road, standing):
    filed = standing["1"]
    both = (road.accept(filed, TEN), road.refuse(filed, TEN, "receiver-450"))

    done = await asyncio.gather(*both, return_exceptions=True)

    refused = [answer for answer in done if isinstance(answer, ChangedMeanwhile)]
    assert (len(refused), len(done) - len(refused)) == (1, 1)
    assert (await road.seen(filed)).version == filed.version + 1


async def test_an_applicant_learns_when_but_not_who(road, standing):
    stale = standing["5"].model_copy(update={"version": 1})

    with pytest.raises(ChangedMeanwhile) as refused:
        await road.supply(stale, TEN, OWNER)

    assert refused.value.detail == "Cán bộ đã cập nhật lúc 10:00 ngày 03/03/2025."


async def test_who_received_a_dossier_does_not_approve_it_unless_the_unit_allows_it(road, pool):
    async with transaction(pool) as conn:
        both = await _official(conn, CITY, ["receiver", "processor", "approver"])
    received = await road.accept(await road.submit(), NINE, both)
    worked_on = await road.forward(received, TEN, both)

    with pytest.raises(SamePerson):
        await road.complete(worked_on, ELEVEN, both)
    await pool.execute("INSERT INTO unit_setting VALUES ($1, true)", CITY)
    done = await road.complete(worked_on, ELEVEN, both)

    assert done.approver_staff_id == done.receiver_staff_id


async def test_what_ends_late_needs_its_cause(road, standing):
    with pytest.raises(LateCauseNeeded) as refused:
        await road.complete(standing["4"], "2025-03-07 08:00")

    assert refused.value.fields[0].field == "late_cause"


async def test_a_result_is_given_back_when_its_fees_are_paid(road, standing, pool):
    with pytest.raises(FeesUnpaid):
        await road.give_back(standing["9"], "2025-03-04 09:00", fees_paid=False)
    await road.give_back(standing["9"], "2025-03-04 09:00", channel_out="POST", proof="VN1")

    row = await pool.fetchrow(
        "SELECT * FROM handover WHERE dossier_id = $1", standing["9"].dossier_id
    )
    assert (row["fee_paid_total"], row["contacts_count"]) == (100_000, 0)
    assert row["proof"] == "VN1"


async def test_a_dossier_is_rated_once(road, standing):
    rated = await road.rate(standing["10"], "2025-03-04 09:00")

    with pytest.raises(AlreadyRated):
        await road.rate(rated, "2025-03-05 09:00")


async def test_work_is_given_to_who_does_that_step_in_the_unit(road, standing, pool):
    async with transaction(pool) as conn:
        minh = await reference.staff_by_subject(conn, "processor-450")
        boss = await reference.staff_by_subject(conn, "approver-450")
        ward = await reference.staff_by_subject(conn, "processor-18853")

    for staff_id in (boss.staff_id, ward.staff_id, uuid4()):
        with pytest.raises(StaffUnfit):
            await road.forward(standing["2"], TEN, staff_id=staff_id)
    given = await road.forward(standing["2"], TEN, staff_id=minh.staff_id)
    signed = await road.forward(
        given, ELEVEN, "processor-450", step="approve", staff_id=boss.staff_id
    )

    assert (given.status, given.holder_staff_id) == ("4", minh.staff_id)
    assert (signed.status, signed.holder_step, signed.holder_staff_id) == (
        "4",
        "approve",
        boss.staff_id,
    )
    steps = await pool.fetch(
        "SELECT step FROM action WHERE dossier_id = $1 ORDER BY n", given.dossier_id
    )
    assert [row["step"] for row in steps] == ["REGISTER", "RECEIVE", "PROCESS", "ASSIGN"]


async def test_an_online_dossier_without_a_limit_takes_the_receivers(road, pool):
    await pool.execute(
        "UPDATE reference SET state = jsonb_set(state, '{channels}', '[{\"channel\": \"2\"}]')"
        " WHERE kind = 'Procedure' AND key = $1",
        f"{BIRTH}@1",
    )
    filed = await road.submit(procedure_code=BIRTH, unit=WARD)

    with pytest.raises(LimitNeeded):
        await road.accept(filed, NINE, "receiver-18853")
    given = {"amount": 2, "unit": "working_day", "reason": "văn bản 15/STP"}
    accepted = await road.accept(filed, NINE, "receiver-18853", limit=given)

    assert (accepted.due_at, accepted.limit_reason) == (at("2025-03-05 17:00"), "văn bản 15/STP")
    assert "(văn bản 15/STP)" in accepted.ledger[0].label
    assert (accepted.register_year, accepted.register_no) == (2025, 1)


async def test_a_refusal_is_numbered_in_its_year(road, pool):
    for _ in range(2):
        await road.refuse(await road.submit(), TEN)

    rows = await pool.fetch("SELECT kind, year, paper_no FROM paper ORDER BY paper_no")
    assert [tuple(row) for row in rows] == [("MAU_03", 2025, 1), ("MAU_03", 2025, 2)]


async def test_nobody_changes_what_was_done(road, pool):
    await road.submit()

    for change in ("UPDATE action SET note = 'x'", "DELETE FROM action", "TRUNCATE action"):
        with pytest.raises(Exception, match="permission denied"):
            await pool.execute(change)


async def _official(conn, unit, roles):
    """Their subject."""
    subject = f"{unit}-{uuid4().hex[:6]}"
    post = Assignment(unit_id=unit, roles=roles, valid_from=on("2020-01-01"))
    await reference.save(
        conn,
        Staff(staff_id=uuid4(), subject=subject, name="An", title="-", assignments=[post]),
    )
    return subject
