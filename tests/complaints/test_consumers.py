"""The copy of dossiers and the reference states, from real Kafka; and what goes out to it."""

from datetime import date
from uuid import uuid4

import pytest
from faststream import AckPolicy

from services.complaints import app as complaints
from services.complaints import consumers
from services.complaints.domain.dossier import follow
from shared.events.intake import (
    DossierAssigned,
    DossierForwarded,
    DossierReceived,
    DossierSubmitted,
    Limit,
    RemedyDone,
    RemedyOpened,
    ResultReturned,
)
from tests.complaints.office import Office, settings
from tests.complaints.told import naming
from tests.complaints.world import CITY, OTHER, official
from tests.reporting.world import asked, completed, made, supplied
from tests.running import running
from tests.shared.facts import message, until
from tests.shared.vietnam import at

DOSSIER, CASE = uuid4(), uuid4()
WRITES = ("complaints.party.v1", "complaints.petition.v1", "complaints.case.v1")
FILED = {
    "dossier_id": DOSSIER,
    "procedure_code": "1.001193",
    "procedure_version": 1,
    "field": "ho-tich",
    "level": "COMMUNE",
    "unit_id": CITY,
    "channel": "1",
    "service_level": "FULL",
    "party_id": uuid4(),
    "applicant_type": "0",
    "by_proxy": False,
    "submitted_at": at("2025-03-03 09:00"),
    "accept_due_at": at("2025-03-04 09:00"),
    "papers_total": 2,
    "papers_digitised": 0,
    "papers_reused": 0,
}
SUBMITTED = DossierSubmitted(**FILED)
RECEIVED = DossierReceived(
    **FILED,
    dossier_code="000.00.31.H46-250303-0001",
    received_at=at("2025-03-03 09:00"),
    effective_received_on=date(2025, 3, 3),
    receiver_staff_id=uuid4(),
    limit=Limit(amount=3, unit="working_day"),
    clock="RESTART",
    original_due_at=at("2025-03-06 17:00"),
    due_at=at("2025-03-06 17:00"),
    rule_version="onestop:2018",
    calendar_version=1,
    fees=[],
    return_channel="COUNTER",
    settled_at_once=False,
)
OPENED = RemedyOpened(
    dossier_id=DOSSIER, decision_no="128/QĐ-UBND", case_id=CASE, due_on=date(2025, 4, 1)
)
DONE = RemedyDone(
    dossier_id=DOSSIER, decision_no="128/QĐ-UBND", case_id=CASE, done_on=date(2025, 3, 28)
)


@pytest.fixture
async def service(kafka, pool, database, issuer):
    """The whole service at work: its consumers, its relay, its doors."""
    known = {
        "kafka_bootstrap": kafka.bootstrap,
        "kafka_user": "complaints",
        "kafka_password": kafka.stack.kafka_password("complaints"),
    }
    app = complaints.make(settings(issuer, database, **known))
    async with running(app) as client:
        yield Office(app, client, issuer)


async def tell(kafka, *facts):
    for sequence, fact in enumerate(facts, 1):
        await kafka.send(fact.topic, **message(fact, sequence))


async def handled(pool, sequence: int) -> None:
    """Wait until the dossier's fact of that number was handled."""
    await until(
        lambda: pool.fetchval(
            "SELECT true FROM inbox WHERE consumer = $1 AND key = $2 AND sequence = $3",
            consumers.GROUP,
            str(DOSSIER),
            sequence,
        )
    )


async def test_a_received_dossier_is_copied_and_its_remedy_followed(service, kafka, pool):
    await tell(kafka, SUBMITTED, RECEIVED, OPENED)
    await handled(pool, 3)
    opened = (await service.get(f"/api/dossiers/{DOSSIER}")).json()

    await kafka.send(DONE.topic, **message(DONE, 4))
    await kafka.send(DONE.topic, **message(DONE, 4))
    await handled(pool, 4)

    done = (await service.get(f"/api/dossiers/{DOSSIER}")).json()
    assert (opened["dossier_code"], opened["status"]) == ("000.00.31.H46-250303-0001", "2")
    assert [(r["state"], r["due_on"], r["done_on"]) for r in opened["remedies"]] == [
        ("OPEN", "2025-04-01", None)
    ]
    assert [(r["state"], r["done_on"]) for r in done["remedies"]] == [("DONE", "2025-03-28")]


MOVED = at("2025-03-12 17:00")
ROAD = (
    SUBMITTED,
    RECEIVED,
    asked(RECEIVED, at("2025-03-04 09:00")),
    supplied(RECEIVED, at("2025-03-07 09:00"), MOVED),
    completed(RECEIVED, at("2025-03-11 09:00"), due_at=MOVED),
    made(ResultReturned, dossier_id=str(DOSSIER)),
)


async def test_the_copy_follows_the_day_and_the_status_to_the_end(service, kafka, pool):
    seen = []
    for number, fact in enumerate(ROAD, 1):
        await kafka.send(fact.topic, **message(fact, number))
        await handled(pool, number)
        seen.append((await service.get(f"/api/dossiers/{DOSSIER}")).json())

    first, moved = RECEIVED.due_at.isoformat(), MOVED.isoformat()
    assert [(one.get("status"), one.get("due_at")) for one in seen[1:]] == [
        ("2", first),
        ("5", first),
        ("4", moved),
        ("9", moved),
        ("10", moved),
    ]
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


def test_paper_that_goes_back_after_the_end_opens_nothing_again():
    ours = {"dossier_id": str(DOSSIER)}
    done = follow(follow(None, RECEIVED), completed(RECEIVED, at("2025-03-05 09:00")))

    for fact in (made(DossierForwarded, **ours), made(DossierAssigned, **ours)):
        assert follow(done, fact) == done


async def test_rows_of_the_program_before_are_read_anew_from_the_first_fact(service, kafka, pool):
    await tell(kafka, *ROAD[:4])
    await handled(pool, 4)
    right = await pool.fetchrow("SELECT * FROM dossier")
    await pool.execute(
        "UPDATE dossier SET due_at = $1, status = '2', receiver_staff_id = NULL", RECEIVED.due_at
    )
    await pool.execute("UPDATE inbox SET consumer = 'complaints.dossiers'")

    await tell(kafka, *ROAD[:4])  # as a group without offsets has them

    await handled(pool, 4)
    assert await pool.fetchrow("SELECT * FROM dossier") == right
    assert await pool.fetchval("SELECT count(*) FROM parked") == 0


async def test_a_dossier_shows_the_cases_about_it_to_its_own_unit_alone(service, kafka, pool):
    await tell(kafka, SUBMITTED, RECEIVED)
    await handled(pool, 2)
    case = await service.accepted({"dossier_code": RECEIVED.dossier_code})

    shown = await service.get(f"/api/dossiers/{DOSSIER}")
    foreign = await service.get(f"/api/dossiers/{DOSSIER}", at=OTHER)

    assert shown.json()["cases"] == [case]
    assert (foreign.status_code, foreign.json()["code"]) == (404, "DOSSIER_NOT_FOUND")


async def test_what_is_told_reaches_kafka_in_order_and_names_nobody(service, kafka, pool):
    case = await service.verifying()
    await service.resolve(case["case_id"])

    async def sent() -> bool:
        return await pool.fetchval("SELECT count(*) FROM outbox") == 0

    await until(sent)
    told_to = {topic: await kafka.read(topic) for topic in WRITES}
    kinds = {topic: [kind(record) for record in told_to[topic]] for topic in WRITES}
    assert kinds == {
        "complaints.party.v1": ["Party"],
        "complaints.petition.v1": ["PetitionReceived", "PetitionClassified"],
        "complaints.case.v1": ["ComplaintAccepted", "VerificationAssigned", "ComplaintResolved"],
    }
    texts = {topic: " ".join(map(readable, told_to[topic])) for topic in WRITES}
    assert naming(texts) == {"complaints.party.v1"}


def kind(record) -> str:
    return dict(record.headers)["ce_type"].decode().split(".")[2]


def readable(record) -> str:
    headers = [value for _, value in record.headers]
    return b" ".join([record.key, record.value, *headers]).decode()


async def test_the_copies_of_reference_states_follow_intake(service, kafka, pool):
    newcomer = official("petition_officer", OTHER).model_copy(
        update={"staff_id": uuid4(), "subject": "newcomer-450"}
    )

    await kafka.send(newcomer.topic, **message(newcomer, 1))

    async def known() -> bool:
        return (await service.get("/api/petitions", "newcomer")).status_code == 200

    await until(known)
    assert (await service.get("/api/petitions", "newcomer")).json()["items"] == []


def test_no_subscriber_may_lose_messages():
    policies = {subscriber.ack_policy for subscriber in consumers.router.subscribers}

    assert policies == {AckPolicy.NACK_ON_ERROR}
