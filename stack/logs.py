"""The lines of all services in the order of their time, or those that belong to one dossier.

Logs hold no code of a dossier and nothing of a person: a dossier's lines are those of its traces,
which the audit of each service knows, and which facts carry from service to service.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, LiteralString, NamedTuple

from stack import containers
from stack.failure import Failure
from stack.layout import SERVICES
from stack.parked_rows import Databases, connect

DOSSIER: LiteralString = "SELECT dossier_id::text FROM dossier WHERE dossier_code = %s"
TRACES: LiteralString = "SELECT trace FROM audit WHERE object_id = %s AND trace IS NOT NULL"
HEAD = ("at", "level", "event", "service", "trace")


class Line(NamedTuple):
    at: str
    service: str
    trace: str
    text: str


class ContainersReader:
    """As Reader, of the deployment of docker-compose.yml."""

    def __init__(self) -> None:
        self.last = ""
        self.given: set[Line] = set()

    def new(self) -> list[Line]:
        """Lines that were added since, of all services by their time."""
        found = {line for raw in containers.log_lines(self.last) if (line := parse("", raw))}
        fresh = sorted(found - self.given, key=lambda line: line.at)
        if fresh:
            self.last = fresh[-1].at
        self.given = found  # the engine's instants are later than ours: lines come again
        return fresh


class Reader:
    """Reads on where it was: what it gave once it does not give again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: dict[Path, int] = {}

    def new(self) -> list[Line]:
        """Lines that were added since, of all services by their time."""
        found = (line for name in SERVICES for line in self._of(name))
        return sorted(found, key=lambda line: line.at)

    def _of(self, service: str) -> Iterator[Line]:
        path = self.folder / f"{service}.log"
        if not path.exists():
            return
        begin = self.read.get(path, 0)
        with path.open("rb") as file:
            # a log that has become too large is moved away, and a new one begun
            file.seek(begin if path.stat().st_size >= begin else 0)
            whole, end, unfinished = file.read().rpartition(b"\n")
            self.read[path] = file.tell() - len(unfinished)
        for raw in (whole + end).splitlines():
            if line := parse(service, raw):
                yield line


def parse(service: str, raw: bytes) -> Line | None:
    """None for what is not one of our lines."""
    try:
        told = json.loads(raw)
        at, level, event = told["at"], told["level"], told["event"]
    except (ValueError, KeyError, TypeError):
        return None
    service = service or str(told.get("service", ""))
    rest = " ".join(f"{name}={short(told[name])}" for name in told if name not in HEAD)
    trace = told.get("trace", "")
    text = f"{at[:23]}  {service:<10}  {level:<8}  {event}  {rest}  {trace[:8]}".rstrip()
    return Line(at, service, trace, text)


def short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def dossier(stack: Databases, code: str) -> str:
    """The id of the dossier with that code. Raises Failure: there is none."""
    with connect(stack, "intake") as conn:
        row = conn.execute(DOSSIER, [code]).fetchone()
    if row is None:
        raise Failure(f"no dossier has the code {code}")
    return str(row[0])


def traces(stack: Databases, dossier_id: str) -> set[str]:
    """The traces of all that was done about it, in any service."""
    found: set[str] = set()
    for service in SERVICES:
        with connect(stack, service) as conn:
            found |= {row[0] for row in conn.execute(TRACES, [dossier_id]).fetchall()}
    return found


def of(lines: Iterable[Line], wanted: set[str], dossier_id: str) -> list[Line]:
    return [line for line in lines if line.trace in wanted or dossier_id in line.text]
