"""The headers of each kind of answer of complaints, all of them (S19)."""

import pytest

from tests.web import golden

NONE = "00000000-0000-4000-8000-000000000000"
ANSWERS = {
    "/": golden.FORM,
    "/follow": golden.FORM,
    "/desk/petitions": "page of a person",
    "/desk/petitions/{petition_id}": "page of a person",
    "/desk/petitions/{petition_id}/content": "page of a person",
    f"/desk/petitions/{NONE}": "error page",
    "/api/petitions/{petition_id}": "answer to a program",
    f"/api/petitions/{NONE}": "refusal to a program",
    golden.CSS: "static file",
}


@pytest.mark.parametrize("path", ANSWERS)
async def test_each_kind_of_answer_has_its_headers_and_no_others(office, clerks, path):
    petition = await clerks.register()
    officer = "petition_officer-450"
    who = golden.Account("complaints", officer, office.issuer.bearer(sub=officer))
    kind, at = ANSWERS[path], path.format(petition_id=petition.petition_id)

    answer = await golden.get(office.app, who, at, kind)

    assert golden.found(answer) == golden.wanted(kind, office.issuer.url)
