"""The same servers from official images, by testcontainers: for `./motcua test --docker`."""

import os
from collections.abc import Callable
from pathlib import Path

from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.container import DockerContainer

from stack import java
from stack.child import Child
from stack.embedded import Stack
from stack.kafka import HEAP, Kafka, Ports
from stack.kafka_properties import BROKER, MECHANISM, new_cluster_id, server_properties
from stack.postgres import SUPERUSER, Postgres

POSTGRES_IMAGE = "postgres:17"
KAFKA_IMAGE = f"apache/kafka:{java.KAFKA}"
INITDB = "--auth=scram-sha-256 --encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8"


class ContainerChild(Child):
    """A container where a process of ours would be: its pid is the host's."""

    def __init__(self, name: str, folder: Path, make: Callable[[], DockerContainer]) -> None:
        super().__init__(name, [], folder, {})
        self.make = make
        self.container: DockerContainer | None = None

    @property
    def pid(self) -> int | None:
        return int(self._state()["Pid"]) or None

    @property
    def exit_code(self) -> int | None:
        return None if self.running else int(self._state().get("ExitCode", 0))

    @property
    def running(self) -> bool:
        return bool(self._state().get("Running"))

    def start(self) -> None:
        self.container = self.make()
        # Not PostgresContainer's own: stack.postgres waits until our password is known.
        DockerContainer.start(self.container)

    def stop(self, seconds: float = 45, with_signal: int | None = None) -> None:
        if self.container is not None:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            self.log.write_bytes(b"".join(self.container.get_logs()))
            self.container.stop()
            self.container = None

    def kill(self) -> None:
        self.stop()

    def _state(self) -> dict[str, int]:
        if self.container is None:
            return {"Pid": 0}
        wrapped = self.container.get_wrapped_container()
        wrapped.reload()
        return dict(wrapped.attrs["State"])


class ContainerPostgres(Postgres):
    def __init__(self, folder: Path, port: int, password: str) -> None:
        super().__init__(folder, port, password)
        self.child = ContainerChild("postgres", folder, self.container)

    def container(self) -> DockerContainer:
        made = PostgresContainer(
            POSTGRES_IMAGE, username=SUPERUSER, password=self.password, dbname=SUPERUSER
        )
        made.with_env("POSTGRES_INITDB_ARGS", INITDB)
        made.with_command("postgres -c max_connections=200")
        made.ports["5432/tcp"] = ("127.0.0.1", self.port)  # type: ignore[assignment] # and no other
        return made

    def start(self, seconds: float = 60) -> None:
        self.child.start()
        self.child.wait_until(self.answers, seconds)


class ContainerKafka(Kafka):
    """On the host's network: its listeners are the same addresses as without a container."""

    def __init__(self, folder: Path, ports: Ports, password: str) -> None:
        super().__init__(folder, ports, password)
        self.child = ContainerChild("kafka", folder, self.container)

    def container(self) -> DockerContainer:
        properties = self.folder / "server.properties"
        properties.write_text(server_properties(self.ports.addresses(), self.password, self.data))
        made = DockerContainer(
            KAFKA_IMAGE,
            entrypoint=["/bin/sh", "-ec"],
            command=[self.script(properties)],
            user=str(os.geteuid()),
            network_mode="host",
        )
        made.with_env("KAFKA_HEAP_OPTS", f"-Xmx{HEAP}")
        made.with_volume_mapping(str(self.folder), str(self.folder), "rw")
        return made

    def script(self, properties: Path) -> str:
        scram = f"{MECHANISM}=[name={BROKER},password={self.password}]"
        home = "/opt/kafka/bin"
        return (
            f"{home}/kafka-storage.sh format --ignore-formatted -t {self.cluster_id}"
            f" -c {properties} --add-scram '{scram}'\n"
            f"exec {home}/kafka-server-start.sh {properties}"
        )

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        known = self.folder / "cluster-id"
        if not known.exists():
            known.write_text(new_cluster_id())
        self.child.start()


class Containers(Stack):
    """The embedded stack's rules, users, roles and passwords, on servers in containers."""

    def __init__(self, folder: Path, names: tuple[str, ...] = ()) -> None:
        super().__init__(folder, names)
        self.postgres = ContainerPostgres(folder, self.ports["postgres"], self.postgres.password)
        self.kafka = ContainerKafka(folder, self.kafka.ports, self.kafka.password)
