"""From facts to messages: one row for each reader and channel, once for ever."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import code
from services.notify.domain.matter import Matter, reference
from services.notify.handlers import telling
from shared import clock
from shared.db import transaction
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintResolved,
    PetitionClassified,
    PetitionFiled,
    PetitionReceived,
    VerificationAssigned,
)
from shared.events.envelope import BadEnvelope
from shared.events.intake import (
    DossierAssigned,
    DossierCompleted,
    DossierSubmitted,
    DossierSupplemented,
    RemedyOpened,
    ResultReturned,
    SupplementRequested,
)
from tests.notify.world import envelope, made, received, states, tell

WAITING = ("WAITING_CONTACT", None)
APPLICANT = {("APPLICANT", "EMAIL"): WAITING, ("APPLICANT", "SMS"): WAITING}


async def test_a_receipt_is_told_by_mail_and_by_text_message(pool):
    await tell(pool, received())

    assert await states(pool) == APPLICANT


async def test_a_fact_told_again_makes_no_second_message(pool):
    fact = received()
    again = envelope(fact)

    for _ in range(2):
        async with transaction(pool) as conn:
            await telling.tell(conn, again, fact, clock.now())

    assert await pool.fetchval("SELECT count(*) FROM message") == 2


@pytest.mark.parametrize(("channel", "told"), [("1", {}), ("2", APPLICANT), ("3", {})])
async def test_only_who_files_online_is_told_that_it_came(pool, channel, told):
    filed = DossierSubmitted.model_validate(received(channel=channel), from_attributes=True)

    await tell(pool, filed)

    assert await states(pool) == told


async def test_a_remedy_is_told_to_the_unit_and_the_applicant_of_its_dossier(pool):
    filed = received()
    await tell(pool, filed)
    await pool.execute("DELETE FROM message")

    await tell(pool, made(RemedyOpened, dossier_id=filed.dossier_id))

    assert await states(pool) == {**APPLICANT, ("UNIT", "EMAIL"): WAITING}
    row = await pool.fetchrow("SELECT * FROM message WHERE audience = 'UNIT'")
    assert (row["unit_id"], row["party_id"]) == ("450", None)
    assert row["params"]["number"] == filed.dossier_code
    told = await pool.fetchval("SELECT bool_and(party_id = $1) FROM message", filed.party_id)
    assert told


async def test_a_remedy_of_a_dossier_never_heard_of_waits_for_its_unit(pool):
    await tell(pool, made(RemedyOpened))

    assert (await states(pool))["UNIT", "EMAIL"] == WAITING


async def test_the_sender_of_a_petition_is_told_of_its_classification(pool):
    sent = made(PetitionReceived, party_id=uuid4())
    await tell(pool, sent, made(PetitionClassified, petition_id=sent.petition_id))

    assert await states(pool) == APPLICANT
    assert await pool.fetchval("SELECT count(*) FROM message") == 4
    assert await pool.fetchval("SELECT bool_and(party_id = $1) FROM message", sent.party_id)


async def test_nobody_is_told_of_an_anonymous_petition(pool):
    sent = made(PetitionReceived, party_id=None)

    await tell(pool, sent, made(PetitionClassified, petition_id=sent.petition_id))

    assert set((await states(pool)).values()) == {("SKIPPED", "no_party")}


async def test_a_decision_is_told_to_whom_the_acceptance_named(pool):
    case = made(ComplaintAccepted, case_id=uuid4(), party_id=uuid4())
    await tell(pool, case)
    await pool.execute("DELETE FROM message")

    await tell(pool, made(ComplaintResolved, case_id=case.case_id))

    assert await states(pool) == APPLICANT
    assert await pool.fetchval("SELECT bool_and(party_id = $1) FROM message", case.party_id)


async def test_a_verifier_is_told_by_mail_alone(pool):
    fact = made(VerificationAssigned)

    await tell(pool, fact)

    assert await states(pool) == {("HANDLER", "EMAIL"): WAITING}
    assert await pool.fetchval("SELECT staff_id FROM message") == fact.staff_id


async def test_a_fact_older_than_three_days_is_recorded_and_never_sent(pool):
    await tell(pool, received(), at=clock.now() - timedelta(hours=72, seconds=1))

    assert set((await states(pool)).values()) == {("SKIPPED", "stale")}
    assert await pool.fetchval("SELECT bool_and(finished_at IS NOT NULL) FROM message")


async def test_a_fact_whose_id_is_not_ours_is_refused(pool):
    fact = received()
    strange = envelope(fact).__class__("7", "/x", fact.type(), fact.key(), 1, clock.now(), None)

    with pytest.raises(BadEnvelope):
        async with transaction(pool) as conn:
            await telling.tell(conn, strange, fact, clock.now())


async def test_a_message_keeps_nothing_personal(pool):
    fact = received()
    await tell(pool, fact)

    params = await pool.fetchval("SELECT params FROM message LIMIT 1")

    assert params.keys() == {
        *("unit_id", "number", "procedure_code", "submitted_at", "received_at"),
        *("effective_received_on", "due_at", "return_channel", "clock", "settled_at_once"),
    }


async def template(pool):
    """The words of the newest letter."""
    return await pool.fetchval(
        "SELECT template FROM message WHERE channel = 'EMAIL' ORDER BY n DESC LIMIT 1"
    )


@pytest.mark.parametrize("clock_kind", ["RESTART", "PAUSE"])
async def test_the_clock_of_a_supplement_is_the_one_of_the_receipt(pool, clock_kind):
    filed = received(clock=clock_kind)
    asked = made(SupplementRequested, dossier_id=filed.dossier_id, phase="AFTER")

    await tell(pool, filed, asked)

    assert await template(pool) == f"supplement_{clock_kind.lower()}"


@given(st.uuids())
def test_before_receipt_people_are_told_the_reference_that_intake_shows(dossier_id):
    assert reference(Matter(dossier_id)) == code.temporary(dossier_id)
    assert reference(Matter(dossier_id, number="000.00.31.H46-250303-0001")).startswith("000.")


async def test_a_supplement_before_receipt_has_no_clock_yet(pool):
    filed = DossierSubmitted.model_validate(received(channel="2"), from_attributes=True)
    asked = made(SupplementRequested, dossier_id=filed.dossier_id, phase="BEFORE")
    supplied = {"dossier_id": filed.dossier_id, "old_due_at": None, "due_at": None}

    await tell(pool, filed, asked)
    first = await template(pool)
    await tell(pool, made(DossierSupplemented, **supplied))

    assert (first, await template(pool)) == ("supplement_before", "supplied_before")


async def test_a_date_that_moved_is_the_date_of_all_that_is_told_afterwards(pool):
    filed = received()
    moved = made(
        DossierSupplemented,
        dossier_id=filed.dossier_id,
        old_due_at=filed.due_at,
        due_at="2025-03-26T17:00:00+07:00",
    )

    await tell(pool, filed, moved, made(DossierAssigned, dossier_id=filed.dossier_id))

    letter = await pool.fetchrow("SELECT audience, params FROM message ORDER BY n DESC LIMIT 1")
    assert letter["audience"] == "HANDLER"
    assert letter["params"]["due_at"] == "2025-03-26T17:00:00+07:00"
    assert letter["params"]["number"] == filed.dossier_code


async def test_work_given_to_a_room_is_written_to_nobody(pool):
    await tell(pool, made(DossierAssigned, staff_id=None))

    assert await states(pool) == {}


async def test_what_is_settled_at_once_is_told_once(pool):
    filed = received(settled_at_once=True)
    done = [made(kind, dossier_id=filed.dossier_id) for kind in (DossierCompleted, ResultReturned)]

    await tell(pool, filed, *done)

    assert await pool.fetchval("SELECT array_agg(DISTINCT template) FROM message") == [
        "result_returned"
    ]


async def test_nobody_is_written_to_about_a_paper_that_moved_to_another_register(pool):
    sent = made(PetitionReceived, party_id=uuid4())
    await tell(pool, sent)
    await pool.execute("DELETE FROM message")

    filed = made(PetitionFiled, petition_id=sent.petition_id, reason_code="OTHER_REGISTER")
    await tell(pool, filed)

    assert await states(pool) == {}
