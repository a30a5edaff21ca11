"""A client as it should be: each command with its key, sent again until somebody answers it."""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

import httpx

from tests.faults.recorder import History

GIVES_UP_AFTER_S = 90
PAUSE_S = 0.2
LONGEST_PAUSE_S = 1.0
TAKEN = {200, 201}  # a step of something that is there; something new


class Desk:
    """Sends commands to whichever of a service's addresses answers, and writes the history."""

    def __init__(self, history: History, addresses: dict[str, list[str]]) -> None:
        self.history = history
        self.addresses = addresses
        self.http = httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_connections=40))
        self.statuses: Counter[int | str] = Counter()
        self.took: list[float] = []  # seconds, of each answer
        self.without_retry_after = 0

    async def command(
        self,
        what: str,
        service: str,
        path: str,
        body: Mapping[str, Any],
        token: str,
        seen: int | None = None,
    ) -> Any:
        """The body of the answer that accepted it; None when it was refused or never answered.

        `seen`: the version that a step is decided on.
        """
        command_id = self.history.intend(what, path=path, body=body)
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": command_id,
            "traceparent": f"00-{command_id}-{secrets.token_hex(8)}-01",
        }
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        deadline, pause = time.monotonic() + GIVES_UP_AFTER_S, PAUSE_S
        attempt = 0
        while time.monotonic() < deadline:
            answer = await self._once(command_id, service, attempt, path, body, headers)
            if answer is not None and answer.status_code < 500:
                return answer.json() if answer.is_success else None
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
            attempt += 1
        return None

    async def look(self, service: str, path: str, token: str) -> Any:
        """Read something; None when it is not there or nobody answers."""
        for address in self.addresses[service]:
            try:
                found = await self.http.get(address + path, headers=bearer(token))
            except httpx.TransportError:
                continue
            return found.json() if found.is_success else None
        return None

    async def _once(
        self,
        command_id: str,
        service: str,
        attempt: int,
        path: str,
        body: Mapping[str, Any],
        headers: Mapping[str, str],
    ) -> httpx.Response | None:
        """One try at one of the addresses; None when the connection broke."""
        hosts = self.addresses[service]
        url = hosts[(int(command_id[:8], 16) + attempt) % len(hosts)] + path
        try:
            answer = await self.http.post(url, json=body, headers=headers)
        except httpx.TransportError as error:
            self.statuses[type(error).__name__] += 1
            self.history.answer(command_id, None, repr(error))
            return None
        self.statuses[answer.status_code] += 1
        self.took.append(answer.elapsed.total_seconds())
        if answer.status_code == 503 and "Retry-After" not in answer.headers:
            self.without_retry_after += 1
        self.history.answer(command_id, answer.status_code, answer.json())
        return answer


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
