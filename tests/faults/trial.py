"""One test's time in the world: the counters, what has happened since it began, the verdict."""

import asyncio
import contextlib
import random
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import LiteralString, Self

import psycopg

from stack.layout import SERVICES
from tests.faults import checker, evidence, load
from tests.faults.desk import Desk
from tests.faults.world import SECOND, World, until

REST_WITHIN_S = 120
OUTBOXES = ", ".join(f"(SELECT count(*) FROM {name}.outbox)" for name in SERVICES)
UNSENT = "SELECT count(*) FROM notify.message WHERE state IN ('DUE', 'WAITING_CONTACT')"
ON_THE_WAY = f"SELECT {OUTBOXES}, ({UNSENT})"
LEASED = UNSENT + " AND next_attempt_at > now() + make_interval(secs => %s)"


class Trial:
    """Enter it to have all services running and the other replica of intake not."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self.world = world
        self.dice = dice
        self.remarks: list[str] = []

    async def __aenter__(self) -> Self:
        await self.world.restore()
        addresses = {name: [self.world.replicas[name].url] for name in SERVICES}
        self.desk = Desk(self.world.history, addresses)
        self.counters = load.Counters(self.desk, self.world.token, self.dice)
        self.began_with = await self._records()
        self.collecting = asyncio.create_task(self._collect())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.collecting.cancel()
        await asyncio.gather(self.collecting, return_exceptions=True)
        await self.desk.http.aclose()

    def busy(self, dossiers_per_s: float = load.FAST) -> AbstractAsyncContextManager[None]:
        return load.busy(self.counters, dossiers_per_s)

    async def second_intake(self) -> None:
        """Have two replicas of intake serve the counters."""
        self.world.replicas[SECOND].start()
        await self.world.ready(SECOND)
        self.desk.addresses["intake"].append(self.world.replicas[SECOND].url)

    async def events(self) -> int:
        """Records on Kafka since the trial began."""
        return await self._records() - self.began_with

    async def facts(self, number: int) -> None:
        """Wait until that many events have come since the trial began."""

        async def there() -> bool:
            return await self.events() >= number

        await until(f"{number} events", there, within_s=150)

    async def rest(self) -> None:
        """Wait until nothing is on its way any more."""
        before = -1

        async def resting() -> bool:
            nonlocal before
            arrived = await self.world.sink.fetch()
            moving = sum(self._ask(ON_THE_WAY)) + await self.world.groups.lag()
            if moving and moving == sum(self._ask(LEASED, self.world.notify_clock + 2)):
                await self.world.let_leases_run_out()
            seen, before = before, arrived + await self._records()
            return not moving and seen == before

        try:
            await until("rest", resting, REST_WITHIN_S)
        except TimeoutError as error:
            moving = self._ask(ON_THE_WAY), await self.world.groups.lags()
            raise TimeoutError(f"no rest: outboxes, unsent messages and lag {moving}") from error

    async def verdict(self) -> list[str]:
        """What is wrong with all that ever happened, but for what an earlier trial has told."""
        await self.rest()
        found = checker.faults(await evidence.gather(self.world))
        new = [line for line in found if line not in self.world.known_faults]
        self.world.known_faults.update(new)
        return new

    def notes(self) -> str:
        statuses = ", ".join(f"{n} × {status}" for status, n in self.desk.statuses.items())
        return "; ".join([*self.remarks, f"answers {statuses}"])

    async def _collect(self) -> None:
        """The sink forgets all but the last two thousand."""
        while True:
            await self.world.sink.fetch()
            await asyncio.sleep(2)

    async def _records(self) -> int:
        return sum((await self.world.groups.ends()).values())

    def _ask(self, question: LiteralString, *values: float) -> tuple[int, ...]:
        dsn = self.world.stack.postgres.dsn("motcua")
        with contextlib.closing(psycopg.connect(dsn)) as conn:
            return conn.execute(question, values).fetchone() or ()
