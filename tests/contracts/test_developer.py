"""docs/developer.md does what it says: its service, made by the page, hears a real fact."""

import os
import shutil
import subprocess
import sys

import psycopg
import pytest

from stack import ports
from stack.layout import ROOT
from tests.contracts.test_contributing import COPIED, STEP, follow
from tests.notify.world import received
from tests.shared.facts import message, until

PAGE = ROOT / "docs" / "developer.md"
ON_THE_STACK = """
from stack import environment, up
from stack.embedded import Stack
from stack.layout import state_folder
stack = Stack(state_folder(), environment.PORTS)
stack.agree()
up.migrate(stack, "archive")
"""
FORGET = (
    "DROP SCHEMA archive CASCADE",
    "DROP OWNED BY archive_owner, archive_app",
    "DROP ROLE archive_owner, archive_app",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project with the service of the page."""
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for step in STEP.finditer(PAGE.read_text("utf-8")):
        if step["verb"] == "run":
            obey(folder, step["code"])
        else:
            follow(folder, step)
    return folder


def obey(folder, commands):
    """As in a terminal, with the programs of this .venv."""
    code = commands.replace(".venv/bin/", f"{ROOT}/.venv/bin/")
    done = subprocess.run(
        ["bash", "-ec", code], cwd=folder, env=environment(folder), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def environment(folder):
    return {**os.environ, "PYTHONPATH": str(folder)}


@pytest.fixture
def archive(copy, stack):
    """The service at work, in the run's own stack; all of it is gone afterwards."""
    env = environment(copy) | {"MOTCUA_FOLDER": str(stack.folder)}
    subprocess.run([sys.executable, "-c", ON_THE_STACK], cwd=copy, env=env, check=True)
    command = [sys.executable, "-m", "stack.cli", "run", "archive"]
    service = subprocess.Popen(command, cwd=copy, env=env)
    yield service
    service.terminate()
    service.wait(60)
    with psycopg.connect(stack.postgres.dsn("motcua"), autocommit=True) as conn:
        for statement in FORGET:
            conn.execute(statement)
    stack.agree()


async def test_the_pages_service_hears_of_a_dossier(archive, stack, kafka):
    fact = received()
    await kafka.send(fact.topic, **message(fact, 1))

    async def expected():
        assert archive.poll() is None
        with psycopg.connect(stack.postgres.dsn("motcua")) as conn:
            return conn.execute("SELECT dossier_id, dossier_code FROM archive.expected").fetchall()

    assert await until(expected, within_s=60) == [(fact.dossier_id, fact.dossier_code)]
    assert not ports.is_free(ports.choose(stack.folder / "ports.json", ["archive"])["archive"])
