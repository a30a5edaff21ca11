"""`logs`: what the services say, one after the other in time."""

import time
from typing import Annotated, NamedTuple

import typer

from stack import containers
from stack import logs as all_logs
from stack.layout import state_folder
from stack.verbs.status import known

EVERY, IN_CONTAINERS = 0.5, 3.0  # seconds
Code = Annotated[str, typer.Option("--dossier", help="Only what belongs to this dossier's code.")]


class Sought(NamedTuple):
    dossier_id: str
    traces: set[str]


def logs(
    dossier: Code = "",
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on as lines come; Ctrl-C ends.")
    ] = False,
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Show the lines of the four services in the order of their time.

    A dossier's are found by the traces that its facts carry from service to service.
    """
    reader = (
        all_logs.ContainersReader()
        if compose
        else all_logs.Reader(known(state_folder()).folder / "logs")
    )
    seen: list[all_logs.Line] = []
    shown: set[all_logs.Line] = set()
    while True:
        lines = reader.new()
        if dossier:  # a trace may become known after its first lines
            seen += lines
            sought = of_dossier(dossier, compose=compose)
            lines = all_logs.of(seen, sought.traces, sought.dossier_id)
        for line in lines:
            if line not in shown:
                print(line.text, flush=True)
        shown = set(lines) if dossier else set()
        if not follow:
            return
        time.sleep(IN_CONTAINERS if compose else EVERY)


def of_dossier(code: str, *, compose: bool) -> Sought:
    """Raises Failure: no such code, no database."""
    if compose:
        told = containers.ask("traces", code)
        return Sought(told["id"], set(told["traces"]))
    stack = known(state_folder())
    dossier_id = all_logs.dossier(stack, code)
    return Sought(dossier_id, all_logs.traces(stack, dossier_id))
