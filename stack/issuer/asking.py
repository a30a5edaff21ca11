"""A request to log somebody in, as a service's page sends it; and the codes given for it."""

import hmac
import re
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from stack.issuer.clients import Client

CODE_S = 60
CHALLENGE = re.compile(r"[\w-]{43}", re.ASCII)
VERIFIER = re.compile(r"[\w.~-]{43,128}", re.ASCII)


class Refused(Exception):
    """The request is not one of our services', or not as these send it."""


@dataclass(frozen=True)
class Asked:
    """Who asks, and what must come back with the answer."""

    client: Client
    state: str
    nonce: str
    challenge: str

    def fields(self) -> dict[str, str]:
        """The hidden fields of the page of personas: the request once more."""
        return {
            "response_type": "code",
            "client_id": self.client.name,
            "redirect_uri": self.client.callback,
            "scope": "openid",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }

    def answered(self, issuer: str, **answer: str) -> str:
        """Where the browser goes now."""
        query = urlencode({**answer, "state": self.state, "iss": issuer})
        return f"{self.client.callback}?{query}"


def asked(clients: Mapping[str, Client], sent: Mapping[str, str]) -> Asked:
    """The request in these parameters. Raises Refused: nothing is sent anywhere then."""
    client = clients.get(sent.get("client_id", ""))
    if client is None or sent.get("redirect_uri") != client.callback:
        raise Refused("Địa chỉ xin đăng nhập không thuộc hệ thống.")
    if sent.get("response_type") != "code" or "openid" not in sent.get("scope", "").split():
        raise Refused("Chỉ nhận yêu cầu OpenID Connect bằng mã (response_type=code).")
    challenge = sent.get("code_challenge", "")
    if sent.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(challenge):
        raise Refused("Yêu cầu thiếu PKCE (S256).")
    if not sent.get("state"):
        raise Refused("Yêu cầu thiếu state.")
    return Asked(client, sent["state"], sent.get("nonce", ""), challenge)


@dataclass(frozen=True)
class Grant:
    """What a code stands for."""

    asked: Asked
    subject: str
    sid: str
    until: float


class Codes:
    """Codes given out: each good for a minute, and once."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self.given: dict[str, Grant] = {}

    def give(self, asked: Asked, subject: str, sid: str) -> str:
        """A new code."""
        now = self.now()
        self.given = {code: grant for code, grant in self.given.items() if grant.until > now}
        code = secrets.token_urlsafe(24)
        self.given[code] = Grant(asked, subject, sid, now + CODE_S)
        return code

    def redeem(self, sent: Mapping[str, str]) -> Grant:
        """What the code stands for, to whoever asked for it. Raises Refused."""
        grant = self.given.pop(sent.get("code", ""), None)
        if grant is None or grant.until <= self.now():
            raise Refused("invalid_grant")
        client, verifier = grant.asked.client, sent.get("code_verifier", "")
        if sent.get("client_id") != client.name or sent.get("redirect_uri") != client.callback:
            raise Refused("invalid_grant")
        if not VERIFIER.fullmatch(verifier) or not fits(verifier, grant.asked.challenge):
            raise Refused("invalid_grant")
        return grant


def fits(verifier: str, challenge: str) -> bool:
    digest = sha256(verifier.encode()).digest()
    return hmac.compare_digest(urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)
