"""`verify`: whether the audit still says what was sealed."""

import asyncio
from typing import Annotated

import typer

from stack import containers, environment, looks
from stack.layout import SERVICES, state_folder
from stack.verbs.status import known


def verify(
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Walk each service's audit chain and compare it with its anchors; names the first bad row."""
    if compose:
        found = containers.ask("verify")
    else:
        stack = known(state_folder())
        found = {
            name: asyncio.run(
                looks.audit(name, stack.dsn(f"{name}_app"), environment.anchor_folder(stack, name))
            )
            for name in SERVICES
        }
    for name, broken in found.items():
        print(f"{'!!' if broken else 'ok'}  {name:<11} {broken or 'as it was sealed'}")
    if any(found.values()):
        raise typer.Exit(1)
