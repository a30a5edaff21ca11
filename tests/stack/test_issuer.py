"""The dev issuer: its tokens are accepted where its keys are read, and nothing else is."""

import json
import os
import subprocess
import sys

import httpx
import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet, RSAKey

from shared.tokens import Issuer, TokenInvalid
from stack import issuer, ports
from stack.layout import ROOT
from stack.secrets import Secrets


def start(port, key_file, **env):
    command = [sys.executable, "-m", "stack.issuer", str(port), str(key_file)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stderr=pipe, text=True)


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    return Secrets(tmp_path_factory.mktemp("secrets"))


@pytest.fixture(scope="module")
def url(secrets):
    port = ports.free_port(set())
    issuer.signing_key(secrets)
    with start(port, secrets.folder / issuer.SECRET) as child:
        address = f"http://127.0.0.1:{port}"
        while not answers(address):
            assert child.poll() is None
        yield address
        child.terminate()


def answers(address):
    try:
        return httpx.get(f"{address}/health/ready").is_success
    except httpx.TransportError:
        return False


def test_a_token_verifies_with_the_published_keys(url, secrets):
    told = httpx.get(f"{url}/.well-known/openid-configuration").json()
    keys = KeySet.import_key_set(httpx.get(told["jwks_uri"]).json())

    token = jwt.decode(issuer.mint(issuer.signing_key(secrets), url, "ha", "Nguyễn Thị Hà"), keys)

    assert told["issuer"] == url
    assert {name: token.claims[name] for name in ("iss", "aud", "sub", "name")} == {
        "iss": url,
        "aud": "motcua",
        "sub": "ha",
        "name": "Nguyễn Thị Hà",
    }
    assert token.claims["exp"] - token.claims["iat"] == 3600


async def test_the_services_accept_it_and_refuse_an_expired_or_strange_one(url, secrets):
    service = Issuer(url, f"{url}/.well-known/openid-configuration")
    key = issuer.signing_key(secrets)

    claims = await service.claims(issuer.mint(key, url, "ha", "Hà"))

    assert claims["sub"] == "ha"
    for bad in (
        issuer.mint(key, url, "ha", "Hà", seconds=-3600),
        issuer.mint(key, "http://127.0.0.1:1", "ha", "Hà"),
    ):
        with pytest.raises(TokenInvalid):
            await service.claims(bad)


def test_a_token_of_another_key_does_not_verify(url, tmp_path):
    keys = KeySet.import_key_set(httpx.get(f"{url}/jwks").json())
    other = issuer.signing_key(Secrets(tmp_path)).as_dict(private=True)
    forger = RSAKey.import_key({**other, "kid": keys.keys[0].kid})

    with pytest.raises(BadSignatureError):
        jwt.decode(issuer.mint(forger, url, "ha", "Hà"), keys)


def test_the_private_half_of_the_key_is_never_published(url):
    [key] = httpx.get(f"{url}/jwks").json()["keys"]

    assert key.keys() <= {"kty", "n", "e", "kid", "use", "alg"}


def test_the_key_outlives_a_restart_and_only_we_can_read_it(tmp_path):
    first = issuer.signing_key(Secrets(tmp_path)).as_dict(private=True)

    assert issuer.signing_key(Secrets(tmp_path)).as_dict(private=True) == first
    assert json.loads((tmp_path / issuer.SECRET).read_text()) == first
    assert (tmp_path / issuer.SECRET).stat().st_mode & 0o777 == 0o600


def test_it_refuses_to_start_in_production(secrets):
    child = start(1, secrets.folder / issuer.SECRET, MOTCUA_ENV="production")

    _, said = child.communicate(timeout=30)

    assert child.returncode == 1
    assert said.startswith("issuer: the dev issuer signs in anyone")
