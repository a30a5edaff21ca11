"""The broker's own settings: three listeners, SCRAM for everyone, no access without a rule."""

import base64
import uuid
from pathlib import Path
from typing import NamedTuple

BROKER = "broker"  # the only principal above the rules
MECHANISM = "SCRAM-SHA-512"


class Addresses(NamedTuple):
    """host:port that the broker listens on, and those that it tells its clients."""

    controller: str
    services: str
    agencies: str
    told_services: str
    told_agencies: str


def server_properties(
    at: Addresses, password: str, data: Path, agencies_tls: Path | None = None
) -> str:
    """`agencies_tls`: key and certificates in one PEM file; without it that door is for tests."""
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule required"
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    broker = f'username="{BROKER}" password="{password}"'
    protocol = "SASL_SSL" if agencies_tls else "SASL_PLAINTEXT"
    return f"""\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{at.controller}
controller.listener.names=CONTROLLER
listeners=CONTROLLER://{at.controller},SERVICES://{at.services},AGENCIES://{at.agencies}
advertised.listeners=SERVICES://{at.told_services},AGENCIES://{at.told_agencies}
listener.security.protocol.map=CONTROLLER:SASL_PLAINTEXT,SERVICES:SASL_PLAINTEXT,AGENCIES:{protocol}
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
{tls(agencies_tls)}"""


def tls(agencies: Path | None) -> str:
    """The certificate of the agencies' listener; the services' own stays inside."""
    if agencies is None:
        return ""
    return f"""\
listener.name.agencies.ssl.keystore.type=PEM
listener.name.agencies.ssl.keystore.location={agencies}
listener.name.agencies.ssl.client.auth=none
"""


def new_cluster_id() -> str:
    """Kafka's own kind of id: a UUID in URL-safe base64, which must not begin with a dash."""
    return base64.urlsafe_b64encode(b"\x01" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
