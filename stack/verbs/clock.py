"""`clock`: show or move the business clock of the running stack, to see deadlines come and pass."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from stack import business_clock, environment, running
from stack.failure import Failure
from stack.layout import state_folder


def clock(
    to: Annotated[
        str, typer.Argument(help="An instant (2026-03-02T08:00), +2d, -1h, or `real`.")
    ] = "",
) -> None:
    """Show the business clock, or move it: services go on without a restart, time runs on.

    +2d counts from where the clock stands. Refused in production.
    """
    folder = state_folder()
    if running.holder(folder) is None:
        raise Failure("no stack runs here: ./motcua up --detach")
    path, real = environment.clock_file(folder), datetime.now(UTC)
    before = business_clock.read(path)
    if to:
        business_clock.write(path, moved(to, before, real))
    offset = business_clock.read(path)
    shown = (real + timedelta(seconds=offset)).astimezone(business_clock.VN)
    print(f"{shown:%Y-%m-%dT%H:%M:%S%z} ({offset:+.0f} s)")


def moved(to: str, before: float, real: datetime) -> float:
    """The new offset. Raises Failure: unreadable, or in production."""
    if to == "real":
        return 0.0
    wanted = business_clock.offset({**environment.common(), "MOTCUA_NOW": to}, real)
    return before + wanted if to[0] in "+-" else wanted
