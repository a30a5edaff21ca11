"""Nobody can read who sent a petition: not in the database, on a topic, in the trail or the log."""

import json
import logging

import asyncpg
import pytest
import structlog

from services.complaints.seal import Seal, SealBroken
from services.complaints.sealed_sender import unseal
from shared import logs
from shared.db import transaction
from tests.complaints import told
from tests.complaints.told import naming
from tests.complaints.world import CANARY, SEAL_KEY, registration

SWAP = """
UPDATE sealed_sender AS s SET sender = o.sender
FROM sealed_sender AS o WHERE o.petition_id <> s.petition_id
"""


@pytest.fixture
def log(capsys):
    """What the service writes as it runs in production."""
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    logs.configure("DEBUG", "complaints")
    yield lambda: capsys.readouterr().out
    structlog.reset_defaults()
    logging.captureWarnings(False)
    root.setLevel(before[0])
    root.handlers[:] = before[1]


async def test_a_registered_sender_is_nowhere_to_be_read(office, pool, log):
    headers = {"Idempotency-Key": "canary"}

    done = await office.post("/api/petitions", registration(), **headers)

    dump = await told.dump(pool)
    assert done.status_code == 201
    assert naming(dump | {"log": log(), "answer": done.text}) == set()
    assert (dump["outbox"], bool(dump["sealed_sender"])) == ("", True)


async def test_a_refused_denunciation_leaves_no_trace_of_its_sender(office, pool, log):
    petition = await office.registered()

    refused = await office.classify(petition["petition_id"], kind="DENUNCIATION")

    dump, written = await told.dump(pool), log()
    assert naming(dump | {"log": written, "answer": refused.text}) == set()
    assert dump["outbox"] == ""
    assert "DENUNCIATION" not in written
    assert petition["petition_id"] not in written


async def test_after_classification_the_contact_alone_names_the_sender(office, pool, log):
    case = await office.verifying()
    answer = await office.resolve(case["case_id"])

    told_to = {
        fact.topic: json.dumps(fact.body, ensure_ascii=False) for fact in await told.facts(pool)
    }
    assert naming(await told.dump(pool)) == {"outbox"}
    assert naming(told_to) == {"complaints.party.v1"}
    assert naming({"log": log(), "answer": answer.text}) == set()


async def test_what_officials_write_to_the_sender_is_nowhere_to_be_read(office, pool, log):
    canary = told.SECRETS[-1]
    refused = await office.classified()
    guided = await office.classified(competence="OTHER")
    asked = await office.classified(kind="REFLECTION")
    at = "/api/petitions/"

    answers = [
        await office.post(
            f"{at}{refused['petition_id']}/refusal",
            {"na_code": "NA_02", "words": canary},
            "case_leader",
        ),
        await office.post(
            f"{at}{guided['petition_id']}/outcome", {"outcome": "GUIDE", "words": canary}
        ),
        await office.post(f"{at}{asked['petition_id']}/charge", {}),
        await office.post(
            f"{at}{asked['petition_id']}/answer",
            {"answer": "ANSWERED", "upheld": True, "words": canary},
            "case_leader",
        ),
    ]

    assert [answer.status_code for answer in answers] == [201] * 4
    told_to = {
        fact.topic: json.dumps(fact.body, ensure_ascii=False) for fact in await told.facts(pool)
    }
    assert naming(await told.dump(pool)) == {"outbox"}
    assert naming(told_to) == {"complaints.party.v1"}
    assert naming({"log": log(), **{str(n): a.text for n, a in enumerate(answers)}}) == set()


async def test_a_failure_while_sealing_tells_the_log_nothing(office, database, log):
    owner = await asyncpg.connect(database.owner["complaints"])
    await owner.execute("ALTER TABLE sealed_sender ADD CHECK (octet_length(content) < 10)")
    await owner.close()

    failed = await office.post("/api/petitions", registration())

    written = log()
    assert (failed.status_code, failed.json()["code"]) == (500, "UNEXPECTED")
    assert failed.json()["incident"] in written
    assert naming({"log": written, "answer": failed.text}) == set()


async def test_a_sender_moved_to_another_petition_does_not_open(office, pool):
    first = await office.registered()
    await office.registered(sender=CANARY | {"name": "Người khác"})
    await pool.execute(SWAP)

    async with transaction(pool) as conn:
        with pytest.raises(SealBroken):
            await unseal(conn, Seal(SEAL_KEY), first["petition_id"])
