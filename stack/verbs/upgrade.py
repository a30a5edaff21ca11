"""`upgrade`: what this version will change in the data, and then does."""

from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import typer

from stack import containers, running
from stack import up as stack_up
from stack import upgrade as upgrades
from stack.child import sweep
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import SERVICES, state_folder
from stack.progress import step
from stack.verbs.backup import refuse_running
from stack.verbs.status import known

UP = "docker compose up --build --detach --wait"
ASKED = ("postgres", "kafka")


def upgrade(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it, it is only told.")] = False,
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Tell which migrations, topics and rules this version brings; --yes brings them.

    The stack must be down; keep a backup before. With --compose it is told whether the deployment
    runs or not, and the next `docker compose up` brings them.
    """
    if compose:
        in_containers(yes=yes)
    else:
        on_this_machine(yes=yes)


def on_this_machine(*, yes: bool) -> None:
    folder = state_folder()
    refuse_running(folder)
    stack = known(folder)
    with running.claim(folder):
        sweep(folder)
        try:
            with step("PostgreSQL and Kafka"):
                stack.launch()
            changes = upgrades.plan(stack.postgres.dsn(stack.database), stack.kafka_admin())
            print(upgrades.told(upgrades.written(folder), changes))
            if yes:
                carry_out(stack)
        finally:
            stack.stop()
    print("done: ./motcua up" if yes else "nothing was changed: ./motcua upgrade --yes does it")


def carry_out(stack: Stack) -> None:
    """As every `up` does."""
    with step("upgrade"):
        stack.agree()
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda name: stack_up.migrate(stack, name), SERVICES))
        upgrades.write_down(stack.folder)


def in_containers(*, yes: bool) -> None:
    """A job of the new images looks at what stands; where nothing runs, at PostgreSQL and Kafka."""
    if yes:
        raise Failure(f"with containers {UP} does it", code=2)
    containers.check_known()
    with step("the jobs of this version"):
        containers.compose("build", "tools")
    runs = set(containers.running())
    if runs.issuperset(ASKED):
        told = containers.ask("upgrade")
    elif runs:
        raise Failure(f"not all of {', '.join(ASKED)} run: docker compose up, or down, first")
    else:
        with step("PostgreSQL and Kafka"), containers.alone(*ASKED):
            told = containers.ask("upgrade")
    print(upgrades.told(*told))
    print(f"nothing was changed: {UP} does it")
