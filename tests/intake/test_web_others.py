"""S2, S4: one citizen never reaches another's things; what is typed is shown as it was typed."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.citizen import PDF, citizen
from tests.intake.test_web_dossier import ASKED, KEY
from tests.shared.vietnam import at
from tests.web.hostile import HOSTILE
from tests.web.visitor import Page

REFERENCE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}")
MONDAY = at("2026-11-30 09:00")


@pytest.fixture
async def two(desk):
    with time_machine.travel(MONDAY, tick=True):
        yield await citizen(desk.app, desk.pool), await citizen(desk.app, desk.pool, "citizen-hung")


@pytest.fixture
async def hers(two, pool, road):
    """What is hers alone: a draft with a file, a filed dossier that is asked to be completed."""
    binh, _ = two
    page = await binh.file()
    row = await pool.fetchrow("SELECT dossier_id FROM dossier")
    seen = await road.seen(type("D", (), {"dossier_id": row["dossier_id"]}))
    accepted = await road.accept(seen, MONDAY + timedelta(minutes=30))
    handed = await road.forward(accepted, MONDAY + timedelta(minutes=40))
    await road.ask(handed, MONDAY + timedelta(minutes=50), **ASKED)
    up = [("files", ("bổ sung.pdf", PDF, "application/pdf"))]
    await binh.post(f"{page}/supplement/{KEY}", {}, up)
    draft = await binh.begin()
    key = (await binh.keys(draft))[0]
    await binh.upload(draft, key, ("nháp.pdf", PDF))
    files = [str(one["file_id"]) for one in await pool.fetch("SELECT file_id FROM file")]
    return draft, key, page, files


async def test_nothing_of_hers_is_there_for_him(two, hers):
    _, hung = two
    draft, key, page, files = hers
    nothing = (await hung.browser.get(f"/my/drafts/{uuid4()}")).status_code
    reads = [
        draft,
        *(f"{draft}/{end}" for end in ("who", "unit", "check", "filed", "delete", f"papers/{key}")),
        *(page, f"{page}/supplement", f"{page}/supplement/{KEY}"),
        *(f"/my/files/{file_id}" for file_id in files),
    ]

    found = {path: await hung.status(path) for path in reads}

    assert nothing == 404
    assert set(found.values()) == {404}, found


async def test_nothing_he_sends_changes_what_is_hers(two, hers, pool):
    _, hung = two
    draft, key, page, files = hers
    before = await _all(pool)
    up = [("files", ("của Hùng.pdf", PDF, "application/pdf"))]

    sent = [
        await hung.post(f"{draft}/who", {"who": "OTHER"}),
        await hung.post(f"{draft}/check", {"declared": "yes"}),
        await hung.post(f"{draft}/papers/{key}", {}, up),
        await hung.post(f"{draft}/papers/{key}", {"remove": files[-1]}),
        await hung.post(f"{page}/supplement", {}),
        await hung.post(f"{page}/supplement/{KEY}", {}, up),
        await hung.post(f"{page}/supplement/{KEY}", {"remove": files[0]}),
        await hung.post(f"{page}/rating", {"time": "1"}),
    ]
    gone = await hung.post(f"{draft}/delete", {})

    assert {answer.status_code for answer in sent} == {404}
    assert gone.headers["location"].startswith("/my?removed=")  # as for one that never was
    assert await _all(pool) == before


async def test_ids_of_hers_in_his_own_forms_do_nothing(two, hers, pool):
    binh, hung = two
    draft, _, _, files = hers
    his = await hung.begin()
    key = (await hung.keys(his))[0]
    before = await _all(pool)

    removed = await hung.post(f"{his}/papers/{key}", {"remove": files[-1]})
    taken = await hung.post("/procedures/1.001612/file", {"draft_id": draft.rsplit("/", 1)[1]})

    assert removed.status_code == 303
    assert taken.status_code == 404
    assert await _all(pool) == before
    assert await binh.status(f"/my/files/{files[-1]}") == 200


async def test_his_list_has_nothing_of_hers(two, hers):
    _, hung = two
    draft, _, page, _ = hers

    told = await hung.get("/my")

    assert draft not in told.html
    assert page not in told.html


async def _all(pool):
    """Every row that an attack could change."""
    tables = ("draft", "dossier", "file", "rating", "supplement", "action")
    return {
        table: [tuple(row) for row in await pool.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")]
        for table in tables
    }


@pytest.mark.parametrize("said", HOSTILE)
async def test_what_is_typed_is_shown_as_text_on_each_page(two, said, pool):
    binh, _ = two
    page = await binh.file(name={"name": said})
    draft = await binh.begin()
    await binh.post(f"{draft}/name", {"name": said})
    wrong = Page((await binh.post(f"{draft}/contact", {"email": said})).text)
    await binh.upload(draft, (await binh.keys(draft))[0], (f"{said}.pdf", PDF))
    key = (await binh.keys(draft))[0]
    plain = Page((await binh.browser.get("/procedures")).text)

    for path in (page, f"{draft}/name", f"{draft}/papers/{key}", "/my"):
        shown = await binh.get(path)
        assert "alert(1)" not in "".join(str(s) for s in shown.all("img"))
        assert all("onerror" not in attrs for _, attrs in shown.tags)
        assert "49" not in REFERENCE.sub("", shown.text) or "7 * 7" in shown.text
    assert said in (await binh.get(page)).text.replace("\xa0", " ") or "<" in said
    assert len(wrong.all("script")) == len(plain.all("script"))
    searched = await binh.browser.get("/procedures", params={"q": said, "commune": said})
    assert Page(searched.text).shape[:10] == plain.shape[:10]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.text(st.characters(codec="utf-8"), max_size=120))
async def test_any_text_in_any_box_is_answered_with_a_page(two, said):
    binh, _ = two
    for path in ("/procedures", "/procedures/1.001193", "/look-up", "/my"):
        query = {"q": said, "commune": said, "code": said, "cursor": said, "field": said}
        answer = await binh.browser.get(path, params=query)
        assert answer.status_code in (200, 422), (path, said)
    sent = await binh.post("/look-up", {"code": said, "secret": said})
    assert sent.status_code == 422
