"""What the clock does in intake: drafts that were left and deleted ones go with their files."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from services.intake.jobs import jobs
from shared import clock, files
from tests.intake.citizen import PDF, PNG, citizen
from tests.intake.desk import FILES
from tests.shared.vietnam import at

MONDAY = at("2026-11-30 09:00")


@pytest.fixture
def now():
    with time_machine.travel(MONDAY, tick=True) as moved:
        yield moved


@pytest.fixture
async def binh(desk, now):
    return await citizen(desk.app, desk.pool)


async def run(desk):
    for job in jobs(desk.app.state.settings):
        await job.run(desk.pool)


async def begun(binh):
    """A draft with a file on the disk."""
    draft = await binh.begin()
    await binh.upload(draft, (await binh.keys(draft))[0], ("a.png", PNG))
    return draft


async def place(pool):
    return files.place(FILES, await pool.fetchval("SELECT file_id FROM file"))


async def test_a_draft_that_nobody_touched_for_thirty_days_goes_with_its_files(
    binh, desk, pool, now
):
    await begun(binh)
    kept = await place(pool)

    now.move_to(MONDAY + timedelta(days=29, hours=23))
    await run(desk)
    before = await pool.fetchval("SELECT count(*) FROM draft"), kept.exists()
    now.move_to(MONDAY + timedelta(days=30, minutes=1))
    await run(desk)

    assert before == (1, True)
    assert await pool.fetchval("SELECT count(*) FROM draft") == 0
    assert await pool.fetchval("SELECT count(*) FROM file") == 0
    assert not kept.exists()


async def test_the_days_are_a_setting(binh, desk, pool, now):
    await begun(binh)
    settings = desk.app.state.settings.model_copy(update={"draft_days": 3})

    now.move_to(MONDAY + timedelta(days=3, minutes=1))
    await jobs(settings)[0].run(pool)

    assert await pool.fetchval("SELECT count(*) FROM draft") == 0


async def test_what_was_filed_stays(binh, desk, pool, now):
    await binh.file()
    kept = await place(pool)

    now.move_to(MONDAY + timedelta(days=400))
    await run(desk)

    assert await pool.fetchval("SELECT count(*) FROM draft WHERE dossier_id IS NOT NULL") == 1
    assert kept.exists()


async def test_a_deleted_draft_is_fetched_back_within_ten_minutes(binh, desk, now):
    draft = await begun(binh)
    gone = await binh.post(f"{draft}/delete", {})
    shown = await binh.get(gone.headers["location"])

    now.move_to(MONDAY + timedelta(minutes=9))
    await run(desk)
    back = await binh.post(f"{draft}/restore", {})
    page = await binh.get(draft)

    assert "Hoàn tác trong 10 phút" in shown.text
    assert back.headers["location"] == draft
    assert "Giấy đề nghị" in page.text


async def test_a_deleted_draft_is_out_of_sight_and_gone_after_ten_minutes(binh, desk, pool, now):
    draft = await begun(binh)
    kept, file_id = await place(pool), await pool.fetchval("SELECT file_id FROM file")
    await binh.post(f"{draft}/delete", {})
    unseen = [await binh.status(path) for path in (draft, f"/my/files/{file_id}")]

    now.move_to(MONDAY + timedelta(minutes=10, seconds=30))
    late = await binh.post(f"{draft}/restore", {})
    await run(desk)

    assert unseen == [404, 404]
    assert late.status_code == 404
    assert await pool.fetchval("SELECT count(*) FROM draft") == 0
    assert not kept.exists()


async def test_another_account_fetches_nothing_back(binh, desk, pool):
    draft = await begun(binh)
    await binh.post(f"{draft}/delete", {})
    other = await citizen(desk.app, desk.pool, "citizen-other")

    assert (await other.post(f"{draft}/restore", {})).status_code == 404
    assert await pool.fetchval("SELECT removed_at FROM draft") is not None


async def test_a_result_that_nobody_approved_goes_after_a_day(desk, pool, counter, now):
    dossier = await counter.receive(MONDAY)
    file_id = dossier.dossier_id  # any id will do
    lying = files.place(FILES, file_id)
    lying.parent.mkdir(parents=True, exist_ok=True)
    lying.write_bytes(PDF)
    await pool.execute(
        "INSERT INTO file (file_id, dossier_id, paper_key, name, kind, size, sha256, kept_at)"
        " VALUES ($1, $1, '#result', 'a.pdf', 'application/pdf', 1, '', $2)",
        file_id,
        MONDAY,
    )

    now.move_to(MONDAY + timedelta(hours=23))
    await run(desk)
    before = lying.exists()
    now.move_to(MONDAY + timedelta(hours=25))
    await run(desk)

    assert (before, lying.exists()) == (True, False)
    assert await pool.fetchval("SELECT count(*) FROM file") == 0


async def test_what_a_broken_upload_left_goes_after_a_true_day_whatever_the_clock_was_moved_to(
    binh, desk, now
):
    await begun(binh)
    old, fresh = (files.place(FILES, uuid4()).with_suffix(".part") for _ in range(2))
    for half, hours in ((old, 25), (fresh, 1)):
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(PDF)
        os.utime(half, (MONDAY.timestamp() - hours * 3600,) * 2)
    whole = await place(desk.pool)
    os.utime(whole, (MONDAY.timestamp() - 400 * 86_400,) * 2)

    clock.set_offset(9 * 86_400)
    try:
        await run(desk)
    finally:
        clock.set_offset(None)

    assert (old.exists(), fresh.exists(), whole.exists()) == (False, True, True)
    fresh.unlink()
