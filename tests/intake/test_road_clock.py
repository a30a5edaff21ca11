"""The days of the worked examples through the handlers; facts that say what can be recomputed."""

import pytest

from services.intake.domain.refusals import SupplementTooLate, SupplementUsed
from services.intake.store import papers
from shared.db import transaction
from shared.events.intake import (
    DossierCompleted,
    DossierReceived,
    DossierSupplemented,
    SupplementRequested,
)
from shared.worktime.acts import Resume, Rule, Stop, Wait
from shared.worktime.case_clock import replay
from shared.worktime.ledger import Reason
from shared.worktime.limit import Limit, LimitUnit
from tests.intake.desk import LAND
from tests.intake.test_handlers import told
from tests.shared.vietnam import VIETNAM, at, on

TEN_DAYS = {"amount": 10, "unit": "working_day", "reason": "văn bản 15/STP"}


@pytest.fixture
async def ten_days(pool):
    """A procedure whose limit the clerk gives: ten working days, by either rule."""

    async def rule(clock):
        await pool.execute(
            "UPDATE reference SET state = jsonb_set(jsonb_set(state, '{channels}', $2),"
            " '{supplement_clock}', $3) WHERE kind = 'Procedure' AND key = $1",
            f"{LAND}@1",
            [{"channel": channel} for channel in ("1", "2", "3")],
            clock,
        )
        return {"procedure_code": LAND, "limit": TEN_DAYS}

    return rule


@pytest.mark.parametrize(
    ("clock", "due_at"), [("PAUSE", "2025-03-21 17:00"), ("RESTART", "2025-03-26 17:00")]
)
async def test_a_supplement_moves_the_day_as_the_procedure_says(
    ten_days, counter, road, pool, clock, due_at
):
    """O7, O8 of domain.md §7.1."""
    received = await counter.receive(at("2025-03-03 09:00"), **await ten_days(clock))
    worked_on = await road.forward(received, "2025-03-03 10:00")
    asked = await road.ask(worked_on, "2025-03-06 08:00")
    supplied = await road.supply(asked, "2025-03-12 10:00", papers=[])

    assert (received.due_at, supplied.due_at) == (at("2025-03-17 17:00"), at(due_at))
    assert supplied.original_due_at == received.due_at
    assert (asked.clock_stopped_at, supplied.clock_stopped_at) == (at("2025-03-06 08:00"), None)
    reasons = [line.reason for line in supplied.ledger]
    assert ("WAIT" in reasons, "RESTART" in reasons) == (True, clock == "RESTART")
    slip = await pool.fetchrow("SELECT * FROM slip WHERE slip_no = 2")
    assert (slip["old_due_at"], slip["due_at"]) == (received.due_at, supplied.due_at)


async def test_the_facts_of_a_supplement_say_what_is_recomputed_from_them(
    ten_days, counter, road, pool
):
    received = await counter.receive(at("2025-03-03 09:00"), **await ten_days("PAUSE"))
    worked_on = await road.forward(received, "2025-03-03 10:00")
    asked = await road.ask(worked_on, "2025-03-06 08:00")
    supplied = await road.supply(asked, "2025-03-12 10:00", channel="3")
    await road.complete(supplied, "2025-03-21 20:00")

    kinds = (DossierReceived, SupplementRequested, DossierSupplemented, DossierCompleted)
    facts = [fact for _, fact in await told(pool, *kinds)]
    receipt, request, answer, end = facts
    acts = [
        Stop(request.clock_stopped_at, Wait.SUPPLEMENT),
        Resume(answer.supplied_at, Wait.SUPPLEMENT, Rule(receipt.clock)),
    ]
    limit = Limit(receipt.limit.amount, LimitUnit(receipt.limit.unit))
    again = replay(limit, receipt.received_at, acts, VIETNAM)
    assert (request.phase, request.answer_by) == ("AFTER", on("2025-04-08"))
    assert (answer.old_due_at, answer.due_at) == (receipt.due_at, again.due_at)
    assert (answer.pause.used, answer.pause.unit) == (3, "working_day")
    assert (answer.pause.from_, answer.pause.to) == (
        at("2025-03-06 08:00"),
        at("2025-03-12 10:00"),
    )
    assert (answer.slip_no, answer.channel) == (2, "3")
    assert (end.due_at, end.original_due_at) == (again.due_at, receipt.due_at)
    assert (end.class_.value, end.class_.against) == ("ON_TIME", "CURRENT")
    assert (end.pauses_total, end.supplements) == (4, 1)


async def test_what_came_on_a_saturday_counts_from_its_acceptance(road):
    """O10."""
    filed = await road.submit(at("2025-03-08 09:00"))
    accepted = await road.accept(filed, "2025-03-10 08:00")

    assert accepted.due_at == at("2025-03-13 17:00")
    assert filed.accept_due_at == at("2025-03-10 17:00")


async def test_an_acceptance_on_a_saturday_counts_from_monday(road):
    accepted = await road.accept(await road.submit(at("2025-03-08 09:00")), "2025-03-08 10:00")

    assert (accepted.due_at, accepted.effective_received_on) == (
        at("2025-03-13 17:00"),
        on("2025-03-10"),
    )
    assert accepted.received_at == at("2025-03-08 10:00")


@pytest.mark.parametrize(
    ("finished", "timeliness", "cause"),
    [
        ("2025-03-14 09:00", "EARLY", None),
        ("2025-03-17 20:00", "ON_TIME", None),
        ("2025-03-18 08:00", "LATE", "WORKLOAD"),
    ],
)
async def test_a_dossier_is_judged_by_the_day_it_was_promised(
    ten_days, counter, road, pool, finished, timeliness, cause
):
    """O24."""
    received = await counter.receive(at("2025-03-03 09:00"), **await ten_days("RESTART"))
    worked_on = await road.forward(received, "2025-03-03 10:00")

    await road.complete(worked_on, finished, late_cause="WORKLOAD")

    [(_, fact)] = await told(pool, DossierCompleted)
    assert (fact.class_.value, fact.late_cause_code) == (timeliness, cause)
    assert (fact.pauses_total, fact.supplements, fact.agencies_touched) == (0, 0, 1)


async def test_papers_are_asked_for_within_three_working_days_of_the_receipt(
    ten_days, counter, road
):
    received = await counter.receive(at("2025-03-03 09:00"), **await ten_days("RESTART"))
    worked_on = await road.forward(received, "2025-03-03 10:00")

    with pytest.raises(SupplementTooLate) as refused:
        await road.ask(worked_on, "2025-03-07 08:00")
    asked = await road.ask(worked_on, "2025-03-06 16:59")

    assert "(Điều 19(4) Nghị định 61/2018/NĐ-CP)" in refused.value.title
    assert asked.status == "5"


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        ("2025-06-23", "Điều 19 Nghị định 61/2018/NĐ-CP"),
        ("2025-07-01", "Nghị định 118/2025/NĐ-CP"),
        ("2026-08-03", "Nghị định 118/2025/NĐ-CP"),
    ],
)
async def test_the_way_to_the_new_day_cites_the_law_of_the_receipt(
    ten_days, counter, road, day, cited
):
    received = await counter.receive(at(f"{day} 09:00"), **await ten_days("RESTART"))
    asked = await road.ask(await road.forward(received, f"{day} 10:00"), f"{day} 11:00")

    supplied = await road.supply(asked, f"{day} 15:00")

    assert [one.article for one in supplied.ledger if one.reason == Reason.RESTART] == [cited]


async def test_papers_are_asked_for_a_second_time_only_by_the_heads_decision(
    ten_days, counter, road, pool
):
    received = await counter.receive(at("2025-03-03 09:00"), **await ten_days("RESTART"))
    worked_on = await road.forward(received, "2025-03-03 10:00")
    first = await road.supply(await road.ask(worked_on, "2025-03-04 08:00"), "2025-03-10 09:00")

    with pytest.raises(SupplementUsed):
        await road.ask(first, "2025-03-11 08:00")
    with pytest.raises(SupplementTooLate):
        await road.ask(first, "2025-03-14 08:00", head_decision_no="5/QĐ-UBND")
    second = await road.ask(first, "2025-03-13 08:00", head_decision_no="5/QĐ-UBND")

    [_, (_, fact)] = await told(pool, SupplementRequested)
    assert (fact.request_no, fact.by_head_decision) == (2, True)
    async with transaction(pool) as conn:
        requests = await papers.requests(conn, second.dossier_id)
    assert [r.head_decision_no for r in requests] == [None, "5/QĐ-UBND"]


async def test_once_before_the_receipt_and_once_after_need_no_decision(road):
    filed = await road.submit(at("2025-03-03 09:00"))
    asked = await road.ask(filed, "2025-03-03 10:00", "receiver-450")
    again = await road.supply(asked, "2025-03-08 09:00")
    received = await road.accept(again, "2025-03-10 09:00")

    after = await road.ask(received, "2025-03-11 09:00", "receiver-450")

    assert (asked.clock_stopped_at, asked.due_at) == (None, None)
    assert (again.status, again.accept_due_at) == ("1", at("2025-03-10 17:00"))
    assert (after.status, after.clock_stopped_at) == ("5", at("2025-03-11 09:00"))


async def test_what_was_asked_for_at_the_counter_goes_to_the_room_when_it_has_come(road):
    received = await road.accept(await road.submit(at("2025-03-03 09:00")), "2025-03-03 10:00")
    asked = await road.ask(received, "2025-03-04 09:00", "receiver-450")

    supplied = await road.supply(asked, "2025-03-05 09:00")

    assert (supplied.status, supplied.holder_step, supplied.holder_staff_id) == (
        "4",
        "process",
        None,
    )


async def test_a_pause_within_a_day_moves_nothing_and_needs_no_new_slip(ten_days, counter, road):
    received = await counter.receive(at("2025-03-03 09:00"), **await ten_days("PAUSE"))
    asked = await road.ask(received, "2025-03-04 09:00")

    supplied = await road.supply(asked, "2025-03-04 15:00")

    assert (supplied.due_at, supplied.slip_no) == (received.due_at, 1)


async def test_paper_received_after_three_goes_on_the_next_morning(road, counter):
    """O19: NĐ 61/2018 Điều 18(2)."""
    early = await counter.receive(at("2025-04-29 14:59"))
    late = await counter.receive(at("2025-04-29 15:20"))
    electronic = await counter.receive(
        at("2025-04-29 15:20"), papers=[{"key": "to-khai", "kind": "2", "copies": 1}]
    )

    forwarded = [await road.forward(d, "2025-04-29 15:30") for d in (early, late, electronic)]

    assert [d.holder_since for d in forwarded] == [
        at("2025-04-29 15:30"),
        at("2025-05-05 07:30"),
        at("2025-04-29 15:30"),
    ]
