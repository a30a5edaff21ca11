"""The signed result as a file: uploaded by the approver, downloaded by the applicant alone."""

import re

import pytest
import time_machine

from shared import clock
from tests.intake.citizen import JPEG, PDF, citizen
from tests.intake.officials import APPROVER, RECEIVER, official
from tests.shared.vietnam import at
from tests.web.visitor import Page, Visitor

MONDAY = at("2026-11-30 09:00")
SIGNED = PDF + b"% signed\n"
GRANTED = {"outcome": "GRANTED", "decision_no": "128/GCN-UBND", "signed_by": "Lê An"}


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
async def binh(desk):
    return await citizen(desk.app, desk.pool)


@pytest.fixture
async def dossier(binh, desk, road, pool):
    """In work; where its owner and where the approver see it."""
    own = await binh.file()
    row = await pool.fetchrow("SELECT dossier_id FROM dossier")
    seen = await road.seen(type("D", (), dict(row)))
    await road.forward(await road.accept(seen, MONDAY), MONDAY)
    return own, f"/desk/dossiers/{row['dossier_id']}"


async def hand_over(pool, road):
    """All fees are paid, the result is given out."""
    row = await pool.fetchrow("SELECT dossier_id FROM dossier")
    await road.give_back(await road.seen(type("D", (), dict(row))), clock.now())


async def approve(approver, path, *named, **typed):
    """Fill in the approval with files; the answer is not followed."""
    sent = await approver.form(f"{path}/complete")
    files = [("result_file", (name, content, "application/pdf")) for name, content in named]
    return await approver.visitor.post(
        f"{path}/complete", data=sent | GRANTED | typed, files=files or {"none": b""}
    )


async def test_the_applicant_downloads_what_the_approver_signed(binh, dossier, desk, pool, road):
    own, path = dossier
    approver = await official(desk, APPROVER)
    before = await binh.status(f"{own}/result")

    done = await approve(approver, path, ("Giấy chứng nhận.pdf", SIGNED))
    unpaid, waits = await binh.get(own), await binh.status(f"{own}/result")
    await hand_over(pool, road)
    page, got = await binh.get(own), await binh.browser.get(f"{own}/result")
    file_id = await pool.fetchval("SELECT file_id FROM result")
    at_desk = await approver.visitor.get(f"{path}/files/{file_id}")

    assert (before, done.status_code, waits) == (404, 303, 404)
    assert "sau khi nộp đủ phí, lệ phí" in unpaid.text
    assert f"{own}/result" in {a["href"] for a in page.all("a")}
    assert got.content == SIGNED
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment")
    assert got.headers["cache-control"] == "no-store"
    assert at_desk.content == SIGNED
    assert f"{path}/files/{file_id}" in (await approver.see(path)).html
    payload = await pool.fetchval("SELECT payload FROM outbox WHERE type LIKE '%DossierCompleted%'")
    assert b'"result_digital":true' in bytes(payload).replace(b" ", b"")


async def test_who_has_the_code_and_the_secret_downloads_it_too(binh, dossier, desk, pool, road):
    _, path = dossier
    draft = await pool.fetchval("SELECT draft_id FROM draft WHERE dossier_id IS NOT NULL")
    filed = (await binh.get(f"/my/drafts/{draft}/filed")).html
    secret = re.search(r'data-copy="(\w{8})"', filed)
    assert secret is not None
    await approve(await official(desk, APPROVER), path, ("a.pdf", SIGNED))
    await hand_over(pool, road)
    code = await pool.fetchval("SELECT dossier_code FROM dossier")

    async with Visitor(desk.app) as stranger:
        token = await stranger.token("/look-up")
        typed = {"csrf": token, "code": code, "secret": secret[1]}
        link = (await stranger.post("/look-up", data=typed)).headers["location"]
        got = await stranger.get(f"{link}/result")

    assert got.content == SIGNED


async def test_nobody_else_downloads_it(binh, dossier, desk, pool, road):
    own, path = dossier
    await approve(await official(desk, APPROVER), path, ("a.pdf", SIGNED))
    await hand_over(pool, road)
    other = await citizen(desk.app, desk.pool, "citizen-other")
    file_id = await pool.fetchval("SELECT file_id FROM result")

    for where in (f"{own}/result", f"/my/files/{file_id}"):
        assert await other.status(where) == 404
    async with Visitor(desk.app) as stranger:
        assert (await stranger.get("/dossiers/wrong-token/result")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", JPEG, "không khớp với tên tệp"),
        ("a.jpg", JPEG, "phải là tệp PDF đã ký"),
        ("a.exe", b"MZ", "không thuộc loại được nhận"),
        ("a.pdf", b"", "không có nội dung"),
    ],
)
async def test_a_file_that_is_no_signed_pdf_is_told_and_nothing_is_approved(
    dossier, desk, pool, name, content, said
):
    answer = await approve(await official(desk, APPROVER), dossier[1], (name, content))

    assert answer.status_code == 422
    assert said in Page(answer.text).text
    assert GRANTED["decision_no"] in answer.text
    assert await pool.fetchval("SELECT count(*) FROM result") == 0
    assert await pool.fetchval("SELECT count(*) FROM file WHERE paper_key = '#result'") == 0


async def test_a_fault_in_the_form_keeps_the_file_and_another_takes_its_place(
    binh, dossier, desk, pool, road
):
    own, path = dossier
    approver = await official(desk, APPROVER)

    wrong = await approve(approver, path, ("cũ.pdf", PDF), decision_no="")
    hidden = await binh.status(f"{own}/result")
    done = await approve(approver, path, ("mới.pdf", SIGNED))
    await hand_over(pool, road)

    assert wrong.status_code == 422
    assert "cũ.pdf" in Page(wrong.text).text
    assert (hidden, done.status_code) == (404, 303)
    assert (await binh.browser.get(f"{own}/result")).content == SIGNED


async def test_a_file_that_was_kept_can_be_left_out(dossier, desk, pool):
    approver = await official(desk, APPROVER)
    await approve(approver, dossier[1], ("cũ.pdf", PDF), decision_no="")

    done = await approve(approver, dossier[1], drop="yes")

    assert done.status_code == 303
    assert await pool.fetchval("SELECT file_id FROM result") is None
    assert await pool.fetchval("SELECT count(*) FROM file WHERE paper_key = '#result'") == 0


async def test_only_an_approver_of_the_unit_uploads_and_a_made_up_file_is_none(
    dossier, desk, pool, road
):
    receiver = await official(desk, RECEIVER)
    form = await receiver.form("/desk/intake/1.001612")
    answer = await receiver.visitor.post(
        f"{dossier[1]}/complete",
        data={"csrf": form["csrf"], **GRANTED},
        files=[("result_file", ("a.pdf", SIGNED, "application/pdf"))],
    )
    body = {"outcome": "GRANTED", "decision_no": "1/QĐ", "file_id": "0" * 32}
    version = await pool.fetchval("SELECT version FROM dossier")
    api = await desk.post(
        dossier[1].replace("/desk", "/api") + "/completion",
        body | {"file_id": "00000000-0000-4000-8000-000000000000"},
        APPROVER,
        **{"If-Match": f'"{version}"'},
    )

    assert answer.status_code == 403
    assert (api.status_code, api.json()["code"]) == (404, "FILE_NOT_FOUND")
    assert await pool.fetchval("SELECT count(*) FROM file WHERE paper_key = '#result'") == 0
