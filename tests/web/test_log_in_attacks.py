"""What must not log anybody in: foreign answers, crooked tokens, stolen codes, false calls (S8)."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from functools import partial

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from shared.db import open_pool
from stack.issuer import tokens
from tests.shared.web import first_key, new_key
from tests.web.house import CITIZEN, RECEIVER, opened, path_of

signed = tokens.sign
PROGRAM = {"Accept": "application/json"}
PATH = "/log-out/back-channel"


@pytest.fixture
async def pool(postgres):
    opened_pool = await open_pool(postgres.fresh("intake").app["intake"], size=4)
    yield opened_pool
    await opened_pool.close()


@pytest.fixture
async def house(pool, monkeypatch):
    async with opened(pool, monkeypatch) as house:
        yield house


@pytest.fixture
def person(house):
    return house.person()


def changed(**claims):
    """An id token with other claims; None drops one."""

    def make(key, issuer, audience, seconds, kind="JWT", **more):
        now = int(time.time())
        good = {"iss": issuer, "aud": audience, "iat": now, "exp": now + seconds, **more}
        told = {n: v for n, v in (good | claims).items() if v is not None}
        return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": kind}, told, key)

    return make


def unsigned(key, issuer, audience, seconds, kind="JWT", **more):
    body = changed()(key, issuer, audience, seconds, kind, **more).split(".")[1]
    none = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    return f"{none}.{body}."


def by_another_key(key, *args, **more):
    forger = RSAKey.import_key({**new_key("x").as_dict(private=True), "kid": key.kid})
    return signed(forger, *args, **more)


def by_the_public_key_as_a_secret(key, *args, **more):
    """What a library that trusts the header would take for ours: HS256 with our public key."""
    body = changed()(key, *args, **more).split(".")[1]
    header = _base64(json.dumps({"alg": "HS256", "kid": key.kid}).encode())
    digest = hmac.digest(key.as_pem(private=False), f"{header}.{body}".encode(), "sha256")
    return f"{header}.{body}.{_base64(digest)}"


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


CROOKED = {
    "another nonce": changed(nonce="another"),
    "no nonce": changed(nonce=None),
    "another issuer": changed(iss="http://127.0.0.1:1"),
    "no issuer": changed(iss=None),
    "for another service": changed(aud="complaints"),
    "for programs": changed(aud="motcua"),
    "for two, by nobody": changed(aud=["intake", "complaints"]),
    "no reader": changed(aud=None),
    "expired": changed(exp=int(time.time()) - 3_600),
    "never expires": changed(exp=None),
    "from tomorrow": changed(iat=int(time.time()) + 86_400),
    "of nobody": changed(sub=None),
    "of another person": changed(sub="leader-450"),
    "not signed": unsigned,
    "by another key": by_another_key,
    "by the public key": by_the_public_key_as_a_secret,
}


@pytest.mark.parametrize("how", CROOKED)
async def test_a_crooked_id_token_logs_nobody_in(person, pool, monkeypatch, how):
    back = await person.chooses(await person.sent_away())
    monkeypatch.setattr(tokens, "mint", honest)  # the id token alone is at fault
    monkeypatch.setattr(tokens, "sign", CROOKED[how])

    answer = await person.comes_back(back)

    assert answer.status_code == 400
    assert "Đăng nhập chưa thành công" in answer.text
    assert person.session == ""
    assert await pool.fetchval("SELECT count(*) FROM session") == 0


def honest(key, issuer, subject, name):
    """A bearer token as it is, whatever the test does to the signing of others."""
    return signed(key, issuer, tokens.AUDIENCE, tokens.HOUR, sub=subject, name=name)


async def test_the_same_way_with_an_honest_token_logs_in(person, monkeypatch):
    monkeypatch.setattr(tokens, "sign", changed())

    assert (await person.logs_in()).status_code == 303
    assert person.session


@pytest.mark.parametrize("missing", ["state=another", "state=", "code=another", "iss=http://x"])
async def test_an_answer_that_was_not_asked_for_logs_nobody_in(person, pool, missing):
    back = path_of(await person.chooses(await person.sent_away()))
    name = missing.partition("=")[0]
    kept = [pair for pair in back.partition("?")[2].split("&") if not pair.startswith(f"{name}=")]

    answer = await person.here.get(f"/log-in/callback?{'&'.join([*kept, missing])}")

    assert answer.status_code == 400
    assert await pool.fetchval("SELECT count(*) FROM session") == 0


async def test_an_answer_in_another_browser_logs_nobody_in(person, house, pool):
    victim = house.person()
    back = await person.chooses(await person.sent_away())

    fresh = await victim.comes_back(back)
    await victim.sent_away()
    begun = await victim.comes_back(back)

    assert (fresh.status_code, begun.status_code) == (400, 400)
    assert await pool.fetchval("SELECT count(*) FROM session") == 0


async def test_a_stolen_code_is_of_no_use_without_its_verifier(person, house, pool):
    thief = house.person()
    stolen = path_of(await person.chooses(await person.sent_away()))
    code = next(p for p in stolen.partition("?")[2].split("&") if p.startswith("code="))
    own = path_of(await thief.chooses(await thief.sent_away(), CITIZEN))
    kept = [p for p in own.partition("?")[2].split("&") if not p.startswith("code=")]

    answer = await thief.here.get(f"/log-in/callback?{'&'.join([code, *kept])}")

    assert answer.status_code == 400
    assert await pool.fetchval("SELECT count(*) FROM session") == 0


async def test_an_answer_is_good_once(person, pool):
    back = await person.chooses(await person.sent_away())
    first = await person.comes_back(back)
    again = await person.comes_back(back)

    assert (first.status_code, first.headers["location"]) == (303, "/desk")
    assert (again.status_code, again.headers["location"]) == (303, "/")  # already logged in
    assert await pool.fetchval("SELECT count(*) FROM session") == 1


async def test_a_refusal_of_the_issuer_is_a_page(person):
    back = path_of(await person.chooses(await person.sent_away()))
    state = next(p for p in back.split("?")[1].split("&") if p.startswith("state="))

    answer = await person.here.get(f"/log-in/callback?error=access_denied&{state}")

    assert answer.status_code == 400
    assert "Bấm “Đăng nhập” để thử lại." in answer.text


async def test_a_rotated_key_logs_in_without_a_restart(person, house):
    await person.logs_in()
    house.issuer.state.key = new_key("second")
    other = house.person()

    assert (await other.logs_in(CITIZEN, "/mine")).status_code == 303


async def test_an_issuer_that_is_away_is_told_and_comes_back(person, house):
    real, house.app.state.identity.client.client.client_kwargs["timeout"] = 5, 0.000_001
    away = await person.here.get("/desk")
    house.app.state.identity.client.client.client_kwargs["timeout"] = real

    assert (away.status_code, away.headers["retry-after"]) == (503, "5")
    assert (await person.logs_in()).status_code == 303


async def called(house, token) -> httpx.Response:
    person = house.person()
    return await person.here.post(
        PATH, data={"logout_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )


async def test_the_issuer_ends_what_began_with_its_session_and_nothing_else(person, house, pool):
    other = house.person()
    await person.logs_in()
    await other.logs_in()
    sid = await pool.fetchval("SELECT sid FROM session ORDER BY created_at LIMIT 1")
    state = house.issuer.state
    token = tokens.logout_token(state.key, state.issuer, "intake", RECEIVER, sid)

    answer = await called(house, token)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert (await person.here.get("/desk")).status_code == 303
    assert (await other.here.get("/desk")).status_code == 200


async def test_a_call_that_names_a_person_alone_ends_all_their_sessions(person, house, pool):
    await person.logs_in()
    await house.person().logs_in(CITIZEN, "/mine")
    state = house.issuer.state
    events = {tokens.LOGOUT_EVENT: {}}

    await called(house, signed(state.key, state.issuer, "intake", 60, sub=RECEIVER, events=events))

    assert await pool.fetchval("SELECT array_agg(subject) FROM session") == [CITIZEN]


FALSE_CALLS = {
    "for another service": {"aud": "complaints"},
    "for programs": {"aud": "motcua"},
    "another issuer": {"iss": "http://127.0.0.1:1"},
    "expired": {"exp": int(time.time()) - 3_600},
    "never expires": {"exp": None},
    "says not when": {"iat": None},
    "no event": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "event is a text": {"events": tokens.LOGOUT_EVENT},
    "an id token": {"nonce": "n"},
    "nobody and nothing": {"sub": None, "sid": None},
}


@pytest.mark.parametrize("how", FALSE_CALLS)
async def test_a_false_call_ends_nothing(person, house, pool, how):
    await person.logs_in()
    state = house.issuer.state
    sid = await pool.fetchval("SELECT sid FROM session")
    told = {"sub": RECEIVER, "sid": sid, "events": {tokens.LOGOUT_EVENT: {}}}

    answer = await called(
        house, changed(**FALSE_CALLS[how])(state.key, state.issuer, "intake", 60, **told)
    )

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert await pool.fetchval("SELECT count(*) FROM session") == 1


@pytest.mark.parametrize("make", [unsigned, by_another_key, by_the_public_key_as_a_secret])
async def test_a_call_of_anybody_else_ends_nothing(person, house, pool, make):
    await person.logs_in()
    state = house.issuer.state
    sid = await pool.fetchval("SELECT sid FROM session")
    told = {"sub": RECEIVER, "sid": sid, "events": {tokens.LOGOUT_EVENT: {}}}

    answer = await called(house, make(state.key, state.issuer, "intake", 60, **told))
    empty = await called(house, "")

    assert (answer.status_code, empty.status_code) == (400, 400)
    assert await pool.fetchval("SELECT count(*) FROM session") == 1


async def test_an_id_token_is_no_bearer_token(person, house, pool):
    await person.logs_in()
    state = house.issuer.state
    make = partial(signed, state.key, state.issuer, seconds=60, sub=CITIZEN, name="x")

    answers = [
        await person.here.get(
            "/api/mine", headers=PROGRAM | {"Authorization": f"Bearer {make(audience=audience)}"}
        )
        for audience in ("intake", "motcua")
    ]

    assert [answer.status_code for answer in answers] == [401, 200]
    assert first_key().kid == state.key.kid
