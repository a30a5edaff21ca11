"""`rotate`: new passwords and keys."""

from pathlib import Path
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

UP = {False: "./motcua up", True: "docker compose up --detach --wait"}


def rotate(
    names: Annotated[list[str] | None, typer.Argument(help="Of the folder of secrets.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that can be given anew.")] = False,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Keep the newest of a seal key alone.")
    ] = False,
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Give passwords of PostgreSQL and Kafka, and keys, new values; then start anew.

    The stack must be down. An agency whose password (kafka_NAME) changes must be told. Of a link or
    seal key the older ones are kept: they open what they made.
    """
    if drop_old:
        drop(names or [], compose=compose)
        return
    if compose:
        chosen = in_containers(names or [], everything=everything)
    else:
        chosen = on_this_machine(names or [], everything=everything)
    print(f"{len(chosen)} given anew: {UP[compose]}")
    if rotation.SEAL in chosen:
        again = f"./motcua rotate{' --compose' * compose} --drop-old {rotation.SEAL}"
        print(f"{rotation.SEAL}: when doctor says that all is sealed anew, down and {again}")


def on_this_machine(names: list[str], *, everything: bool) -> list[str]:
    """Raises Failure."""
    folder, stack = at_rest()
    chosen = choose(rotation.all_names(stack.secrets), names, everything=everything)
    with running.claim(folder), step("rotate"):
        sweep(folder)
        rotation.rotate(stack.secrets, chosen, setters(stack))
    return chosen


def at_rest() -> tuple[Path, Stack]:
    """Raises Failure where it runs, or there is none."""
    folder = state_folder()
    refuse_running(folder)
    return folder, known(folder)


def drop(names: list[str], *, compose: bool) -> None:
    """Raises Failure: none was named, or something still needs an older key."""
    if not names:
        raise Failure(f"which? {rotation.SEAL}", code=2)
    for name in names:
        gone = drop_in_containers(name) if compose else drop_here(name)
        print(f"{name}: {gone} older dropped, the newest stays: {UP[compose]}")


def drop_here(name: str) -> int:
    folder, stack = at_rest()
    rotation.check(stack.secrets, [name])
    with running.claim(folder), step("count what needs it"):
        sweep(folder)
        stack.postgres.start()
        try:
            return rotation.drop_older(stack.secrets, name, stack.dsn("complaints_app"))
        finally:
            stack.postgres.stop()


def drop_in_containers(name: str) -> int:
    containers.refuse_running()
    with step("count what needs it"), containers.alone("postgres"):
        return int(containers.ask("drop_older", name))


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
