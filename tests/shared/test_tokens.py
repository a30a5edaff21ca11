"""A token is believed only when it is signed by the issuer, meant for us and in time."""

import asyncio
import hmac
import json
import time
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import RSAKey

from shared.db import open_pool
from shared.tokens import Issuer, TokenInvalid
from tests.shared.doors import employ, entrance
from tests.shared.facts import until
from tests.shared.web import LocalIssuer, first_key, new_key

READY = Issuer("http://127.0.0.1:1", "http://127.0.0.1:1/")
READY.keys = {"None": first_key()}


@pytest.fixture
def issuer():
    started = LocalIssuer()
    yield started
    started.stop()


@pytest.fixture
async def pool(postgres):
    opened = await open_pool(postgres.fresh("intake").app["intake"])
    yield opened
    await opened.close()


@pytest.fixture
async def client(issuer, pool):
    async with entrance(issuer, pool) as client:
        yield client


@pytest.fixture
async def door(issuer):
    """Nobody refused at the door reaches the database."""
    async with entrance(issuer, None) as client:
        yield client


async def test_a_good_token_of_an_official_is_let_in(client, issuer, pool):
    await employ(pool, "an", "receiver", "450")

    answer = await client.post("/api/dossiers/450", headers=issuer.bearer())

    assert (answer.status_code, answer.json()) == (200, "Lê An")


@pytest.mark.parametrize(
    "sent", [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer "}]
)
async def test_no_token_is_told_what_to_bring(door, sent):
    answer = await door.post("/api/dossiers/450", headers=sent)

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_MISSING")
    assert answer.headers["www-authenticate"] == 'Bearer realm="motcua"'


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "intake"},
        {"aud": None},
        {"aud": 7},
        {"iss": "http://elsewhere"},
        {"iss": None},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"exp": None},
        {"exp": "never"},
        {"exp": float("nan")},
        {"nbf": time.time() + 3_600},
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(door, issuer, changed):
    answer = await door.post("/api/dossiers/450", headers=issuer.bearer(**changed))

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def encoded(header: dict[str, str]) -> str:
    return urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")


def forged_by_another_key(issuer) -> str:
    return issuer.token(new_key("first"))


def unsigned(issuer) -> str:
    claims = issuer.token().split(".")[1]
    return f"{encoded({'alg': 'none', 'kid': 'first'})}.{claims}."


def signed_with_the_public_key_as_secret(issuer) -> str:
    claims = issuer.token().split(".")[1]
    signed = f"{encoded({'alg': 'HS256', 'kid': 'first'})}.{claims}"
    secret = issuer.keys[0].as_pem(private=False)
    mac = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(mac).decode().rstrip('=')}"


def signed_by_another_algorithm(issuer) -> str:
    key = RSAKey.import_key(issuer.keys[0].as_dict(private=True) | {"alg": "RS512"})
    claims = jwt.decode(issuer.token(), issuer.keys[0]).claims
    return jwt.encode({"alg": "RS512", "kid": "first"}, claims, key, algorithms=["RS512"])


def with_claims_changed_after_signing(issuer) -> str:
    head, _, signature = issuer.token().split(".")
    claims = issuer.token(sub="chairman").split(".")[1]
    return f"{head}.{claims}.{signature}"


def with_a_header_of_ten_thousand_brackets(issuer) -> str:
    head = urlsafe_b64encode(b"[" * 10_000).decode().rstrip("=")
    return f"{head}.{issuer.token().partition('.')[2]}"


def without_key_id(issuer) -> str:
    claims = jwt.decode(issuer.token(), issuer.keys[0]).claims
    return jwt.encode({"alg": "RS256"}, claims, issuer.keys[0])


@pytest.mark.parametrize(
    "forge",
    [
        forged_by_another_key,
        unsigned,
        signed_with_the_public_key_as_secret,
        signed_by_another_algorithm,
        with_claims_changed_after_signing,
        with_a_header_of_ten_thousand_brackets,
        without_key_id,
    ],
)
async def test_a_forged_token_is_refused(door, issuer, forge):
    token = forge(issuer)

    answer = await door.post("/api/dossiers/450", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")


@given(st.text() | st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}"))
def test_no_text_is_a_token_by_chance(text):
    with pytest.raises(TokenInvalid):
        asyncio.run(READY.claims(text))


async def test_a_token_out_of_time_is_told_so_after_a_leeway_of_30_seconds(client, issuer, pool):
    await employ(pool, "an", "receiver", "450")

    just = await client.post("/api/dossiers/450", headers=issuer.bearer(exp=time.time() - 20))
    late = await client.post("/api/dossiers/450", headers=issuer.bearer(exp=time.time() - 40))

    assert just.status_code == 200
    assert (late.status_code, late.json()["code"]) == (401, "TOKEN_EXPIRED")


async def test_a_rotated_key_is_fetched_when_it_is_first_seen(issuer):
    clock_s = [0.0]
    keys = Issuer(issuer.url, issuer.discovery, now=lambda: clock_s[0])
    await keys.claims(issuer.token())
    issuer.keys.append(new_key("second"))
    clock_s[0] += 31

    claims = await keys.claims(issuer.token(issuer.keys[1]))

    assert claims["sub"] == "an"
    assert issuer.asked == 2


async def test_invented_key_ids_ask_the_issuer_once_in_30_seconds(issuer):
    clock_s = [0.0]
    keys = Issuer(issuer.url, issuer.discovery, now=lambda: clock_s[0])
    forged = [issuer.token(new_key(f"invented-{n}")) for n in range(3)]

    for seconds in (0, 10, 19, 2):
        clock_s[0] += seconds
        for found in await asyncio.gather(*map(keys.claims, forged), return_exceptions=True):
            assert isinstance(found, TokenInvalid)

    assert issuer.asked == 2


async def test_a_key_that_was_taken_back_is_forgotten_without_making_anyone_wait(issuer):
    clock_s = [0.0]
    keys = Issuer(issuer.url, issuer.discovery, now=lambda: clock_s[0])
    withdrawn = issuer.token()
    await keys.claims(withdrawn)
    issuer.keys[:] = [new_key("second")]
    clock_s[0] += 601

    await keys.claims(withdrawn)

    async def forgotten() -> bool:
        return "first" not in keys.keys

    await until(forgotten)
    with pytest.raises(TokenInvalid):
        await keys.claims(withdrawn)


async def test_an_issuer_that_is_down_is_an_outage_and_heals(client, issuer, pool):
    await employ(pool, "an", "receiver", "450")
    issuer.claims_to_be = "http://elsewhere"

    down = await client.post("/api/dossiers/450", headers=issuer.bearer())
    issuer.claims_to_be = ""

    async def healed() -> bool:
        answer = await client.post("/api/dossiers/450", headers=issuer.bearer())
        return answer.status_code == 200

    assert (down.status_code, down.json()["code"]) == (503, "ISSUER_UNAVAILABLE")
    assert int(down.headers["retry-after"]) > 0
    await until(healed)


async def test_known_keys_outlive_an_issuer_that_is_gone():
    issuer = LocalIssuer()
    clock_s = [0.0]
    keys = Issuer(issuer.url, issuer.discovery, now=lambda: clock_s[0])
    await keys.claims(issuer.token())
    issuer.stop()
    clock_s[0] += 10_000

    first = await keys.claims(issuer.token())
    again = await keys.claims(issuer.token())

    assert first["sub"] == again["sub"] == "an"
