"""The sealed store: who sent a petition and what they wrote, readable with the key alone."""

import hashlib
import hmac
import os
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel

from shared.keyring import KEY_ID_BYTES, key_id

KEY_BYTES = 32
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
    """AES-256-GCM keys, the newest first; what one seals begins with its id, then the nonce."""

    def __init__(self, *keys: bytes) -> None:
        self._aes = {key_id(key): AESGCM(key) for key in keys}
        self._digest_keys = [hashlib.sha256(b"motcua digest" + key).digest() for key in keys]
        self.key_id, *self.older_ids = self._aes

    def close(self, plain: bytes, place: Place) -> bytes:
        """Seal a value for its place, with the newest key."""
        nonce = os.urandom(NONCE_BYTES)
        return self.key_id + nonce + self._aes[self.key_id].encrypt(nonce, plain, place.bound())

    def open(self, sealed: bytes, place: Place) -> bytes:
        """With whichever key it was sealed. Raises SealBroken."""
        aes, rest = self._aes.get(sealed[:KEY_ID_BYTES]), sealed[KEY_ID_BYTES:]
        if aes is None:
            raise SealBroken(f"{place.table}.{place.column}: another key")
        try:
            return aes.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.bound())
        except (InvalidTag, ValueError):
            raise SealBroken(f"{place.table}.{place.column}: changed or moved") from None

    def anew(self, sealed: bytes | None, place: Place) -> bytes | None:
        """The same value under the newest key. Raises SealBroken."""
        if sealed is None or sealed.startswith(self.key_id):
            return sealed
        return self.close(self.open(sealed, place), place)

    def digests(self, body: BaseModel) -> list[Digest]:
        """Of each key, the newest first: a body sent again after a rotation is known by an older.

        The same for the same body; tells nothing to who has no key.
        """
        told = body.model_dump_json().encode()
        return [
            Digest(digest=hmac.new(key, told, hashlib.sha256).hexdigest())
            for key in self._digest_keys
        ]
