"""`test`: pytest in .venv, on a real Kafka and PostgreSQL of its own."""

import os
import shutil
import subprocess
import sys
from typing import Annotated

import typer

from stack import frontend, java
from stack.failure import Failure
from stack.layout import ROOT, SERVICES
from stack.progress import step

ON_DOCKER = "MOTCUA_TEST_ON_DOCKER"  # set: the run's servers are containers (tests/containers.py)
# Whose servers the fixtures start; the others start, kill and count processes of their own.
USE_SERVERS = "postgres or kafka"  # the others do not know what runs beside them
OF_SERVICES = tuple(f"tests/{name}" for name in ("shared", *SERVICES))


def test(
    context: typer.Context,
    docker: Annotated[
        bool, typer.Option("--docker", help="The services' tests, on official images.")
    ] = False,  # noqa: PT028 no test, though it is called so
    compose: Annotated[
        bool, typer.Option("--compose", help="What docker-compose.yml makes, built and run.")
    ] = False,  # noqa: PT028
) -> None:
    """Run the tests; everything after `test` goes to pytest (e.g. -k, -x, a folder)."""
    args = list(context.args)
    if compose:
        check_engine()
        args += ["-s", "-p", "no:randomly", "--durations=0"]
        args += [] if any(arg.startswith("tests/") for arg in args) else ["tests/compose"]
    elif docker:
        check_engine()
        os.environ |= {ON_DOCKER: "yes", "TESTCONTAINERS_RYUK_DISABLED": "true"}
        args += [] if any(arg.startswith("tests/") for arg in args) else OF_SERVICES
        args += [] if "-m" in args else ["-m", USE_SERVERS]
    else:
        with step("Kafka's programs"):
            java.class_path()
    with step("pages' files"):
        frontend.build()
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *args])  # noqa: S606


def check_engine() -> None:
    """Raises Failure when no engine answers."""
    engine = shutil.which("docker")
    if not engine or subprocess.run([engine, "info"], capture_output=True, check=False).returncode:
        raise Failure("no container engine answers: start Docker, or leave this option out")
