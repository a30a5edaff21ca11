"""Keys that are given anew: the newest makes, the older ones still open; none may be lost.

A setting holds them one a line, the newest first. What a key has made can't be made or read with
another, so each schema knows the keys that worked in it (shared/begin.py).
"""

import hashlib
from typing import NamedTuple

KEY_ID_BYTES = 4


class Ring(NamedTuple):
    """The keys of one purpose and the setting that they come from."""

    name: str
    setting: str
    key_ids: tuple[bytes, ...]


def lines(told: str) -> tuple[str, ...]:
    """The keys of a setting, the newest first."""
    return tuple(line.strip() for line in told.splitlines() if line.strip())


def key_id(key: bytes) -> bytes:
    """By which a key is told from others and not known."""
    return hashlib.sha256(b"motcua key id" + key).digest()[:KEY_ID_BYTES]


def ring(name: str, setting: str, keys: tuple[bytes, ...]) -> Ring:
    return Ring(name, setting, tuple(map(key_id, keys)))
