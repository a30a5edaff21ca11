"""How far the figures lag behind what has happened."""

from datetime import datetime

from starlette.requests import Request

from shared import clock
from shared.health import Health, lag, quiet_s

QUIET_S = 60  # Kafka answers every half second; longer than this it is away


async def minutes_late(request: Request, as_of: datetime | None) -> int:
    """0 while the figures hold all that Kafka has told; else for how long they have not."""
    health: Health = request.app.state.health
    if as_of is None:
        return 0
    if health.why or await lag(health.broker):
        return max(0, int((clock.now() - as_of).total_seconds() // 60))
    quiet = quiet_s(health.broker)
    return int(quiet // 60) if quiet > QUIET_S else 0
