"""CONTRIBUTING.md does what it says: its fact and its consumer work in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stack.layout import ROOT

STEP = re.compile(
    r"<!-- (?P<verb>append|create|run|after|before)"
    r"(?: \"(?P<mark>[^\"]+)\")?(?:: (?P<file>\S+))? -->\n"
    r"```\w+\n(?P<code>.*?)```",
    re.DOTALL,
)
IMPORTS = {
    "services/complaints/consumers.py": (
        "from shared.events.intake import ",
        "from services.complaints.store import dossiers as store\n"
        "from shared.events.intake import SlipReprinted, ",
    ),
    "services/complaints/store/dossiers.py": (
        "from shared.events.intake import ",
        "from shared.events.intake import SlipReprinted, ",
    ),
}
COPIED = ("shared", "services", "stack", "deploy", "data", "docs", "tests", "pyproject.toml")


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project with the additions of the page."""
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for step in STEP.finditer((ROOT / "CONTRIBUTING.md").read_text("utf-8")):
        follow(folder, step)
    for name, (old, new) in IMPORTS.items():
        edit(folder / name, old, new)
    return folder


def follow(folder: Path, step: re.Match[str]) -> None:
    code = step["code"]
    file = folder / (step["file"] or "")
    match step["verb"]:
        case "append":
            file.write_text(file.read_text("utf-8") + code, "utf-8")
        case "create":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(code, "utf-8")
        case "after":
            edit(file, step["mark"] + "\n", step["mark"] + "\n" + code)
        case "before":
            edit(file, step["mark"], code + step["mark"])
        case "run":
            for line in code.splitlines():
                run(folder, line.replace(".venv/bin/python", sys.executable).split())


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file.name} holds {old!r} {text.count(old)} times"
    file.write_text(text.replace(old, new), "utf-8")


def run(folder: Path, command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_has_steps_of_every_kind():
    found = [step["verb"] for step in STEP.finditer((ROOT / "CONTRIBUTING.md").read_text("utf-8"))]

    assert found == ["append", "after", "create", "run", "before", "append", "create"]


def test_the_new_fact_reaches_its_new_consumer(copy, postgres, kafka):
    intake, complaints = postgres.fresh("intake"), postgres.fresh()
    migrate = [sys.executable, "-m", "shared.migrate", "complaints"]
    run(copy, migrate, MIGRATE_DATABASE_URL=complaints.owner["complaints"])

    said = run(
        copy,
        [sys.executable, str(ROOT / "tests" / "contracts" / "reprint.py")],
        INTAKE=intake.app["intake"],
        COMPLAINTS=complaints.app["complaints"],
        KAFKA=kafka.bootstrap,
        INTAKE_PASSWORD=kafka.stack.kafka_password("intake"),
        COMPLAINTS_PASSWORD=kafka.stack.kafka_password("complaints"),
    )

    assert "slips: 2" in said.splitlines()
