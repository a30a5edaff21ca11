"""The headers of each kind of answer of intake, all of them (S19)."""

import pytest

from tests.intake.desk import BIRTH
from tests.web import golden

NONE = "00000000-0000-4000-8000-000000000000"
ANSWERS = {
    "/": golden.FORM,
    f"/procedures/{BIRTH}": golden.FORM,
    "/look-up": golden.FORM,
    "/my": "page of a person",
    "/desk": "page of a person",
    "/desk/dossiers/{dossier_id}": "page of a person",
    f"/desk/dossiers/{NONE}": "error page",
    "/desk/dossiers/{dossier_id}/papers/mau01/1.pdf": "PDF",
    "/api/dossiers/{dossier_id}": "answer to a program",
    f"/api/dossiers/{NONE}": "refusal to a program",
    golden.CSS: "static file",
}


@pytest.mark.parametrize("path", ANSWERS)
async def test_each_kind_of_answer_has_its_headers_and_no_others(desk, counter, path):
    dossier = await counter.receive()
    who = golden.Account("intake", "receiver-450", desk.bearer("receiver-450"))
    kind, at = ANSWERS[path], path.format(dossier_id=dossier.dossier_id)

    answer = await golden.get(desk.app, who, at, kind)

    assert golden.found(answer) == golden.wanted(kind, desk.issuer.url)
