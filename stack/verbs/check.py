"""`check`: every gate that needs no server."""

import typer

from stack import check as gates
from stack.progress import step


def check() -> None:
    """Format, lint, types, import contracts, event gates and generated documents."""
    with step("all gates"):
        results = gates.run()
    for result in results:
        print(f"{'ok  ' if result.ok else 'FAIL'} {result.name:<12} {result.seconds:5.1f} s")
    for result in results:
        if not result.ok:
            print(f"\n--- {result.name}\n{result.output.rstrip()}")
    if not all(result.ok for result in results):
        raise typer.Exit(1)
