"""Every form of the four real services, crawled: none acts for a page that is not ours (S3)."""

import pytest

from shared.web import csrf
from stack.gates.applications import applications
from stack.layout import SERVICES
from tests.web.apps import unsafe_pages
from tests.web.visitor import Visitor

# Called by the issuer, which signs what it says (test_log_in_attacks.py).
SIGNED = {"/log-out/back-channel"}
ATTACKS = {
    "no token": ({}, {}, "FORM_EXPIRED"),
    "a made-up token": ({"csrf": "x.y.z"}, {}, "FORM_EXPIRED"),
    "a token that is not the first field": ({"a": "1", "csrf": "GOOD"}, {}, "FORM_EXPIRED"),
    "another site": ({"csrf": "GOOD"}, {"Sec-Fetch-Site": "cross-site"}, "FOREIGN_REQUEST"),
    "another port": ({"csrf": "GOOD"}, {"Sec-Fetch-Site": "same-site"}, "FOREIGN_REQUEST"),
    "the address bar": ({"csrf": "GOOD"}, {"Sec-Fetch-Site": "none"}, "FOREIGN_REQUEST"),
    "a foreign origin": (
        {"csrf": "GOOD"},
        {"Sec-Fetch-Site": None, "Origin": "https://evil.example"},
        "FOREIGN_REQUEST",
    ),
    "no origin at all": ({"csrf": "GOOD"}, {"Sec-Fetch-Site": None}, "FOREIGN_REQUEST"),
}


@pytest.fixture(scope="module")
def apps():
    return applications()


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("how", ATTACKS)
async def test_no_form_is_taken_from_elsewhere(apps, name, how):
    fields, headers, code = ATTACKS[how]
    found = {}

    async with Visitor(apps[name]) as visitor:
        good = await visitor.token("/logged-out")
        sent = {key: good if value == "GOOD" else value for key, value in fields.items()}
        for header, value in headers.items():
            visitor.headers.pop(header, None)
            visitor.headers.update({header: value} if value else {})
        visitor.headers["Accept"] = "application/json"
        for door in unsafe_pages(apps[name]):
            if door.path not in SIGNED:
                answer = await visitor.request(door.method, door.address, data=sent)
                found[door.path] = (answer.status_code, answer.json()["code"])

    assert {"/log-in", "/log-out"} <= found.keys()
    assert set(found.values()) == {(403, code)}


@pytest.mark.parametrize("name", SERVICES)
def test_only_the_issuers_call_and_programs_need_no_token(apps, name):
    [check] = [m for m in apps[name].user_middleware if m.cls is csrf.Csrf]

    assert set(check.kwargs["exempt"]) == SIGNED
