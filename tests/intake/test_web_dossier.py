"""A dossier followed: by its owner, by its link, by code and secret; supplement and rating."""

import re
from datetime import timedelta

import pytest
import time_machine

from services.intake.domain.code import begins_with, temporary
from tests.intake.citizen import JPEG, PDF, citizen
from tests.shared.vietnam import at
from tests.web.visitor import Page, Visitor

MONDAY = at("2026-11-30 09:00")
KEY = "giay-de-nghi-dang-ky"
ASKED = {"paper_keys": [KEY], "reason": "Thiếu chữ ký của bà Chim Yến"}


@pytest.fixture
def now():
    with time_machine.travel(MONDAY, tick=True) as moved:
        yield moved


@pytest.fixture
async def binh(desk, now):
    return await citizen(desk.app, desk.pool)


@pytest.fixture
async def filed(binh, pool, road):
    """The address of a filed dossier's page, and the dossier."""
    page = await binh.file()
    row = await pool.fetchrow("SELECT * FROM dossier")
    return page, await road.seen(type("D", (), {"dossier_id": row["dossier_id"]}))


@pytest.fixture
async def stranger(desk):
    async with Visitor(desk.app) as browser:
        yield browser


async def secret_of(binh, pool):
    """As the confirmation shows it."""
    draft = await pool.fetchval("SELECT draft_id FROM draft WHERE dossier_id IS NOT NULL")
    found = re.search(r'data-copy="(\w{8})"', (await binh.get(f"/my/drafts/{draft}/filed")).html)
    assert found is not None
    return found[1]


async def look_up(browser, code, secret):
    token = await browser.token("/look-up")
    return await browser.post("/look-up", data={"csrf": token, "code": code, "secret": secret})


async def ask(road, dossier, now):
    """Received, handed on, and a paper asked for; then a little later."""
    now.move_to(MONDAY + timedelta(minutes=20))
    accepted = await road.accept(dossier, MONDAY + timedelta(minutes=5))
    handed = await road.forward(accepted, MONDAY + timedelta(minutes=10))
    return await road.ask(handed, MONDAY + timedelta(minutes=15), **ASKED)


async def test_its_owner_is_told_whose_turn_it_is_and_when(binh, filed, road):
    page, dossier = filed
    first = await binh.get(page)
    accepted = await road.accept(dossier, MONDAY + timedelta(minutes=5))
    second = await binh.get(page)

    assert "Đến lượt cơ quan: UBND thành phố Đồng Hới kiểm tra hồ sơ trước" in first.text
    assert "Dự kiến" in first.text
    assert accepted.dossier_code in second.text
    assert "Hạn trả kết quả: 17:00 ngày 03/12/2026" in second.text
    assert "Vì sao là ngày 03/12/2026?" in second.text
    assert "không tính ngày đầu" in second.text
    assert "b***@canary.example" in second.text
    assert "Nơi đến: Bộ phận Một cửa tại trụ sở UBND thành phố Đồng Hới." in second.text


async def test_a_day_that_is_over_is_no_longer_expected(filed, desk, road, stranger, now):
    _, dossier = filed
    page = f"/dossiers/{desk.app.state.keys.first_token(dossier.dossier_id)}"
    await road.accept(dossier, MONDAY + timedelta(minutes=5))
    before = await stranger.get(page)
    now.move_to(MONDAY + timedelta(days=30))
    after = await stranger.get(page)

    assert ("Dự kiến" in before.text, "Quá hạn từ" in before.text) == (True, False)
    assert ("Dự kiến" in after.text, "Quá hạn từ" in after.text) == (False, True)


async def test_the_link_shows_the_way_but_no_names(binh, filed, desk, stranger):
    _, dossier = filed
    token = desk.app.state.keys.first_token(dossier.dossier_id)

    answer = await stranger.get(f"/dossiers/{token}")

    page = Page(answer.text)
    assert answer.status_code == 200
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "Đến lượt cơ quan" in page.text
    for named in ("Nguyễn Thị Bình", "canary", "678", "trang 1.pdf", "044085001234"):
        assert named not in page.html


async def test_by_reference_and_secret_one_comes_to_the_link(binh, filed, pool, stranger):
    _, dossier = filed
    secret = await secret_of(binh, pool)

    for code in (temporary(dossier.dossier_id), temporary(dossier.dossier_id).lower()):
        answer = await look_up(stranger, code, f"{secret[:4].lower()} {secret[4:]}")
        assert answer.status_code == 303
        assert (await stranger.get(answer.headers["location"])).status_code == 200


async def test_the_code_of_the_slip_opens_it_too(binh, filed, pool, road, stranger):
    _, dossier = filed
    secret = await secret_of(binh, pool)
    accepted = await road.accept(dossier, MONDAY + timedelta(minutes=5))

    answer = await look_up(stranger, f" {accepted.dossier_code.lower()} ", secret)

    assert answer.status_code == 303


async def test_wrong_and_unknown_are_told_alike_and_five_lock(binh, filed, pool, stranger):
    _, dossier = filed
    secret = await secret_of(binh, pool)
    code, unknown = temporary(dossier.dossier_id), "T-0000-0000-0000"

    for target in (code, unknown):
        told = [Page((await look_up(stranger, target, "00000000")).text).text for _ in range(5)]
        assert all(
            "Mã hồ sơ hoặc mã tra cứu chưa đúng. Kiểm tra lại trên Giấy tiếp nhận."
            " Sau 5 lần sai, phải chờ 15 phút." in said
            for said in told
        )
    spellings = (
        code,
        unknown,
        f"{code[:3]}\u00a0{code[3:]}",
        f"{code}\u2003",
        code.replace("-", "."),
    )
    locked = [await look_up(stranger, spelled, secret) for spelled in spellings]

    assert all("Chờ 15 phút" in answer.text and answer.status_code == 422 for answer in locked)
    assert secret not in locked[0].text


async def test_what_was_asked_for_is_uploaded_and_sent_and_the_day_moves(
    binh, filed, road, pool, now
):
    page, dossier = filed
    asked = await ask(road, dossier, now)
    told = await binh.get(page)
    assert "Đến lượt bạn: bổ sung 1 giấy tờ trước ngày" in told.text
    assert "Thiếu chữ ký của bà Chim Yến" in told.text

    nothing = await binh.post(f"{page}/supplement", {})
    up = [("files", ("mới.jpg", JPEG, "image/jpeg"))]
    sent = await binh.post(f"{page}/supplement/{KEY}", {"go_on": "yes"}, up)
    before = await binh.get(f"{page}/supplement")
    answers = [await binh.post(f"{page}/supplement", {}) for _ in range(2)]
    after = await binh.get(f"{page}?done=supplied")
    now = await road.seen(asked)

    assert "Tải lên ít nhất một giấy tờ" in Page(nothing.text).text
    assert sent.headers["location"] == f"{page}/supplement"
    assert "1 tệp" in before.text
    assert {answer.headers["location"] for answer in answers} == {f"{page}?done=supplied"}
    assert (now.status, now.slip_no) == ("4", 2)
    assert "Đã gửi giấy tờ bổ sung" in after.text
    assert "Hạn trả kết quả mới" in after.text
    assert (
        await pool.fetchval(
            "SELECT count(*) FROM file WHERE request_no = 1 AND sent_at > now()-interval '9y'"
        )
        == 1
    )


async def test_a_link_alone_can_supply_what_is_asked(filed, road, desk, stranger, now):
    _, dossier = filed
    asked = await ask(road, dossier, now)
    base = f"/dossiers/{desk.app.state.keys.first_token(dossier.dossier_id)}"
    page = Page((await stranger.get(base)).text)
    assert "Chim Yến" not in page.html

    for path, files in (
        (f"/supplement/{KEY}", [("files", ("a.pdf", PDF, "x/y"))]),
        ("/supplement", None),
    ):
        token = await stranger.token("/look-up")
        answer = await stranger.post(base + path, data={"csrf": token, "go_on": "yes"}, files=files)
        assert answer.status_code == 303, Page(answer.text).text[:200]

    assert (await road.seen(asked)).status == "4"


async def test_it_is_rated_once_when_it_is_over(binh, filed, road, pool, now):
    page, dossier = filed
    early = await binh.post(f"{page}/rating", {"time": "5"})
    now.move_to(MONDAY + timedelta(minutes=20))
    accepted = await road.accept(dossier, MONDAY + timedelta(minutes=5))
    handed = await road.forward(accepted, MONDAY + timedelta(minutes=10))
    done = await road.complete(handed, MONDAY + timedelta(minutes=15))
    told = await binh.get(page)
    empty = await binh.post(f"{page}/rating", {"words": "Tốt"})
    answers = [await binh.post(f"{page}/rating", {"time": "5", "words": "Tốt"}) for _ in range(2)]

    assert early.status_code == 409
    assert done.status == "9"
    assert "Nhận kết quả tại Bộ phận Một cửa của UBND thành phố Đồng Hới" in told.text
    assert "Trả lời ít nhất một câu" in Page(empty.text).text
    assert "Tốt" in empty.text
    assert {answer.headers["location"] for answer in answers} == {f"{page}?done=rated"}
    assert await pool.fetchval("SELECT count(*) FROM rating") == 1
    assert "Bạn đã đánh giá hồ sơ này" in (await binh.get(page)).text


async def test_english_for_owner_and_link(binh, filed, desk, stranger):
    page, dossier = filed
    link = f"/dossiers/{desk.app.state.keys.first_token(dossier.dossier_id)}"

    for browser, path in ((binh.browser, page), (stranger, link), (stranger, "/look-up")):
        told = Page((await browser.get(f"{path}?lang=en")).text)
        assert "office's turn" in told.text or "Look up" in told.text
        assert "Diễn biến" not in told.text


def test_a_temporary_reference_is_read_however_it_is_written():
    for typed in ("T-4F2A-91CB-07DE", "t 4f2a 91cb 07de", "T4F2A91CB07DE"):
        assert begins_with(typed) == "4f2a91cb07de"
    for typed in ("T-4F2A", "000.00.31.H46-250303-0001", "X4F2A91CB07DE", "T-4F2A-91CB-07DG"):
        assert begins_with(typed) is None
