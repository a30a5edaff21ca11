"""Topics, passwords and access rules of a broker made equal to the tables of deploy/kafka."""

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Any

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    OffsetSpec,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)

from stack.acl import Rule
from stack.failure import Failure
from stack.kafka_properties import BROKER, MECHANISM
from stack.topics import Topic

TIMEOUT = 30


def connect(bootstrap: str, password: str) -> AdminClient:
    """An admin client, of a broker that may still be starting: see answers()."""
    return AdminClient(
        {
            "bootstrap.servers": bootstrap,
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": MECHANISM,
            "sasl.username": BROKER,
            "sasl.password": password,
            "reconnect.backoff.max.ms": 200,
            "log_level": 0,  # while the broker starts, refused connections are no news
        }
    )


def answers(admin: AdminClient) -> bool:
    try:
        return bool(admin.list_topics(timeout=1).brokers)
    except KafkaException:
        return False


def check_cluster(admin: AdminClient, cluster_id: str) -> None:
    """Raises Failure when another broker answers on our port."""
    found = admin.list_topics(timeout=TIMEOUT).cluster_id
    if found != cluster_id:
        raise Failure(f"the broker is not ours: cluster {found}, expected {cluster_id}")


def ensure_topics(admin: AdminClient, topics: Iterable[Topic]) -> None:
    """Create what lacks, set the configs. Raises Failure when a partition count differs."""
    existing = partitions(admin)
    for topic in topics:
        if (found := existing.get(topic.name, topic.partitions)) != topic.partitions:
            raise Failure(f"{topic.name} has {found} partitions, the table says {topic.partitions}")
    create_topics(admin, [t for t in topics if t.name not in existing])
    ensure_configs(admin, [t for t in topics if t.name in existing])


def create_topics(admin: AdminClient, topics: list[Topic]) -> None:
    """Create them and wait until they can be written and read."""
    if topics:
        new = [NewTopic(t.name, t.partitions, 1, config=dict(t.config)) for t in topics]
        done(admin.create_topics(new, request_timeout=TIMEOUT))
        wait_for_leaders(admin, topics)


def wait_for_leaders(admin: AdminClient, topics: list[Topic]) -> None:
    asked = {
        TopicPartition(topic.name, number): OffsetSpec.latest()  # type: ignore[no-untyped-call]
        for topic in topics
        for number in range(topic.partitions)
    }
    deadline = time.monotonic() + TIMEOUT
    while any(future.exception() for future in admin.list_offsets(asked).values()):
        if time.monotonic() > deadline:
            raise Failure(f"the new topics have no leader after {TIMEOUT} s")
        time.sleep(0.05)
        admin.list_topics(timeout=TIMEOUT)  # or the client keeps what it knew of a deleted topic


def ensure_configs(admin: AdminClient, topics: list[Topic]) -> None:
    changes = [
        ConfigResource(
            ConfigResource.Type.TOPIC,
            topic.name,
            incremental_configs=[
                ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
                for name, value in topic.config.items()
            ],
        )
        for topic in topics
    ]
    if changes:
        done(admin.incremental_alter_configs(changes, request_timeout=TIMEOUT))


def other_configs(admin: AdminClient, topics: Iterable[Topic]) -> list[str]:
    """The settings of existing topics that differ from the table, e.g. `x: a=1 → 2`."""
    named = {ConfigResource(ConfigResource.Type.TOPIC, t.name): t for t in topics}
    if not named:
        return []
    answers = admin.describe_configs(list(named), request_timeout=TIMEOUT)
    found = {asked: future.result(timeout=TIMEOUT) for asked, future in answers.items()}
    return [
        f"{topic.name}: {name}={found[asked][name].value} → {value}"
        for asked, topic in named.items()
        for name, value in topic.config.items()
        if found[asked][name].value != value
    ]


def ensure_users(admin: AdminClient, passwords: Mapping[str, str]) -> None:
    """Exactly these may log in, and the broker itself."""
    info = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096)
    known: dict[str, Any] = admin.describe_user_scram_credentials(request_timeout=TIMEOUT).result()  # type: ignore[union-attr]
    strangers = known.keys() - passwords.keys() - {BROKER}
    changes = [
        *(
            UserScramCredentialUpsertion(name, info, password.encode())
            for name, password in passwords.items()
        ),
        *(UserScramCredentialDeletion(name, info.mechanism) for name in strangers),
    ]
    done(admin.alter_user_scram_credentials(changes, request_timeout=TIMEOUT))


def partitions(admin: AdminClient) -> dict[str, int]:
    """How many partitions each topic has."""
    found = admin.list_topics(timeout=TIMEOUT).topics
    return {name: len(topic.partitions) for name, topic in found.items()}


def rules_differ(admin: AdminClient, rules: frozenset[Rule]) -> bool:
    return any(rules_difference(admin, rules))


def rules_difference(
    admin: AdminClient, rules: frozenset[Rule]
) -> tuple[set[AclBinding], set[AclBinding]]:
    """What the broker lacks, and what it has that it should not have."""
    wanted = {binding(rule) for rule in rules}
    found = set(admin.describe_acls(EVERY, request_timeout=TIMEOUT).result())
    return wanted - found, found - wanted


def ensure_rules(admin: AdminClient, rules: frozenset[Rule]) -> None:
    """The broker's set of rules becomes this one: lacking ones are made, others removed."""
    missing, strangers = rules_difference(admin, rules)
    if missing:
        done(admin.create_acls(list(missing), request_timeout=TIMEOUT))
    if strangers:
        done(admin.delete_acls([exactly(b) for b in strangers], request_timeout=TIMEOUT))


ANY: Any = None  # any name, principal or host; the library's types do not know that None may be
EVERY = AclBindingFilter(
    ResourceType.ANY,
    ANY,
    ResourcePatternType.ANY,
    ANY,
    ANY,
    AclOperation.ANY,
    AclPermissionType.ANY,
)


def binding(rule: Rule) -> AclBinding:
    return AclBinding(
        ResourceType[rule.resource.upper()],
        rule.name,
        ResourcePatternType[rule.pattern.upper()],
        f"User:{rule.principal}",
        "*",
        AclOperation[rule.operation.upper()],
        AclPermissionType.ALLOW,
    )


def exactly(found: AclBinding) -> AclBindingFilter:
    return AclBindingFilter(
        found.restype,
        found.name,
        found.resource_pattern_type,
        found.principal,
        found.host,
        found.operation,
        found.permission_type,
    )


def done(futures: Mapping[Any, Future[Any]]) -> None:
    """Wait for every part of an answer. Raises Failure with the broker's reason."""
    for what, future in futures.items():
        try:
            future.result(timeout=TIMEOUT)
        except KafkaException as error:
            raise Failure(f"kafka refused {what}: {error.args[0].str()}") from error
