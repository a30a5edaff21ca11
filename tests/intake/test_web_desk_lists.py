"""The work list and the one search box: what stands where, for whom, what is said of nothing."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from services.intake.domain.code import temporary
from shared import clock
from shared.web.sites import sites
from tests.intake import qr
from tests.intake.desk import BIRTH, WARD
from tests.intake.officials import CARD, PROCESSOR, RECEIVER, official
from tests.intake.printed import read
from tests.intake.road import Road
from tests.web.visitor import Visitor


async def test_a_stranger_is_sent_to_no_list(desk):
    receiver = await official(desk, RECEIVER)
    receiver.visitor.cookies.clear()

    answer = await receiver.visitor.get("/desk", headers={"Accept": "application/json"})

    assert answer.status_code == 401


async def test_the_list_shows_the_unit_and_what_is_below_it_oldest_due_first(desk, counter):
    now = clock.now()
    await counter.receive(now - timedelta(days=20), applicant={"type": "0", "name": "Cũ Nhất"})
    await counter.receive(now, applicant={"type": "0", "name": "Mới Nhất"})
    await counter.receive(
        now - timedelta(days=9),
        persona="receiver-18853",
        unit=WARD,
        procedure_code=BIRTH,
        applicant={"type": "0", "name": "Ở Phường"},
    )

    city = (await (await official(desk, RECEIVER)).see("/desk")).text
    ward = (await (await official(desk, "receiver-18853")).see("/desk")).text

    assert city.index("Cũ Nhất") < city.index("Ở Phường") < city.index("Mới Nhất")
    assert "1–3 trong 3" in city
    assert "▲ Quá hạn" in city
    assert "Đang xử lý (3)" in city
    assert "Ở Phường" in ward
    assert "Mới Nhất" not in ward


async def test_an_empty_list_says_so_and_a_filter_stands_as_a_chip(desk):
    receiver = await official(desk, RECEIVER)

    empty = await receiver.see("/desk?list=receive")
    filtered = await receiver.see("/desk?list=receive&channel=2")

    assert "Không có hồ sơ nào chờ tiếp nhận. Hồ sơ mới nộp sẽ xuất hiện tại đây." in empty.text
    assert "Đang lọc: Bước: Chờ tiếp nhận" in filtered.text
    assert "Không có hồ sơ nào phù hợp." in filtered.text


async def test_pages_go_forth_and_back_by_their_places(desk, counter):
    now = clock.now()
    for n in range(53):
        await counter.receive(now - timedelta(hours=n), applicant={"type": "0", "name": f"Số {n}"})
    receiver = await official(desk, RECEIVER)

    first = await receiver.see("/desk")
    onward = next(a["href"] for a in first.all("a") if a.get("rel") == "next")
    second = await receiver.see(onward)
    back = next(a["href"] for a in second.all("a") if a.get("rel") == "prev")

    assert "1–50 trong 53" in first.text
    assert "51–53 trong 53" in second.text
    assert "1–50 trong 53" in (await receiver.see(back)).text
    assert "1–50 trong 53" in (await receiver.see("/desk?cursor=không-phải-con-trỏ")).text


async def test_opening_keeps_the_list_and_its_filters_beside_the_dossier(desk, counter):
    dossier = await counter.receive(clock.now())
    receiver = await official(desk, RECEIVER)

    page = await receiver.see("/desk?list=process&channel=1")
    href = next(a["href"] for a in page.all("a") if "data-row" in a)
    opened = await receiver.see(href)

    assert href.startswith(f"/desk/dossiers/{dossier.dossier_id}?list=process&channel=1")
    assert "Hồ sơ trong danh sách" in opened.text


@pytest.mark.parametrize(
    "typed", ["044185765432", CARD, "0912 345 678", "hoang thi chim", "Chim Yến"]
)
async def test_one_hit_opens_at_once(desk, typed):
    receiver = await official(desk, RECEIVER)
    dossier_id = await receiver.receive()

    answer = await receiver.search(typed)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/dossiers/{dossier_id}")


async def test_the_code_opens_the_dossier_however_it_is_typed(desk, counter):
    receiver = await official(desk, RECEIVER)
    dossier_id = await receiver.receive()
    code = await desk.pool.fetchval("SELECT dossier_code FROM dossier")

    answer = await receiver.search(code.lower())

    assert answer.headers["location"] == f"/desk/dossiers/{dossier_id}"


async def test_the_reference_of_an_online_filing_opens_it_before_and_after_its_receipt(desk, road):
    filed = await road.submit()
    receiver, other = await official(desk, RECEIVER), await official(desk, f"receiver-{WARD}")
    given = temporary(filed.dossier_id)

    before = [await one.search(given) for one in (receiver, other)]
    await road.accept(filed, "2025-03-03 10:00")
    after = await receiver.search(given.lower().replace("-", " "))

    assert before[0].headers["location"] == f"/desk/dossiers/{filed.dossier_id}"
    assert "Không tìm thấy hồ sơ nào" in before[1].text
    assert after.headers["location"] == f"/desk/dossiers/{filed.dossier_id}"


async def test_the_qr_of_the_slip_is_read_and_opens_the_dossier_for_anybody(desk):
    receiver = await official(desk, RECEIVER)
    dossier_id = await receiver.receive()
    code = await desk.pool.fetchval("SELECT dossier_code FROM dossier")
    slip = await receiver.visitor.get(f"/desk/dossiers/{dossier_id}/papers/mau01/1.pdf")

    square = qr.drawn(read(slip.content).reader.pages[0])
    found = await receiver.search(square.text())
    stranger = await Visitor(desk.app).get(urlsplit(square.text()).path)

    assert square.side_mm >= 20
    assert square.text().startswith(sites(desk.app.state.settings).intake)
    assert found.headers["location"] == f"/desk/dossiers/{dossier_id}"
    assert stranger.status_code == 200
    assert code in stranger.text
    assert "Chim Yến" not in stranger.text


async def test_several_are_listed_and_none_says_what_to_try(desk, counter):
    await counter.receive(clock.now())
    await counter.receive(clock.now())
    receiver = await official(desk, RECEIVER)

    several = await receiver.search("chim yen")
    none = await receiver.search("<b>không ai</b>")

    assert "Có 2 hồ sơ khớp với" in several.text
    assert "Không tìm thấy hồ sơ nào khớp với “&lt;b&gt;không ai&lt;/b&gt;”" in none.text
    assert "không cần gõ dấu" in none.text


async def test_what_lies_elsewhere_is_found_by_nobody_here(desk, counter):
    await counter.receive(clock.now())
    other = await official(desk, f"receiver-{WARD}")

    answer = await other.search("chim yen")

    assert "Không tìm thấy hồ sơ nào" in answer.text


async def test_who_receives_nothing_is_offered_no_intake(desk):
    processor = await official(desk, PROCESSOR)

    page = await processor.see("/desk")
    refused = await processor.visitor.get("/desk/intake")

    assert "Nhận hồ sơ" not in page.text
    assert refused.status_code == 403


async def test_an_online_dossier_waits_to_be_received(desk, counter):
    filed = await Road(desk.pool, counter.numbers).submit(clock.now())
    receiver = await official(desk, RECEIVER)

    page = await receiver.see("/desk?list=receive")

    assert "Chờ tiếp nhận (1)" in page.text
    assert f"T-{filed.dossier_id.hex[:4].upper()}" in page.text
