"""Facts and records that the tests of the library send."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from shared import clock
from shared.events.base import Event
from shared.events.complaints import VerificationAssigned
from shared.events.envelope import to_headers

CASES = VerificationAssigned.topic
MARCH_3 = date(2025, 3, 3)


def assigned(case_id: UUID | None = None, unit_id: str = "450") -> VerificationAssigned:
    fact = VerificationAssigned(
        case_id=case_id or uuid4(), unit_id="450", staff_id=uuid4(), on=MARCH_3, due_on=MARCH_3
    )
    return fact.model_copy(update={"unit_id": unit_id})  # unchecked, as a stranger may send it


def message(fact: Event, sequence: int, **changed: str | None) -> dict[str, Any]:
    """Key, value and headers as the relay sends them; `changed` sets or (None) drops headers."""
    headers = dict(
        to_headers(
            event_id=uuid4(),
            type=fact.type(),
            key=fact.key(),
            sequence=sequence,
            time=clock.now(),
            traceparent=None,
        )
    )
    for name, value in changed.items():
        if value is None:
            headers.pop(name)
        else:
            headers[name] = value.encode()
    return {"key": fact.key().encode(), "value": fact.body(), "headers": list(headers.items())}


async def until(true: Callable[[], Awaitable[Any]], within_s: float = 20) -> Any:
    """Wait for a condition; fails with a TimeoutError."""
    async with asyncio.timeout(within_s):
        while not (seen := await true()):
            await asyncio.sleep(0.02)
        return seen
