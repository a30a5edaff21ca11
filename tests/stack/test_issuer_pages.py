"""The dev issuer's pages: whom it asks, what it answers, and to whom alone."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from joserfc import jwt

from stack import frontend
from stack.issuer import tokens
from stack.issuer.app import application
from stack.issuer.asking import CODE_S, Asked, Codes, Refused
from stack.issuer.clients import Client, clients
from stack.issuer.people import groups
from stack.layout import SERVICES
from tests.shared.web import first_key
from tests.web.visitor import Page, Visitor

ISSUER = "http://127.0.0.1:9000"
VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKS = {
    "response_type": "code",
    "client_id": "intake",
    "redirect_uri": "http://127.0.0.1:9001/log-in/callback",
    "scope": "openid profile",
    "state": "a state",
    "nonce": "a nonce",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module", autouse=True)
def built():
    frontend.build()


@pytest.fixture
def app(monkeypatch):
    for n, name in enumerate(SERVICES, 9001):
        monkeypatch.setenv(f"MOTCUA_{name.upper()}_URL", f"http://127.0.0.1:{n}")
    return application(first_key(), ISSUER, "s" * 32)


@pytest.fixture
async def browser(app):
    async with Visitor(app) as visitor:
        yield visitor


async def chosen(browser, subject="receiver-450", **asked):
    """Press a persona's button; where one is sent to."""
    page = await browser.get("/authorize", params=ASKS | asked)
    hidden = {field["name"]: field["value"] for field in Page(page.text).all("input")}
    return await browser.post("/authorize", data=hidden | {"sub": subject})


async def redeemed(browser, answer, **changed):
    [code] = parse_qs(urlsplit(answer.headers["location"]).query)["code"]
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": ASKS["redirect_uri"],
        "client_id": "intake",
        "code_verifier": VERIFIER,
    }
    sent = {name: value for name, value in (sent | changed).items() if value is not None}
    return await browser.post("/token", data=sent, headers={"Sec-Fetch-Site": "cross-site"})


async def test_everybody_of_the_trial_stands_on_the_page_by_their_unit(browser):
    page = Page((await browser.get("/authorize", params=ASKS)).text)

    buttons = {b["value"] for b in page.all("button") if b.get("name") == "sub"}
    assert buttons == {one.subject for group in groups() for one in group.choices}
    by_unit = {group.unit: {one.roles for one in group.choices} for group in groups()}
    everywhere = {
        *("tiếp nhận", "thu phí", "xử lý", "phê duyệt", "trả kết quả", "tiếp công dân"),
        *("phụ trách Bộ phận Một cửa", "xử lý đơn", "xác minh"),
        "phê duyệt, giải quyết khiếu nại, tố cáo",
    }
    for unit in ("Phường Hải Thành", "Phường Đồng Phú", "Thành phố Đồng Hới", "Sở Tư pháp"):
        assert everywhere <= by_unit[unit], unit
    assert {"vận hành", "kiểm soát thủ tục", "thanh tra"} <= by_unit["Tỉnh Quảng Bình"]
    assert len(by_unit["Người dân và doanh nghiệp"]) == 1
    assert "Lê Thị Mỹ Hạnh" in page.text


async def test_a_page_of_the_issuer_has_the_headers_of_any_page(browser):
    answer = await browser.get("/authorize", params=ASKS)

    policy = answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "form-action 'self' http://127.0.0.1:9001 http://127.0.0.1:9002" in policy
    assert "unsafe" not in policy


async def test_a_press_leads_back_with_a_code_that_is_worth_two_tokens(browser):
    answer = await chosen(browser)
    told = (await redeemed(browser, answer)).json()

    at = urlsplit(answer.headers["location"])
    query = {name: value for name, [value] in parse_qs(at.query).items()}
    assert f"{at.scheme}://{at.netloc}{at.path}" == ASKS["redirect_uri"]
    assert (query["state"], query["iss"]) == ("a state", ISSUER)
    claims = jwt.decode(told["id_token"], first_key()).claims
    assert (claims["iss"], claims["aud"], claims["sub"]) == (ISSUER, "intake", "receiver-450")
    assert claims["nonce"] == "a nonce"
    assert claims["sid"]
    assert "name" not in claims  # the token goes into an address when one logs out
    bearer = {"Authorization": f"Bearer {told['access_token']}"}
    person = (await browser.get("/userinfo", headers=bearer)).json()
    assert person == {"sub": "receiver-450", "name": "Nguyễn Thị Thu Hà"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "stranger"},
        {"client_id": "complaints"},
        {"redirect_uri": "https://evil.example/log-in/callback"},
        {"redirect_uri": "http://127.0.0.1:9001/log-in/callback/../x"},
        {"redirect_uri": "http://127.0.0.1:9001/log-in/callback?x=1"},
        {"redirect_uri": ""},
        {"response_type": "token"},
        {"scope": "profile"},
        {"state": ""},
        {"code_challenge": ""},
        {"code_challenge": "short"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": ""},
    ],
)
async def test_what_no_service_of_ours_asks_is_sent_nowhere(browser, wrong):
    asked = await browser.get("/authorize", params=ASKS | wrong)
    token = await browser.token("/authorize?" + str(httpx.QueryParams(ASKS)))
    pressed = await browser.post(
        "/authorize", data={"csrf": token, **ASKS, **wrong, "sub": "citizen"}
    )

    for answer in (asked, pressed):
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert "Không đăng nhập được từ liên kết này" in answer.text


async def test_nobody_is_logged_in_who_is_not_there_or_by_a_foreign_page(browser):
    stranger = await chosen(browser, "admin")
    forged = await browser.post("/authorize", data=ASKS | {"sub": "citizen"})

    assert (stranger.status_code, forged.status_code) == (400, 403)


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": None},
        {"code_verifier": CHALLENGE},
        {"client_id": "complaints"},
        {"redirect_uri": "http://127.0.0.1:9002/log-in/callback"},
        {"code": "another"},
    ],
)
async def test_a_code_is_worth_nothing_to_anybody_else(browser, wrong):
    answer = await chosen(browser)

    refused = await redeemed(browser, answer, **wrong)

    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_grant"})
    assert refused.headers["cache-control"] == "no-store"


async def test_a_code_is_worth_something_once(browser):
    answer = await chosen(browser)

    first, second = await redeemed(browser, answer), await redeemed(browser, answer)

    assert (first.status_code, second.status_code) == (200, 400)


def test_a_code_is_worth_something_for_a_minute():
    now = 0.0
    codes = Codes(lambda: now)
    asked = Asked(Client("intake", "http://127.0.0.1:9001"), "s", "n", CHALLENGE)
    code = codes.give(asked, "citizen", "sid")
    now = CODE_S

    with pytest.raises(Refused):
        codes.redeem({"code": code})


async def test_a_program_gets_no_token_without_a_code(browser):
    answer = await browser.post("/token", data={"grant_type": "password", "username": "x"})

    assert (answer.status_code, answer.json()) == (400, {"error": "unsupported_grant_type"})


async def test_who_is_logged_in_is_not_asked_again_unless_the_service_wants_it(browser):
    before = await browser.get("/authorize", params=ASKS | {"prompt": "none"})
    await chosen(browser)

    other = {
        "client_id": "notify",
        "redirect_uri": "http://127.0.0.1:9003/log-in/callback",
    }
    at_once = await browser.get("/authorize", params=ASKS | other)
    asked = await browser.get("/authorize", params=ASKS | {"prompt": "login"})

    assert "error=login_required" in before.headers["location"]
    assert at_once.headers["location"].startswith("http://127.0.0.1:9003/log-in/callback?code=")
    assert asked.status_code == 200


async def test_the_log_in_outlives_a_restart_and_no_other_key_makes_one(browser, monkeypatch):
    await chosen(browser)
    cookie = browser.cookies["__Host-issuer-sso"]
    restarted = application(first_key(), ISSUER, "s" * 32)
    forged = tokens.sign(first_key(), ISSUER, "motcua", 600, sub="leader-450", sid="x")

    for value, status in ((cookie, 303), (forged, 200), ("x", 200)):
        async with Visitor(restarted, {"Cookie": f"__Host-issuer-sso={value}"}) as again:
            assert (await again.get("/authorize", params=ASKS)).status_code == status


async def test_logging_out_needs_a_session_and_leads_to_a_fixed_place(browser):
    told = (await redeemed(browser, await chosen(browser))).json()
    right = {
        "id_token_hint": told["id_token"],
        "post_logout_redirect_uri": "http://127.0.0.1:9001/logged-out",
    }
    wrong = [
        right | {"id_token_hint": ""},
        right | {"id_token_hint": told["access_token"]},
        right | {"post_logout_redirect_uri": "https://evil.example/"},
        right | {"post_logout_redirect_uri": "http://127.0.0.1:9002/logged-out"},
    ]
    refused = [await browser.get("/logout", params=one) for one in wrong]
    still = await browser.get("/authorize", params=ASKS)

    out = await browser.get("/logout", params=right)
    after = await browser.get("/authorize", params=ASKS)

    assert [answer.status_code for answer in refused] == [400] * 4
    assert still.status_code == 303
    assert out.headers["location"] == right["post_logout_redirect_uri"]
    assert after.status_code == 200


async def test_a_bearer_token_is_asked_for_and_checked(browser):
    none = await browser.get("/userinfo")
    of_a_service = tokens.sign(first_key(), ISSUER, "intake", 60, sub="citizen", name="x")
    other = await browser.get("/userinfo", headers={"Authorization": f"Bearer {of_a_service}"})

    assert (none.status_code, other.status_code) == (401, 401)


async def test_everything_that_is_published_is_there(app, browser):
    told = (await browser.get("/.well-known/openid-configuration")).json()
    served = {route.path for route in iter_route_contexts(app.routes)}

    named = {
        urlsplit(value).path for key, value in told.items() if key.endswith(("_endpoint", "_uri"))
    }
    assert named == {"/authorize", "/token", "/userinfo", "/logout", "/jwks"}
    assert named <= served
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["id_token_signing_alg_values_supported"] == ["RS256"]


def test_a_service_without_an_address_is_no_client(monkeypatch):
    for name in SERVICES:
        monkeypatch.delenv(f"MOTCUA_{name.upper()}_URL", raising=False)
    monkeypatch.setenv("MOTCUA_NOTIFY_URL", "http://127.0.0.1:1/")

    assert clients() == {"notify": Client("notify", "http://127.0.0.1:1")}
