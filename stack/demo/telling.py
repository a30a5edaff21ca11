"""How the demo is told: a line a step on a terminal, or one JSON object a step."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

SENT = "tin đã gửi"
LINES = 4  # of a message: its subject and how it begins


@dataclass(frozen=True)
class Told:
    """A step, whether it was seen end to end, and what was seen."""

    step: str
    ok: bool
    evidence: Mapping[str, object]

    def with_messages(self, arrived: Sequence[Mapping[str, Any]]) -> "Told":
        """The same with what was sent since the step before."""
        said = [as_said(message) for message in arrived]
        return replace(self, evidence={**self.evidence, SENT: said}) if said else self


def as_said(message: Mapping[str, Any]) -> str:
    """By what, to whom, the subject and how it begins."""
    lines = [line.strip() for line in message["text"].splitlines() if line.strip()]
    head = f"{message['kind']} → {message['to']}"
    begins = [message["subject"], *lines] if message["subject"] else lines
    return "\n".join([head, *begins[:LINES]])


def show(told: Told, *, as_json: bool) -> None:
    """Print it; a person reads what was seen indented under its step."""
    if as_json:
        print(json.dumps(asdict(told), ensure_ascii=False, default=str), flush=True)
        return
    print(f"{'ok  ' if told.ok else 'FAIL'} {told.step}")
    for name, value in told.evidence.items():
        if not isinstance(value, list):
            print(textwrap.indent(textwrap.fill(f"{name}: {value}", 90), " " * 7))
            continue
        for message in value:
            head, *lines = message.splitlines()
            print(textwrap.indent(head, " " * 7))
            print(*(textwrap.indent(textwrap.fill(line, 86), " " * 11) for line in lines), sep="\n")
