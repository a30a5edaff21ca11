"""From facts to messages: one row for each reader and channel, once for ever."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.notify.handlers import telling
from shared import clock
from shared.db import transaction
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintResolved,
    PetitionClassified,
    PetitionReceived,
    VerificationAssigned,
)
from shared.events.envelope import BadEnvelope
from shared.events.intake import DossierSubmitted, RemedyOpened
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


async def test_a_filing_alone_tells_nobody(pool):
    filed = received()

    await tell(pool, DossierSubmitted.model_validate(filed, from_attributes=True))

    assert await states(pool) == {}


async def test_a_remedy_is_told_to_the_unit_of_its_dossier(pool):
    filed = received()
    await tell(pool, filed)
    await pool.execute("DELETE FROM message")

    await tell(pool, made(RemedyOpened, dossier_id=filed.dossier_id))

    row = await pool.fetchrow("SELECT audience, channel, unit_id, party_id, params FROM message")
    assert (row["audience"], row["channel"], row["unit_id"]) == ("UNIT", "EMAIL", "450")
    assert row["party_id"] is None
    assert row["params"]["number"] == filed.dossier_code


async def test_a_remedy_of_a_dossier_never_heard_of_waits_for_its_unit(pool):
    await tell(pool, made(RemedyOpened))

    assert await states(pool) == {("UNIT", "EMAIL"): WAITING}


async def test_the_sender_of_a_petition_is_told_of_its_classification(pool):
    sent = made(PetitionReceived, party_id=uuid4())
    await tell(pool, sent, made(PetitionClassified, petition_id=sent.petition_id))

    assert await states(pool) == APPLICANT
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
        *("unit_id", "number", "procedure_code", "received_at"),
        *("effective_received_on", "due_at", "return_channel"),
    }
