"""The counter's road on its pages: take in, forward, ask, supply, approve, hand over."""

import re

from tests.intake import printed
from tests.intake.officials import APPROVER, PROCESSOR, RECEIVER, RETURNER, official


async def test_a_dossier_goes_its_whole_way_on_the_pages_of_the_desk(desk):
    receiver, processor = await official(desk, RECEIVER), await official(desk, PROCESSOR)
    approver, returner = await official(desk, APPROVER), await official(desk, RETURNER)

    dossier = f"/desk/dossiers/{await receiver.receive()}"
    received = await receiver.visitor.get(f"{dossier}/received")
    code = re.search(r"000\.00\.31\.H46-\d{6}-\d{4}", received.text).group()
    slip = await receiver.send(
        f"{dossier}/papers/mau01/1.pdf", await receiver.form(f"{dossier}/received")
    )
    first = printed.read(slip.content).text
    assert f"Mã hồ sơ: {code}" in first
    assert "Mã tra cứu (giữ kín, chỉ in một lần)" in first

    forwarded = await receiver.send(f"{dossier}/forward", to="process")
    assert forwarded.headers["location"] == f"{dossier}?done=forward"

    asked = await processor.send(
        f"{dossier}/supplement",
        paper_keys=["giay-de-nghi-dang-ky"],
        reason_codes=["MISSING"],
        reason="Giấy đề nghị chưa ký.",
    )
    assert asked.status_code == 303, asked.text[-3000:]
    page = await receiver.visitor.get(f"{dossier}?done=supplement")
    assert "In Phiếu yêu cầu bổ sung" in page.text
    request = await receiver.visitor.get(f"{dossier}/papers/mau02/1.pdf")
    assert "Giấy đề nghị chưa ký." in printed.read(request.content).text

    supplied = await receiver.send(f"{dossier}/supply", papers=["giay-de-nghi-dang-ky"])
    assert supplied.status_code == 303, supplied.text[-3000:]
    second = await receiver.visitor.get(f"{dossier}/papers/mau01/2.pdf")
    assert "Lần 2" in printed.read(second.content).text

    completed = await approver.send(
        f"{dossier}/complete", decision_no="128/QĐ-UBND", outcome="GRANTED"
    )
    assert completed.status_code == 303, completed.text[-3000:]

    returned = await returner.send(
        f"{dossier}/return", taken_by="Hoàng Thị Chim Yến", fees_paid="yes"
    )
    assert returned.status_code == 303, returned.text[-3000:]
    page = await receiver.see(dossier)
    assert "Đã trả kết quả" in page.text
