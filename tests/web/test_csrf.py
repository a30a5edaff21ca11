"""What changes something comes from our own page: where from, whose token, how old (S3)."""

import time
from datetime import timedelta

import pytest
import time_machine
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.datastructures import Headers

from shared import problem_web
from shared.web import csrf, pages, preview
from shared.web.csrf import SAFE, first_field, is_own
from shared.web.form_token import LIFETIME, Tokens
from tests.web.visitor import Visitor

FORM = "/look/citizen/form"
GOOD = {"sec-fetch-site": "same-origin"}


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://test"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://test"}, False),
        ({"origin": "https://test"}, True),
        ({"origin": "https://test:8443"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://test.evil.example"}, False),
        ({"origin": "null"}, True),  # no Sec-Fetch-Site and our no-referrer: the token decides
        ({}, False),
    ],
)
def test_where_a_request_started(headers, own):
    assert is_own(Headers({"host": "test"} | headers)) is own


NAME = ("full_name", "An")


def forged(case, token, foreign):
    """Address, fields and headers of a request that differs from a good one in one thing."""
    good = [("csrf", token), NAME]
    return {
        "nothing": (FORM, good, {}),
        "no token": (FORM, [NAME], {}),
        "token of another visitor": (FORM, [("csrf", foreign), NAME], {}),
        "token of another service": (FORM, [("csrf", ELSEWHERE), NAME], {}),
        "broken token": (FORM, [("csrf", token[:-2]), NAME], {}),
        "token in the address": (f"{FORM}?csrf={token}", [NAME], {}),
        "token after the other fields": (FORM, good[::-1], {}),
        "cross-site": (FORM, good, {"Sec-Fetch-Site": "cross-site"}),
        "same-site": (FORM, good, {"Sec-Fetch-Site": "same-site"}),
        "foreign origin, old browser": (FORM, good, {"Origin": "https://evil.example"}),
    }[case]


ELSEWHERE = Tokens("intake", "x" * 32).signer.dumps("y")


@pytest.mark.parametrize("multipart", [False, True])
@pytest.mark.parametrize(
    "case",
    [
        *("nothing", "no token", "token of another visitor", "token of another service"),
        *("broken token", "token in the address", "token after the other fields"),
        *("cross-site", "same-site", "foreign origin, old browser"),
    ],
)
async def test_the_matrix_of_forged_requests(app, case, multipart):
    async with Visitor(app) as visitor, Visitor(app) as other:
        address, fields, headers = forged(case, await visitor.token(), await other.token())
        if "old browser" in case:
            del visitor.headers["Sec-Fetch-Site"]
        body = {"files": [(n, (None, v)) for n, v in fields]} if multipart else {}

        answer = await visitor.post(address, headers=headers, **(body or {"data": dict(fields)}))

    assert answer.status_code == (422 if case == "nothing" else 403)


async def test_every_unsafe_route_outside_the_api_refuses_a_request_without_token(app):
    unsafe = {
        (method, route.path.replace("{setting}", "desk"))
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if method not in SAFE and not route.path.startswith(csrf.API)
    }

    async with Visitor(app) as visitor:
        answers = {(m, path): (await visitor.request(m, path)).status_code for m, path in unsafe}

    assert ("POST", "/look/desk/form") in answers
    assert set(answers.values()) == {403}


async def test_reading_needs_no_token(visitor):
    answer = await visitor.get(FORM, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200


async def test_a_token_may_come_in_a_header_instead(visitor):
    token = await visitor.token()

    answer = await visitor.post(FORM, data={"full_name": "An"}, headers={csrf.HEADER: token})

    assert answer.status_code == 422


async def test_programs_and_exempt_paths_need_no_token():
    app = FastAPI()
    problem_web.install(app)
    web = pages.Web("x", "x" * 32, preview.frame, production=True, exempt=["/back-channel"])
    pages.install(app, web)

    @app.post("/back-channel")
    async def back_channel() -> str:
        return "ok"

    @app.post("/api/things")
    async def things() -> str:
        return "ok"

    async with Visitor(app, headers={"Sec-Fetch-Site": "cross-site"}) as visitor:
        exempt = await visitor.post("/back-channel")
        program = await visitor.post("/api/things", json={})

    assert (exempt.status_code, program.status_code) == (200, 200)


async def test_a_token_is_good_for_a_working_day(app):
    async with Visitor(app) as visitor:
        token = await visitor.token()
        with time_machine.travel(time.time() + LIFETIME - 5):
            before = await visitor.post(FORM, data={"csrf": token})
        with time_machine.travel(time.time() + timedelta(seconds=LIFETIME + 5).total_seconds()):
            after = await visitor.post(FORM, data={"csrf": token})

    assert (before.status_code, after.status_code) == (422, 403)


async def test_a_session_makes_the_tokens_from_before_it_void(visitor):
    token = await visitor.token()
    visitor.cookies.set("__Host-preview", "a session")

    assert (await visitor.post(FORM, data={"csrf": token})).status_code == 403
    assert (await visitor.post(FORM, data={"csrf": await visitor.token()})).status_code == 422


async def test_what_was_typed_survives_an_expired_form(visitor):
    typed = {"csrf": "old", "full_name": "Tôn Nữ <b>Ẩn</b>", "note": "dòng 1\ndòng 2"}

    refused = await visitor.post(FORM, data=typed)
    fresh = (await visitor.token(FORM),)

    assert refused.status_code == 403
    assert "Biểu mẫu đã hết hạn" in refused.text
    assert 'name="full_name" value="Tôn Nữ &lt;b&gt;Ẩn&lt;/b&gt;"' in refused.text
    assert "dòng 1\ndòng 2" in refused.text
    again = await visitor.post(FORM, data=typed | {"csrf": fresh[0]})
    assert again.status_code == 422


async def test_a_foreign_page_gets_nothing_of_its_form_back(visitor):
    await visitor.token()

    refused = await visitor.post(
        FORM, data={"csrf": "x", "full_name": "Ẩn"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert "Ẩn" not in refused.text


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (b"csrf=abc&x=1", "application/x-www-form-urlencoded", "abc"),
        (b"csrf=a%2Bb", "application/x-www-form-urlencoded; charset=utf-8", "a+b"),
        (b"x=1&csrf=abc", "application/x-www-form-urlencoded", ""),
        (b"", "application/x-www-form-urlencoded", ""),
        (b"csrf", "application/x-www-form-urlencoded", ""),
        (b"csrf=abc", "text/plain", ""),
        (b'{"csrf": "abc"}', "application/json", ""),
        (
            b'--B\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nabc\r\n--B--',
            "multipart/form-data; boundary=B",
            "abc",
        ),
        (
            b'--B\r\nContent-Disposition: form-data; name="csrf"; filename="f"\r\n\r\nabc\r\n--B',
            "multipart/form-data; boundary=B",
            "",
        ),
        (b"--B\r\n", "multipart/form-data; boundary=B", ""),
    ],
)
def test_the_token_is_the_first_field(body, kind, found):
    assert first_field(body, kind) == found


def test_a_service_without_a_secret_does_not_start():
    with pytest.raises(ValueError, match="intake needs a secret"):
        Tokens("intake", "")
