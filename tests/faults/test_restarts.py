"""R15: everything stopped politely and started again, one after the other, while people wait."""

import asyncio

from tests.faults.desk import TAKEN
from tests.faults.trial import Trial
from tests.faults.world import SECOND

EVENTS = 2_000
STEADY = 16.0  # dossiers a second
# Three operators: of intake one replica always answers, of the others there is but one.
ROLLS = (("intake", SECOND) * 4, ("complaints", "reporting") * 3, ("notify",) * 6)
STOPS_WITHIN_S = 45  # what an orchestrator waits before it kills


async def test_twenty_rolling_restarts_lose_nothing_and_nobody_sees_an_error(trial: Trial) -> None:
    await trial.second_intake()
    stops: list[float] = []

    async with trial.busy(STEADY):
        async with asyncio.TaskGroup() as operators:
            for names in ROLLS:
                operators.create_task(roll(trial, names, stops))
        await trial.facts(EVENTS)

    trial.remarks.append(f"{len(stops)} restarts, the longest stop took {max(stops):.1f} s")
    assert await trial.verdict() == []
    assert {status for status in trial.desk.statuses if isinstance(status, int)} <= TAKEN
    assert max(stops) < STOPS_WITHIN_S


async def roll(trial: Trial, names: tuple[str, ...], stops: list[float]) -> None:
    for name in names:
        stops.append(await trial.world.stop_gently(name))
        trial.world.replicas[name].start()
        await trial.world.ready(name)
