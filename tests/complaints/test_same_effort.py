"""S2: an answer does not tell by its size or its work whether there is a letter of that number."""

import pytest

from tests.complaints.browsing import citizen, official
from tests.complaints.world import OTHER
from tests.web.effort import listen

NOBODYS = "00000000-0000-4000-8000-000000000007"


@pytest.fixture
async def effort(office, pool, monkeypatch):
    return await listen(pool, monkeypatch)


async def test_a_wrong_secret_and_a_number_that_is_nobodys_take_the_same_work(office, effort):
    known = (await office.registered())["petition_code"]
    nobodys = f"{known[:-5]}99999"
    costs = []

    async with citizen(office) as browser:
        csrf = await browser.token("/follow")
        for code in (known, nobodys):
            body = {"csrf": csrf, "code": code, "secret": "00000000"}
            costs.append([await effort.of(browser.post("/follow", data=body)) for _ in range(7)])

    status, _, statements, hashed = costs[0][0]
    assert status == 422
    assert len(statements) >= 3
    assert len(hashed) == 2
    assert costs[0] == costs[1]


async def test_another_units_petition_answers_as_one_that_never_was(office, effort):
    petition = (await office.classified())["petition_id"]
    case = (await office.verifying())["case_id"]

    async with official(office, "case_leader", OTHER) as stranger:
        for kind, known in (("petitions", petition), ("cases", case)):
            there = await effort.of(stranger.get(f"/desk/{kind}/{known}"))
            nowhere = await effort.of(stranger.get(f"/desk/{kind}/{NOBODYS}"))
            assert there[:2] == nowhere[:2], kind
            assert there[0] == 404, kind
