"""`doctor`: what is well and what is not, each with what to do."""

import typer

from stack import checkup, environment, running
from stack.embedded import Stack
from stack.layout import state_folder


def doctor() -> None:
    """Look at disk, memory, ports, clock, topics, lag, parked messages, mail and certificates."""
    folder = state_folder()
    findings = list(checkup.machine(folder))
    if (folder / "ports.json").exists():
        stack = Stack(folder, environment.PORTS)
        if running.holder(folder):
            findings += checkup.living(stack)
        else:
            findings.append(checkup.free_ports(stack))
    for finding in findings:
        advice = f" → {finding.advice}" if finding.advice and not finding.ok else ""
        print(f"{'ok' if finding.ok else '!!'}  {finding.what:<18} {finding.detail}{advice}")
    if not running.holder(folder):
        print("    the stack does not run: ./motcua up")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)
