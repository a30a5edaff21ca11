"""`./motcua demo` on a stack of its own: every step is seen, and one date stands everywhere."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from stack import environment
from stack.demo.doors import Doors
from stack.demo.dossier import EMAIL, Dossier
from stack.demo.in_time import ledger_day
from stack.demo.place import OurOwn
from stack.embedded import Stack
from stack.layout import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.kafka, pytest.mark.timeout(600)]
DAY = re.compile(r"\d{2}/\d{2}/\d{4}")


@pytest.fixture(scope="module")
def folder():
    made = Path(tempfile.mkdtemp(prefix="demo-", dir="/tmp"))
    yield made
    motcua(made, "down")
    shutil.rmtree(made)


def motcua(folder, *args):
    return subprocess.run(
        [sys.executable, "-m", "stack.cli", *args],
        cwd=ROOT,
        env={**os.environ, "MOTCUA_FOLDER": str(folder)},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


def test_the_demo_is_seen_end_to_end_and_its_new_date_stands_on_every_paper(folder):
    assert (up := motcua(folder, "up", "--detach")).returncode == 0, up.stderr

    told = motcua(folder, "demo", "--json")

    assert told.returncode == 0, told.stdout + told.stderr
    steps = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(steps) >= 14
    assert all(step["ok"] for step in steps)
    with Doors(OurOwn(Stack(folder, environment.PORTS))) as doors:
        dossier = Dossier(doors, {"dossier_id": steps[0]["evidence"]["hồ sơ"]})
        now = dossier.now()
        promised = ledger_day(now["due_lines"])
        mail = doors.mail(EMAIL, now["dossier_code"], promised)
        first, second = dossier.slip(1), dossier.slip(2)
    assert promised in DAY.findall(second)
    assert promised in DAY.findall(mail)
    assert promised not in DAY.findall(first)


def test_the_clock_stands_where_it_stood_before(folder):
    shown = motcua(folder, "clock").stdout

    assert abs(float(shown.split("(")[1].split(" s")[0])) < 1


def test_without_a_stack_it_says_so_in_one_line(tmp_path):
    told = motcua(tmp_path, "demo")

    assert told.returncode != 0
    assert len(told.stderr.strip().splitlines()) == 1
