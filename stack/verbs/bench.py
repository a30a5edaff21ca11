"""`bench`: the measurements of bench/, on a fresh stack of their own."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import typer

from stack import environment
from stack.embedded import Stack
from stack.layout import ROOT
from stack.progress import step


def bench(context: typer.Context) -> None:
    """Measure: ./motcua bench NAME… [--json]. Each figure stands beside its floor.

    A new stack is started in a temporary folder (named to bench/ by MOTCUA_FOLDER), and removed.
    """
    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    stack = Stack(folder, environment.PORTS)
    try:
        with step("PostgreSQL and Kafka"):
            stack.start()
        done = subprocess.run(
            [sys.executable, "-m", "bench", *context.args],
            cwd=ROOT,
            env=environment.whole(stack) | {"MOTCUA_FOLDER": str(folder)},
            check=False,
        )
    finally:
        stack.stop()
        shutil.rmtree(folder)
    raise typer.Exit(done.returncode)
