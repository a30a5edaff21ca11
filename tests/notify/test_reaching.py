"""Finding readers: contacts come before or after the fact, late, changed, or never."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.notify import jobs
from services.notify.handlers import reaching
from services.notify.store import messages, people
from shared import clock, reference
from shared.db import transaction
from shared.events.complaints import VerificationAssigned
from shared.events.intake import RemedyOpened
from tests.notify.world import (
    EMAIL,
    NAME,
    PHONE,
    made,
    mailbox,
    outbox,
    party,
    received,
    staff,
    states,
    tell,
)

DUE = ("DUE", None)


async def keep(pool, *parties):
    async with transaction(pool) as conn:
        for one in parties:
            await people.keep_contact(conn, one, clock.now())


async def know(pool, *known):
    async with transaction(pool) as conn:
        for state in known:
            await reference.save(conn, state)


async def address(pool):
    """Where the letter to the unit would go now."""
    async with transaction(pool) as conn:
        waiting = await messages.waiting(conn, clock.now() + timedelta(days=1), 9)
        [message] = [one for one in waiting if one.audience == "UNIT"]
        found = await reaching.contacts(conn, [message], clock.today())
        return found[message.message_id].email if found else None


@pytest.mark.parametrize("first", ["the fact", "the contact"])
async def test_fact_and_contact_meet_in_either_order(pool, first):
    fact = received()
    if first == "the fact":
        await tell(pool, fact)
        await jobs.settle(pool)
        await keep(pool, party(fact.party_id))
    else:
        await keep(pool, party(fact.party_id))
        await tell(pool, fact)

    await jobs.settle(pool)

    assert await states(pool) == {("APPLICANT", "EMAIL"): DUE, ("APPLICANT", "SMS"): DUE}


async def test_without_a_telephone_there_is_no_text_message(pool):
    fact = received()
    await tell(pool, fact)
    await keep(pool, party(fact.party_id, phone=None, consents=["EMAIL"]))

    await jobs.settle(pool)

    assert await states(pool) == {
        ("APPLICANT", "EMAIL"): DUE,
        ("APPLICANT", "SMS"): ("SKIPPED", "no_address"),
    }
    assert await outbox(pool) == []


async def test_who_left_no_address_at_all_is_a_failure_that_is_told(pool):
    fact = received()
    await tell(pool, fact)
    await keep(pool, party(fact.party_id, email=None, phone=None, consents=[]))

    await jobs.settle(pool)

    assert set((await states(pool)).values()) == {("FAILED", "NO_CONTACT")}
    assert [kind for kind, _ in await outbox(pool)] == ["MessageFailed", "MessageFailed"]


async def test_a_contact_that_never_comes_is_given_up_after_three_days(pool, moved_clock):
    await tell(pool, received())
    await jobs.settle(pool)
    waiting = await states(pool)

    clock.set_offset(72 * 3600 + 10)
    await jobs.give_up(pool)

    assert set(waiting.values()) == {("WAITING_CONTACT", None)}
    assert set((await states(pool)).values()) == {("FAILED", "NO_CONTACT")}
    assert all(b'"reason_code":"NO_CONTACT"' in body for _, body in await outbox(pool))


async def test_many_messages_that_wait_in_vain_hold_up_no_other(pool):
    for _ in range(3):
        await tell(pool, *(received() for _ in range(100)))
    fact = received()
    await tell(pool, fact)
    await keep(pool, party(fact.party_id))

    await jobs.settle(pool)

    due = await pool.fetch("SELECT party_id FROM message WHERE state = 'DUE'")
    assert {row["party_id"] for row in due} == {fact.party_id}


async def test_the_language_of_the_contact_is_the_language_of_the_message(pool):
    fact = received()
    await keep(pool, party(fact.party_id, language="en"))
    await tell(pool, fact)

    await jobs.settle(pool)

    assert await pool.fetchval("SELECT array_agg(DISTINCT language) FROM message") == ["en"]


async def test_a_unit_is_told_at_its_mailbox(pool):
    await tell(pool, received())
    await pool.execute("DELETE FROM message")
    await know(pool, staff("one_stop_head"))

    await tell(pool, made(RemedyOpened, dossier_id=await matter_of(pool)))

    assert await address(pool) == mailbox().email


async def matter_of(pool):
    return await pool.fetchval("SELECT matter_id FROM matter")


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (("receiver", "dispatcher", "one_stop_head"), "one_stop_head@quangbinh.example"),
        (("receiver", "unit_admin", "dispatcher"), "dispatcher@quangbinh.example"),
        (("receiver",), None),
    ],
)
async def test_a_unit_without_a_mailbox_is_told_through_its_head(pool, there, expected):
    await pool.execute("DELETE FROM reference WHERE kind = 'UnitMailbox'")
    await know(pool, *(staff(role) for role in there), staff("one_stop_head", unit_id="452"))
    await tell(pool, received())
    await pool.execute("DELETE FROM message")

    await tell(pool, made(RemedyOpened, dossier_id=await matter_of(pool)))

    assert await address(pool) == expected


async def test_who_has_left_the_unit_is_not_told(pool):
    await pool.execute("DELETE FROM reference WHERE kind = 'UnitMailbox'")
    gone = staff("one_stop_head")
    left = gone.assignments[0].model_copy(update={"valid_to": clock.today() - timedelta(days=1)})
    await know(pool, gone.model_copy(update={"assignments": [left]}))
    await tell(pool, received())
    await pool.execute("DELETE FROM message")

    await tell(pool, made(RemedyOpened, dossier_id=await matter_of(pool)))

    assert await address(pool) is None


async def test_an_official_who_comes_to_be_known_later_is_told_then(pool, moved_clock):
    verifier = staff("verifier", staff_id=uuid4())
    await tell(pool, made(VerificationAssigned, staff_id=verifier.staff_id))
    await jobs.settle(pool)
    before = await states(pool)

    await know(pool, verifier)
    clock.set_offset(60)
    await jobs.settle(pool)

    assert before == {("HANDLER", "EMAIL"): ("WAITING_CONTACT", None)}
    assert await states(pool) == {("HANDLER", "EMAIL"): DUE}


async def test_erasing_a_person_leaves_nothing_of_them_and_sends_nothing_more(pool):
    fact = received()
    await keep(pool, party(fact.party_id))
    await tell(pool, fact)
    await jobs.settle(pool)

    async with transaction(pool) as conn:
        await people.erase_contact(conn, fact.party_id, clock.now())

    assert set((await states(pool)).values()) == {("SKIPPED", "erased")}
    for table in await tables(pool):
        rows = await pool.fetch(f"SELECT t::text AS row FROM {table} t")
        assert not [r for r in rows if NAME in r["row"] or EMAIL in r["row"] or PHONE in r["row"]]


async def tables(pool):
    rows = await pool.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'notify'")
    return [row["tablename"] for row in rows if row["tablename"] != "schema_revision"]
