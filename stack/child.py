"""One child process: a group, a log and a record of its own, so that nothing is left behind."""

import contextlib
import json
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from stack.failure import Failure

LOG_LIMIT = 20_000_000
POLL = 0.05


class Child:
    """A program under `folder`/logs/<name>.log and `folder`/run/<name>.json."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        folder: Path,
        env: Mapping[str, str],
        *,
        user: str | None = None,
        cwd: Path = Path("/"),
        stop_signal: int = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.env = dict(env)
        self.user = user
        self.cwd = cwd
        self.stop_signal = stop_signal
        self.log = folder / "logs" / f"{name}.log"
        self.record = folder / "run" / f"{name}.json"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    @property
    def exit_code(self) -> int | None:
        """None while it runs or before it was started."""
        return self.process.poll() if self.process else None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.record.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab", buffering=0) as log:
            log.write(f"--- {self.name}, {datetime.now(UTC):%F %T} UTC\n".encode())
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops in order
                **as_user(self.user),
            )
        remember(self.record, self.process.pid, self.stop_signal)

    def wait_until(self, ready: Callable[[], bool], seconds: float, every: float = POLL) -> None:
        """Raises Failure when it ends before it is ready, or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                raise Failure(f"{self.name} ended with code {self.exit_code}", log=self.log)
            if time.monotonic() > deadline:
                raise Failure(f"{self.name} was not ready after {seconds:.0f} s", log=self.log)
            time.sleep(every)

    def wait(self, seconds: float) -> int:
        """The exit code of a task. Raises Failure when it takes too long."""
        if self.process is None:
            raise Failure(f"{self.name} was not started")
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"{self.name} took more than {seconds:.0f} s", log=self.log) from None

    def stop(self, seconds: float = 45, with_signal: int | None = None) -> None:
        """Ask, wait, then kill the whole group."""
        if self.process is not None and self.running:
            self.process.send_signal(with_signal or self.stop_signal)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        self.record.unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL to the group: what a power cut does."""
        if self.process is not None and self.running:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.record.unlink(missing_ok=True)


def as_user(name: str | None) -> dict[str, Any]:
    """What subprocess needs to run a program as that user, with that user's own group alone."""
    if name is None:
        return {}
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


def remember(record: Path, pid: int, stop_signal: int) -> None:
    """Pids are reused: the moment of the start tells ours from a stranger's."""
    started = psutil.Process(pid).create_time()
    record.write_text(json.dumps({"pid": pid, "started": started, "signal": int(stop_signal)}))


def recall(record: Path) -> psutil.Process | None:
    """The process of a record, if it is still that one."""
    with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
        noted = json.loads(record.read_text())
        process = psutil.Process(noted["pid"])
        same = abs(process.create_time() - noted["started"]) < 1
        if same and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def sweep(folder: Path, seconds: float = 45) -> list[str]:
    """Stop what a killed supervisor left running, the newest first; return the names."""
    records = sorted((folder / "run").glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    swept = []
    for record in records:
        if process := recall(record):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(json.loads(record.read_text())["signal"])
                end(process, seconds)
            swept.append(record.stem)
        record.unlink(missing_ok=True)
    return swept


def end(process: psutil.Process, seconds: float) -> None:
    """Wait for it, and kill its group when it will not go."""
    try:
        process.wait(seconds)
    except psutil.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)
