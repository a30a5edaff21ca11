"""R4: each service killed at each point where the order of two writes matters."""

import asyncio

import pytest

from tests.faults.trial import Trial

# Passages of the point before it kills: enough that the service is in the midst of its work.
AT_WORK = {
    "handled": 20,  # (e) handler done, offset not committed
    "before_commit": 40,  # (a)
    "before_send": 5,  # (b) between commit and publish
    "after_send": 5,  # (c) after send, before the acknowledgement
    "after_ack": 5,  # (d) after the acknowledgement, before the row is deleted
}
EMITTING = tuple(AT_WORK)
# Reporting emits nothing of its own yet: (b), (c) and (d) do not exist for it. It works in batches.
POINTS = {
    "intake": EMITTING,
    "complaints": EMITTING,
    "notify": EMITTING,
    "reporting": ("handled", "before_commit"),
}
EVENTS = 2_000
STEADY = 16.0  # dossiers a second


# Two at a time, the one that tells the facts beside one that hears them.
PAIRS = (("intake", "reporting"), ("complaints", "notify"))


@pytest.mark.parametrize("services", PAIRS, ids="-".join)
async def test_services_killed_at_any_point_lose_and_repeat_nothing(
    trial: Trial, services: tuple[str, str]
) -> None:
    async with trial.busy(STEADY):
        await trial.facts(200)
        async with asyncio.TaskGroup() as deaths:
            for service in services:
                deaths.create_task(die_at_every_point(trial, service))
        await trial.facts(EVENTS)

    assert await trial.verdict() == []


async def die_at_every_point(trial: Trial, service: str) -> None:
    replica, batched = trial.world.replicas[service], service == "reporting"
    await trial.world.stop_gently(service)
    for point in POINTS[service]:
        passages = trial.dice.randint(2, 4 if batched else AT_WORK[point])
        replica.start(f"{point}:{passages}")
        await trial.world.died(service)
    replica.start()
    await trial.world.ready(service)
