"""A real one-node Apache Kafka from its jars: SCRAM for everyone, no access without a rule."""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from stack import java
from stack.child import Child
from stack.failure import Failure
from stack.kafka_properties import (
    BROKER,
    MECHANISM,
    Addresses,
    new_cluster_id,
    server_properties,
)
from stack.topics import FOLDER

HEAP = "384m"


class Ports(NamedTuple):
    services: int
    agencies: int
    controller: int

    def addresses(self) -> Addresses:
        """All on loopback, told as they are listened on."""
        services, agencies = f"127.0.0.1:{self.services}", f"127.0.0.1:{self.agencies}"
        controller = f"127.0.0.1:{self.controller}"
        return Addresses(controller, services, agencies, services, agencies)


class Kafka:
    """One broker with its data in `folder`/kafka; the cluster id is made once and kept there."""

    def __init__(
        self, folder: Path, ports: Ports, password: str, learn: Path | None = None
    ) -> None:
        """`learn`: where the JVM shall write down at its end what it learnt of the programs."""
        self.learn = learn
        self.folder = folder / "kafka"
        self.data = self.folder / "data"
        self.ports = ports
        self.password = password
        self.child = Child("kafka", [], folder, {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.ports.services}"

    @property
    def agencies(self) -> str:
        return f"127.0.0.1:{self.ports.agencies}"

    @property
    def cluster_id(self) -> str:
        return (self.folder / "cluster-id").read_text().strip()

    def start(self) -> None:
        """Start the broker; whoever uses it waits until it answers (kafka_admin.connect).

        Raises Failure: jars not downloaded, data of another version.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        check_version(self.folder)
        properties = self.folder / "server.properties"
        with open(properties, "w", opener=private) as file:
            file.write(server_properties(self.ports.addresses(), self.password, self.data))
        learnt = [f"-XX:AOTCacheOutput={self.learn}"] if self.learn else java.learnt()
        self.child.command = [
            java.java(), *learnt, f"-Xmx{HEAP}", "-XX:+ExitOnOutOfMemoryError",
            "-cp", java.class_path(),
            f"-Dlog4j2.configurationFile={FOLDER / 'log4j2.properties'}",
            "kafka.Kafka", str(properties),
        ]  # fmt: skip
        if not (self.data / "meta.properties").exists():
            self.format(properties)
        self.child.start()

    def format(self, properties: Path) -> None:
        cluster_id = new_cluster_id()
        done = subprocess.run(
            [
                java.java(), *java.learnt(), "-XX:TieredStopAtLevel=1", "-cp", java.class_path(),
                "kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(properties),
                "--add-scram", f"{MECHANISM}=[name={BROKER},password={self.password}]",
            ],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines()
            raise Failure(f"Kafka's storage could not be made: {lines[-1] if lines else '?'}")
        (self.folder / "cluster-id").write_text(cluster_id)
        (self.folder / "version").write_text(java.KAFKA)

    def stop(self) -> None:
        self.child.stop()


def private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def check_version(folder: Path) -> None:
    """Raises Failure when the data was written by another Kafka."""
    file = folder / "version"
    if file.exists() and (written := file.read_text().strip()) != java.KAFKA:
        raise Failure(
            f"{folder} holds data of Kafka {written}, this is {java.KAFKA}: use that version,"
            " or move the folder away together with PostgreSQL's to start empty"
        )
