"""The dev issuer: discovery, keys and bearer tokens. Never in production, on loopback alone.

`python -m stack.issuer PORT KEY_FILE`; tokens are made by mint(), in the process that wants one.
"""

import json
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import RSAKey

from stack.failure import Failure
from stack.secrets import Secrets

AUDIENCE = "motcua"
HOUR = 3600
HOST = "127.0.0.1"
SECRET = "issuer_key"  # noqa: S105 the name of the file, not the key


def make_key() -> str:
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": uuid.uuid4().hex})
    return json.dumps(key.as_dict(private=True))


def signing_key(secrets: Secrets) -> RSAKey:
    """Kept, so that tokens and sessions outlive `down` and `up`."""
    return RSAKey.import_key(json.loads(secrets.get(SECRET, make_key)))


def mint(key: RSAKey, issuer: str, subject: str, name: str, seconds: int = HOUR) -> str:
    """A bearer token: who one is, never what one may."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": subject,
        "name": name,
        "iat": now,
        "exp": now + seconds,
        "jti": uuid.uuid4().hex,
    }
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def application(key: RSAKey, issuer: str) -> FastAPI:
    app = FastAPI(title="Dev issuer", openapi_url=None)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> dict[str, Any]:
        return {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
            "subject_types_supported": ["public"],
            "response_types_supported": ["code"],
        }

    @app.get("/jwks")
    def jwks() -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False)]}

    @app.get("/health/ready")
    def ready() -> dict[str, bool]:
        return {"ready": True}

    return app


def refuse_production() -> None:
    if os.environ.get("MOTCUA_ENV") == "production":
        raise Failure("the dev issuer signs in anyone as anybody: refused in production")


def main() -> None:
    refuse_production()
    port, file = int(sys.argv[1]), Path(sys.argv[2])
    key = RSAKey.import_key(json.loads(file.read_text()))
    app = application(key, f"http://{HOST}:{port}")
    uvicorn.run(app, host=HOST, port=port, log_level="warning")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"issuer: {failure}")
