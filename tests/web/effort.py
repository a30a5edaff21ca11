"""What an answer cost, counted and not timed: one that tells nothing takes the same work (S2).

Two answers of the same queries and the same hashes are of one time class on any machine.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx

from shared import lookup
from shared.db import Pool


@dataclass
class Effort:
    """`await effort.of(request)`: status, size, statements sent, codes and secrets hashed."""

    pool: Pool
    statements: list[str] = field(default_factory=list)
    hashed: list[str] = field(default_factory=list)

    async def of(self, request: Awaitable[httpx.Response]) -> tuple[Any, ...]:
        await asyncio.sleep(0)
        self.statements.clear()
        self.hashed.clear()
        answer = await request
        await asyncio.sleep(0)  # what was sent is told in the next turn of the loop
        assert self.statements, "no connection was listened to"
        return answer.status_code, len(answer.text), [*self.statements], [*self.hashed]


async def listen(pool: Pool, monkeypatch: Any) -> Effort:
    """Listen to all connections that the pool may open, and to the keyed hashes of look-ups."""
    effort = Effort(pool)
    async with AsyncExitStack() as held:
        for _ in range(pool.get_max_size()):
            conn = await held.enter_async_context(pool.acquire())
            conn.add_query_logger(lambda told: effort.statements.append(told.query))
    real = lookup._keyed

    def keyed(key: str, what: str, text: str) -> bytes:
        effort.hashed.append(what)
        return real(key, what, text)

    monkeypatch.setattr(lookup, "_keyed", keyed)
    return effort
