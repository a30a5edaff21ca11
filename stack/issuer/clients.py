"""The four services as clients: their names, and the only addresses an answer may go to."""

import os
from dataclasses import dataclass

from stack.layout import SERVICES


@dataclass(frozen=True)
class Client:
    """A service that people log in to. It keeps no secret: PKCE stands in for one."""

    name: str
    address: str

    @property
    def callback(self) -> str:
        return f"{self.address}/log-in/callback"

    @property
    def logged_out(self) -> str:
        return f"{self.address}/logged-out"

    @property
    def back_channel(self) -> str:
        return f"{self.address}/log-out/back-channel"


def clients() -> dict[str, Client]:
    """By MOTCUA_<SERVICE>_URL; a service without one has no pages here."""
    urls = {name: os.environ.get(f"MOTCUA_{name.upper()}_URL", "") for name in SERVICES}
    return {name: Client(name, url.rstrip("/")) for name, url in urls.items() if url}
