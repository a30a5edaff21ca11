"""The token in each form: who it was given to, signed, and good for a working day."""

import hmac
import secrets
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

LIFETIME = 12 * 3600
VISITOR = "form_visitor"


class Tokens:
    """Makes and checks the tokens of one service."""

    def __init__(self, service: str, secret: str) -> None:
        if not secret:
            raise ValueError(f"{service} needs a secret for the tokens of its forms")
        self.session = f"__Host-{service}"
        self.visitor = f"__Host-{service}-form"
        self.signer = URLSafeTimedSerializer(secret, salt=f"{service}.form")

    def issue(self, connection: HTTPConnection) -> str:
        """The token for a form of this page; a visitor without a cookie is given one."""
        owner = self._owner(connection)
        if owner is None:
            owner = secrets.token_urlsafe(24)
            connection.scope["state"][VISITOR] = owner
        return self.signer.dumps(_digest(owner))

    def fits(self, token: str, connection: HTTPConnection) -> bool:
        """Whether the token was issued to whoever sends it, and lately."""
        owner = self._owner(connection)
        try:
            said = self.signer.loads(token, max_age=LIFETIME)
        except BadSignature:
            return False
        return owner is not None and hmac.compare_digest(str(said), _digest(owner))

    def _owner(self, connection: HTTPConnection) -> str | None:
        given: str | None = connection.scope["state"].get(VISITOR)
        cookies = connection.cookies
        return given or cookies.get(self.session) or cookies.get(self.visitor)


def _digest(owner: str) -> str:
    return sha256(owner.encode()).hexdigest()
