"""The product as operators run it, on a container engine: `./motcua test --compose`.

The ordinary run has no engine and collects nothing here. One deployment for all tests, under a
project name of its own, taken down with its volumes at the end.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stack.layout import ROOT

HERE = Path(__file__).parent
OWN = {
    "COMPOSE_PROJECT_NAME": "motcua-test",
    "COMPOSE_PROFILES": "demo",
    "MOTCUA_PORT": "18080",
    "MOTCUA_SUFFIX": ":18080",
    "KAFKA_AGENCIES_PORT": "19094",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("compose")
            item.add_marker(pytest.mark.timeout(1200))


CLIENT = """cat > /tmp/client <<END
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
username="broker" password="$(cat /run/secrets/password)";
END
cd /opt/kafka/bin; """
PSQL = "-h 127.0.0.1 -U postgres -d motcua -At"


class Deployment:
    """`docker compose` of this clone, and what an engine tells of its containers."""

    def compose(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return run("docker", "compose", *words, check=check)

    def containers(self, *services: str) -> list[dict[str, Any]]:
        """What `docker inspect` tells of those, of all where none is named."""
        ids = self.compose("ps", "--all", "--quiet", *services).stdout.split()
        told: list[dict[str, Any]] = json.loads(run("docker", "inspect", *ids).stdout)
        return told

    def container(self, its_id: str) -> dict[str, Any]:
        [told] = json.loads(run("docker", "inspect", its_id).stdout)
        return dict(told)

    def healthy(self, its_id: str = "", now: dict[str, Any] | None = None) -> bool:
        state = now or self.container(its_id)["State"]
        return bool(state["Running"] and state["Health"]["Status"] == "healthy")

    def sql(self, question: str) -> str:
        """Asked as the superuser, over the container's own loopback."""
        script = f'PGPASSWORD=$(cat /run/secrets/password) psql {PSQL} -c "{question}"'
        return self.compose("exec", "-T", "postgres", "sh", "-c", script).stdout.strip()

    def kafka(self, command: str) -> str:
        """One of Kafka's own programs, as the broker's user; its settings are in /tmp/client."""
        return self.compose("exec", "-T", "kafka", "bash", "-c", CLIENT + command).stdout

    def lasting(self) -> list[dict[str, Any]]:
        return [one for one in self.containers() if one["State"]["Running"]]


def run(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(words)}: {done.stderr[-2000:]}")
    return done


def motcua(*words: str) -> subprocess.CompletedProcess[str]:
    """One of our verbs, as an operator types it."""
    return run(sys.executable, "-m", "stack.cli", *words, check=False)


def service_of(container: dict[str, Any]) -> str:
    return str(container["Config"]["Labels"]["com.docker.compose.service"])


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    os.environ |= OWN
    made = Deployment()
    try:
        timed("build", "build")
        timed("up --wait", "up", "--detach", "--wait")
        yield made
    finally:
        made.compose("down", "--volumes", "--timeout", "10", check=False)


def timed(what: str, *words: str) -> None:
    start = time.monotonic()
    run("docker", "compose", *words)
    sys.stdout.write(f"\n== compose {what}: {time.monotonic() - start:.0f} s\n")
