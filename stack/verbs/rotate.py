"""`rotate`: new passwords and keys."""

from typing import Annotated

import typer

from stack import containers, rotation, running
from stack.child import sweep
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import state_folder
from stack.progress import step
from stack.rotation import BROKERS_OWN, SUPERUSER
from stack.verbs.backup import refuse_running
from stack.verbs.status import known


def rotate(
    names: Annotated[list[str] | None, typer.Argument(help="Of the folder of secrets.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that can be given anew.")] = False,
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Give passwords of PostgreSQL and Kafka, and keys of sessions, new values; then start anew.

    The stack must be down. An agency whose password (kafka_NAME) changes must be told.
    """
    if compose:
        chosen = in_containers(names or [], everything=everything)
        print(f"{len(chosen)} given anew: docker compose up --detach --wait")
        return
    folder = state_folder()
    refuse_running(folder)
    stack = known(folder)
    chosen = choose(rotation.all_names(stack.secrets), names or [], everything=everything)
    with running.claim(folder), step("rotate"):
        sweep(folder)
        rotation.rotate(stack.secrets, chosen, setters(stack))
    print(f"{len(chosen)} given anew: ./motcua up")


def choose(possible: list[str], names: list[str], *, everything: bool) -> list[str]:
    """Raises Failure where neither names nor --all were given."""
    if not (everything or names):
        raise Failure(f"which? --all, or of {', '.join(possible)}", code=2)
    return possible if everything else names


def setters(stack: Stack) -> rotation.Setters:
    """Each starts the program that must be told, and stops it again."""

    def superuser(password: str) -> None:
        stack.postgres.start()
        try:
            rotation.set_superuser(stack.postgres.dsn("postgres"), password)
        finally:
            stack.postgres.stop()

    def broker(password: str) -> None:
        stack.launch_kafka()
        try:
            rotation.set_broker(stack.kafka_admin(), password)
        finally:
            stack.kafka.stop()

    return {SUPERUSER: superuser, BROKERS_OWN: broker}


def in_containers(names: list[str], *, everything: bool) -> list[str]:
    """As above, PostgreSQL and Kafka running alone meanwhile. Raises Failure."""
    containers.refuse_running()
    possible = containers.ask("names")
    chosen = choose(possible, names, everything=everything)
    if unknown := set(chosen) - set(possible):
        raise Failure(f"{', '.join(unknown)} can't be given anew, of {', '.join(possible)}", code=2)
    with step("rotate"), containers.alone("postgres", "kafka"):
        containers.job("rotate", *chosen)
    return chosen
