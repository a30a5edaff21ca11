"""`demo`: the main job on the running stack, told step by step."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer

from stack import business_clock
from stack.demo.doors import Doors
from stack.demo.gateway import Gateway
from stack.demo.place import OurOwn
from stack.demo.telling import Told, show
from stack.failure import Failure
from stack.layout import state_folder
from stack.verbs.status import known


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="One object a step and line.")] = False,
    compose: Annotated[
        bool, typer.Option("--compose", help="On docker compose, through its gateway.")
    ] = False,
) -> None:
    """File, supplement, return, rate; a late dossier, a complaint, its remedy; the public figures.

    Each step is seen end to end, with every message that was sent.

    It happens some weeks ago: the business clock is moved there and back again (./motcua clock).
    """
    place = Gateway() if compose else OurOwn(known(state_folder()))
    with Doors(place) as doors:
        before = place.clock()
        try:
            doors.arrived()  # what was sent before is not ours to show
            for told in tell(doors):
                show(told.with_messages(doors.arrived()), as_json=as_json)
                if not told.ok:
                    raise Failure(f"not seen: {told.step}")
        finally:
            place.move_clock(before)


def tell(doors: Doors) -> Iterator[Told]:
    """All stories, one after the other."""
    # Here, since the other verbs start without the services' code.
    from stack.demo import figures, in_time, late
    from stack.demo.days import Days

    days = Days(datetime.now(UTC).astimezone(business_clock.VN).date())
    yield from in_time.tell(doors, days)
    yield from late.tell(doors, days)
    yield from figures.tell(doors, days)
