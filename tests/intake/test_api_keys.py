"""An Idempotency-Key names one command of one official."""

from tests.intake.desk import filing

KEY = {"Idempotency-Key": "one"}


async def test_a_key_with_another_body_is_refused_and_files_nothing(desk):
    await desk.post("/api/dossiers", filing(), **KEY)

    other = await desk.post("/api/dossiers", filing(channel="3"), **KEY)

    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert await desk.pool.fetchval("SELECT count(*) FROM dossier") == 1


async def test_a_refused_command_may_come_again_with_its_key(desk):
    refused = await desk.post("/api/dossiers", filing(unit="99999"), **KEY)
    mended = await desk.post("/api/dossiers", filing(), **KEY)

    assert (refused.status_code, mended.status_code) == (422, 201)
