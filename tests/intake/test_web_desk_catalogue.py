"""The import on its page: tried, read, confirmed once, in the history; hostile files refused."""

import asyncio

import pytest

from services.intake.store import import_runs, imports
from shared import clock, reference
from shared.db import transaction
from shared.events.intake import Assignment, Staff
from tests.intake.catalogues import NEW, jsonl, line, many, take
from tests.intake.desk import BIRTH, BUSINESS
from tests.intake.officials import RECEIVER, official
from tests.intake.test_import_book import BOMB, HOSTILE, ours
from tests.shared.vietnam import on
from tests.web.visitor import Page

CATALOGUE = "/desk/catalogue"
CONTROLLER = "procedure_controller-44"
DAYS_8 = [{"channel": "counter", "duration": {"value": 8, "unit": "working_day"}}]


@pytest.fixture
async def tuan(desk):
    return await official(desk, CONTROLLER)


async def send(who, name, content, **typed):
    """The answer to a file that was sent for a look."""
    hidden = await who.form(CATALOGUE)
    files = {"file": (name, content, "application/octet-stream")} if content is not None else None
    return await who.visitor.post(CATALOGUE, data=hidden | typed, files=files)


async def tried(who, content, name="f.jsonl", **typed):
    """Where the page of what it would come to is."""
    answer = await send(who, name, content, **typed)
    assert answer.status_code == 303, Page(answer.text).text[:500]
    return answer.headers["location"]


async def newest(pool, code):
    async with transaction(pool) as conn:
        return (await imports.newest(conn, [code])).get(code)


async def test_the_first_time_the_history_is_empty_and_the_template_is_there(tuan):
    page = await tuan.see(CATALOGUE)
    book = await tuan.visitor.get(f"{CATALOGUE}/template.xlsx")

    assert "Chưa có lần nhập nào." in page.text
    assert "Nhập danh mục" in page.text
    assert book.content.startswith(b"PK")
    assert 'filename="mau-nhap-thu-tuc.xlsx"' in book.headers["content-disposition"]


async def test_a_file_is_tried_read_and_taken_once(tuan, pool):
    await take(pool, jsonl(line(code=NEW)), on=clock.now())
    content = jsonl(line(code=NEW, channels=DAYS_8), line(code="9.000002"), line(code=BIRTH))

    page = await tried(tuan, content)
    seen = await tuan.see(page)
    before = (await newest(pool, NEW)).known.version
    pressed = [await tuan.send(page) for _ in range(2)]
    after = await tuan.see(page)

    assert "Thêm 1, thay đổi 2." in seen.text
    assert "5 ngày làm việc 8 ngày làm việc" in seen.text
    assert "9.000002" in seen.text
    assert before == 1
    assert {answer.headers["location"] for answer in pressed} == {page}
    assert "Đã nhập 3 thủ tục vào danh mục." in after.text
    assert (await newest(pool, NEW)).known.version == 2
    assert await pool.fetchval("SELECT content FROM import_run WHERE kept_at IS NOT NULL") is None


async def test_two_who_press_at_once_take_it_once(tuan, pool):
    page = await tried(tuan, jsonl(line()))
    hidden = await tuan.form(page)

    answers = await asyncio.gather(*(tuan.send(page, hidden) for _ in range(4)))

    assert {answer.status_code for answer in answers} == {303}
    assert (await newest(pool, NEW)).known.last == 1
    audited = "SELECT count(*) FROM audit WHERE action = 'procedure.import'"
    assert await pool.fetchval(audited) == 1


async def test_where_the_file_differs_a_person_decides_each_point(tuan, pool):
    content = jsonl(line(code=BIRTH, name="Khai sinh mới"))
    page = await tried(tuan, content)
    seen = await tuan.see(page)

    await tuan.send(page, taken=[f"{BIRTH} name"], settled="yes")

    known = (await newest(pool, BIRTH)).known
    again = await tuan.see(await tried(tuan, content))
    assert "Khác với giá trị đã rà soát" in seen.text
    boxes = [box["value"] for box in seen.all("input") if box.get("name") == "taken"]
    assert f"{BIRTH} name" in boxes
    assert (known.values["name"], known.values["channel_1"]["unit"]) == (
        "Khai sinh mới",
        "same_day",
    )
    assert "Danh mục đã đúng như tệp, không có gì để nhập." in again.text


async def test_what_would_come_to_something_else_by_now_is_shown_again_first(tuan, pool):
    page = await tried(tuan, jsonl(line()))
    await take(pool, jsonl(line(name="Tên của lần nhập khác")), on=clock.now())

    first = await tuan.send(page)
    shown = await tuan.see(first.headers["location"])
    unchanged = (await newest(pool, NEW)).known.values["name"]
    second = await tuan.send(page)

    assert first.headers["location"] == f"{page}?not=changed"
    assert "Chưa nhập: kết quả không còn như khi kiểm tra." in shown.text
    assert "Tên của lần nhập khác" in shown.text
    assert unchanged == "Tên của lần nhập khác"
    assert second.headers["location"] == page
    assert (await newest(pool, NEW)).known.values["name"] == line()["name"]


async def test_while_another_import_runs_nothing_is_kept_and_it_can_be_pressed_again(tuan, pool):
    page = await tried(tuan, jsonl(line()))
    async with transaction(pool) as other:
        assert await imports.lock(other)
        busy = await tuan.send(page)
        told = await tuan.see(busy.headers["location"])
    await tuan.send(page)

    assert busy.headers["location"] == f"{page}?not=busy"
    assert "Chưa nhập: một lần nhập khác đang chạy." in told.text
    assert "Xác nhận nhập" in told.text
    assert (await newest(pool, NEW)).known.version == 1


async def test_refused_rows_are_named_and_nothing_can_be_confirmed(tuan, pool):
    page = await tried(tuan, jsonl(line(), line(code="1.00 5"), line(code=NEW)))
    seen = await tuan.see(page)
    csv = (await tuan.visitor.get(f"{page}/report.csv")).content.decode("utf-8-sig")

    pressed = await tuan.visitor.post(page, data={"csrf": await tuan.visitor.token(CATALOGUE)})

    assert "Tệp có dòng bị từ chối, không dòng nào được ghi." in seen.text
    assert "mã “1.00 5” không đúng dạng" in seen.text.lower()
    assert "Xác nhận nhập" not in seen.text
    assert "2,từ chối,,,Mã số,,,Mã “1.00 5” không đúng dạng, ví dụ 1.001193" in csv.replace('"', "")
    assert pressed.headers["location"] == page
    assert await newest(pool, NEW) is None


@pytest.mark.parametrize("case", [*HOSTILE, "not a book at all"])
async def test_a_hostile_book_is_refused_with_one_reason_and_not_kept(tuan, pool, case):
    content = HOSTILE.get(case, (b"MZ\x90\0" * 100, ""))[0]

    seen = await tuan.see(await tried(tuan, content, "danh mục.xlsx"))

    run = await pool.fetchrow("SELECT counts, report, content FROM import_run")
    assert "Bị từ chối" in seen.text
    assert "Cả tệp" in seen.text or run["report"]["faults"][0]["row"] > 0
    assert len(run["report"]["faults"]) == 1
    assert run["content"] is None


async def test_no_file_an_empty_one_and_one_too_large_are_said_at_the_field(tuan, pool):
    none = await send(tuan, "", None)
    empty = await send(tuan, "f.csv", b"")
    large = await send(tuan, "f.csv", b"x" * (20 * 2**20 + 1))

    assert [answer.status_code for answer in (none, empty, large)] == [422] * 3
    assert "Chọn tệp danh mục để nhập." in Page(none.text).text
    assert "Tệp lớn hơn 20 MB." in Page(large.text).text
    assert await pool.fetchval("SELECT count(*) FROM import_run") == 0


async def test_the_history_tells_who_when_which_file_and_what_came_of_it(tuan, pool):
    await take(pool, jsonl(line(code="9.000005")), "từ dòng lệnh.jsonl", on=clock.now())
    kept = await tried(tuan, jsonl(line()), "đã nhập.jsonl")
    await tuan.send(kept)
    await tried(tuan, jsonl(line(code="9.000003")), "chờ.jsonl")
    await tried(tuan, BOMB, "bom.xlsx")

    page = (await tuan.see(CATALOGUE)).text

    assert "Nguyễn Anh Tuấn" in page
    assert "Quản trị hệ thống" in page
    for name in ("từ dòng lệnh.jsonl", "đã nhập.jsonl", "chờ.jsonl", "bom.xlsx"):
        assert name in page
    for state in ("Đã nhập", "Đã kiểm tra, chờ xác nhận", "Bị từ chối", "Thêm 1", "Từ chối 1"):
        assert state in page


async def test_a_file_that_was_tried_and_left_is_let_go(tuan, pool):
    page = await tried(tuan, jsonl(line()))
    await pool.execute("UPDATE import_run SET at = at - interval '2 days'")
    await tried(tuan, jsonl(line(code="9.000002")))

    seen = await tuan.see(page)

    assert "Xác nhận nhập" not in seen.text
    assert await pool.fetchval("SELECT count(*) FROM import_run WHERE content IS NOT NULL") == 1


async def test_the_first_day_is_that_of_the_form_or_of_the_row(tuan, pool):
    day = {"begins-day": "1", "begins-month": "3", "begins-year": "2099"}
    row = {
        "Mã số": BUSINESS,
        "Thời hạn tại quầy": "5 ngày làm việc",
        "Hiệu lực từ ngày": "01/07/2098",
    }
    for content, name in ((ours([row]), "mau.xlsx"), (jsonl(line()), "f.jsonl")):
        await tuan.send(await tried(tuan, content, name, **day))

    assert (await newest(pool, BUSINESS)).known.valid_from == on("2098-07-01")
    assert (await newest(pool, NEW)).known.valid_from == on("2099-03-01")


async def test_only_the_provinces_controller_gets_in(desk, pool):
    post = Assignment(unit_id="450", roles=["procedure_controller"], valid_from=on("2020-01-01"))
    below = Staff(
        staff_id="0b1f3c52-6a43-4e4a-9a53-5a8b55f1d0aa",
        subject="controller-450",
        name="An",
        title="-",
        assignments=[post],
    )
    async with transaction(pool) as conn:
        await reference.save(conn, below)
    for persona in (RECEIVER, "controller-450"):
        who = await official(desk, persona)
        for path in (CATALOGUE, f"{CATALOGUE}/template.xlsx"):
            assert (await who.visitor.get(path)).status_code == 403
        token = await who.visitor.token("/desk")
        sent = await who.visitor.post(
            CATALOGUE, data={"csrf": token}, files={"file": ("f.jsonl", jsonl(line()))}
        )
        assert sent.status_code == 403
    assert await pool.fetchval("SELECT count(*) FROM import_run") == 0


async def test_a_form_without_the_pages_token_is_refused(tuan, pool):
    page = await tried(tuan, jsonl(line()))

    for path, files in ((CATALOGUE, {"file": ("f.jsonl", jsonl(line()))}), (page, None)):
        assert (await tuan.visitor.post(path, data={}, files=files)).status_code == 403
    assert await newest(pool, NEW) is None


async def test_an_import_that_is_none_is_not_there(tuan):
    path = f"{CATALOGUE}/0b1f3c52-6a43-4e4a-9a53-5a8b55f1d0aa"

    assert (await tuan.visitor.get(path)).status_code == 404
    assert (await tuan.visitor.get(f"{path}/report.csv")).status_code == 404


async def test_a_whole_catalogue_is_shown_in_part_and_kept_whole(tuan, pool):
    page = await tried(tuan, many(1_601))
    seen = await tuan.see(page)

    await tuan.send(page)

    async with transaction(pool) as conn:
        [run] = await import_runs.latest(conn, 5)
    assert "Còn 1.401 thủ tục nữa" in seen.text
    assert (run.changes, run.kept_at is not None) == (1_601, True)
    assert (await newest(pool, "9.001600")).known.version == 1
