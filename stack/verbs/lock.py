"""`lock`: renews the hashed locks, keeping the pins that still hold."""

import subprocess
import sys
from pathlib import Path

import typer

from stack.failure import Failure
from stack.layout import ROOT, SERVICES
from stack.progress import step

SHARED = "shared/pyproject.toml"


def lock(context: typer.Context) -> None:
    """Renew requirements.lock and one lock a service. Pins stay where they can.

    Further options go to `uv pip compile`, e.g. --upgrade-package NAME.
    """
    own = [f"services/{name}/pyproject.toml" for name in SERVICES]
    with step("requirements.lock"):
        compile_lock(
            ["pyproject.toml", SHARED, *own, "--group", "dev"], "requirements.lock", context
        )
    for name, project in zip(SERVICES, own, strict=True):
        with step(f"services/{name}/requirements.lock"):
            sources = ["-c", "requirements.lock", SHARED, project]
            compile_lock(sources, f"services/{name}/requirements.lock", context)


def compile_lock(sources: list[str], output: str, context: typer.Context) -> None:
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("uv")), "pip", "compile", "--universal",
            "--generate-hashes", "--python-version", "3.11", "--no-header", "-q",
            *sources, "-o", output, *context.args,
        ],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        reason = ": ".join(line.strip() for line in done.stderr.splitlines() if line.strip())
        raise Failure(f"{output} could not be renewed: {reason[:600]}")
