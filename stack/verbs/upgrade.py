"""`upgrade`: what this version will change in the data, and then does."""

from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import typer

from shared.version import VERSION
from stack import running
from stack import up as stack_up
from stack import upgrade as upgrades
from stack.child import sweep
from stack.embedded import Stack
from stack.layout import SERVICES, state_folder
from stack.progress import step
from stack.verbs.backup import refuse_running
from stack.verbs.status import known


def upgrade(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without it, it is only told.")] = False,
) -> None:
    """Tell which migrations, topics and rules this version brings; --yes brings them.

    The stack must be down; keep a backup before.
    """
    folder = state_folder()
    refuse_running(folder)
    stack = known(folder)
    with running.claim(folder):
        sweep(folder)
        try:
            with step("PostgreSQL and Kafka"):
                stack.launch()
            plan = upgrades.plan(stack)
            print(f"version    {plan.version} → {VERSION}")
            print("\n".join(plan.changes) or "nothing to change")
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
