"""The tables of deploy/kafka, read and checked."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from stack.failure import Failure
from stack.layout import ROOT

FOLDER = ROOT / "deploy" / "kafka"


class Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(Row):
    name: str
    partitions: int
    compacted: bool
    restricted: bool
    writer: str
    readers: tuple[str, ...]
    config: dict[str, str]


class Principal(Row):
    name: str
    kind: Literal["service", "agency"]
    reads: tuple[str, ...] = ()

    @property
    def groups(self) -> str:
        """The prefix of the consumer groups it may use."""
        return f"{self.name}." if self.kind == "service" else f"agency.{self.name}."


def topics(folder: Path = FOLDER) -> list[Topic]:
    table = tomllib.loads((folder / "topics.toml").read_text())
    config = table["config"]
    return [
        Topic(**row, config=config["state" if row["compacted"] else "fact"])
        for row in table["topic"]
    ]


def principals(folder: Path = FOLDER) -> list[Principal]:
    table = tomllib.loads((folder / "principals.toml").read_text())
    return [Principal(**row) for row in table["principal"]]


def check(topics: list[Topic], principals: list[Principal]) -> None:
    """Raises Failure where the two tables contradict each other or the rules of events.md §2."""
    kinds = {p.name: p.kind for p in principals}
    by_name = {t.name: t for t in topics}
    for topic in topics:
        for name in (topic.writer, *topic.readers):
            if name not in kinds:
                raise Failure(f"{topic.name}: no principal {name!r}")
        if any(kinds[name] == "agency" for name in topic.readers):
            raise Failure(f"{topic.name}: agencies read by their own row in principals.toml")
        owner = f"agency.{topic.writer}." if kinds[topic.writer] == "agency" else f"{topic.writer}."
        if not topic.name.startswith(owner):
            raise Failure(f"{topic.name}: {topic.writer} writes only {owner}…")
    for principal in principals:
        for name in principal.reads:
            if name not in by_name or by_name[name].restricted or principal.kind != "agency":
                raise Failure(f"{principal.name} may not be given {name}: unknown or restricted")
