"""One world for all faults, a trial in it for each test; what each cost is told at the end.

trial      a Trial: `async with trial.busy(): await trial.facts(2_000)` keeps the counters busy,
           `await trial.verdict()` waits for rest and returns what is wrong: nothing, it is hoped
FAULTS_SEED in the environment repeats the dice of a run; a failed run keeps logs and history.
"""

import os
import random
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from stack import temporary
from tests.faults.trial import Trial
from tests.faults.world import World

SEED = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
told: list[str] = []


@pytest.fixture(scope="package")
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    began, failed = time.monotonic(), request.session.testsfailed
    with temporary.folder("faults") as folder:
        one = World(folder)
        try:
            one.start()
            told.append(f"seed {SEED}; the world was up after {time.monotonic() - began:.0f} s")
            yield one
        finally:
            one.stop()
        if request.session.testsfailed > failed:
            keep(folder)


def keep(folder: Path) -> None:
    """What is needed to find out why a test failed."""
    kept = Path(tempfile.mkdtemp(prefix=f"faults-{SEED}-"))
    shutil.copytree(folder / "logs", kept / "logs")
    shutil.copy(folder / "history.jsonl", kept)
    told.append(f"logs and history are in {kept}")


@pytest.fixture
async def trial(world: World, request: pytest.FixtureRequest) -> AsyncIterator[Trial]:
    async with Trial(world, random.Random(f"{SEED} {request.node.name}")) as one:
        began = time.monotonic()
        yield one
        events, seconds = await one.events(), time.monotonic() - began
        told.append(f"{request.node.name}: {events:,} events in {seconds:.0f} s; {one.notes()}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Together, or the world would start many times; what reads all history anew comes first."""
    trials = [item for item in items if "trial" in getattr(item, "fixturenames", ())]
    for item in trials:
        item.add_marker("faults")
    trials.sort(key=lambda item: item.path.stem != "test_repeats")
    items[:] = [item for item in items if item not in trials] + trials


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in told:
        terminalreporter.write_line(f"faults: {line}")
