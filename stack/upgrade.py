"""What this program would change in the data of an older one, told before it is done."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from confluent_kafka.admin import AdminClient

from shared.version import VERSION
from stack import kafka_admin, levels, topics
from stack.acl import rules
from stack.layout import SERVICES

FILE = "version"


def plan(dsn: str, admin: AdminClient) -> list[str]:
    """A line for each change, seen in PostgreSQL and Kafka, which run; nothing is changed.

    Raises Failure: a newer program was here.
    """
    return [*migrations(dsn), *of_kafka(admin)]


def migrations(dsn: str) -> Iterator[str]:
    applied = levels.applied(dsn)
    for service in SERVICES:
        for name in levels.to_come(service, applied[service]):
            yield f"migration  {service}: {name}"


def of_kafka(admin: AdminClient) -> Iterator[str]:
    known, there = topics.topics(), kafka_admin.partitions(admin)
    for topic in known:
        if topic.name not in there:
            yield f"topic      new: {topic.name}, {topic.partitions} partitions"
    for line in kafka_admin.other_configs(admin, [t for t in known if t.name in there]):
        yield f"topic      {line}"
    lacking, strange = kafka_admin.rules_difference(admin, rules(known, topics.principals()))
    for rule in sorted(map(words, lacking)):
        yield f"access     granted: {rule}"
    for rule in sorted(map(words, strange)):
        yield f"access     taken away: {rule}"


def words(rule: Any) -> str:
    """Of an AclBinding, whose types say less than it holds."""
    named = f"{rule.restype.name.lower()} {rule.name}"
    star = "*" if rule.resource_pattern_type.name == "PREFIXED" else ""
    return f"{rule.principal.removeprefix('User:')} {rule.operation.name.lower()} {named}{star}"


def told(version: str, changes: list[str]) -> str:
    """As operators read it."""
    return "\n".join([f"version    {version} → {VERSION}", *(changes or ["nothing to change"])])


def written(folder: Path) -> str:
    """The version that the data was last brought up to."""
    file = folder / FILE
    return file.read_text().strip() if file.exists() else "unknown"


def write_down(folder: Path) -> None:
    (folder / FILE).write_text(VERSION + "\n")
