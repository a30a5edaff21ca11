"""Registering and classifying over the pages: the receipt, what is wrong, what is refused."""

import pytest

from tests.complaints import told
from tests.complaints.browsing import official
from tests.complaints.told import naming
from tests.complaints.world import CANARY, CANARY_CONTENT


async def test_a_registered_petition_gives_a_secret_to_who_wrote_it_down(office, pool):
    typed = CANARY | {"content": CANARY_CONTENT, "received_on": "2025-03-03"}
    async with official(office, "reception_officer") as officer:
        done = await officer.fill("/desk/register", **typed)
        receipt = await officer.page(done.headers["location"])
        secret = next(one["data-copy"] for one in receipt.all("button") if "data-copy" in one)
        followed = await officer.fill(
            "/follow", code=await pool.fetchval("SELECT petition_code FROM petition"), secret=secret
        )
    async with official(office, "petition_officer") as other:
        seen = await other.text(done.headers["location"])

    assert followed.headers["location"] == "/follow/status"
    assert secret not in seen.replace(" ", "")
    assert naming(await told.dump(pool)) == set()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Nhập họ tên người gửi."),
        ({"content": ""}, "Ghi nội dung đơn."),
        ({"phone": "12"}, "Số điện thoại không đúng"),
        ({"dossier_code": "000.00.31.H46-1"}, "Không có hồ sơ này"),
        ({"signatures": "MANY", "people": "1"}, "Nhiều người ký thì từ 2 người"),
        ({"received_on": "2030-01-01"}, "Ngày ghi trên giấy còn ở tương lai"),
        ({"received_on": "2025-02-31"}, "Nhập một ngày có thật"),
    ],
)
async def test_a_wrong_registration_says_so_and_keeps_what_was_typed(office, pool, typed, said):
    good = {"name": "An", "address": "Thôn Đông", "content": "Nội dung", "people": "1"}
    async with official(office, "petition_officer") as officer:
        answer = await officer.fill("/desk/register", **(good | typed))

    assert answer.status_code == 422
    assert said in answer.text
    assert "Thôn Đông" in answer.text
    assert await pool.fetchval("SELECT count(*) FROM petition") == 0


async def test_a_denunciation_is_refused_at_the_desk_with_its_own_way(office, pool):
    petition = await office.registered()
    path = f"/desk/petitions/{petition['petition_id']}/classify"

    async with official(office, "petition_officer") as officer:
        answer = await officer.fill(path, kind="DENUNCIATION", field="CORRUPTION")

    assert answer.status_code == 422
    assert "sổ giấy tại người giữ danh tính người tố cáo" in answer.text
    assert await told.kinds(pool) == []
