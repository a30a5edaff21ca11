"""Sending: each message once as far as we can know, tried again, given up, told."""

import asyncio
from datetime import timedelta

import pytest

from services.notify import jobs
from services.notify.domain.message import BACKOFF, LEASE, Answer, Result
from services.notify.domain.routing import ROUTING
from services.notify.handlers import again, sending, telling
from services.notify.store import people
from shared import clock, reference
from shared.db import open_pool, transaction
from shared.events.notify import MessageFailed, MessageSent
from stack.sink.received import Behaviour, Kind, Mode
from tests.notify.cases import variants
from tests.notify.world import (
    EMAIL,
    NAME,
    envelope,
    outbox,
    party,
    received,
    staff,
    states,
    tell,
)

SENT = ("SENT", None)
PLACES = {"look_up": "http://intake.localhost/look-up"}


def every_fact():
    """One of each kind in each of its variants; those of a matter in their order."""
    return [fact for kind in ROUTING for fact in variants(kind)]


@pytest.fixture
def run(settings, pool):
    """Run jobs once, together; on another replica's pool where one is given."""
    known = {job.name: job for job in jobs.jobs(settings)}

    async def run_once(*names, on=pool):
        await asyncio.gather(*(known[name].run(on) for name in names))

    return run_once


async def due(pool, count=1, **changed):
    """Receipts whose applicants can be reached."""
    facts = [received() for _ in range(count)]
    async with transaction(pool) as conn:
        for fact in facts:
            await people.keep_contact(conn, party(fact.party_id, **changed), clock.now())
    await tell(pool, *facts)
    await jobs.settle(pool)
    return facts


async def due_by_mail(pool, count=1):
    return await due(pool, count, phone=None, consents=["EMAIL"])


def behave(providers, kind, mode, seconds=3):
    providers.sink.behave(Behaviour(kind=kind, mode=mode, seconds=seconds))


async def attempts(pool):
    rows = await pool.fetch("SELECT n, result, detail FROM attempt ORDER BY attempt_id")
    return [tuple(row) for row in rows]


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


async def test_two_senders_at_once_send_each_message_once(pool, providers, run, database):
    await due_by_mail(pool, 60)
    other = await open_pool(database.app["notify"])

    while await pool.fetchval("SELECT count(*) FROM message WHERE state = 'DUE'"):
        await asyncio.gather(run("email"), run("email", on=other))

    await other.close()
    keys = [message.key for message in providers.sink.messages]
    assert len(keys) == len(set(keys)) == 60
    assert [kind for kind, _ in await outbox(pool)] == ["MessageSent"] * 60


async def test_a_gateway_that_fails_is_asked_again_and_the_reader_told_once(
    pool, providers, run, moved_clock
):
    await due(pool, email=None)
    behave(providers, Kind.SMS, Mode.FAIL)
    await run("sms")
    failing = await states(pool)

    behave(providers, Kind.SMS, Mode.NORMAL)
    await run("sms")
    too_early = list(providers.sink.messages)
    clock.set_offset(BACKOFF[0].total_seconds() + 1)
    await run("sms")
    await run("sms")

    assert failing["APPLICANT", "SMS"] == ("DUE", None)
    assert too_early == []
    assert len(providers.sink.messages) == 1
    assert await attempts(pool) == [(1, "DOWN", "503"), (2, "SENT", "202")]


@pytest.mark.parametrize(
    ("kind", "result", "detail"), [(Kind.SMS, "DOWN", "503"), (Kind.EMAIL, "LATER", "451")]
)
async def test_a_provider_that_never_takes_it_is_given_up_and_that_is_told(
    pool, providers, run, moved_clock, kind, result, detail
):
    reached = {"email": None} if kind is Kind.SMS else {"phone": None}
    await due(pool, **reached)
    behave(providers, kind, Mode.FAIL)

    passed = timedelta(0)
    for pause in (timedelta(0), *BACKOFF):
        passed += pause + timedelta(seconds=1)
        clock.set_offset(passed.total_seconds())
        await run(str(kind))

    assert ("FAILED", "PROVIDER") in (await states(pool)).values()
    assert {row[1:] for row in await attempts(pool)} == {(result, detail)}
    [(_, body)] = await outbox(pool)
    failed = MessageFailed.model_validate_json(body)
    assert (failed.attempt, failed.reason_code) == (len(BACKOFF) + 1, "PROVIDER")


async def test_an_operator_has_a_failed_message_sent_once_more_and_never_twice(
    pool, providers, run
):
    await due_by_mail(pool)
    await pool.execute(
        "UPDATE message SET state = 'FAILED', reason = 'PROVIDER', attempt = 10,"
        " finished_at = now() WHERE channel = 'EMAIL'"
    )
    message_id = await pool.fetchval("SELECT message_id FROM message WHERE channel = 'EMAIL'")

    for _ in range(2):
        async with transaction(pool) as conn:
            await again.send_again(conn, message_id, "operator", clock.now())
        await run("contacts")
        await run("email")

    [arrived] = providers.sink.messages
    assert str(message_id) in arrived.key
    assert (await states(pool))["APPLICANT", "EMAIL"] == SENT
    assert [kind for kind, _ in await outbox(pool)] == ["MessageSent"]


async def test_while_a_provider_is_down_it_is_asked_with_one_message(pool, providers, run):
    await due(pool, 30, email=None)
    behave(providers, Kind.SMS, Mode.FAIL)
    await run("sms")
    asked_first = len(await attempts(pool))

    await run("sms")

    assert asked_first == sending.AT_ONCE
    assert len(await attempts(pool)) == asked_first + 1


async def test_a_slow_gateway_holds_up_no_mail(pool, providers, run):
    await due(pool, 3)
    behave(providers, Kind.SMS, Mode.SLOW, 3)

    slow = asyncio.create_task(run("sms"))
    await run("email")
    still_slow = not slow.done()

    await slow
    assert still_slow
    assert (await states(pool))["APPLICANT", "EMAIL"] == SENT


async def test_an_answer_that_was_lost_brings_the_same_message_again(
    pool, providers, run, moved_clock
):
    await due(pool, email=None)
    behave(providers, Kind.SMS, Mode.REPEAT)

    await run("sms")
    clock.set_offset(60)
    await run("sms")

    first, again = providers.sink.messages
    assert first.key == again.key
    assert first.text == again.text
    assert await pool.fetchval("SELECT count(*) FROM message WHERE state = 'SENT'") == 1


async def test_a_sender_that_dies_leaves_the_message_to_the_next_one(
    pool, providers, run, moved_clock
):
    await due_by_mail(pool)
    async with transaction(pool) as conn:
        [lost] = await sending.claim(conn, "EMAIL", clock.now(), PLACES)

    await run("email")
    at_once = len(providers.sink.messages)
    clock.set_offset(LEASE.total_seconds() + 1)
    await run("email")

    assert at_once == 0
    [arrived] = providers.sink.messages
    assert str(lost.message_id) in arrived.key


async def test_a_failure_told_late_does_not_undo_what_another_sender_did(
    pool, providers, run, moved_clock
):
    await due_by_mail(pool)
    async with transaction(pool) as conn:
        [slow] = await sending.claim(conn, "EMAIL", clock.now(), PLACES)
    clock.set_offset(LEASE.total_seconds() + 1)
    await run("email")

    for result in (Result.REFUSED, Result.SENT):
        async with transaction(pool) as conn:
            await sending.note(conn, slow, Answer(result, "550"), clock.now())

    assert (await states(pool))["APPLICANT", "EMAIL"] == SENT
    assert [kind for kind, _ in await outbox(pool)] == ["MessageSent"]


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
