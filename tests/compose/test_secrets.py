"""A secret that is missing or spoilt: said in one line by whoever needs it, before anything."""

import os

import pytest

from stack.layout import SERVICES

OTHER = {"COMPOSE_PROJECT_NAME": "motcua-test-spoilt"}
AT = "/var/lib/motcua/secrets"
WRITE = f"import sys, pathlib; pathlib.Path('{AT}', sys.argv[1]).write_text(sys.argv[2])"
DELETE = f"import sys, pathlib; pathlib.Path('{AT}', sys.argv[1]).unlink()"
RUN = ("run", "--rm", "--no-deps", "-T")


@pytest.fixture
def spoilt(deployment):
    """Volumes of another project that hold secrets and nothing else; the deployment goes on."""
    before = {name: os.environ.get(name, "") for name in OTHER}
    os.environ |= OTHER
    try:
        deployment.compose(*RUN, "secrets")
        yield deployment
    finally:
        deployment.compose("down", "--volumes", check=False)
        os.environ |= before


def said(done):
    return [line for line in done.stderr.splitlines() if "/secrets" in line]


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_names_each_of_its_files(deployment, service):
    done = deployment.compose(*RUN, "-e", "MOTCUA_SECRETS_DIR=/tmp/secrets", service, check=False)

    assert done.returncode == 2
    assert "setting MOTCUA_SECRETS_DIR: /tmp/secrets can't be read" in done.stderr
    assert "docker compose up secrets writes it" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_jobs_name_an_original_that_is_empty_or_missing(spoilt):
    python = (*RUN, "--entrypoint", "python", "secrets", "-c")
    spoilt.compose(*python, WRITE, "complaints_seal_key", "")
    job = spoilt.compose(*RUN, "secrets", check=False)
    spoilt.compose(*python, DELETE, "postgres")
    bootstrap = spoilt.compose(*RUN, "postgres-bootstrap", check=False)

    assert (job.returncode, bootstrap.returncode) == (1, 1)
    [line] = said(job)
    assert f"secrets: {AT}/complaints_seal_key is empty: get it back from a backup" in line
    [line] = said(bootstrap)
    assert f"postgres: {AT}/postgres is missing: docker compose up secrets makes it" in line
