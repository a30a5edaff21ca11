"""What a service of the stack says of itself over HTTP."""

from typing import Any

import httpx

from shared.tls import trusted

PATIENCE_S = 5


def is_ready(url: str) -> bool:
    """Whether it may be used; False too of one that does not answer."""
    try:
        return ask(f"{url}/health/ready").status_code == 200
    except httpx.HTTPError:
        return False


def status(url: str) -> dict[str, Any]:
    """Its figures; raises httpx.HTTPError or ValueError when it does not answer so."""
    told: dict[str, Any] = ask(f"{url}/health/status").json()
    return told


def ask(url: str) -> httpx.Response:
    return httpx.get(url, timeout=PATIENCE_S, verify=trusted())
