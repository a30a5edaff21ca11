"""The issuer's doors for programs, and its pages put together."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from shared import limits, problem_web
from shared.web import pages
from stack.issuer import tokens
from stack.issuer.asking import Codes, Refused
from stack.issuer.clients import clients
from stack.issuer.pages import ROOM, frame, router
from stack.issuer.people import name_of

NO_STORE = {"Cache-Control": "no-store"}


def application(key: RSAKey, issuer: str, secret: str) -> FastAPI:
    app = FastAPI(title="Dev issuer", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.key, app.state.issuer = key, issuer
    app.state.clients, app.state.codes = clients(), Codes()
    limits.install(app)
    problem_web.install(app)
    web = pages.Web(
        service="issuer",
        secret=secret,
        frame=frame,
        production=False,
        templates=[ROOM / "templates"],
        form_targets=[client.address for client in app.state.clients.values()],
        exempt=["/token", "/userinfo", "/logout"],
    )
    pages.install(app, web)
    app.include_router(router)
    _published(app)
    _redeemed(app)
    return app


def _published(app: FastAPI) -> None:
    issuer: str = app.state.issuer

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "end_session_endpoint": f"{issuer}/logout",
            "jwks_uri": f"{issuer}/jwks",
            "scopes_supported": ["openid", "profile"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["iss", "aud", "sub", "exp", "iat", "nonce", "sid"],
            "ui_locales_supported": ["vi"],
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        }

    @app.get("/jwks")
    def jwks() -> dict[str, Any]:
        return {"keys": [app.state.key.as_dict(private=False)]}

    @app.get("/health/ready")
    def ready() -> dict[str, bool]:
        return {"ready": True}


def _redeemed(app: FastAPI) -> None:
    key, issuer = app.state.key, app.state.issuer

    @app.post("/token")
    async def token(request: Request) -> JSONResponse:
        """A code against two tokens: who has logged in, and a bearer token for the API."""
        async with request.form() as form:
            sent = {name: str(value) for name, value in form.items()}
        if sent.get("grant_type") != "authorization_code":
            return JSONResponse({"error": "unsupported_grant_type"}, 400, NO_STORE)
        try:
            grant = app.state.codes.redeem(sent)
        except Refused as refusal:
            return JSONResponse({"error": str(refusal)}, 400, NO_STORE)
        name = name_of(grant.subject) or grant.subject
        told = {"sub": grant.subject, "sid": grant.sid}  # no name: it comes back in an address
        if grant.asked.nonce:
            told["nonce"] = grant.asked.nonce
        audience = grant.asked.client.name
        return JSONResponse(
            {
                "token_type": "Bearer",
                "expires_in": tokens.HOUR,
                "access_token": tokens.mint(key, issuer, grant.subject, name),
                "id_token": tokens.sign(key, issuer, audience, tokens.HOUR, **told),
            },
            headers=NO_STORE,
        )

    @app.api_route("/userinfo", methods=["GET", "POST"])
    def userinfo(request: Request) -> JSONResponse:
        """Who a bearer token speaks for."""
        _, _, bearer = request.headers.get("authorization", "").partition(" ")
        try:
            claims = tokens.read(key, issuer, bearer, tokens.AUDIENCE)
        except (JoseError, ValueError):
            return JSONResponse({"error": "invalid_token"}, 401, NO_STORE)
        return JSONResponse({"sub": claims["sub"], "name": claims["name"]}, headers=NO_STORE)
