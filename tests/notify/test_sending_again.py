"""Sending again: a provider fails, is slow, loses its answer, a sender dies; told once."""

import asyncio
from datetime import timedelta

import pytest

from services.notify.domain.message import BACKOFF, LEASE, Answer, Result
from services.notify.handlers import again, sending
from shared import clock
from shared.db import open_pool, transaction
from shared.events.notify import MessageFailed
from stack.sink.received import Kind, Mode
from tests.notify.due import PLACES, SENT, attempts, behave, due, due_by_mail
from tests.notify.world import (
    outbox,
    states,
)


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
