"""`logs`: what the services say, one after the other in time."""

import time
from typing import Annotated

import typer

from stack import logs as all_logs
from stack.layout import state_folder
from stack.verbs.status import known

EVERY = 0.5  # seconds
Code = Annotated[str, typer.Option("--dossier", help="Only what belongs to this dossier's code.")]


def logs(
    dossier: Code = "",
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on as lines come; Ctrl-C ends.")
    ] = False,
) -> None:
    """Show the lines of the four services in the order of their time.

    A dossier's are found by the traces that its facts carry from service to service.
    """
    stack = known(state_folder())
    dossier_id = all_logs.dossier(stack, dossier) if dossier else ""
    reader = all_logs.Reader(stack.folder / "logs")
    seen: list[all_logs.Line] = []
    shown: set[all_logs.Line] = set()
    while True:
        lines = reader.new()
        if dossier_id:  # a trace may become known after its first lines
            seen += lines
            lines = all_logs.of(seen, all_logs.traces(stack, dossier_id), dossier_id)
        for line in lines:
            if line not in shown:
                print(line.text, flush=True)
        shown = set(lines) if dossier_id else set()
        if not follow:
            return
        time.sleep(EVERY)
