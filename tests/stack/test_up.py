"""`up` and `down` as a whole: four services ready, killed ones back, no process left, data kept."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from stack import environment
from stack.child import recall
from stack.embedded import Stack
from stack.layout import ROOT, SERVICES

pytestmark = [pytest.mark.postgres, pytest.mark.kafka]


class Town:
    """A stack of this module alone, driven by the verbs."""

    def __init__(self, folder):
        self.folder = folder

    def motcua(self, *args, **env):
        return subprocess.run(
            [sys.executable, "-m", "stack.cli", *args],
            cwd=ROOT,
            env={**os.environ, "MOTCUA_FOLDER": str(self.folder), **env},
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

    def up(self):
        done = self.motcua("up", "--detach")
        assert done.returncode == 0, done.stderr
        return done.stderr

    def processes(self):
        found = [recall(record) for record in (self.folder / "run").glob("*.json")]
        return {process.pid for process in found if process}

    @property
    def stack(self):
        return Stack(self.folder, environment.PORTS)


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="up-", dir="/tmp"))
    yield made
    Town(made).motcua("down")
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def town():
    running = Town(Path(tempfile.mkdtemp(prefix="up-", dir="/tmp")))
    running.up()
    yield running
    running.motcua("down")
    shutil.rmtree(running.folder)


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_status_for_programs_names_every_address_and_says_ready(town):
    done = town.motcua("status", "--json")

    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told.keys() == {"services", "kafka", "postgres", "sink"}
    assert told["services"].keys() == set(SERVICES)
    for service in told["services"].values():
        keys = {"url", "ready", "version", "lag", "outbox_age_s", "parked"}
        assert service.keys() == keys
        assert service["ready"] is True
        assert httpx.get(service["url"] + "/api/openapi.json").is_success
    assert told["kafka"].keys() == {"bootstrap", "version"}
    assert told["postgres"].keys() == {"dsn", "version"}
    with psycopg.connect(told["postgres"]["dsn"]) as conn:
        assert conn.info.dbname == "motcua"
    assert httpx.get(told["sink"]["url"]).is_success


def test_a_second_up_is_refused_while_the_first_goes_on(town):
    done = town.motcua("up")

    assert done.returncode == 1
    assert "the stack already runs (pid" in done.stderr
    assert town.motcua("status").returncode == 0


def test_a_role_that_nobody_holds_gets_an_official_whom_all_services_know(town):
    token = town.motcua("token", "--role", "inspector", "--unit", "18859").stdout.strip()

    url = environment.url(town.stack, "intake") + "/api/staff/me"
    me = httpx.get(url, headers={"Authorization": f"Bearer {token}"}).json()

    assert me["subject"] == "dev-inspector-18859"
    assert [(a["unit_id"], a["roles"]) for a in me["assignments"]] == [("18859", ["inspector"])]


def test_a_killed_service_is_announced_brought_back_and_counted(town):
    recall(town.folder / "run" / "notify.json").kill()

    def is_back():
        told = town.motcua("status")
        [line] = [line for line in told.stdout.splitlines() if line.startswith("notify")]
        return told.returncode == 0 and line.endswith("restarts 1")

    wait_for(is_back)
    said = (town.folder / "logs" / "up.log").read_text()
    assert "!! notify ended unexpectedly with code -9; restart 1 in 1 s." in said


def test_the_doctor_finds_topics_rules_clock_and_mail_in_order(town):
    lines = town.motcua("doctor").stdout.splitlines()

    well = {line[4:].split("  ")[0].strip() for line in lines if line.startswith("ok")}
    assert {"disk", "memory", "clock", "topics", "mail", "certificates"} <= well


def test_down_leaves_no_process_and_up_finds_the_data_ports_and_passwords_again(town):
    with psycopg.connect(town.stack.dsn("notify_owner")) as conn:
        conn.execute("CREATE TABLE kept AS SELECT 'hồ sơ' AS what")
    ports, before = town.stack.ports, town.processes()

    down = town.motcua("down")

    assert down.returncode == 0
    assert len(before) == 8  # PostgreSQL, Kafka, issuer, sink, four services
    assert not [pid for pid in before if psutil.pid_exists(pid)]
    assert town.motcua("status").returncode == 1
    town.up()
    with psycopg.connect(town.stack.dsn("notify_owner")) as conn:
        assert conn.execute("SELECT what FROM kept").fetchone() == ("hồ sơ",)
        conn.execute("DROP TABLE kept")
    assert town.stack.ports == ports


def test_what_a_killed_supervisor_left_is_stopped_by_the_next_down(town):
    supervisor = int((town.folder / "stack.lock").read_text())
    left = town.processes()

    psutil.Process(supervisor).kill()
    wait_for(lambda: town.motcua("status").returncode == 1)
    down = town.motcua("down")

    assert down.stderr.count("which a killed run had left") == len(left) == 8
    wait_for(lambda: not [pid for pid in left if psutil.pid_exists(pid)])
    town.up()


def test_data_that_cannot_be_loaded_stops_up_with_the_words_of_the_loader(folder):
    town = Town(folder)

    done = town.motcua("up", MOTCUA_PROVINCE="nowhere")

    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert done.stderr.splitlines()[-1] == "motcua: load failed with code 1"
    assert town.processes() == set()
