"""The issuer asked who somebody is: code with PKCE by authlib, its answers checked."""

import ssl
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

import httpx
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from joserfc import jwt
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from shared.problem import Problem
from shared.tls import trusted
from shared.tokens import Issuer, IssuerUnavailable, TokenInvalid
from shared.web.i18n import N_
from shared.web.identity.sessions import Login

log = structlog.get_logger()

TIMEOUT_S = 5
LEEWAY_S = 30
CALLBACK: Final = "/log-in/callback"
LOGGED_OUT: Final = "/logged-out"
LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"


class LogInFailed(Problem):
    status, code = 400, "LOG_IN_FAILED"
    title, title_en = "Đăng nhập chưa thành công", "You are not logged in yet"

    def __init__(self) -> None:
        super().__init__(
            N_("Lượt đăng nhập đã quá hạn hoặc không khớp. Bấm “Đăng nhập” để thử lại.")
        )


class Client:
    """One service as the issuer knows it."""

    def __init__(self, service: str, address: str, issuer: str, discovery_url: str) -> None:
        self.service = service
        self.address = address
        self.issuer = issuer
        self.keys = Issuer(issuer, discovery_url)
        oauth = OAuth()
        oauth.register(
            "issuer",
            client_id=service,
            server_metadata_url=discovery_url,
            token_endpoint_auth_method="none",  # noqa: S106 a public client: PKCE instead
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "timeout": TIMEOUT_S,
                "trust_env": False,
                "verify": trusted(),
            },
        )
        self.client = oauth.create_client("issuer")

    async def begin(self, request: Request) -> tuple[Response, Mapping[str, Any]]:
        """The way to the issuer, and what must be known when somebody comes back from it."""
        state: dict[str, Any] = {}
        request.scope["session"] = state
        await self._known()
        try:
            away = await self.client.authorize_redirect(request, f"{self.address}{CALLBACK}")
        except (httpx.HTTPError, ValueError) as error:
            raise self._unavailable(error) from error
        away.status_code = 303
        return away, state

    async def finish(self, request: Request, state: Mapping[str, Any]) -> Login:
        """Who has come back. Raises LogInFailed, IssuerUnavailable."""
        request.scope["session"] = dict(state)
        if request.query_params.get("iss", self.issuer) != self.issuer:
            raise LogInFailed
        await self._known()
        try:
            told = await self.client.authorize_access_token(
                request, leeway=LEEWAY_S, claims_options=self._claims()
            )
            claims = told["userinfo"]
            # The name is asked for, and need not stand in a token that goes into addresses.
            person = await self.client.userinfo(token=told)
            if person["sub"] != claims["sub"]:
                raise ValueError("userinfo speaks of another person")
        except (httpx.HTTPError, ssl.SSLError) as error:
            raise self._unavailable(error) from error
        except (OAuthError, JoseError, ValueError, LookupError, TypeError) as error:
            log.warning("log-in refused", why=type(error).__name__)
            raise LogInFailed from error
        name = str(person.get("name", "")) or claims["sub"]
        return Login(claims["sub"], name, str(claims.get("sid", "")), told["id_token"])

    async def way_out(self, id_token: str) -> str:
        """Where the issuer ends its own session and sends back to us."""
        try:
            known = await self._known()
        except IssuerUnavailable:
            return LOGGED_OUT
        if not (at := known.get("end_session_endpoint")) or not id_token:
            return LOGGED_OUT
        back = f"{self.address}{LOGGED_OUT}"
        asked = {
            "id_token_hint": id_token,
            "client_id": self.service,
            "post_logout_redirect_uri": back,
        }
        return f"{at}?{urlencode(asked)}"

    async def called_back(self, token: str) -> tuple[str, str]:
        """Session and subject that the issuer has ended. Raises TokenInvalid."""
        claims = await self.keys.signed(token)
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.service},
            iat={"essential": True},
            exp={"essential": True},
        )
        try:
            rules.validate(dict(claims))
        except JoseError:
            raise TokenInvalid from None
        sid, subject = str(claims.get("sid", "")), str(claims.get("sub", ""))
        events = claims.get("events")
        ours = isinstance(events, dict) and LOGOUT_EVENT in events
        if not ours or "nonce" in claims or not (sid or subject):
            raise TokenInvalid
        return sid, subject

    async def _known(self) -> Mapping[str, Any]:
        """What the issuer says of itself; whatever it offers, we take RS256 alone."""
        try:
            known: dict[str, Any] = await self.client.load_server_metadata()
            if known["issuer"] != self.issuer:
                raise ValueError(f"discovery speaks for another issuer: {known['issuer']}")
        except (httpx.HTTPError, ValueError, LookupError) as error:
            self.client.server_metadata.clear()
            raise self._unavailable(error) from error
        known["id_token_signing_alg_values_supported"] = ["RS256"]
        return known

    def _claims(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.service},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True},
        }

    def _unavailable(self, error: Exception) -> IssuerUnavailable:
        log.warning("issuer unavailable", url=self.issuer, exc_info=error)
        return IssuerUnavailable()
