"""`test`: pytest in .venv, on a real Kafka and PostgreSQL of its own."""

import os
import sys

import typer

from stack import frontend, java
from stack.layout import ROOT
from stack.progress import step


def test(context: typer.Context) -> None:
    """Run the tests; everything after `test` goes to pytest (e.g. -k, -x, a folder)."""
    with step("Kafka's programs"):
        java.class_path()
    with step("pages' files"):
        frontend.build()
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *context.args])  # noqa: S606
