"""What the dev issuer signs with, and the tokens it signs."""

import json
import time
import uuid
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from stack.secrets import Secrets

AUDIENCE = "motcua"
HOUR = 3600
SECRET = "issuer_key"  # noqa: S105 the name of the file, not the key
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def make_key() -> str:
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": uuid.uuid4().hex})
    return json.dumps(key.as_dict(private=True))


def signing_key(secrets: Secrets) -> RSAKey:
    """Kept, so that tokens and sessions outlive `down` and `up`."""
    return RSAKey.import_key(json.loads(secrets.get(SECRET, make_key)))


def mint(key: RSAKey, issuer: str, subject: str, name: str, seconds: int = HOUR) -> str:
    """A bearer token: who one is, never what one may."""
    return sign(key, issuer, AUDIENCE, seconds, sub=subject, name=name, jti=uuid.uuid4().hex)


def sign(
    key: RSAKey, issuer: str, audience: str, seconds: int, kind: str = "JWT", **more: Any
) -> str:
    """A token for one reader, good for so long."""
    now = int(time.time())
    claims = {"iss": issuer, "aud": audience, "iat": now, "exp": now + seconds, **more}
    return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": kind}, claims, key)


def logout_token(key: RSAKey, issuer: str, audience: str, subject: str, sid: str) -> str:
    """Tells a service that a session of ours has ended."""
    told = {"sub": subject, "sid": sid, "jti": uuid.uuid4().hex, "events": {LOGOUT_EVENT: {}}}
    return sign(key, issuer, audience, 120, "logout+jwt", **told)


def read(key: RSAKey, issuer: str, token: str, audience: str = "") -> dict[str, Any]:
    """What a token of our own says; its age counts where an audience is asked for.

    Raises JoseError, ValueError.
    """
    claims = jwt.decode(token, key, algorithms=["RS256"]).claims
    if claims.get("iss") != issuer:
        raise ValueError("not ours")
    if audience:
        rules = jwt.JWTClaimsRegistry(
            aud={"essential": True, "value": audience}, exp={"essential": True}
        )
        rules.validate(claims)
    return claims
