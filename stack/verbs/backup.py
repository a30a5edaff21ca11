"""`backup` and `restore`: the whole stack in one file, and back."""

import os
from pathlib import Path
from typing import Annotated

import typer

from stack import archive, containers, environment, running
from stack import backup as backups
from stack.archive import Header
from stack.child import sweep
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import state_folder
from stack.progress import step

File = Annotated[Path, typer.Argument(help="The one file that holds everything, keys included.")]
Compose = Annotated[bool, typer.Option("--compose", help="The deployment of docker-compose.yml.")]


def backup(file: File, compose: Compose = False) -> None:
    """Keep database, Kafka, uploads, audit anchors, keys and passwords in FILE (mode 0600).

    The stack must be down: ./motcua down, backup, ./motcua up --detach.
    """
    file = meant(file)
    if not file.parent.is_dir():
        raise Failure(f"there is no folder {file.parent}")
    header = keep_containers(file) if compose else keep_folder(file)
    packed = file.stat().st_size
    print(
        f"{file}  {packed / 2**20:.1f} MiB of {header.size / 2**20:.1f}, version {header.version}"
    )


def meant(file: Path) -> Path:
    """As the operator's shell means it: ./motcua itself goes on in its own folder."""
    return (Path(os.environ.get("MOTCUA_CALLED_FROM") or ".") / file).resolve()


def keep_folder(file: Path) -> Header:
    folder = state_folder()
    if not (folder / "ports.json").exists():
        raise Failure("no stack has been started here yet: ./motcua up")
    refuse_running(folder)
    with running.claim(folder), step("backup"):
        sweep(folder)
        return backups.keep(Stack(folder, environment.PORTS), file)


def keep_containers(file: Path) -> Header:
    """PostgreSQL runs alone for a moment, to say what it holds. Raises Failure."""
    if file.exists():
        raise Failure(f"{file} exists: give another name")
    containers.refuse_running()
    with step("backup"):
        with containers.alone("postgres"):
            told = containers.job("describe", containers.version_of("kafka")).splitlines()[-1]
        who = str(os.getuid()), str(os.getgid())
        size = containers.keeper(file.parent, "pack", file.name, told, *who).splitlines()[-1]
    return Header.model_validate_json(told).model_copy(update={"size": int(size)})


def restore(
    file: File,
    yes: Annotated[
        bool, typer.Option("--yes", help="Move the data that is there aside, if any.")
    ] = False,
    compose: Compose = False,
) -> None:
    """Put the data of FILE in place, once all of it has been checked; then start the stack."""
    file = meant(file)
    if compose:
        print(f"restored: {put_back(file)}; docker compose up --detach --wait")
        return
    folder = state_folder()
    refuse_running(folder)
    with running.claim(folder), step("restore"):
        sweep(folder)
        header, old = backups.bring_back(file, folder, aside=yes)
    print(f"restored: {of_when(header)}; ./motcua up")
    if old:
        print(f"what was there before is in {old}")


def put_back(file: Path) -> str:
    """Into volumes that hold nothing yet. Raises Failure before any is touched."""
    containers.refuse_running()
    with archive.opened(file) as (header, _):
        backups.check_kind(header, "compose")
        backups.check_versions(
            header, containers.version_of("postgres"), containers.version_of("kafka")
        )
    with step("restore"):
        containers.keeper(file.parent, "unpack", file.name)
    return of_when(header)


def of_when(header: Header) -> str:
    return f"version {header.version}, as it was at {header.made_at}"


def refuse_running(folder: Path) -> None:
    if pid := running.holder(folder):
        raise Failure(f"the stack runs (pid {pid}): ./motcua down first, ./motcua up afterwards")
