"""`up`: in the foreground, or in the background with --detach."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from stack import running
from stack import up as stack_up
from stack.failure import Failure
from stack.layout import ROOT, SERVICES, state_folder


def up(
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Come back when ready.")] = False,
    without: Annotated[
        str, typer.Option(help="A service to leave out: ./motcua run SERVICE.")
    ] = "",
) -> None:
    """Start PostgreSQL, Kafka, issuer, sink and the four services; wait until they are ready.

    MOTCUA_NOW (an instant, or like +2d, -1h) moves the business clock.
    """
    folder = state_folder()
    if pid := running.holder(folder):
        raise Failure(f"the stack already runs (pid {pid}): ./motcua status, ./motcua down")
    if without and without not in SERVICES:
        raise Failure(f"no service {without!r}; there are {', '.join(SERVICES)}", code=2)
    if detach:
        background(folder, without)
    else:
        stack_up.run(folder, without)


def background(folder: Path, without: str) -> None:
    """A supervisor of its own session; its words are shown until it is ready or has failed."""
    log = folder / "logs" / "up.log"
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with log.open("wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "stack.cli", "up", "--without", without],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    with log.open("r", encoding="utf-8", errors="replace") as words:
        while supervisor.poll() is None and not is_ready(folder, supervisor.pid):
            sys.stderr.write(words.read())
            time.sleep(0.1)
        sys.stderr.write(words.read())
    if code := supervisor.poll():
        raise typer.Exit(code)


def is_ready(folder: Path, pid: int) -> bool:
    return running.published(folder).items() >= {"pid": pid, "state": "ready"}.items()
