"""The deployment of docker-compose.yml as our verbs reach it from outside."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from stack.failure import Failure
from stack.layout import ROOT, SERVICES


def compose(*words: str) -> str:
    """What `docker compose` says. Raises Failure with its last line."""
    try:
        done = subprocess.run(
            ["docker", "compose", *words], cwd=ROOT, check=False, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise Failure("no `docker` here: without containers leave --compose out") from None
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise Failure(f"docker compose {words[0]}: {lines[-1]}")
    return done.stdout


def job(*words: str) -> str:
    """What a job of the service `tools` says (stack/compose). Raises Failure."""
    check_known()
    return compose("run", "--rm", "--no-deps", "-T", "tools", *words)


def hand_over(*words: str, **told: str) -> NoReturn:
    """Go on as a job of the service `tools`, on this terminal. Raises Failure."""
    check_known()
    settings = [word for name, value in told.items() for word in ("-e", f"{name}={value}")]
    terminal = () if sys.stdout.isatty() else ("-T",)
    os.chdir(ROOT)
    line = ["docker", "compose", "run", "--rm", "--no-deps", *terminal, *settings, "tools", *words]
    os.execvp(line[0], line)  # noqa: S606


def ask(*words: str) -> Any:
    """A job's answer in JSON."""
    return json.loads(job(*words).splitlines()[-1])


def keeper(folder: Path, *words: str) -> str:
    """A job that may read and write every volume, with `folder` of this machine at /backup."""
    if ":" in str(folder):
        raise Failure(f"{folder}: the engine takes no folder with a colon in its name")
    mounted = f"{folder}:/backup"
    return compose("run", "--rm", "--no-deps", "-T", "-v", mounted, "keeper", *words)


def log_lines(since: str) -> list[bytes]:
    """What the four services wrote since then (an instant, or nothing for all), unordered."""
    words = ["--since", since] if since else []
    told = compose("logs", "--no-color", "--no-log-prefix", *words, *SERVICES).encode()
    # some versions begin each line with what clears a terminal's
    return [line[line.find(b"{") :] for line in told.splitlines() if b"{" in line]


def running() -> list[str]:
    return sorted(compose("ps", "--services", "--status", "running").split())


def lasting() -> dict[str, str]:
    """Of each container that is to run: `running`, or what is wrong with it."""
    services = config()["services"]
    listed = [json.loads(line) for line in compose("ps", "--all", "--format", "json").splitlines()]
    told: dict[str, str] = {}
    for name in (name for name, one in services.items() if one.get("restart") == "unless-stopped"):
        ours = [one for one in listed if one["Service"] == name]
        told |= {one["Name"]: condition(one) for one in ours} or {name: "not there"}
    return told


def condition(container: dict[str, Any]) -> str:
    state, health = container["State"], container["Health"]
    well = state == "running" and health in ("", "healthy")
    return "running" if well else f"{state} {health}".strip()


def config() -> dict[str, Any]:
    """docker-compose.yml as the settings make it."""
    read: dict[str, Any] = json.loads(compose("config", "--format", "json"))
    return read


def check_known() -> None:
    """Raises Failure: a question must not make the deployment that it asks."""
    told = config()
    volume = told["volumes"]["secrets"]["name"]
    seen = subprocess.run(["docker", "volume", "inspect", volume], check=False, capture_output=True)
    if seen.returncode:
        raise Failure(f"no deployment {told['name']} was started here: docker compose up first")


def refuse_running() -> None:
    """Raises Failure: what is to be kept or put back stands still meanwhile."""
    if names := running():
        raise Failure(
            f"{', '.join(names)} run: docker compose down first,"
            " docker compose up --detach --wait afterwards"
        )


@contextmanager
def alone(*services: str) -> Iterator[None]:
    """These of the deployment, started for a question, and all down after it."""
    check_known()
    try:
        compose("up", "--detach", "--wait", *services)
        yield
    finally:
        compose("down")


def version_of(service: str) -> str:
    """The tag of its image, e.g. 4.1.0."""
    return str(config()["services"][service]["image"].rpartition(":")[2])
