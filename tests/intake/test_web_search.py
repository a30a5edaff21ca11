"""Home, results and the page before one starts, as anybody sees them."""

import pytest

from tests.intake.citizen import query
from tests.intake.desk import BIRTH, LAND
from tests.web.visitor import Page, Visitor


@pytest.fixture
async def anyone(desk):
    async with Visitor(desk.app) as browser:
        yield browser


async def test_the_first_page_has_one_box_and_the_fields_that_have_procedures(anyone):
    page = await anyone.page("/")

    assert [box["name"] for box in page.all("input") if box.get("type") == "search"] == ["q"]
    assert "Hộ tịch (14)" in page.text
    assert "/procedures?field=ho-tich" in [a["href"] for a in page.all("a")]
    assert [one for one in page.all("script") if one.get("src")] == []


@pytest.mark.parametrize("said", ["dang ky khai sinh", "1.001193", "khai sinh cho con"])
async def test_a_search_leads_to_the_procedure(anyone, said):
    answer = await anyone.get("/procedures", params={"q": said})
    links = [a["href"] for a in Page(answer.text).all("a")]

    found = [href for href in links if (href or "").startswith("/procedures/")]
    assert found[0] == f"/procedures/{BIRTH}"


async def test_a_search_in_vain_says_what_to_do(anyone):
    page = Page((await anyone.get("/procedures", params={"q": "xe lu"})).text)

    assert "Không tìm thấy thủ tục phù hợp với “xe lu”. Thử từ khác, chọn lĩnh vực" in page.text
    assert "hoặc hỏi tại Bộ phận Một cửa của xã, phường nơi bạn ở" in page.text


async def test_all_procedures_come_in_pages_and_filters_stay(anyone):
    first = await anyone.page("/procedures?level=COMMUNE")
    onward = next(a["href"] for a in first.all("a") if a.get("rel") == "next")
    second = await anyone.page(onward)

    assert query(onward)["level"] == ["COMMUNE"]
    assert "1–20 trong" in first.text
    assert "21–" in second.text
    assert "cấp huyện" not in second.text.partition("Lọc")[2]


@pytest.mark.parametrize("cursor", ["-5", "x", "9" * 30, "²"])
async def test_a_place_that_is_none_begins_the_list_or_ends_it(anyone, cursor):
    assert (await anyone.get("/procedures", params={"cursor": cursor})).status_code == 200


async def test_before_one_starts_papers_days_fee_and_law_are_told(anyone):
    page = await anyone.page(f"/procedures/{BIRTH}")

    assert "Giấy chứng sinh : 1 bản chính" in page.text
    assert "Giấy tờ tùy thân : mang theo để xuất trình, không nộp" in page.text
    assert "Trong ngày làm việc" in page.text
    assert "theo nghị quyết của Hội đồng nhân dân tỉnh" in page.text
    assert "Luật Hộ tịch 60/2014/QH13" in page.text
    assert f"/procedures/{BIRTH}/file" in [a["href"] for a in page.all("a")]


async def test_a_fee_of_nought_is_never_called_free(anyone, pool):
    for code in await pool.fetch("SELECT code FROM procedure_detail"):
        page = await anyone.page(f"/procedures/{code['code']}")
        assert "miễn phí" not in page.text.lower()


async def test_a_limit_that_differs_by_channel_is_told_for_each(anyone, pool):
    channels = [
        {"channel": "1", "limit": {"amount": 3, "unit": "working_day"}},
        {"channel": "2", "limit": {"amount": 8, "unit": "hour"}},
    ]
    await pool.execute(
        "UPDATE reference SET state = state || $1 WHERE key = $2",
        {"channels": channels},
        f"{BIRTH}@1",
    )

    page = await anyone.page(f"/procedures/{BIRTH}")

    assert "Nộp tại quầy: 3 ngày làm việc" in page.text
    assert "Nộp trực tuyến: 8 giờ làm việc" in page.text


async def test_an_old_name_of_a_commune_leads_to_todays_office(anyone):
    page = await anyone.page(f"/procedures/{BIRTH}?commune=hoa+tien")

    assert "UBND xã Tân Thành , Huyện Minh Hóa" in page.text
    assert "Trước đây: Xã Hóa Tiến" in page.text
    assert "Nơi đến: Bộ phận Một cửa tại trụ sở UBND xã Tân Thành." in page.text
    hours = "Giờ làm việc: thứ Hai – thứ Sáu: 07:30–11:30, 13:00–17:00"
    assert hours in page.text.replace("\u2060", "")


async def test_a_commune_leads_to_the_district_where_that_takes_it_in(anyone):
    page = await anyone.page(f"/procedures/{LAND}?commune=bao+ninh")

    assert "UBND thành phố Đồng Hới" in page.text
    assert "Giải quyết cho Xã Bảo Ninh" in page.text
    assert "Nơi đến: Bộ phận Một cửa tại trụ sở UBND thành phố Đồng Hới." in page.text


async def test_a_procedure_of_the_counter_alone_has_no_button(anyone):
    page = await anyone.page("/procedures/2.000815")

    assert "chưa nhận trực tuyến" in page.text
    assert "/procedures/2.000815/file" not in [a["href"] for a in page.all("a")]


async def test_what_nobody_offers_is_not_there(anyone):
    answer = await anyone.get("/procedures/9.999999")

    assert answer.status_code == 404
    assert "Không có thủ tục này" in Page(answer.text).text


async def test_english_by_the_switch(anyone):
    page = await anyone.page(f"/procedures/{BIRTH}?lang=en")

    assert "What you need" in page.text
    assert "Civil status" in page.text
    assert "Bạn cần có" not in page.text
