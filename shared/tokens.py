"""Bearer tokens of one OIDC issuer: its keys; whether a token is signed, for us and in time."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import httpx
import structlog
from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import RSAKey

from shared.problem import Problem
from shared.tls import trusted

log = structlog.get_logger()

AUDIENCE = "motcua"
LEEWAY_S = 30
REFRESH_S = 30  # an unknown key id, which anyone can invent, asks the issuer at most this often
RETRY_S = 1  # after a failure
MAX_AGE_S = 600  # a key that the issuer took back is forgotten by then
TIMEOUT_S = 5
SEEN = 10_000  # tokens remembered; each lives an hour or so
CHALLENGE = 'Bearer realm="motcua"'


class TokenMissing(Problem):
    status, code = 401, "TOKEN_MISSING"
    title, title_en = "Cần đăng nhập", "A bearer token is needed"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": CHALLENGE})


class TokenInvalid(Problem):
    status, code = 401, "TOKEN_INVALID"
    title, title_en = "Phiên đăng nhập không hợp lệ", "The token is not valid"

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})


class TokenExpired(TokenInvalid):
    code = "TOKEN_EXPIRED"
    title, title_en = "Phiên đăng nhập đã hết hạn", "The token has expired"


class IssuerUnavailable(Problem):
    status, code = 503, "ISSUER_UNAVAILABLE"
    title, title_en = "Không liên lạc được nơi đăng nhập", "The issuer of tokens can't be reached"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "5"})


class Seen(NamedTuple):
    """A token whose signature was checked with a key: true as long as that key is the issuer's."""

    kid: str
    key: RSAKey
    claims: dict[str, Any]


class Issuer:
    """One issuer and the keys it signs with, fetched when first needed."""

    def __init__(
        self, issuer: str, discovery_url: str, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.issuer = issuer
        self.discovery_url = discovery_url
        self.now = now
        self.keys: Mapping[str, RSAKey] = {}
        self._tried_at = self._fetched_at = float("-inf")
        self._down = False
        self._seen: dict[str, Seen] = {}
        self._lock = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None
        self._tls = trusted()
        self._rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            exp={"essential": True},
        )

    async def claims(self, token: str) -> Mapping[str, Any]:
        """What a valid token says; raises TokenInvalid, TokenExpired, IssuerUnavailable."""
        try:
            seen = self._seen.get(token)
            if seen is None or await self._key(seen.kid) is not seen.key:
                seen = await self._verify(token)
            self._rules.validate(seen.claims)
        except ExpiredTokenError:
            raise TokenExpired from None
        except (JoseError, ValueError, TypeError, RecursionError):
            raise TokenInvalid from None
        return seen.claims

    async def signed(self, token: str) -> Mapping[str, Any]:
        """What a token of any purpose says, if this issuer signed it: the rest is the caller's.

        Raises TokenInvalid, IssuerUnavailable.
        """
        try:
            return (await self._decode(token)).claims
        except (JoseError, ValueError, TypeError, RecursionError):
            raise TokenInvalid from None

    async def _decode(self, token: str) -> "Seen":
        kid = str(jws.extract_compact(token.encode()).headers().get("kid"))
        key = await self._key(kid)
        return Seen(kid, key, jwt.decode(token, key, algorithms=["RS256"]).claims)

    async def _verify(self, token: str) -> "Seen":
        seen = await self._decode(token)
        if len(self._seen) >= SEEN:
            self._seen.clear()
        self._seen[token] = seen
        return seen

    async def _key(self, kid: str) -> RSAKey:
        if kid not in self.keys:
            await self._refresh()
        elif self.now() - self._fetched_at > MAX_AGE_S and not self._lock.locked():
            self._refreshing = asyncio.create_task(self._refresh())
        if kid in self.keys:
            return self.keys[kid]
        raise IssuerUnavailable if self._down else TokenInvalid

    async def _refresh(self) -> None:
        async with self._lock:
            if self.now() - self._tried_at < (RETRY_S if self._down else REFRESH_S):
                return
            self._tried_at = self.now()
            try:
                self.keys = await self._fetch()
                self._fetched_at, self._down = self.now(), False
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError) as error:
                self._down = True
                log.warning("issuer unavailable", url=self.discovery_url, exc_info=error)

    async def _fetch(self) -> Mapping[str, RSAKey]:
        async with httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=TIMEOUT_S) as http:
            found = (await http.get(self.discovery_url)).raise_for_status().json()
            if found["issuer"] != self.issuer:
                raise ValueError(f"{self.discovery_url} speaks for another issuer")
            keys = (await http.get(found["jwks_uri"])).raise_for_status().json()["keys"]
        return {key["kid"]: RSAKey.import_key(key) for key in keys if _signs(key)}


def _signs(key: Mapping[str, Any]) -> bool:
    return key.get("kty") == "RSA" and key.get("use", "sig") == "sig" and "kid" in key
