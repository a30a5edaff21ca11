"""Filing online over HTTP: questions, drafts that survive, papers, filed once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from services.intake.domain.status import Status
from services.intake.store import dossiers
from tests.intake.citizen import ANSWERS, JPEG, PNG, citizen
from tests.intake.desk import BIRTH, BUSINESS
from tests.shared.vietnam import at
from tests.web.visitor import Page, Visitor

FRIDAY_NIGHT = at("2026-11-27 19:20")
MONDAY = at("2026-11-30 09:00")


@pytest.fixture
async def binh(desk):
    with time_machine.travel(MONDAY, tick=True):
        yield await citizen(desk.app, desk.pool)


async def test_who_is_not_logged_in_is_sent_there_and_comes_back(desk):
    async with Visitor(desk.app) as stranger:
        for path in (f"/procedures/{BIRTH}/file", "/my"):
            answer = await stranger.get(path)
            assert answer.status_code in (302, 303, 503), answer.status_code  # the issuer is none
            assert "Bắt đầu" not in answer.text


async def test_the_list_of_tasks_opens_what_is_open_and_blocks_the_end(binh):
    draft = await binh.begin()
    page = await binh.get(draft)

    assert "Chủ hồ sơ" in page.text
    assert "Chưa thể làm" in page.text
    assert f"{draft}/check" not in [a["href"] for a in page.all("a")]

    await binh.answer(draft)
    for key in await binh.keys(draft):
        await binh.upload(draft, key, ("a.jpg", JPEG))

    assert f"{draft}/check" in [a["href"] for a in (await binh.get(draft)).all("a")]


async def test_each_answer_is_saved_at_once_and_survives(binh, desk):
    draft = await binh.begin()
    await binh.post(f"{draft}/who", {"who": "OTHER"})
    await binh.post(f"{draft}/name", {"name": "Tôn Nữ Công Tằng Hoàng Diễm Phương"})

    again = await citizen(desk.app, desk.pool)  # another browser, the same account
    page = await again.get(f"{draft}/name")

    assert "Tôn Nữ Công Tằng Hoàng Diễm Phương" in page.html
    assert "Đã lưu nháp lúc" in page.text
    assert draft in [a["href"] for a in (await again.get("/my")).all("a")]


@pytest.mark.parametrize(
    ("question", "wrong", "said"),
    [
        ("who", {}, "Chọn người đứng tên hồ sơ"),
        ("name", {"name": "  "}, "Nhập tên chủ hồ sơ"),
        ("id-number", {"id_number": "044 085"}, "12 chữ số"),
        ("contact", {}, "Nhập thư điện tử hoặc số điện thoại"),
        ("contact", {"email": "binh@"}, "Nhập địa chỉ thư điện tử đúng dạng"),
        ("contact", {"phone": "09"}, "Nhập số điện thoại"),
        ("unit", {"unit": "nowhere"}, "Chọn cơ quan nhận hồ sơ"),
        ("unit", {"unit": "18853"}, "Chọn cơ quan nhận hồ sơ"),  # a ward, not its district
        ("returned", {"returned": "PIGEON"}, "Chọn cách nhận kết quả"),
    ],
)
async def test_a_wrong_answer_stays_with_what_is_wrong_about_it(binh, question, wrong, said):
    draft = await binh.begin()

    answer = await binh.post(f"{draft}/{question}", wrong)

    page = Page(answer.text)
    assert answer.status_code == 422
    assert said in page.text
    assert "Có 1 nội dung cần sửa" in page.text
    assert all(value in page.html for value in wrong.values() if question in ("name", "contact"))


async def test_two_presses_of_begin_make_one_draft(binh, pool):
    sent = {"draft_id": "0b1f3c52-6a43-4e4a-9a53-5a8b55f1d0aa"}

    first = await binh.post(f"/procedures/{BUSINESS}/file", sent)
    second = await binh.post(f"/procedures/{BUSINESS}/file", sent)

    assert first.headers["location"] == second.headers["location"]
    assert await pool.fetchval("SELECT count(*) FROM draft") == 1


async def test_an_account_begins_so_many_drafts_and_is_told_what_to_do_then(binh, desk, pool):
    state = desk.app.state
    state.settings = state.settings.model_copy(update={"drafts_most": 2})
    drafts = [await binh.begin(), await binh.begin()]
    path, again = f"/procedures/{BUSINESS}/file", {"draft_id": drafts[0].rpartition("/")[2]}

    refused = await binh.post(path, {"draft_id": "0b1f3c52-6a43-4e4a-9a53-5a8b55f1d0aa"})
    same = await binh.post(path, again)  # the second press of one that is there

    assert refused.status_code == 422
    assert "Nộp hoặc xóa bớt bản nháp ở “Hồ sơ của tôi”" in Page(refused.text).text
    assert same.headers["location"] == drafts[0]
    assert await pool.fetchval("SELECT count(*) FROM draft") == 2
    await binh.post(f"{drafts[0]}/delete", {})
    assert await binh.status(await binh.begin()) == 200


async def test_drafts_begun_at_once_do_not_go_past_the_limit(binh, desk, pool):
    state = desk.app.state
    state.settings = state.settings.model_copy(update={"drafts_most": 2})
    path = f"/procedures/{BUSINESS}/file"

    await asyncio.gather(*(binh.post(path, {"draft_id": str(uuid4())}) for _ in range(4)))

    assert await pool.fetchval("SELECT count(*) FROM draft") == 2


async def test_a_draft_is_deleted_after_asking(binh):
    draft = await binh.begin()
    key = (await binh.keys(draft))[0]
    await binh.upload(draft, key, ("a.png", PNG))
    assert "1 tệp" in (await binh.get(f"{draft}/delete")).text

    first = await binh.post(f"{draft}/delete", {})
    second = await binh.post(f"{draft}/delete", {})

    said = f"/my?removed={draft.rsplit('/', 1)[1]}"
    assert first.headers["location"] == second.headers["location"] == said
    assert await binh.status(draft) == 404


async def test_the_check_shows_all_and_each_can_be_changed(binh):
    draft = await binh.ready()

    page = await binh.get(f"{draft}/check")

    for said in (
        "Nguyễn Thị Bình",
        "binh@canary.example",
        "UBND thành phố Đồng Hới",
        "trang 1.pdf",
    ):
        assert said in page.text
    links = [a["href"] for a in page.all("a")]
    assert all(f"{draft}/{question}?back=check" in links for question in ANSWERS)
    back = await binh.post(f"{draft}/name", {"name": "Lê Ẩn", "back": "check"})
    assert back.headers["location"] == f"{draft}/check"
    assert "Lê Ẩn" in (await binh.get(f"{draft}/check")).text


async def test_filed_without_the_declaration_it_is_not(binh, pool):
    draft = await binh.ready()

    answer = await binh.post(f"{draft}/check", {})

    assert answer.status_code == 422
    assert "Đánh dấu để cam đoan" in Page(answer.text).text
    assert await pool.fetchval("SELECT count(*) FROM dossier") == 0


async def test_filed_once_however_often_it_is_pressed(binh, pool):
    draft = await binh.ready()
    answers = [await binh.post(f"{draft}/check", {"declared": "yes"}) for _ in range(3)]
    pages = [await binh.get(f"{draft}/filed") for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {f"{draft}/filed"}
    assert await pool.fetchval("SELECT count(*) FROM dossier") == 1
    assert pages[0].text == pages[1].text
    assert "T-" in pages[0].text
    assert "b***@canary.example" in pages[0].text
    assert "binh@canary.example" not in pages[0].html
    for gone in ("", "/who", "/check", f"/papers/{'x'}"):
        answer = await binh.browser.get(f"{draft}{gone}")
        assert answer.headers["location"] == f"{draft}/filed"  # the back button


async def test_what_was_filed_is_in_the_dossier_and_no_longer_in_the_draft(binh, pool):
    page = await binh.file(**{"who": {"who": "OTHER"}})
    row = await pool.fetchrow("SELECT * FROM dossier")
    async with pool.acquire() as conn:
        dossier = await dossiers.find(conn, row["dossier_id"])
        party = await dossiers.party_of(conn, dossier)

    assert page.endswith(str(dossier.dossier_id))
    assert (dossier.status, dossier.channel, dossier.by_proxy) == (Status.REGISTERED, "2", True)
    assert dossier.owner_subject == "citizen-binh"
    assert (party.name, party.id_number) == ("Nguyễn Thị Bình", "044085001234")
    assert {paper.kind for paper in dossier.papers} == {"2"}
    assert await pool.fetchval("SELECT answers FROM draft") == {}
    unsent = "SELECT count(*) FROM file WHERE sent_at IS NULL OR dossier_id IS NULL"
    assert await pool.fetchval(unsent) == 0


async def test_sent_at_night_it_counts_from_the_next_morning(desk):
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        binh = await citizen(desk.app, desk.pool)
        draft = await binh.ready()
        check = await binh.get(f"{draft}/check")
        await binh.post(f"{draft}/check", {"declared": "yes"})
        filed = await binh.get(f"{draft}/filed")

    said = "Gửi lúc 19:20, ngoài giờ làm việc: hồ sơ được kiểm tra từ 07:30 thứ Hai, 30/11/2026"
    assert said in check.text
    assert "được tính từ 07:30 ngày 30/11/2026" in filed.text


async def test_the_secret_is_shown_for_half_an_hour(desk):
    with time_machine.travel(MONDAY, tick=False) as now:
        binh = await citizen(desk.app, desk.pool)
        draft = await binh.ready()
        await binh.post(f"{draft}/check", {"declared": "yes"})
        fresh = await binh.get(f"{draft}/filed")
        now.shift(timedelta(minutes=29))
        assert "Mã tra cứu (bí mật)" in (await binh.get(f"{draft}/filed")).text
        now.shift(timedelta(minutes=2))
        later = await binh.get(f"{draft}/filed")

    assert "Mã tra cứu (bí mật)" in fresh.text
    assert "Mã tra cứu (bí mật)" not in later.text


async def test_a_firm_is_not_asked_for_a_citizens_card(binh):
    draft = await binh.begin()
    await binh.post(f"{draft}/who", {"who": "COMPANY"})
    after = await binh.post(f"{draft}/name", {"name": "Công ty TNHH Ánh Dương"})

    assert after.headers["location"] == draft


async def test_an_account_with_no_dossier_is_told_so(desk):
    nobody = await citizen(desk.app, desk.pool, "citizen-hung")

    assert "Bạn chưa nộp hồ sơ nào" in (await nobody.get("/my")).text


async def test_the_name_in_the_mast_leads_to_ones_own_dossiers(desk):
    hung = await citizen(desk.app, desk.pool, "citizen-hung")

    page = await hung.get("/look-up")

    assert any((a["href"] or "").endswith("/my") for a in page.all("a"))
    assert "Hồ sơ của tôi: Nguyễn Thị Thử" in page.text


async def test_my_dossiers_come_in_pages(binh, road, pool):
    filed = [(await road.submit(MONDAY - timedelta(hours=n))).dossier_id for n in range(22)]
    await pool.execute("UPDATE dossier SET owner_subject = $1", binh.subject)
    first = await binh.get("/my")
    onward = next(a["href"] for a in first.all("a") if a.get("rel") == "next")
    second = await binh.get(onward)

    assert "1–20 trong 22" in first.text
    assert "21–22 trong 22" in second.text
    links = [a["href"] for page in (first, second) for a in page.all("a")]
    assert [i for i in filed if f"/my/dossiers/{i}" in links] == filed
    assert await binh.status("/my?cursor=2026-01-01_x") == 200


async def test_english_from_the_first_question_to_the_confirmation(binh, pool):
    await binh.browser.get("/?lang=en")
    draft = await binh.ready()

    for path, said in (
        (draft, "To do"),
        (f"{draft}/who", "Who are you filing for?"),
        (f"{draft}/check", "Check and file"),
        ("/my", "My applications"),
    ):
        page = await binh.get(path)
        assert said in page.text or path == draft
        assert "Đã lưu nháp" not in page.text
    await binh.post(f"{draft}/check", {"declared": "yes"})
    assert "What happens next" in (await binh.get(f"{draft}/filed")).text
    assert await pool.fetchval("SELECT language FROM party") == "en"
