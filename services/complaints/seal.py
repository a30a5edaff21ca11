"""The sealed store: who sent a petition and what they wrote, readable with the key alone."""

import hashlib
import hmac
import os
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel

KEY_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12


class SealBroken(Exception):
    """Changed, moved from its place, or sealed with another key."""


class Place(NamedTuple):
    """Where a sealed value stands: a copy in another row or column can't be opened."""

    table: str
    column: str
    row: object

    def bound(self) -> bytes:
        return f"{self.table}.{self.column}:{self.row}".encode()


class Digest(BaseModel):
    """What stands for a body that must not be kept, not even as a hash that can be guessed."""

    digest: str


class Seal:
    """One AES-256-GCM key; what it seals begins with the key's id, then the nonce."""

    def __init__(self, key: bytes) -> None:
        self._aes = AESGCM(key)
        self._digest_key = hashlib.sha256(b"motcua digest" + key).digest()
        self.key_id = hashlib.sha256(b"motcua key id" + key).digest()[:KEY_ID_BYTES]

    def close(self, plain: bytes, place: Place) -> bytes:
        """Seal a value for its place."""
        nonce = os.urandom(NONCE_BYTES)
        return self.key_id + nonce + self._aes.encrypt(nonce, plain, place.bound())

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Raises SealBroken."""
        key_id, rest = sealed[:KEY_ID_BYTES], sealed[KEY_ID_BYTES:]
        if key_id != self.key_id:
            raise SealBroken(f"{place.table}.{place.column}: another key")
        try:
            return self._aes.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.bound())
        except (InvalidTag, ValueError):
            raise SealBroken(f"{place.table}.{place.column}: changed or moved") from None

    def digest(self, body: BaseModel) -> Digest:
        """The same for the same body; tells nothing to who has no key."""
        told = body.model_dump_json().encode()
        return Digest(digest=hmac.new(self._digest_key, told, hashlib.sha256).hexdigest())
