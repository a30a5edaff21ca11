"""The broker's access rules, derived from the tables of deploy/kafka and from nothing else."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from stack.topics import Principal, Topic


class Rule(NamedTuple):
    """One allowed thing; what no rule allows is refused."""

    principal: str
    operation: Literal["Read", "Write"]  # each implies Describe
    resource: Literal["topic", "group"]
    name: str
    pattern: Literal["literal", "prefixed"] = "literal"


def rules(topics: Iterable[Topic], principals: Iterable[Principal]) -> frozenset[Rule]:
    """Every rule the broker shall have, no more and no fewer."""
    topics = list(topics)
    return frozenset(
        rule
        for principal in principals
        for rule in (*groups(principal), *reads(principal, topics), *writes(principal, topics))
    )


def groups(principal: Principal) -> list[Rule]:
    return [Rule(principal.name, "Read", "group", principal.groups, "prefixed")]


def reads(principal: Principal, topics: list[Topic]) -> list[Rule]:
    """Topic by topic, never the prefix of a service: its contacts share it."""
    return [
        Rule(principal.name, "Read", "topic", topic.name)
        for topic in topics
        if principal.name in topic.readers or topic.name in principal.reads
    ]


def writes(principal: Principal, topics: list[Topic]) -> list[Rule]:
    if principal.kind == "service":
        return [Rule(principal.name, "Write", "topic", f"{principal.name}.", "prefixed")]
    return [
        Rule(principal.name, "Write", "topic", topic.name)
        for topic in topics
        if topic.writer == principal.name
    ]
