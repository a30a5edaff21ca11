"""`lock`: renews the hashed locks, keeping the pins that still hold."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from stack.failure import Failure
from stack.layout import ROOT, SERVICES
from stack.progress import step

PROJECT, SHARED = "pyproject.toml", "shared/pyproject.toml"
OWN: Mapping[str, str] = {name: f"services/{name}/pyproject.toml" for name in SERVICES}
ALL = "requirements.lock"
# Each lock and what it is made of; those of deploy/ are the images' that are no service's.
LOCKS: Mapping[str, Sequence[str]] = {
    ALL: [PROJECT, SHARED, *OWN.values(), "--group", "dev"],
    **{f"services/{name}/{ALL}": [SHARED, own] for name, own in OWN.items()},
    "deploy/locks/jobs.lock": [PROJECT, SHARED, "--group", "jobs"],
    "deploy/locks/pages.lock": [PROJECT, "--group", "pages"],
    "deploy/locks/installer.lock": [PROJECT, "--group", "installer"],
}


def lock(context: typer.Context) -> None:
    """Renew requirements.lock, each service's lock and those of the images; pins stay if they can.

    Further options go to `uv pip compile`, e.g. --upgrade-package NAME.
    """
    for name, made_of in LOCKS.items():
        pins = [] if name == ALL else ["-c", ALL]
        with step(name):
            compile_lock([*pins, *made_of], name, context)


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
