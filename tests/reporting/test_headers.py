"""The headers of each kind of answer of reporting, all of them (S19)."""

import pytest

from tests.web import golden

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANSWERS = {
    "/": ("page of everybody", {}),
    "/desk/reports/06?unit=450": ("page of a person", {}),
    "/desk/reports/06?unit=452": ("error page", {}),
    "/desk/reports/06.csv?unit=450": ("PDF", {"content-type": "text/csv; charset=utf-8"}),
    "/desk/reports/06.xlsx?unit=450": ("PDF", {"content-type": XLSX}),
    "/api/reports/06?unit=450": ("answer to a program", {}),
    "/api/reports/06?unit=452": ("refusal to a program", {}),
    golden.CSS: ("static file", {}),
}


@pytest.mark.parametrize("path", ANSWERS)
async def test_each_kind_of_answer_has_its_headers_and_no_others(app, issuer, path):
    app.state.health.why.clear()  # as once Kafka has been read
    kind, own = ANSWERS[path]
    who = golden.Account("reporting", "inspector-450", issuer.bearer(sub="inspector-450"))

    answer = await golden.get(app, who, path, kind)

    assert golden.found(answer) == golden.wanted(kind, issuer.url, **own)
