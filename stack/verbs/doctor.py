"""`doctor`: what is well and what is not, each with what to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from stack import checkup, containers, environment, running
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import state_folder
from stack.looks import Finding


def doctor(
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Look at disk, memory, ports, clock, topics, lag, parked messages, mail and certificates."""
    folder = state_folder()
    findings = list(in_containers() if compose else on_this_machine(folder))
    for finding in findings:
        advice = f" → {finding.advice}" if finding.advice and not finding.ok else ""
        print(f"{'ok' if finding.ok else '!!'}  {finding.what:<18} {finding.detail}{advice}")
    if not compose and not running.holder(folder):
        print("    the stack does not run: ./motcua up")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def on_this_machine(folder: Path) -> Iterator[Finding]:
    yield from checkup.machine(folder)
    if (folder / "ports.json").exists():
        try:
            stack = Stack(folder, environment.PORTS)
        except Failure as failure:
            yield Finding("stack", False, str(failure))
            return
        if running.holder(folder):
            yield from checkup.living(stack)
        else:
            yield checkup.free_ports(stack)


def in_containers() -> Iterator[Finding]:
    """What the engine tells of them, then what a job sees from inside. Raises Failure."""
    found = containers.lasting()
    for name, state in found.items():
        yield Finding(name, state == "running", state, f"docker logs {name}")
    if "running" not in found.values():
        return
    for told in containers.ask("doctor"):
        yield Finding(*told)
