"""R14: Kafka's disk is full: the counters go on, and what they tell waits until there is room."""

import asyncio
import contextlib
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from stack import checkup
from tests.faults.desk import TAKEN
from tests.faults.trial import Trial
from tests.faults.world import World, until

STEADY = 20.0  # dossiers a second
ROOM = 48 * 2**20  # beyond what is there
WAITING = 50  # facts


@pytest.fixture
async def disk(world: World) -> AsyncIterator[Path]:
    """Kafka's data on a small one of its own, where the machine lets us mount one.

    `trial` starts Kafka on it.
    """
    kafka, data = world.stack.kafka, world.stack.kafka.data
    await asyncio.to_thread(kafka.stop)
    aside = data.rename(data.with_name("aside"))
    data.mkdir(mode=0o700)
    size = sum(path.stat().st_blocks * 512 for path in aside.rglob("*")) + ROOM
    if not mounted(data, size):
        data.rmdir()
        aside.rename(data)
        pytest.skip("this machine lets us mount nothing")
    copy(aside, data)
    yield data
    await asyncio.to_thread(kafka.stop)
    shutil.rmtree(aside)
    copy(data, aside)
    run("umount", data)
    data.rmdir()
    aside.rename(data)


def mounted(place: Path, size: int) -> bool:
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def copy(source: Path, target: Path) -> None:
    """Kafka's indexes are mostly holes."""
    run("cp", "-a", "--sparse=always", f"{source}/.", target)


def run(*words: str | Path) -> None:
    subprocess.run(words, check=True, capture_output=True)


def fill(disk: Path) -> Path:
    """To the last byte; what takes the room."""
    waste = disk / "waste"
    with contextlib.suppress(OSError), waste.open("wb", buffering=0) as file:
        while file.write(bytes(65_536)):
            pass
    return waste


async def test_a_full_disk_of_kafka_turns_nobody_away_and_loses_nothing(
    disk: Path, trial: Trial
) -> None:
    kafka = trial.world.stack.kafka
    async with trial.busy(STEADY):
        await trial.facts(WAITING)
        waste = fill(disk)
        await until("Kafka ends", lambda: asyncio.sleep(0, not kafka.child.running))
        await until("facts wait", lambda: waiting(trial))
        assert "No space left on device" in kafka.child.log.read_text(errors="replace")
        full = [one for one in checkup.machine(trial.world.stack.folder) if one.what == "disk"]
        assert [one.detail for one in full if not one.ok] == ["0.0 GiB free for kafka/data"]
        waste.unlink()
        await trial.world.start_broker()
        await until("all were told", lambda: told(trial))

    assert trial.desk.statuses.keys() <= TAKEN
    assert await trial.verdict() == []


async def waiting(trial: Trial) -> bool:
    """Intake says so of itself, and that it is ready all the same."""
    status = await health(trial)
    assert status["ready"], status["why"]
    return status["outbox_rows"] >= WAITING


async def told(trial: Trial) -> bool:
    return (await health(trial))["outbox_age_s"] < 1


async def health(trial: Trial) -> dict[str, float]:
    url = trial.world.replicas["intake"].url
    async with httpx.AsyncClient(timeout=10) as http:
        found: dict[str, float] = (await http.get(f"{url}/health/status")).json()
    return found
