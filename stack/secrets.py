"""Passwords and keys of one stack: made once, a file each, readable by us alone."""

import base64
import binascii
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from stack.failure import Failure

KEY_BYTES = 32
LOST = "get it back from a backup; a password may be deleted and is made anew, a key may not"
MISSING = "docker compose up secrets makes it"


class Secrets:
    """The folder of secrets; asking for one makes it, but in the jobs that only read them.

    Whatever is asked for, Failure is raised where its file is there and is not as we made it: of
    what hangs on a key nothing is left to a new one.
    """

    def __init__(self, folder: Path, *, makes: bool = True) -> None:
        self.folder = folder
        self.makes = makes
        if not makes:
            return
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)

    def password(self, name: str) -> str:
        return self.get(name, lambda: secrets.token_urlsafe(24))

    def key(self, name: str) -> str:
        """32 random bytes in base64; after a rotation one a line, the newest first."""
        told = self.get(name, new_key)
        fits = is_key if name.endswith("_seal_key") else is_long
        if not all(map(fits, told.splitlines())):
            raise Failure(f"{self.folder / name} holds something else than keys: {LOST}")
        return told

    def get(self, name: str, make: Callable[[], str]) -> str:
        path = self.folder / name
        if not self.makes:
            return read(path)
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return read(path)
        with os.fdopen(handle, "w") as file:
            file.write(make())
        return path.read_text()

    def replace(self, name: str, content: str) -> None:
        """It is on the disk before the old one is gone, so that a crash loses neither."""
        new = self.folder / f"{name}.new"
        with open(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / name)
        folder = os.open(self.folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def read(path: Path) -> str:
    """Raises Failure: it is missing, can't be read, or is empty."""
    try:
        told = path.read_text().strip()
    except FileNotFoundError:
        raise Failure(f"{path} is missing: {MISSING}") from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no text"
        raise Failure(f"{path} can't be read ({why}): {LOST}") from None
    if not told:
        raise Failure(f"{path} is empty: {LOST}")
    return told


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def is_long(line: str) -> bool:
    """A link key may be any letters, so many of them (shared/settings.py)."""
    return len(line.strip()) >= KEY_BYTES


def is_key(line: str) -> bool:
    try:
        return len(base64.b64decode(line.strip(), validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False
