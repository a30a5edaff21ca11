"""The headers of each kind of answer of notify, all of them (S19)."""

import pytest

from tests.notify import world
from tests.web import golden

NONE = "00000000-0000-4000-8000-000000000000"
ANSWERS = {
    "/": "page of everybody",
    "/desk/messages": "page of a person",
    f"/desk/messages/{NONE}": "error page",
    "/api/messages": "answer to a program",
    f"/api/messages/{NONE}": "refusal to a program",
    golden.CSS: "static file",
}


@pytest.mark.parametrize("path", ANSWERS)
async def test_each_kind_of_answer_has_its_headers_and_no_others(doors, issuer, path):
    operator = f"operator-{world.UNIT}"
    who = golden.Account("notify", operator, issuer.bearer(sub=operator))

    answer = await golden.get(doors, who, path, ANSWERS[path])

    assert golden.found(answer) == golden.wanted(ANSWERS[path], issuer.url)
