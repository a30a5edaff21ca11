"""Bad input at the counter: each a clear error with a stable code, and nothing of it is kept."""

import json

import pytest

from tests.intake.desk import BIRTH, CANARY, OTHER, filing
from tests.shared.web import new_key

REFUSED = [
    ({"unit": "99999"}, "UNIT_UNKNOWN", "unit"),
    ({"procedure_code": "9.999999"}, "PROCEDURE_UNKNOWN", "procedure_code"),
    ({"procedure_code": BIRTH}, "PROCEDURE_NOT_OFFERED", "unit"),
    ({"procedure_code": "2.000815", "channel": "3"}, "CHANNEL_NOT_OFFERED", "channel"),
    ({"limit": {"amount": 1, "unit": "day", "reason": "vội"}}, "LIMIT_FIXED", "limit"),
]
FIELDS = [
    ({"channel": "9"}, "channel", "NOT_IN_LIST"),
    ({"papers": {}}, "papers", "WRONG_TYPE"),
    ({"applicant": CANARY | {"name": "x" * 301}}, "applicant.name", "TOO_LONG"),
    ({"applicant": CANARY | {"name": "An\x00"}}, "applicant.name", "CONTROL_CHARACTER"),
    ({"applicant": CANARY | {"email": "an"}}, "applicant.email", "EMAIL_INVALID"),
    ({"applicant": CANARY | {"phone": "1"}}, "applicant.phone", "PHONE_INVALID"),
    ({"applicant": CANARY | {"cccd": "0"}}, "applicant.cccd", "UNKNOWN_FIELD"),
    ({"unit": None}, "unit", "MISSING"),
    ({"unit": 450}, "unit", "WRONG_TYPE"),
]


@pytest.fixture(autouse=True)
async def nothing_is_kept(desk):
    yield
    for table in ("dossier", "party", "outbox", "audit", "idempotency"):
        assert await desk.pool.fetchval(f"SELECT count(*) FROM {table}") == 0, table


async def test_what_the_catalogue_does_not_have_is_named(desk):
    for changed, code, field in REFUSED:
        answer = await desk.post("/api/dossiers", filing(**changed))

        told = answer.json()
        assert (answer.status_code, told["code"]) == (422, code)
        assert [f["field"] for f in told["fields"]] == [field]
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_field_that_is_wrong_is_named_with_its_code(desk):
    for changed, field, code in FIELDS:
        answer = await desk.post("/api/dossiers", filing(**changed))

        told = answer.json()
        assert (answer.status_code, told["code"]) == (422, "FIELDS_INVALID")
        assert [(f["field"], f["code"]) for f in told["fields"]] == [(field, code)]


async def test_a_body_that_is_no_json_too_large_or_of_another_type_is_refused(desk):
    bearer = desk.bearer("receiver-450")
    as_json = bearer | {"Content-Type": "application/json"}

    broken = await desk.client.post("/api/dossiers", content=b"{", headers=as_json)
    large = await desk.client.post("/api/dossiers", content=b"x" * 1_100_000, headers=as_json)
    form = await desk.client.post("/api/dossiers", data={"unit": "450"}, headers=bearer)

    assert (broken.status_code, broken.json()["code"]) == (400, "JSON_MALFORMED")
    assert (large.status_code, large.json()["code"]) == (413, "BODY_TOO_LARGE")
    assert (form.status_code, form.json()["code"]) == (415, "BODY_NOT_JSON")


async def test_nobody_files_without_a_good_token(desk):
    body = json.dumps(filing())
    as_json = {"Content-Type": "application/json"}
    forged = desk.issuer.bearer(new_key("first"), sub="receiver-450")

    without = await desk.client.post("/api/dossiers", content=body, headers=as_json)
    with_forged = await desk.client.post("/api/dossiers", content=body, headers=as_json | forged)

    assert (without.status_code, without.json()["code"]) == (401, "TOKEN_MISSING")
    assert (with_forged.status_code, with_forged.json()["code"]) == (401, "TOKEN_INVALID")


async def test_nobody_files_without_the_role_or_for_another_unit(desk):
    role = await desk.post("/api/dossiers", filing(), "processor-450")
    stranger = await desk.post("/api/dossiers", filing(), "citizen")
    unit = await desk.post("/api/dossiers", filing(unit=OTHER))

    assert (role.status_code, role.json()["code"]) == (403, "ROLE_MISSING")
    assert (stranger.status_code, stranger.json()["code"]) == (403, "NOT_STAFF")
    assert (unit.status_code, unit.json()["code"]) == (403, "UNIT_FORBIDDEN")


async def test_a_cursor_that_is_not_ours_is_refused(desk):
    for path in ("/api/dossiers", "/api/remedies"):
        for cursor in ("x", "MjAyNS0wMS0wMXwx", "MjAyNS0wMS0wMVQwMDowMDowMHwx"):
            answer = await desk.get(path, "processor-450", cursor=cursor)

            assert (answer.status_code, answer.json()["code"]) == (422, "CURSOR_INVALID")
