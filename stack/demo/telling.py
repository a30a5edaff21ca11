"""How the demo is told: a line a step on a terminal, or one JSON object a step."""

import json
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Told:
    """A step, whether it was seen end to end, and what was seen."""

    step: str
    ok: bool
    evidence: Mapping[str, object]


def show(told: Told, *, as_json: bool) -> None:
    """Print it; a person reads what was seen indented under its step."""
    if as_json:
        print(json.dumps(asdict(told), ensure_ascii=False, default=str), flush=True)
        return
    print(f"{'ok  ' if told.ok else 'FAIL'} {told.step}")
    for name, value in told.evidence.items():
        print(textwrap.indent(textwrap.fill(f"{name}: {value}", 90), " " * 7))
