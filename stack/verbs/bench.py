"""`bench`: the measurements of bench/, each on a fresh stack of its own."""

import os
import sys

import typer

from stack import environment, java
from stack.layout import ROOT
from stack.progress import step


def bench(context: typer.Context) -> None:
    """Measure: ./motcua bench NAME… [--json] [--size N]. Each figure stands beside its floor."""
    with step("Kafka's programs"):
        java.class_path()
    os.chdir(ROOT)
    command = [sys.executable, "-m", "bench", *context.args]
    os.execve(sys.executable, command, environment.common())  # noqa: S606
