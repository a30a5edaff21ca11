"""`clock`: shows or moves the business clock of a deployment with the profile `demo`."""

from stack import business_clock
from stack.compose.places import CLOCK
from stack.failure import Failure


def run(seconds: str) -> None:
    """Raises Failure where the clock can't be moved."""
    if not CLOCK.exists():
        raise Failure("the clock is the real one here: start with COMPOSE_PROFILES=demo")
    if seconds:
        business_clock.write(CLOCK, float(seconds))
    print(business_clock.read(CLOCK))
