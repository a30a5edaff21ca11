"""`admin`: the first administrator of a deployment that knows no official."""

import subprocess
import sys
from typing import Annotated

import typer

from stack import containers, environment
from stack.failure import Failure
from stack.layout import ROOT, state_folder
from stack.verbs.status import known

MODULE = "services.intake.first_admin"


def admin(
    subject: Annotated[str, typer.Argument(help="Their account's `sub`; Keycloak: the user's ID.")],
    name: Annotated[str, typer.Argument(help="Their name, as papers have it.")],
    title: Annotated[str, typer.Argument(help="Their title.")],
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Make an account the administrator of the province, who declares all other officials.

    Refused as soon as there is one. Without production data/personas.json has them all.
    """
    words = [MODULE, subject, name, title]
    if compose:
        containers.check_known()
        told = containers.compose("run", "--rm", "--no-deps", "-T", "load", "python", "-m", *words)
        print(told, end="")
        return
    env = environment.service(known(state_folder()), "intake")
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise Failure("nobody was declared")
