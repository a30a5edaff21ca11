"""`run`: one service in the foreground, against the stack that runs."""

import os
import sys
from typing import Annotated

import typer

from stack import environment, ports
from stack.failure import Failure
from stack.layout import ROOT, SERVICES, state_folder
from stack.verbs.status import known


def run(
    service: Annotated[str, typer.Argument(help="One of the services.")],
    port: Annotated[int, typer.Option(help="Another port: one more replica.")] = 0,
) -> None:
    """Run one service in the foreground, as `up --without SERVICE` has left it out."""
    if service not in SERVICES:
        raise Failure(f"no service {service!r}; there are {', '.join(SERVICES)}", code=2)
    stack = known(state_folder())
    wanted = port or stack.ports[service]
    if not ports.is_free(wanted):
        raise Failure(
            f"port {wanted} is held by {ports.holder(wanted)}: ./motcua down, then"
            f" ./motcua up --detach --without {service}; or --port for one more replica"
        )
    env = environment.service(stack, service) | {f"{service.upper()}_HTTP_PORT": str(wanted)}
    print(f"{service}  http://127.0.0.1:{wanted}", file=sys.stderr, flush=True)
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", f"services.{service}.app"], env)  # noqa: S606
