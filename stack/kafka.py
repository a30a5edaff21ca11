"""A real one-node Apache Kafka from its jars: SCRAM for everyone, no access without a rule."""

import base64
import os
import subprocess
import uuid
from pathlib import Path
from typing import NamedTuple

from stack import java
from stack.child import Child
from stack.failure import Failure
from stack.topics import FOLDER

BROKER = "broker"  # the only principal above the rules
HEAP = "384m"
MECHANISM = "SCRAM-SHA-512"


class Ports(NamedTuple):
    services: int
    agencies: int
    controller: int


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
            file.write(server_properties(self.ports, self.password, self.data))
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


def new_cluster_id() -> str:
    """Kafka's own kind of id: a UUID in URL-safe base64, which must not begin with a dash."""
    return base64.urlsafe_b64encode(b"\x01" + uuid.uuid4().bytes[1:]).decode().rstrip("=")


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


def server_properties(ports: Ports, password: str, data: Path) -> str:
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule required"
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    broker = f'username="{BROKER}" password="{password}"'
    return f"""\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{ports.controller}
controller.listener.names=CONTROLLER
listeners=CONTROLLER://127.0.0.1:{ports.controller},SERVICES://127.0.0.1:{ports.services},AGENCIES://127.0.0.1:{ports.agencies}
advertised.listeners=SERVICES://127.0.0.1:{ports.services},AGENCIES://127.0.0.1:{ports.agencies}
listener.security.protocol.map=CONTROLLER:SASL_PLAINTEXT,SERVICES:SASL_PLAINTEXT,AGENCIES:SASL_PLAINTEXT
inter.broker.listener.name=SERVICES
sasl.mechanism.inter.broker.protocol={MECHANISM}
sasl.mechanism.controller.protocol=PLAIN
listener.name.controller.sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config={plain} {broker} user_{BROKER}="{password}";
listener.name.services.sasl.enabled.mechanisms={MECHANISM}
listener.name.services.scram-sha-512.sasl.jaas.config={scram} {broker};
listener.name.agencies.sasl.enabled.mechanisms={MECHANISM}
listener.name.agencies.scram-sha-512.sasl.jaas.config={scram};
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:{BROKER}
allow.everyone.if.no.acl.found=false
auto.create.topics.enable=false
log.dirs={data}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=10
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
"""
