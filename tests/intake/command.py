"""Intake's commands as a job runs them: a process of their own, told by its environment."""

import os
import subprocess
import sys

from stack.layout import ROOT
from tests.intake.desk import settings


def run(module, database, issuer, *words, stdout=subprocess.PIPE, **changed):
    """What `python -m services.intake.<module>` said."""
    told = settings(issuer, database)
    env = {
        "PATH": os.environ["PATH"],
        "MOTCUA_ENV": "test",
        "INTAKE_HTTP_PORT": "8000",
        "INTAKE_DATABASE_URL": told.database_url.get_secret_value(),
        "INTAKE_KAFKA_BOOTSTRAP": "127.0.0.1:1",
        "INTAKE_KAFKA_USER": "intake",
        "INTAKE_KAFKA_PASSWORD": "-",
        "INTAKE_OIDC_ISSUER": told.oidc_issuer,
        "INTAKE_WEB_SECRET": "w" * 32,
        "INTAKE_LINK_KEY": "l" * 32,
        "INTAKE_FILES_DIR": "files-of-nobody",
    }
    return subprocess.run(
        [sys.executable, "-m", f"services.intake.{module}", *words],
        cwd=ROOT,
        env=env | changed,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
