"""Rows of several tables in one statement: one round trip, however many tables a command fills."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from shared.db import Connection

PLACE = re.compile(r"\$(\d+)")


class Write(NamedTuple):
    """`name AS (INSERT …)`, one or more, and the values for their places."""

    steps: str
    values: tuple[Any, ...]


async def write(conn: Connection, *writes: Write) -> None:
    """Do them all at once; none sees another's rows, and references are checked at the end."""
    values = [value for one in writes for value in one.values]
    await conn.execute(_statement(*((one.steps, len(one.values)) for one in writes)), *values)


@lru_cache(maxsize=256)
def _statement(*writes: tuple[str, int]) -> str:
    steps, taken = [], 0
    for text, places in writes:
        steps.append(_moved(text, taken))
        taken += places
    return f"WITH {', '.join(steps)} SELECT"


def _moved(steps: str, by: int) -> str:
    return PLACE.sub(lambda place: f"${int(place[1]) + by}", steps)
