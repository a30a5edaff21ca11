"""`backup` and `restore`: the whole stack in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from stack import backup as backups
from stack import environment, running
from stack.child import sweep
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import state_folder
from stack.progress import step

File = Annotated[Path, typer.Argument(help="The one file that holds everything, keys included.")]


def backup(file: File) -> None:
    """Keep database, Kafka, uploads, audit anchors, keys and passwords in FILE (mode 0600).

    The stack must be down: ./motcua down, backup, ./motcua up --detach.
    """
    folder = state_folder()
    if not (folder / "ports.json").exists():
        raise Failure("no stack has been started here yet: ./motcua up")
    refuse_running(folder)
    with running.claim(folder), step("backup"):
        sweep(folder)
        header = backups.keep(Stack(folder, environment.PORTS), file)
    packed = file.stat().st_size
    print(
        f"{file}  {packed / 2**20:.1f} MiB of {header.size / 2**20:.1f}, version {header.version}"
    )


def restore(
    file: File,
    yes: Annotated[
        bool, typer.Option("--yes", help="Move the data that is there aside, if any.")
    ] = False,
) -> None:
    """Put the data of FILE in place, once all of it has been checked; then ./motcua up."""
    folder = state_folder()
    refuse_running(folder)
    with running.claim(folder), step("restore"):
        sweep(folder)
        header, old = backups.bring_back(file, folder, aside=yes)
    print(f"restored: version {header.version}, as it was at {header.made_at}; ./motcua up")
    if old:
        print(f"what was there before is in {old}")


def refuse_running(folder: Path) -> None:
    if pid := running.holder(folder):
        raise Failure(f"the stack runs (pid {pid}): ./motcua down first, ./motcua up afterwards")
