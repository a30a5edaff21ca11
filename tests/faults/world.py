"""The whole product in a folder of its own, every process of it ours to kill and to start again."""

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from stack import environment, health, issuer, up
from stack.child import Child
from stack.embedded import Stack
from stack.layout import ROOT, SERVICES
from tests.faults.groups import Groups
from tests.faults.recorder import History
from tests.faults.sink import Mailbag

SECOND = "intake-b"  # the other replica of intake
READY_WITHIN_S = 60
LEASE_S = 61  # a message that notify has taken and not sent is taken again after a minute
KILLED = -signal.SIGKILL


@dataclass
class Replica:
    """One process of a service; its child's environment is that of the next start."""

    name: str
    service: str
    url: str
    child: Child

    def start(self, failpoint: str = "") -> None:
        """Start it, to die at a fail point where one is named (shared/fail.py)."""
        self.child.env["FAILPOINT"] = failpoint
        self.child.start()


class World:
    """Kafka, PostgreSQL, issuer, sink and the four services, with a second intake at hand."""

    def __init__(self, folder: Path) -> None:
        self.stack = Stack(folder, (*environment.PORTS, SECOND))
        self.groups = Groups(self.stack)
        self.history = History(folder / "history.jsonl")
        self.sink = Mailbag(environment.url(self.stack, "sink_http"))
        self.planted: dict[tuple[str, int, int], bool] = {}
        self.helpers: list[Child] = []
        self.replicas = {name: self._replica(name, name) for name in SERVICES}
        self.replicas[SECOND] = self._replica(SECOND, "intake")
        self.key = issuer.signing_key(self.stack.secrets)
        self.notify_clock = 0.0
        self.known_faults: set[str] = set()

    def start(self) -> None:
        """Everything but the second intake; raises stack's Failure."""
        self.stack.start()
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda name: up.migrate(self.stack, name), SERVICES))
        helpers = up.helpers(self.stack, 0)
        self.helpers = [child for child, _ in helpers]
        for child, url in helpers:
            child.start()
            child.wait_until(partial(health.is_ready, url), READY_WITHIN_S)
        up.load(self.stack, 0)
        for name in SERVICES:
            self.replicas[name].start()

    def stop(self) -> None:
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda replica: replica.child.stop(), self.replicas.values()))
        for child in self.helpers:
            child.stop()
        self.stack.stop()
        self.history.close()

    async def restore(self) -> None:
        """Whatever a test left behind: all run, the second intake does not."""
        if not self.stack.postgres.child.running:
            self.stack.postgres.start()
        if not self.stack.kafka.child.running:
            await self.start_broker()
        if self.replicas[SECOND].child.running:
            await self.stop_gently(SECOND)
        for name in SERVICES:
            if not self.replicas[name].child.running:
                self.replicas[name].start()
        await self.ready(*SERVICES)

    def token(self, subject: str) -> str:
        return issuer.mint(self.key, environment.url(self.stack, "issuer"), subject, subject)

    async def start_broker(self) -> None:
        await asyncio.to_thread(self.stack.start_kafka)
        self.groups = Groups(self.stack)  # its client would remember the dead one

    async def ready(self, *names: str) -> None:
        """Wait until each of the replicas is ready."""
        async with httpx.AsyncClient(timeout=10) as http:
            for name in names:
                await until(f"{name} ready", partial(self._is_ready, http, name))

    async def died(self, name: str, within_s: float = 60) -> None:
        """Wait until the replica has killed itself at its fail point, and bury it."""
        replica = self.replicas[name]
        await until(f"{name} dead", lambda: _is(not replica.child.running), within_s)
        assert replica.child.exit_code == KILLED, f"{name} ended with {replica.child.exit_code}"
        replica.child.record.unlink(missing_ok=True)
        await self.bury(replica)

    async def kill(self, name: str) -> None:
        replica = self.replicas[name]
        replica.child.kill()
        await self.bury(replica)

    async def bury(self, replica: Replica) -> None:
        """Spare us what a death costs in time: the group's 30 s, and notify's minute of lease."""
        await self.groups.forget_members(replica.service)
        if replica.service == "notify":
            self.notify_clock += LEASE_S
            replica.child.env["MOTCUA_CLOCK_OFFSET"] = str(self.notify_clock)

    async def let_leases_run_out(self) -> None:
        """Have notify's clock go on by the minute that we would wait for messages it has lost."""
        await self.stop_gently("notify")
        await self.bury(self.replicas["notify"])
        self.replicas["notify"].start()
        await self.ready("notify")

    async def stop_gently(self, name: str) -> float:
        """SIGTERM; how many seconds it took to end. It must end by itself and say all is well."""
        child, began = self.replicas[name].child, time.monotonic()
        assert child.process is not None
        child.process.send_signal(signal.SIGTERM)
        try:
            await until(f"{name} stopped", lambda: _is(not child.running))
        except TimeoutError as late:
            raise AssertionError(f"{late}; its log ends:\n{last_lines(child.log)}") from None
        assert child.exit_code in (0, -signal.SIGTERM), f"{name} ended with {child.exit_code}"
        return time.monotonic() - began

    def _replica(self, name: str, service: str) -> Replica:
        url = f"http://127.0.0.1:{self.stack.ports[name]}"
        env = environment.service(self.stack, service) | {
            "MOTCUA_ENV": "test",
            "MOTCUA_LOG": "WARNING",
            f"{service.upper()}_HTTP_PORT": str(self.stack.ports[name]),
        }
        command = [sys.executable, "-m", f"services.{service}.app"]
        child = Child(name, command, self.stack.folder, env, cwd=ROOT)
        return Replica(name, service, url, child)

    async def _is_ready(self, http: httpx.AsyncClient, name: str) -> bool:
        replica = self.replicas[name]
        assert replica.child.running, f"{name} ended with {replica.child.exit_code}"
        try:
            return (await http.get(f"{replica.url}/health/ready")).status_code == 200
        except httpx.TransportError:
            return False


async def until(
    what: str, true: Callable[[], Awaitable[object]], within_s: float = READY_WITHIN_S
) -> None:
    """Wait for a condition; a TimeoutError says for which."""
    deadline = time.monotonic() + within_s
    while not await true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {within_s:.0f} s: {what}")
        await asyncio.sleep(0.1)


def last_lines(log: Path, number: int = 8) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-number:])


async def _is(value: bool) -> bool:
    return value
