"""`import`: procedures from a file, into the catalogue of intake."""

import getpass
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from stack import containers, environment
from stack.failure import Failure
from stack.layout import ROOT, state_folder
from stack.verbs.status import known

app = typer.Typer(
    help="Bring in procedures from a file, all of it or nothing.", no_args_is_help=True
)
MODULE = "services.intake.import_procedures"
REFUSED = 3  # as that module ends where it has judged and refused the file
INSIDE = "/tmp/import"  # noqa: S108 – where the container has the file


@app.callback()
def verbs() -> None:
    """What each word brings in stands beside it."""


@app.command()
def procedures(
    file: Annotated[Path, typer.Argument(help="JSON lines, CSV or .xlsx.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Take the file's word against curated values.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Ours stays; don't list these differences again.")
    ] = False,
    valid_from: Annotated[
        str, typer.Option(help="First day of new versions (2026-07-01); today where none is said.")
    ] = "",
    lang: Annotated[str, typer.Option(help="Of the report: vi or en.")] = "vi",
    lines: Annotated[bool, typer.Option("--json", help="One object a row.")] = False,
    compose: Annotated[bool, typer.Option("--compose", help="Of docker-compose.yml.")] = False,
) -> None:
    """Add procedures, and make a new version of each that has changed.

    Says of each row what becomes of it. One refused row refuses the file; twice changes nothing.
    """
    file = meant(file)
    flags = {"--dry-run": dry_run, "--overwrite": overwrite, "--keep": keep, "--json": lines}
    words = [name for name, given in flags.items() if given]
    words += ["--lang", lang, *(["--valid-from", valid_from] if valid_from else [])]
    actor = {"MOTCUA_OPERATOR": getpass.getuser()}
    if compose:
        run(in_container(file, words, actor), dict(os.environ))
    else:
        env = environment.service(known(state_folder()), "intake") | actor
        run([sys.executable, "-m", MODULE, str(file), *words], env)


@app.command("template")
def write_template(
    file: Annotated[Path, typer.Argument(help="Where to write it, e.g. mau.xlsx.")],
) -> None:
    """Write the empty book: procedures and their papers, with how each column is filled in."""
    from services.intake.importing import template  # what reads files is no part of the jobs

    file = (Path(os.environ.get("MOTCUA_CALLED_FROM") or ".") / file).resolve()
    if file.exists():
        raise Failure(f"{file} is there already")
    try:
        file.write_bytes(template.empty())
    except OSError as error:
        raise Failure(f"{file}: {error.strerror}") from None
    print(f"{file}: fill it in, then ./motcua import procedures {file.name} --dry-run")


def meant(file: Path) -> Path:
    """The file, from where ./motcua was called. Raises Failure."""
    found = (Path(os.environ.get("MOTCUA_CALLED_FROM") or ".") / file).resolve()
    if not found.is_file():
        raise Failure(f"{file}: there is no such file", code=2)
    return found


def in_container(file: Path, words: Sequence[str], actor: dict[str, str]) -> list[str]:
    """The job of the image of intake, with the file at hand. Raises Failure."""
    containers.check_known()
    name = f"{INSIDE}/{file.name}"
    if ":" in str(file):
        raise Failure(f"{file}: the engine takes no file with a colon in its name")
    told = [word for key, value in actor.items() for word in ("-e", f"{key}={value}")]
    mounted = ["-v", f"{file}:{name}:ro"]
    job = ["docker", "compose", "run", "--rm", "--no-deps", "-T", *told, *mounted, "load"]
    return [*job, "python", "-m", MODULE, name, *words]


def run(command: Sequence[str], env: dict[str, str]) -> None:
    """On this terminal, row by row. Raises Failure."""
    done = subprocess.run(command, cwd=ROOT, env=env, check=False)
    if done.returncode == REFUSED:
        raise Failure("nothing was kept", code=REFUSED)
    if done.returncode:
        raise typer.Exit(done.returncode)  # it has said why; what was kept we don't know
