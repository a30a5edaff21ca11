"""R2: a minute without Kafka: the counters go on as before, what they tell waits and then goes."""

import statistics

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.desk import TAKEN
from tests.faults.trial import Trial
from tests.faults.world import until

STEADY = 5.0  # dossiers a second
ABSENT_S, GONE_S = 60, 2  # how old the oldest fact becomes, and how old it is when all is well
ACCEPTED = 100
PROMISED_MS = 300  # R2: nobody at a counter feels that Kafka is away


@pytest.mark.timeout(600)
async def test_a_minute_without_a_broker_turns_nobody_away(trial: Trial) -> None:
    async with trial.busy(STEADY):
        await trial.facts(60)
        trial.world.stack.kafka.child.kill()
        answered = len(trial.desk.took)
        await until("the oldest fact waits", lambda: waits(trial, ABSENT_S), ABSENT_S + 60)
        meanwhile = trial.desk.took[answered:]
        await trial.world.start_broker()
        await until("all were told", lambda: told(trial), 60)

    slowest = 1_000 * statistics.quantiles(meanwhile, n=100)[98]
    trial.remarks.append(f"{len(meanwhile)} answers without Kafka, p99 {slowest:.0f} ms")
    assert len(meanwhile) > ACCEPTED
    assert slowest < PROMISED_MS
    assert trial.desk.statuses.keys() <= TAKEN
    assert await trial.verdict() == []


async def waits(trial: Trial, seconds: float) -> bool:
    return await age(trial) >= seconds


async def told(trial: Trial) -> bool:
    return await age(trial) <= GONE_S


async def age(trial: Trial) -> float:
    """What an operator sees of intake's outbox."""
    text = (await trial.desk.http.get(f"{trial.world.replicas['intake'].url}/metrics")).text
    families = {family.name: family.samples for family in text_string_to_metric_families(text)}
    return families["motcua_outbox_age_s"][0].value
