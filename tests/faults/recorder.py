"""What was asked of the product and what it answered, written down before and after each call."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Answer:
    """One answer to a command; no status: the connection broke, nobody knows what happened."""

    status: int | None
    body: Any

    @property
    def final(self) -> bool:
        """Whether the command need not be sent again."""
        return self.status is not None and self.status < 500


@dataclass
class Command:
    """One thing that was wanted; its id is its Idempotency-Key and the trace of its facts."""

    command_id: str
    what: str
    about: Mapping[str, Any]
    answers: list[Answer] = field(default_factory=list)

    @property
    def accepted(self) -> Any:
        """The body of the answer that accepted it, or None."""
        return next((a.body for a in self.answers if a.final and (a.status or 0) < 300), None)

    @property
    def refused(self) -> bool:
        return any(a.final and (a.status or 0) >= 400 for a in self.answers)


class History:
    """Appends to a file of one JSON object a line, on disk before the call is made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def intend(self, what: str, **about: Any) -> str:
        """Write down that this will be asked for; returns the command's id."""
        command_id = uuid4().hex
        self._write({"intent": command_id, "what": what, "about": about})
        return command_id

    def answer(self, command_id: str, status: int | None, body: Any) -> None:
        """Write down what came back, an error of the connection included."""
        self._write({"answer": command_id, "status": status, "body": body})

    def commands(self) -> list[Command]:
        return read(self.path.read_text("utf-8").splitlines())

    def close(self) -> None:
        self._file.close()

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def read(lines: Iterable[str]) -> list[Command]:
    """The commands of a history, in the order in which they were wanted."""
    commands: dict[str, Command] = {}
    for line in map(json.loads, lines):
        if "intent" in line:
            commands[line["intent"]] = Command(line["intent"], line["what"], line["about"])
        else:
            answer = Answer(line["status"], line["body"])
            commands[line["answer"]].answers.append(answer)
    return list(commands.values())
