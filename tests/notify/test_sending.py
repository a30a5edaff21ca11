"""Sending: each message once as far as we can know, tried again, given up, told."""

from datetime import timedelta

from services.notify.domain.routing import ROUTING
from services.notify.handlers import telling
from services.notify.store import people
from shared import clock, reference
from shared.db import transaction
from shared.events.notify import MessageSent
from tests.notify.cases import variants
from tests.notify.due import SENT, due, due_by_mail
from tests.notify.world import (
    EMAIL,
    NAME,
    envelope,
    outbox,
    party,
    staff,
    states,
    tell,
)


def every_fact():
    """One of each kind in each of its variants; those of a matter in their order."""
    return [fact for kind in ROUTING for fact in variants(kind)]


async def test_a_receipt_reaches_mailbox_and_telephone_and_is_told(pool, providers, run):
    [fact] = await due(pool)

    await run("email", "sms")

    assert await states(pool) == {("APPLICANT", "EMAIL"): SENT, ("APPLICANT", "SMS"): SENT}
    arrived = {message.kind: message for message in providers.sink.messages}
    assert arrived["email"].to == EMAIL
    assert f"Kính gửi ông/bà {NAME}," in arrived["email"].text
    assert "Ủy ban nhân dân thành phố Đồng Hới" in arrived["email"].text
    assert fact.dossier_code in arrived["sms"].text
    told = [MessageSent.model_validate_json(body) for _, body in await outbox(pool)]
    assert {(m.channel, m.provider, m.party_id) for m in told} == {
        ("EMAIL", "smtp", fact.party_id),
        ("SMS", "sms-http", fact.party_id),
    }


async def officials(pool):
    """Whoever the sample facts give work to."""
    async with transaction(pool) as conn:
        for fact in every_fact():
            if staff_id := getattr(fact, "staff_id", None):
                await reference.save(conn, staff("processor", staff_id=staff_id))


async def counted(pool):
    rows = await pool.fetch("SELECT state, count(*) AS n FROM message GROUP BY state")
    return {row["state"]: row["n"] for row in rows}


async def test_every_fact_reaches_its_readers_once_though_it_comes_twice_and_they_late(
    pool, providers, run
):
    await officials(pool)
    facts = [(fact, envelope(fact)) for fact in every_fact()]
    for _ in range(2):
        async with transaction(pool) as conn:
            for fact, around in facts:
                await telling.tell(conn, around, fact, clock.now())
    told = sum((await counted(pool)).values())
    for party_id in {getattr(fact, "party_id", None) for fact, _ in facts} - {None}:
        async with transaction(pool) as conn:
            await people.keep_contact(conn, party(party_id, language="en"), clock.now())

    await run("contacts")
    while (await counted(pool)).get("DUE"):
        await run("email", "sms")

    ends = await counted(pool)
    left = await pool.fetch("SELECT template FROM message WHERE state = 'WAITING_CONTACT'")
    assert ends["SENT"] == len(providers.sink.messages) > 50
    assert len({message.key for message in providers.sink.messages}) == ends["SENT"]
    assert sum(ends.values()) == told
    assert "FAILED" not in ends
    assert {row["template"] for row in left} <= {"remedy_opened", "remedy_done"}


async def test_of_facts_too_old_to_be_news_nobody_is_told_whatever_they_are(pool):
    await tell(pool, *every_fact(), at=clock.now() - timedelta(hours=73))

    assert set(await counted(pool)) == {"SKIPPED"}


async def test_what_is_told_of_a_message_holds_no_contact(pool, providers, run):
    await due(pool)
    await run("email", "sms")

    whole = b"".join(body for _, body in await outbox(pool)).decode()

    assert whole
    assert not [word for word in (NAME, EMAIL, "912345678") if word in whole]


async def test_a_message_that_grew_old_in_the_queue_is_not_sent(pool, providers, run, moved_clock):
    await due_by_mail(pool)
    clock.set_offset(73 * 3600)

    await run("email", "too_late")

    assert (await states(pool))["APPLICANT", "EMAIL"] == ("FAILED", "EXPIRED")
    assert list(providers.sink.messages) == []


async def test_a_contact_changed_in_between_is_the_one_that_is_written_to(pool, providers, run):
    [fact] = await due_by_mail(pool)
    async with transaction(pool) as conn:
        newer = party(fact.party_id, email="moi@quangbinh.example")
        await people.keep_contact(conn, newer, clock.now())

    await run("email")

    assert [message.to for message in providers.sink.messages] == ["moi@quangbinh.example"]


async def test_an_address_taken_back_in_between_ends_the_message(pool, providers, run):
    [fact] = await due_by_mail(pool)
    async with transaction(pool) as conn:
        await people.keep_contact(conn, party(fact.party_id, email=None), clock.now())

    await run("email")

    assert (await states(pool))["APPLICANT", "EMAIL"] == ("SKIPPED", "no_address")
    assert list(providers.sink.messages) == []


async def test_a_message_that_can_not_be_written_fails_and_holds_up_no_other(pool, providers, run):
    await due_by_mail(pool, 3)
    await pool.execute("UPDATE message SET params = '{}' WHERE n = (SELECT min(n) FROM message)")

    await run("email")

    rows = await pool.fetch("SELECT state, reason FROM message WHERE channel = 'EMAIL' ORDER BY n")
    assert [tuple(row) for row in rows] == [("FAILED", "PROVIDER"), SENT, SENT]


async def test_a_reader_with_a_hostile_name_gets_one_ordinary_letter(pool, providers, run):
    await due(pool, name="An\x85\u2028Bcc: tat-ca@quangbinh.example <b>", phone=None)

    await run("email")

    [arrived] = providers.sink.messages
    assert "Kính gửi ông/bà An Bcc: tat-ca@quangbinh.example <b>," in arrived.text
    assert "Bcc" not in arrived.headers
