"""`lock`: renews the hashed locks, keeping the pins that still hold."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from stack.failure import Failure
from stack.layout import ROOT, SERVICES
from stack.progress import step

SHARED = "shared/pyproject.toml"
# The images' locks that are no service's, and what each is made of (Dockerfile).
IMAGES: Mapping[str, Sequence[str]] = {
    "jobs": ["pyproject.toml", SHARED, "--group", "jobs"],
    "pages": ["pyproject.toml", "--group", "pages"],
    "installer": ["pyproject.toml", "--group", "installer"],
}


def lock(context: typer.Context) -> None:
    """Renew requirements.lock, each service's lock and those of the images; pins stay if they can.

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
    for name, made_of in IMAGES.items():
        with step(f"deploy/locks/{name}.lock"):
            sources = ["-c", "requirements.lock", *made_of]
            compile_lock(sources, f"deploy/locks/{name}.lock", context)


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
