"""The gates of `check`: a name and a command each. A new gate is a new line."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from stack.layout import ROOT

PYTHON = sys.executable
BIN = Path(PYTHON).parent
WORKERS = 4

GATES: list[tuple[str, list[str]]] = [
    ("types", [str(BIN / "mypy")]),
    ("imports", [str(BIN / "lint-imports")]),
    ("events", [PYTHON, "-m", "shared.events.gate"]),
    ("messages", [PYTHON, "-m", "stack.gates.messages"]),
    ("rights", [PYTHON, "-m", "stack.gates.permissions"]),
    ("secrets", [PYTHON, "-m", "stack.gates.secrets"]),
    ("locks", [PYTHON, "-m", "stack.gates.locks"]),
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
]


class Result(NamedTuple):
    name: str
    ok: bool
    seconds: float
    output: str


def run(gates: list[tuple[str, list[str]]] = GATES) -> list[Result]:
    """All gates, the slowest first, as many at once as helps; in the order of the table."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda gate: pass_through(*gate), gates))


def pass_through(name: str, command: list[str]) -> Result:
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Result(name, done.returncode == 0, time.monotonic() - start, done.stdout)
