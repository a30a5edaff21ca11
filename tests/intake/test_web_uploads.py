"""Papers uploaded over HTTP: kept, handed out, taken away, no room for them."""

import resource

import pytest
import time_machine

from tests.intake.citizen import JPEG, PDF, PNG, citizen
from tests.shared.vietnam import at
from tests.web.visitor import Page

MONDAY = at("2026-11-30 09:00")


ROOM = 3_000_000  # bytes


@pytest.fixture
async def binh(desk):
    with time_machine.travel(MONDAY, tick=True):
        yield await citizen(desk.app, desk.pool)


async def test_papers_that_must_be_there_are_asked_for(binh):
    draft = await binh.begin()
    key = (await binh.keys(draft))[0]

    answer = await binh.upload(draft, key, go_on="yes")

    assert answer.status_code == 422
    assert "Chọn tệp hoặc ảnh chụp" in Page(answer.text).text


@pytest.mark.parametrize("name", ["trang 1.pdf", "ảnh chụp.JPG", "scan.png"])
async def test_good_files_are_kept_and_handed_out_to_be_saved(binh, name):
    content = {"f": PDF, "G": JPEG, "g": PNG}[name[-1]]
    draft = await binh.begin()
    key = (await binh.keys(draft))[0]

    await binh.upload(draft, key, (name, content))
    page = await binh.get(f"{draft}/papers/{key}")
    file_id = next(b["value"] for b in page.all("button") if b.get("name") == "remove")
    got = await binh.browser.get(f"/my/files/{file_id}")

    assert name in page.text
    assert got.content == content
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"].startswith("sandbox")


async def test_a_file_taken_away_is_gone(binh, pool):
    draft = await binh.begin()
    key = (await binh.keys(draft))[0]
    await binh.upload(draft, key, ("a.pdf", PDF), ("b.png", PNG))
    file_id = str(await pool.fetchval("SELECT file_id FROM file WHERE name = 'a.pdf'"))

    await binh.upload(draft, key, remove=file_id)

    assert await binh.status(f"/my/files/{file_id}") == 404
    assert [row["name"] for row in await pool.fetch("SELECT name FROM file")] == ["b.png"]


async def test_a_file_sent_twice_is_there_once(binh, pool):
    draft = await binh.begin()
    key = (await binh.keys(draft))[0]

    for _ in range(2):
        await binh.upload(draft, key, ("a.pdf", PDF))

    assert await pool.fetchval("SELECT count(*) FROM file") == 1


async def test_files_of_all_drafts_weigh_no_more_than_an_account_may_keep(binh, pool, desk):
    state = desk.app.state
    state.settings = state.settings.model_copy(update={"drafts_mb": 1})
    first, second = await binh.begin(), await binh.begin()
    key = (await binh.keys(first))[0]
    big = PDF + b"% " * 300_000
    await binh.upload(first, key, ("big.pdf", big))
    folder = state.settings.files_dir
    before = {p for p in folder.rglob("*") if p.is_file()}

    refused = await binh.upload(second, key, ("again.pdf", big + b"%"))
    small = await binh.upload(second, key, ("small.pdf", PDF))

    assert (refused.status_code, small.status_code) == (422, 303)
    assert "Tệp “again.pdf” chưa được lưu" in Page(refused.text).text
    assert "Xóa tệp không cần nữa" in Page(refused.text).text
    after = {p for p in folder.rglob("*") if p.is_file()}
    assert len(after - before) == 1  # the small one
    names = [row["name"] for row in await pool.fetch("SELECT name FROM file ORDER BY name")]
    assert names == ["big.pdf", "small.pdf"]


@pytest.fixture
def full_disk():
    """No file may grow beyond a size: what a write to a full disk meets."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_no_room_for_a_file_is_said_and_nothing_is_kept_by_halves(
    binh, pool, desk, full_disk
):
    draft = await binh.begin()
    key = (await binh.keys(draft))[0]
    await binh.upload(draft, key, ("small.pdf", PDF))
    folder = desk.app.state.settings.files_dir
    before = {p for p in folder.rglob("*") if p.is_file()}

    answer = await binh.upload(draft, key, ("big.pdf", PDF + b"% " * ROOM))

    assert answer.status_code == 507
    assert "hệ thống hết chỗ lưu trữ" in Page(answer.text).text
    assert [row["name"] for row in await pool.fetch("SELECT name FROM file")] == ["small.pdf"]
    assert {p for p in folder.rglob("*") if p.is_file()} == before
    assert "small.pdf" in (await binh.get(f"{draft}/papers/{key}")).text
