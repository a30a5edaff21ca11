"""A real issuer and a real HTTP server on loopback, for the tests of the web plumbing."""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import RSAKey


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


@cache
def first_key() -> RSAKey:
    return new_key("first")


class LocalIssuer:
    """Discovery and JWKS over HTTP; `keys` may be changed, `asked` counts the fetches of keys."""

    def __init__(self) -> None:
        self.keys = [first_key()]
        self.asked = 0
        self.claims_to_be = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.discovery = f"{self.url}/.well-known/openid-configuration"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def token(self, key: RSAKey | None = None, **changed: Any) -> str:
        """A good token with the claims changed; None drops one."""
        now = int(time.time())
        good = {"iss": self.url, "aud": "motcua", "sub": "an", "iat": now, "exp": now + 600}
        claims = {name: v for name, v in (good | changed).items() if v is not None}
        key = key or self.keys[0]
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)

    def bearer(self, key: RSAKey | None = None, **changed: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(key, **changed)}"}

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/keys":
            self.asked += 1
            return {"keys": [key.as_dict(private=False) for key in self.keys]}
        return {
            "issuer": self.claims_to_be or self.url,
            "jwks_uri": f"{self.url}/keys",
            "authorization_endpoint": f"{self.url}/authorize",
        }


def _handler(issuer: LocalIssuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(issuer.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    return Handler


def inside(app: FastAPI) -> httpx.AsyncClient:
    """A client that calls the application without a socket."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test")


@asynccontextmanager
async def served(app: FastAPI, port: int = 0) -> AsyncIterator[tuple[str, int]]:
    """The application behind a real server; its address."""
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(10):
        while not server.started:
            await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()
    server.should_exit = True
    await running
