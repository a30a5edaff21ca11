"""A newer version of the project beside what stands: told, then notify alone is deployed by it."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from shared.version import VERSION
from stack.layout import ROOT
from tests.compose.clerks import Clerks, wait
from tests.compose.conftest import motcua, run, service_of

NEWER = "9.9.9"
BUILT_FROM = (
    *("Dockerfile", "docker-compose.yml", ".dockerignore", ".npmrc"),
    *("package.json", "package-lock.json", "data", "deploy", "services", "shared", "stack"),
)
TOPIC = "notify.slip.v1"
CHANGES = {
    f"version    {VERSION} → {NEWER}",
    "migration  notify: 1900_slip",
    f"topic      new: {TOPIC}, 6 partitions",
    f"access     granted: reporting read topic {TOPIC}",
}
UNDO = (
    "DROP TABLE IF EXISTS notify.slip",
    "UPDATE notify.schema_revision SET version_num = '{}' WHERE version_num = '1900'",
)
PAGE = (ROOT / "docs" / "developer.md").read_text("utf-8")


@pytest.fixture(scope="module")
def before(deployment):
    """The revisions that notify's schema has, which it has again afterwards."""
    known = deployment.sql("SELECT version_num FROM notify.schema_revision ORDER BY 1")
    yield known
    deployment.compose("up", "--detach", "--wait", "postgres")
    for statement in UNDO:
        deployment.sql(statement.format(known.splitlines()[-1]))
    deployment.compose("up", "--detach", "--wait", "--remove-orphans")
    run("docker", "rmi", f"motcua-notify:{NEWER}", f"motcua-jobs:{NEWER}", check=False)


@pytest.fixture(scope="module")
def newer(before, tmp_path_factory):
    """The project with one more migration, topic and right."""
    folder = tmp_path_factory.mktemp("newer")
    for name in BUILT_FROM:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, folder / name)
    migration = folder / "services/notify/migrations/1900_slip.sql"
    migration.write_text("CREATE TABLE slip (slip_id uuid PRIMARY KEY);\n")
    with (folder / "deploy/kafka/topics.toml").open("a") as table:
        table.write(
            f'[[topic]]\nname = "{TOPIC}"\npartitions = 6\ncompacted = false\n'
            'restricted = false\nwriter = "notify"\nreaders = ["reporting"]\n'
        )
    (folder / "shared/version.py").write_text(f'"""The version."""\n\nVERSION = "{NEWER}"\n')
    return folder


def in_newer(folder, commands):
    """As in a terminal of the newer project."""
    program = f"{sys.executable} -m stack.cli"
    env = {**os.environ, "MOTCUA_VERSION": NEWER, "PYTHONPATH": str(folder)}
    return subprocess.run(
        ["bash", "-exc", commands.replace("./motcua", program)],
        cwd=folder,
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )


def state(deployment):
    """Which containers run, and what the newer version would change."""
    there = {service_of(one): one["Id"] for one in deployment.lasting()}
    return there, deployment.sql("SELECT to_regclass('notify.slip')")


def test_an_upgrade_is_told_while_the_older_version_runs_and_changes_nothing(deployment, newer):
    stood = state(deployment)

    told = in_newer(newer, "./motcua upgrade --compose")

    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert set(lines[:-1]) == CHANGES
    assert lines[-1].startswith("nothing was changed: docker compose up --build")
    assert state(deployment) == stood
    refused = in_newer(newer, "./motcua upgrade --compose --yes")
    assert (refused.returncode, refused.stdout) == (2, "")


def test_one_service_is_deployed_alone_as_the_page_for_developers_says(deployment, newer):
    [commands] = re.findall(r"<!-- compose -->\n```sh\n(.*?)```", PAGE, re.DOTALL)
    stood, _ = state(deployment)
    clerks = Clerks(patient=False)

    with clerks.at_work():
        done = in_newer(newer, commands)
        clerks.go_on()

    assert done.returncode == 0, done.stdout + done.stderr
    assert set(done.stdout.splitlines()) >= CHANGES
    assert (clerks.refused, clerks.missing()) == ([], [])
    stands, table = state(deployment)
    assert {name for name in stands if stands[name] != stood.get(name)} == {"notify"}
    assert table == "notify.slip"
    [notify] = deployment.containers("notify")
    assert notify["Config"]["Image"] == f"motcua-notify:{NEWER}"
    told = "SELECT count(*) FROM notify.message"
    known = deployment.sql(told)
    with Clerks(patient=False).at_work():
        wait(lambda: deployment.sql(told) > known, "the new one hears what is filed")


def test_the_older_version_is_told_that_a_newer_one_was_here(deployment, newer):
    told = motcua("upgrade", "--compose")

    assert told.returncode == 1
    assert "notify: " in told.stderr
    assert "1900 is unknown here: use the newer version, nothing was changed" in told.stderr


def test_an_upgrade_is_told_where_nothing_runs_and_nothing_runs_afterwards(deployment, newer):
    deployment.compose("down")

    told = in_newer(newer, "./motcua upgrade --compose")

    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[:2] == [f"version    {VERSION} → {NEWER}", "nothing to change"]
    assert deployment.compose("ps", "--all", "--quiet").stdout == ""
