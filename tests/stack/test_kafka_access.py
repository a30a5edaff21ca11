"""Every cell principal × topic × read/write, on the real broker (events.md §9.4)."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    TopicAuthorizationFailedError,
)

from stack import topics

SERVICES = ("intake", "complaints", "notify", "reporting")
OPEN = (
    "intake.dossier.v1",
    "intake.unit.v1",
    "intake.calendar.v1",
    "intake.procedure.v1",
    "complaints.petition.v1",
    "complaints.case.v1",
    "notify.message.v1",
)
# Written out a second time on purpose: what events.md §2 grants, not what our tables derive.
READERS = dict.fromkeys(OPEN, (*SERVICES, "qlvb")) | {
    "intake.party.v1": ("notify",),
    "complaints.party.v1": ("notify",),
    "intake.staff.v1": SERVICES,
}
PRINCIPALS = (*SERVICES, "qlvb")


def groups(who):
    return f"agency.{who}." if who == "qlvb" else f"{who}."


def listener(kafka, who):
    return kafka.agencies if who == "qlvb" else kafka.bootstrap


async def read_one(kafka, who, topic, group):
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=listener(kafka, who),
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        **kafka.security(who),
    )
    try:
        async with asyncio.timeout(20):
            await consumer.start()
            return (await consumer.getone()).value
    finally:
        await consumer.stop()


async def write_one(kafka, who, topic, password=None):
    producer = AIOKafkaProducer(
        bootstrap_servers=listener(kafka, who),
        enable_idempotence=who in SERVICES,  # an agency without an answer topic may not even begin
        **kafka.security(who, password),
    )
    try:
        async with asyncio.timeout(20):
            await producer.start()
            await producer.send_and_wait(topic, b"{}", b"key")
    finally:
        await producer.stop()


async def is_allowed(attempt):
    try:
        await attempt
    except TopicAuthorizationFailedError:
        return False
    return True


def test_the_cells_cover_every_topic_and_principal():
    assert set(READERS) == {topic.name for topic in topics.topics()}
    assert set(PRINCIPALS) == {principal.name for principal in topics.principals()}


@pytest.mark.parametrize("who", PRINCIPALS)
async def test_reading_is_for_the_granted(kafka, who):
    for topic in READERS:
        await kafka.send(topic, b"key", b"{}")

    seen = {
        topic: await is_allowed(read_one(kafka, who, topic, groups(who) + topic))
        for topic in READERS
    }

    assert seen == {topic: who in readers for topic, readers in READERS.items()}


@pytest.mark.parametrize("who", PRINCIPALS)
async def test_writing_is_for_the_owner(kafka, who):
    seen = {topic: await is_allowed(write_one(kafka, who, topic)) for topic in READERS}

    assert seen == {topic: topic.startswith(f"{who}.") for topic in READERS}


@pytest.mark.parametrize("who", PRINCIPALS)
async def test_a_group_of_another_is_refused(kafka, who):
    everyones = {groups(other) + "messages" for other in PRINCIPALS} | {"x", "agency.x", who}

    for group in everyones - {groups(who) + "messages"}:
        with pytest.raises(GroupAuthorizationFailedError):
            await read_one(kafka, who, "intake.dossier.v1", group)


@pytest.mark.parametrize("who", [*PRINCIPALS, "broker", "stranger"])
async def test_a_wrong_password_is_refused(kafka, who, caplog):
    with pytest.raises(KafkaConnectionError):
        await write_one(kafka, who, "intake.dossier.v1", password="wrong")

    assert "SaslAuthenticationFailed" in caplog.text
