"""S2: an answer does not tell by its size or its work whether there is something of that name."""

import re
from uuid import uuid4

import pytest
import time_machine

from tests.intake.citizen import PDF, citizen
from tests.intake.test_web_others import MONDAY
from tests.web.effort import listen
from tests.web.visitor import Visitor

CODE = re.compile(r"000\.00\.31\.H46-\d{6}-\d{4}")
WRONG = "0000-0000"


@pytest.fixture
async def effort(desk, monkeypatch):
    return await listen(desk.pool, monkeypatch)


@pytest.fixture
async def two(desk):
    with time_machine.travel(MONDAY, tick=True):
        yield await citizen(desk.app, desk.pool), await citizen(desk.app, desk.pool, "citizen-hung")


async def test_a_wrong_secret_and_a_code_that_is_nobodys_take_the_same_work(desk, counter, effort):
    known = (await counter.receive()).dossier_code
    nobodys = f"{known[:-4]}9999"
    assert CODE.fullmatch(nobodys)
    reference = "T-4F2A-91CB-07DE"

    async with Visitor(desk.app) as browser:
        csrf = await browser.token("/look-up")

        async def cost(code):
            body = {"csrf": csrf, "code": code, "secret": WRONG}
            return await effort.of(browser.post("/look-up", data=body))

        wrong, unknown, again = await cost(known), await cost(nobodys), await cost(known)
        temporary = await cost(reference)

    status, _, statements, hashed = wrong
    assert status == 422
    assert len(statements) >= 3  # the code, its tries, one more of them
    assert len(hashed) == 2  # the code to be counted by, the secret as it was typed
    assert wrong == unknown == again
    assert (temporary[0], len(temporary[2]), temporary[3]) == (status, len(statements), hashed)


async def test_a_locked_code_takes_the_same_work_whether_there_is_one_or_not(desk, counter, effort):
    known = (await counter.receive()).dossier_code
    costs = []

    async with Visitor(desk.app) as browser:
        csrf = await browser.token("/look-up")
        for code in (known, f"{known[:-4]}9999"):
            body = {"csrf": csrf, "code": code, "secret": WRONG}
            costs.append([await effort.of(browser.post("/look-up", data=body)) for _ in range(7)])

    assert costs[0] == costs[1]
    assert costs[0][5] == costs[0][6]


async def test_what_is_hers_answers_him_as_what_never_was(two, effort):
    binh, hung = two
    page, draft = await binh.file(), await binh.begin()
    await binh.upload(draft, (await binh.keys(draft))[0], ("nháp.pdf", PDF))
    file_id = await effort.pool.fetchval("SELECT file_id FROM file ORDER BY kept_at DESC LIMIT 1")
    nobodys = uuid4()
    pairs = {
        page: f"/my/dossiers/{nobodys}",
        f"{page}/supplement": f"/my/dossiers/{nobodys}/supplement",
        draft: f"/my/drafts/{nobodys}",
        f"{draft}/check": f"/my/drafts/{nobodys}/check",
        f"/my/files/{file_id}": f"/my/files/{nobodys}",
    }

    for hers, none in pairs.items():
        told = await effort.of(hung.browser.get(hers)), await effort.of(hung.browser.get(none))
        assert told[0] == told[1], hers
        assert told[0][0] == 404, hers
