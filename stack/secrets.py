"""Passwords and keys of one stack: made once, a file each, readable by us alone."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


class Secrets:
    """The folder of secrets; asking for one makes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & 0o077:  # not at all where it is mounted to be read
            folder.chmod(0o700)

    def password(self, name: str) -> str:
        return self.get(name, lambda: secrets.token_urlsafe(24))

    def key(self, name: str) -> str:
        """32 random bytes in base64, for encryption."""
        return self.get(name, lambda: base64.b64encode(secrets.token_bytes(32)).decode())

    def get(self, name: str, make: Callable[[], str]) -> str:
        path = self.folder / name
        try:
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(make())
        return path.read_text()
