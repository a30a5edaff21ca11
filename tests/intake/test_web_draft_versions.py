"""A draft and a procedure that changes beneath it: told what is other, and no file is lost."""

import pytest

from services.intake.load import load
from services.intake.store import imports
from shared import clock
from shared.db import transaction
from tests.intake.catalogues import jsonl, line, take
from tests.intake.citizen import PDF, citizen
from tests.intake.desk import BUSINESS, PROVINCE


@pytest.fixture
async def binh(desk, pool):
    return await citizen(desk.app, pool)


def paper(name, **changed):
    return {"name": name, "form": None, "originals": 1, "copies": 0} | changed


async def change(pool, *names, **other):
    """Another version of the procedure from today on, with papers of these names."""
    papers = [paper(name) for name in names]
    channels = [
        {"channel": one, "duration": {"value": 5, "unit": "working_day"}}
        for one in ("counter", "online", "post")
    ]
    content = line(
        **{"code": BUSINESS, "levels": None, "executing": None, "channels": channels}
        | {"papers": papers, **other}
    )
    report = await take(pool, jsonl(content), overwrite=True, on=clock.now())
    assert not report.faults


async def in_force(pool):
    async with transaction(pool) as conn:
        return (await imports.newest(conn, [BUSINESS]))[BUSINESS].known.version


async def filed_papers(pool):
    row = await pool.fetchrow("SELECT dossier_id, papers, procedure_version FROM dossier")
    kept = await pool.fetch(
        "SELECT paper_key FROM file WHERE dossier_id = $1 ORDER BY kept_at, file_id",
        row["dossier_id"],
    )
    return row["procedure_version"], [one["key"] for one in row["papers"]], [*map(dict, kept)]


async def test_a_draft_whose_version_is_still_in_force_says_nothing(binh):
    draft = await binh.ready()

    page = await binh.get(draft)
    assert "đã thay đổi" not in page.text
    assert "đã thay đổi" not in (await binh.get(f"{draft}/check")).text


async def test_the_draft_says_what_changed_and_keeps_the_files_of_a_paper_that_went(binh, pool):
    draft = await binh.ready()
    [key, *_] = await binh.keys(draft)
    await change(pool, "Đơn theo mẫu mới")

    page = await binh.get(draft)

    assert "Thủ tục đã thay đổi từ khi bạn bắt đầu hồ sơ này" in page.text
    assert "Thêm giấy tờ không bắt buộc: Đơn theo mẫu mới" in page.text
    assert "Không còn giấy tờ: Giấy đề nghị" in page.text
    assert "3 ngày làm việc → 5 ngày làm việc" in page.text
    assert f"{draft}/kept/{key}" in [a["href"] for a in page.all("a")]
    assert (await binh.browser.get(f"{draft}/papers/{key}")).headers["location"] == (
        f"{draft}/kept/{key}"
    )


async def test_files_of_a_paper_that_went_are_filed_as_a_further_paper_with_its_name(
    binh, desk, pool
):
    draft = await binh.ready()
    keys = await binh.keys(draft)
    await change(pool, "Đơn theo mẫu mới")

    check = await binh.get(f"{draft}/check")
    sent = await binh.post(f"{draft}/check", {"declared": "yes"})

    version, papers, files = await filed_papers(pool)
    [dossier_id] = [row["dossier_id"] for row in await pool.fetch("SELECT dossier_id FROM dossier")]
    own = await binh.get(f"/my/dossiers/{dossier_id}")
    assert sent.headers["location"] == f"{draft}/filed"
    assert "Giấy đề nghị đăng ký hộ kinh doanh" in check.text
    assert (version, papers) == (await in_force(pool), keys)
    assert [one["paper_key"] for one in files] == keys
    assert "Giấy đề nghị đăng ký hộ kinh doanh" in own.text
    assert "trang 1.pdf" in own.text


async def test_files_that_are_said_to_be_a_paper_of_today_are_filed_as_that_paper(binh, pool):
    draft = await binh.begin()
    await binh.answer(draft)
    [key, *_] = await binh.keys(draft)
    await binh.upload(draft, key, ("trang 1.pdf", PDF))
    await change(pool, "Đơn theo mẫu mới")

    unsaid = await binh.post(f"{draft}/kept/{key}", {"paper": "no-such"})
    said = await binh.post(f"{draft}/kept/{key}", {"paper": "don-theo-mau-moi"})
    await binh.post(f"{draft}/check", {"declared": "yes"})

    assert (unsaid.status_code, said.headers["location"]) == (422, draft)
    assert (await filed_papers(pool))[1:] == (
        ["don-theo-mau-moi"],
        [{"paper_key": "don-theo-mau-moi"}],
    )


async def test_a_paper_that_went_can_be_left_as_it_is_or_taken_away(binh, pool):
    draft = await binh.begin()
    [key, *_] = await binh.keys(draft)
    await binh.upload(draft, key, ("trang 1.pdf", PDF))
    await change(pool, "Đơn theo mẫu mới")

    left = await binh.post(f"{draft}/kept/{key}", {"paper": "+"})
    page = await binh.get(f"{draft}/kept/{key}")
    [button] = [one for one in page.all("button") if one.get("name") == "remove"]
    gone = await binh.post(f"{draft}/kept/{key}", {"remove": button["value"]})

    assert left.headers["location"] == gone.headers["location"] == draft
    assert await pool.fetchval("SELECT count(*) FROM file") == 0
    assert await binh.status(f"{draft}/kept/{key}") == 404


async def test_a_file_sent_from_a_page_opened_before_the_change_is_kept(binh, pool):
    draft = await binh.begin()
    [key, *_] = await binh.keys(draft)
    await change(pool, "Đơn theo mẫu mới")

    sent = await binh.upload(draft, key, ("trang 1.pdf", PDF))

    assert sent.status_code == 303
    assert await pool.fetchval("SELECT paper_key FROM file") == key


async def test_the_same_key_keeps_its_files_under_its_new_name(binh, pool):
    await change(pool, "Đơn theo mẫu mới")
    draft = await binh.begin()
    await binh.answer(draft)
    await binh.upload(draft, "don-theo-mau-moi", ("trang 1.pdf", PDF))
    await change(pool, "Đơn theo mẫu mới", "Bản cam kết")

    page = await binh.get(draft)

    assert "Thêm giấy tờ không bắt buộc: Bản cam kết" in page.text
    assert "/kept/" not in str([a["href"] for a in page.all("a")])


async def test_who_read_the_version_before_reads_again_before_it_is_filed(binh, pool):
    draft = await binh.ready()
    page = await binh.get(f"{draft}/check")
    [shown] = [one["value"] for one in page.all("input") if one.get("name") == "version"]
    await change(pool, "Đơn theo mẫu mới")

    refused = await binh.post(f"{draft}/check", {"declared": "yes", "version": shown})
    none = await pool.fetchval("SELECT count(*) FROM dossier")
    again = await binh.get(f"{draft}/check")
    [now] = [one["value"] for one in again.all("input") if one.get("name") == "version"]
    sent = await binh.post(f"{draft}/check", {"declared": "yes", "version": now})

    assert (refused.status_code, none) == (409, 0)
    assert "Thủ tục vừa thay đổi. Xem lại nội dung dưới đây rồi nộp." in refused.text
    assert sent.headers["location"] == f"{draft}/filed"


async def test_a_procedure_that_left_the_web_keeps_the_draft_and_says_so(binh, pool, monkeypatch):
    draft = await binh.ready()
    async with transaction(pool) as conn:
        known = (await imports.newest(conn, [BUSINESS]))[BUSINESS].known
        procedure = (
            await conn.fetchval(
                "SELECT state FROM reference WHERE kind = 'Procedure' AND key = $1",
                f"{BUSINESS}@1",
            )
        ) | {"version": known.last + 1}
        procedure["channels"] = [one for one in procedure["channels"] if one["channel"] == "1"]
        await conn.execute(
            "INSERT INTO reference (kind, key, state) VALUES ('Procedure', $1, $2)",
            f"{BUSINESS}@{known.last + 1}",
            procedure,
        )
        await conn.execute(
            "INSERT INTO procedure_detail (code, version, detail)"
            " SELECT code, $2, detail FROM procedure_detail WHERE code = $1",
            BUSINESS,
            known.last + 1,
        )

    page = await binh.get(draft)

    assert "Thủ tục này hiện không nhận hồ sơ trực tuyến; nộp tại quầy." in page.text
    assert (await binh.browser.get(f"{draft}/check")).headers["location"] == draft


async def test_a_start_of_the_same_release_changes_no_draft(binh, pool):
    draft = await binh.ready()

    await load(pool, PROVINCE, clock.today(), with_personas=True)

    assert "đã thay đổi" not in (await binh.get(draft)).text
