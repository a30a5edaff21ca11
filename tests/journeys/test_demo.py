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
from stack.demo.telling import SENT
from stack.embedded import Stack
from stack.layout import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.kafka, pytest.mark.timeout(600)]
PHONE = "+84912345678"
DAY = re.compile(r"\d{2}/\d{2}/\d{4}")


@pytest.fixture(scope="module")
def folder():
    """Of a stack that is up."""
    made = Path(tempfile.mkdtemp(prefix="demo-", dir="/tmp"))
    assert (up := motcua(made, "up", "--detach")).returncode == 0, up.stderr
    yield made
    motcua(made, "down")
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def steps(folder):
    """What a first demo tells."""
    told = motcua(folder, "demo", "--json")
    assert told.returncode == 0, told.stdout + told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()]


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


def test_the_demo_is_seen_end_to_end_and_its_new_date_stands_on_every_paper(folder, steps):
    assert len(steps) >= 17
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


def test_each_message_is_shown_at_its_step_with_how_it_begins_by_both_ways(steps):
    shown = [one.splitlines() for step in steps for one in step["evidence"].get(SENT, [])]
    assert {f"email → {EMAIL}", f"sms → {PHONE}"} <= {lines[0] for lines in shown}
    assert min(map(len, shown)) >= 2
    for words in ("tiếp nhận", "bổ sung", "đã có kết quả"):
        by = {lines[0].split()[0] for lines in shown if words in " ".join(lines)}
        assert by == {"email", "sms"}, words
    received = next(step for step in steps if step["step"].startswith("Tiếp nhận"))
    assert any(received["evidence"]["thư"] in one for one in received["evidence"][SENT])


def test_the_late_dossier_is_in_the_table_and_figures_are_told_once_there_is_enough(steps):
    [late] = [step for step in steps if step["step"] == "Biểu 06 của phường: hồ sơ quá hạn"]
    assert late["evidence"]["biểu 06"]["c10"] == 1
    public = steps[-1]["evidence"]
    before, after = public["tiếp nhận trong kỳ"].split(" → ")
    assert before == "< 5"
    assert int(after) >= 5
    assert int(public["đã giải quyết"].split(" → ")[1]) >= 5


def test_a_second_demo_goes_as_well_and_the_clock_stands_where_it_stood_before(folder, steps):
    again = motcua(folder, "demo")
    assert again.returncode == 0, again.stdout + again.stderr
    assert again.stdout.count("ok  ") == len(steps)
    assert f"sms → {PHONE}" in again.stdout

    shown = motcua(folder, "clock").stdout

    assert abs(float(shown.split("(")[1].split(" s")[0])) < 1


def test_without_a_stack_it_says_so_in_one_line(tmp_path):
    told = motcua(tmp_path, "demo")

    assert told.returncode != 0
    assert len(told.stderr.strip().splitlines()) == 1
