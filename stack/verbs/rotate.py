"""`rotate`: new passwords and keys."""

from typing import Annotated

import typer

from stack import rotate as rotation
from stack import running
from stack.child import sweep
from stack.failure import Failure
from stack.layout import state_folder
from stack.progress import step
from stack.verbs.backup import refuse_running
from stack.verbs.status import known


def rotate(
    names: Annotated[list[str] | None, typer.Argument(help="Files of .motcua/secrets.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that can be given anew.")] = False,
) -> None:
    """Give passwords of PostgreSQL and Kafka, and keys of sessions, new values; then ./motcua up.

    The stack must be down. An agency whose password (kafka_NAME) changes must be told.
    """
    folder = state_folder()
    refuse_running(folder)
    stack = known(folder)
    chosen = rotation.all_names(stack) if everything else names or []
    if not chosen:
        raise Failure(f"which? --all, or of {', '.join(rotation.all_names(stack))}", code=2)
    with running.claim(folder), step("rotate"):
        sweep(folder)
        rotation.rotate(stack, chosen)
    print(f"{len(chosen)} given anew: ./motcua up")
