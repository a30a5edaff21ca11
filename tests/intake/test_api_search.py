"""Looking for a procedure through the API: the same search as the pages, by page."""

import base64
import re

import pytest

from tests.intake.desk import BIRTH
from tests.web.visitor import Page

PROCEDURE = re.compile(r"/procedures/[^/?]+")


async def test_procedures_are_found_by_code_and_by_words_without_marks(desk):
    everything = (await desk.client.get("/api/procedures")).json()
    by_code = (await desk.client.get("/api/procedures", params={"q": BIRTH})).json()
    by_words = (await desk.client.get("/api/procedures", params={"q": "dang ky khai sinh"})).json()
    none = (await desk.client.get("/api/procedures", params={"q": "100%"})).json()

    assert (len(everything["items"]), everything["next"]) == (41, None)
    assert [row["code"] for row in by_code["items"]] == [BIRTH]
    assert by_words["items"][0]["code"] == BIRTH
    assert none["items"] == []


@pytest.mark.parametrize(
    "said",
    ["dang ky khai sinh", "khai sinh cho con", "dang ky khai shinh", "mất sổ đỏ", "1.001193"],
)
async def test_programs_find_the_same_procedures_as_people_in_the_same_order(desk, said):
    rows = (await desk.client.get("/api/procedures", params={"q": said})).json()["items"]
    shown = Page((await desk.client.get("/procedures", params={"q": said})).text)

    linked = [a["href"] for a in shown.all("a") if PROCEDURE.fullmatch(a["href"] or "")]
    assert linked == [f"/procedures/{row['code']}" for row in rows[: len(linked)]]
    assert len(linked) == min(len(rows), 20)


async def test_found_procedures_come_in_pages_and_a_made_up_place_is_refused(desk, monkeypatch):
    whole = (await desk.client.get("/api/procedures", params={"q": "đăng ký"})).json()["items"]
    monkeypatch.setattr("services.intake.api.paging.PAGE", 5)
    monkeypatch.setattr("services.intake.api.catalogue.PAGE", 5)
    paged, cursor = [], ""
    while cursor is not None:
        asked = {"q": "đăng ký", "cursor": cursor}
        got = (await desk.client.get("/api/procedures", params=asked)).json()
        paged, cursor = paged + got["items"], got["next"]

    wrong = [base64.urlsafe_b64encode(text).decode() for text in (b"-5", b"x", b"9" * 30)]
    refused = [
        await desk.client.get("/api/procedures", params={"cursor": text}) for text in (*wrong, "ệ")
    ]
    assert paged == whole
    assert len(whole) > 5
    assert [answer.status_code for answer in refused] == [422] * 4
