"""Decisions on complaints from real Kafka: ordered work is opened once; what can't be is parked."""

import json
from uuid import uuid4

import pytest
from faststream import AckPolicy

from services.intake import app as intake
from services.intake import consumers
from shared.events.complaints import VerificationAssigned
from tests.intake.decisions import resolved
from tests.intake.desk import BIRTH, WARD, Desk, settings
from tests.running import running
from tests.shared.facts import message, until
from tests.shared.vietnam import on

DOSSIERS = "intake.dossier.v1"


@pytest.fixture
async def service(kafka, pool, database, issuer):
    """The whole service at work: its consumers, its relay, its doors."""
    known = {
        "kafka_bootstrap": kafka.bootstrap,
        "kafka_user": "intake",
        "kafka_password": kafka.stack.kafka_password("intake"),
    }
    app = intake.make(settings(issuer, database, **known))
    async with running(app) as client:
        yield Desk(app, client, issuer, pool)


async def handled(pool, fact, sequence):
    """Wait until that fact of the case was handled."""
    await until(
        lambda: pool.fetchval(
            "SELECT true FROM inbox WHERE consumer = $1 AND key = $2 AND sequence >= $3",
            consumers.GROUP,
            fact.key(),
            sequence,
        )
    )


async def told(kafka, dossier_id):
    """The facts of a dossier on Kafka, in order, without repeats."""
    records = [r for r in await kafka.read(DOSSIERS) if r.key == dossier_id.encode()]
    headers = [{name: value.decode() for name, value in record.headers} for record in records]
    kinds = {int(h["ce_sequence"]): h["ce_type"].split(".")[2] for h in headers}
    return [kinds[number] for number in sorted(kinds)]


async def test_a_resolved_complaint_opens_work_on_the_dossier_and_says_so(service, kafka, pool):
    dossier = await service.file()
    earlier = VerificationAssigned(
        case_id=uuid4(),
        unit_id="450",
        staff_id=uuid4(),
        on=on("2025-03-03"),
        due_on=on("2025-04-01"),
    )
    fact = resolved(dossier["dossier_id"], case_id=earlier.case_id)

    await kafka.send(earlier.topic, **message(earlier, 1))
    await kafka.send(fact.topic, **message(fact, 2))
    await handled(pool, fact, 2)

    async def three_facts():
        return len(await told(kafka, dossier["dossier_id"])) == 3

    await until(three_facts)
    [remedy] = (await service.get("/api/remedies", "processor-450")).json()["items"]
    assert (remedy["case_id"], remedy["due_on"]) == (str(fact.case_id), "2025-05-07")
    assert await told(kafka, dossier["dossier_id"]) == [
        "DossierSubmitted",
        "DossierReceived",
        "RemedyOpened",
    ]


async def test_a_decision_told_twice_opens_one_work(service, kafka, pool):
    dossier = await service.file("receiver-18853", unit=WARD, procedure_code=BIRTH)
    fact, marker = resolved(dossier["dossier_id"]), resolved(None)

    for _ in range(3):
        await kafka.send(fact.topic, **message(fact, 1))
    await kafka.send(marker.topic, **message(marker, 1))
    await handled(pool, fact, 1)
    await handled(pool, marker, 1)

    assert await pool.fetchval("SELECT count(*) FROM remedy") == 1
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_a_decision_on_a_stranger_is_parked_with_its_cause_and_others_go_on(
    service, kafka, pool
):
    dossier = await service.file()
    stranger, good = resolved(uuid4()), resolved(dossier["dossier_id"])
    broken = message(resolved(None), 1) | {"value": b'{"case_id": "x"}'}

    await kafka.send(stranger.topic, **message(stranger, 1))
    await kafka.send(good.topic, **broken)
    await kafka.send(good.topic, **message(good, 1))
    await handled(pool, good, 1)

    await until(lambda: pool.fetchval("SELECT count(*) = 2 FROM parked"))
    unreadable, unknown = await pool.fetch("SELECT key, error FROM parked ORDER BY error DESC")
    assert unreadable["error"].startswith("ValidationError")
    assert unknown["key"] == stranger.key()
    assert unknown["error"].startswith(f"LookupError: case {stranger.case_id} names dossier")
    assert await pool.fetchval("SELECT count(*) FROM remedy") == 1


async def test_a_contact_goes_to_the_restricted_topic_alone(service, kafka, pool):
    await service.file()

    await until(lambda: pool.fetchval("SELECT count(*) = 0 FROM outbox"))
    [party] = await kafka.read("intake.party.v1")
    everything = b" ".join(r.value + r.key for r in await kafka.read(DOSSIERS))
    assert json.loads(party.value)["phone"] == "+84912345678"
    for secret in ("Chim Yến", "912345678", "canary.example"):
        assert secret.encode() not in everything


def test_no_subscriber_may_lose_messages():
    policies = {subscriber.ack_policy for subscriber in consumers.router.subscribers}

    assert policies == {AckPolicy.NACK_ON_ERROR}
