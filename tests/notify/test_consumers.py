"""Notify on a real broker: from a fact on a topic to the letter, and back to a topic."""

from functools import partial
from uuid import uuid4

import pytest
from faststream import AckPolicy

from services.notify import consumers
from services.notify.app import make
from shared import clock
from shared.db import open_pool
from shared.events.base import Tombstone
from shared.events.complaints import ComplaintAccepted, ComplaintResolved, VerificationAssigned
from shared.events.envelope import to_headers
from shared.events.intake import DossierReceived, Party, RemedyOpened
from shared.events.notify import MessageSent
from tests.notify import world
from tests.notify.world import EMAIL, NAME, PHONE, made, mailbox, party, received, staff, unit
from tests.running import running
from tests.shared.facts import message
from tests.shared.facts import until as until_within

until = partial(until_within, within_s=60)
READ_AGAIN = "SELECT count(*) = 2 AND sum(sequence) = 4 FROM inbox WHERE consumer = $1"


@pytest.fixture
async def looker(database):
    opened = await open_pool(database.app["notify"], size=2)
    yield opened
    await opened.close()


@pytest.fixture
def app(kafka, database, providers):
    return make(
        world.settings(
            database,
            providers.smtp_port,
            providers.sms_url,
            kafka_bootstrap=kafka.bootstrap,
            kafka_password=kafka.stack.kafka_password("notify"),
        )
    )


async def count(pool, where, *values):
    return await pool.fetchval(f"SELECT count(*) FROM message WHERE {where}", *values)


def parties_of(fact):
    return Party.topic, message(party(fact.party_id), 1)


async def test_what_the_topics_say_reaches_the_people_and_comes_back(kafka, app, looker, providers):
    early, late = received(), received()
    case = made(ComplaintAccepted, case_id=uuid4(), unit_id="450")
    verifier = staff("verifier", staff_id=uuid4())
    sent = [
        (unit().topic, message(unit(), 1)),
        (mailbox().topic, message(mailbox(), 1)),
        (verifier.topic, message(verifier, 1)),
        parties_of(early),
        (early.topic, message(early, 1)),
        (late.topic, message(late, 1)),
        (late.topic, message(made(RemedyOpened, dossier_id=late.dossier_id), 2)),
        (case.topic, message(case, 1)),
        (
            case.topic,
            message(
                made(VerificationAssigned, case_id=case.case_id, staff_id=verifier.staff_id), 2
            ),
        ),
        (case.topic, message(made(ComplaintResolved, case_id=case.case_id), 3)),
    ]
    for topic, record in sent:
        await kafka.send(topic, **record)

    async with running(app):
        topic, record = parties_of(late)
        await kafka.send(topic, **record)
        await until(lambda: count(looker, "state = 'SENT' HAVING count(*) = 8"))
        await until(lambda: all_told(kafka, 8))

    told = {(m.to, m.subject.partition(" ")[0]) for m in providers.sink.messages}
    assert told == {
        (EMAIL, "Đã"),
        (EMAIL, "Hồ"),
        (PHONE, ""),
        ("ubnd-450@quangbinh.example", "Hồ"),
        ("verifier@quangbinh.example", "Giao"),
    }
    waiting = "state = 'WAITING_CONTACT' AND party_id = $1"
    assert await count(looker, waiting, case.party_id) == 4


async def all_told(kafka, number):
    return len(await kafka.read(MessageSent.topic)) == number


async def test_repeats_rewinds_and_strangers_change_nothing(kafka, app, looker):
    fact = received()
    first = message(fact, 1)
    unheard = message(fact, 2, ce_type="motcua.intake.Unheard.v1")
    another = message(made(RemedyOpened, dossier_id=fact.dossier_id), 3)
    poison = message(received(), 1) | {"value": b"not json"}
    behind = message(received(), 1)
    for record in (first, first, unheard, poison, another, first, unheard, behind):
        await kafka.send(DossierReceived.topic, **record)

    async with running(app):
        await until(lambda: count(looker, "true HAVING count(*) = 7"))
        await until(lambda: looker.fetchval("SELECT count(*) FROM parked"))
    before = await looker.fetch("SELECT message_id, event_id, channel FROM message ORDER BY n")
    admin = kafka.stack.kafka_admin()
    admin.delete_consumer_groups([consumers.MESSAGES])[consumers.MESSAGES].result()
    await looker.execute("DELETE FROM inbox WHERE consumer = $1", consumers.MESSAGES)

    async with running(app):
        await until(lambda: looker.fetchval(READ_AGAIN, consumers.MESSAGES))

    after = await looker.fetch("SELECT message_id, event_id, channel FROM message ORDER BY n")
    assert after == before
    parked = await looker.fetch("SELECT key, error FROM parked")
    assert [(row["key"], row["error"].split(":")[0]) for row in parked] == [
        (poison["key"].decode(), "BadBody")
    ]


async def test_a_tombstone_erases_a_person_for_good(kafka, app, looker):
    known = party(uuid4())
    gone = Tombstone(Party.topic, known.key())
    record = message(known, 1)
    headers = to_headers(
        event_id=uuid4(),
        type=gone.type(),
        key=gone.key(),
        sequence=2,
        time=clock.now(),
        traceparent=None,
        tombstone=True,
    )
    await kafka.send(Party.topic, **record)

    async with running(app):
        await until(lambda: looker.fetchval("SELECT count(*) FROM contact"))
        await kafka.send(Party.topic, key=gone.key().encode(), value=None, headers=headers)
        await kafka.send(Party.topic, **record)
        await until(
            lambda: looker.fetchval("SELECT sequence = 2 FROM inbox WHERE key = $1", gone.key())
        )

    assert await looker.fetchval("SELECT count(*) FROM contact") == 0
    assert not [r for r in await looker.fetch("SELECT body FROM parked") if NAME in str(r)]


def test_no_subscriber_may_lose_messages():
    assert {s.ack_policy for s in consumers.router.subscribers} == {AckPolicy.NACK_ON_ERROR}
