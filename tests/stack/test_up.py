"""`up` and `down` as a whole: four services ready, killed ones back, no process left, data kept."""

import json
import os
import re
import shlex
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

from stack import environment, issuer, kafka_admin
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
    known = {"disk", "memory", "keys", "clock", "topics", "mail", "certificates"}
    assert known | {"intake outbox", "notify lag", "reporting parked"} <= well


def test_no_secret_is_in_the_logs_or_in_what_the_services_tell(town):
    file_dossier(town.stack)
    secrets = {path.name: path.read_text() for path in (town.folder / "secrets").iterdir()}
    told = {path.name: path.read_text() for path in (town.folder / "logs").iterdir()}
    for service in SERVICES:
        for path in ("/metrics", "/health/status", "/api/openapi.json", "/nowhere"):
            told[service + path] = httpx.get(environment.url(town.stack, service) + path).text
    told["status"] = town.motcua("status").stdout
    told["doctor"] = town.motcua("doctor").stdout

    assert len(secrets) > 20
    assert [(where, s) for where, text in told.items() for s in secrets if secrets[s] in text] == []


def test_the_logs_tell_what_each_service_did_about_a_dossier(town):
    receipt = file_dossier(town.stack)
    others = {file_dossier(town.stack)["dossier_id"] for _ in range(2)}

    def shown():
        return town.motcua("logs", "--dossier", receipt["dossier_code"]).stdout

    wait_for(
        lambda: (
            {"intake", "complaints", "notify"} <= {line.split()[1] for line in shown().splitlines()}
        )
    )

    lines = shown().splitlines()
    assert [line[:23] for line in lines] == sorted(line[:23] for line in lines)
    assert "/api/dossiers" in lines[0]
    assert len({line.split()[-1] for line in lines}) == 1  # one trace
    assert not [line for line in lines for other in others if other in line]
    assert "no dossier has the code x" in town.motcua("logs", "--dossier", "x").stderr


def file_dossier(stack):
    """At a counter; its receipt."""
    issued_by = environment.url(stack, "issuer")
    token = issuer.mint(
        issuer.signing_key(stack.secrets), issued_by, "receiver-450", "receiver-450"
    )
    body = {
        "procedure_code": "1.001612",
        "unit": "450",
        "channel": "1",
        "applicant": {"type": "0", "name": "Nguyễn Thị Hòa", "email": "hoa@example.com"},
        "papers": [{"key": "to-khai", "kind": "0", "copies": 1}],
    }
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx.post(
        environment.url(stack, "intake") + "/api/dossiers", json=body, headers=headers
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_an_edited_row_of_the_audit_is_named(town):
    receipt = file_dossier(town.stack)
    sealed = (
        "SELECT max(audit_id) FROM intake.audit_seal JOIN intake.audit USING (audit_id)"
        " WHERE object_id = %s"
    )

    with psycopg.connect(town.stack.postgres.dsn("motcua"), autocommit=True) as conn:
        wait_for(lambda: conn.execute(sealed, [receipt["dossier_id"]]).fetchone() != (None,))
        assert town.motcua("verify").stdout.count("as it was sealed") == 4
        [row] = conn.execute(sealed, [receipt["dossier_id"]]).fetchone()
        change = "UPDATE intake.audit SET actor = %s WHERE audit_id = %s RETURNING actor"
        [actor] = conn.execute(
            "SELECT actor FROM intake.audit WHERE audit_id = %s", [row]
        ).fetchone()
        conn.execute(change, ["somebody", row])
        done = town.motcua("verify")
        conn.execute(change, [actor, row])

    assert done.returncode == 1
    assert f"!!  intake      edited: audit {row}," in done.stdout


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
    check_rotation(town)


def check_rotation(town):
    """Every password is another one, and all of them work."""
    before, dsn = town.stack, town.stack.dsn("notify_app")
    old = {path.name: path.read_text() for path in before.secrets.folder.iterdir()}

    rotated = town.motcua("rotate", "--all")
    assert rotated.returncode == 0, rotated.stderr
    town.up()

    new = {path.name: path.read_text() for path in town.stack.secrets.folder.iterdir()}
    assert not [name for name in old if new[name] == old[name]]
    longer = {name for name in old if new[name].splitlines()[1:] == [old[name]]}
    assert longer == {"intake_link_key", "complaints_link_key", "complaints_seal_key"}
    assert "all is sealed with the newest key" in town.motcua("doctor").stdout
    for refused in (dsn, before.postgres.dsn("motcua")):
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(refused)
    assert not kafka_admin.answers(
        kafka_admin.connect(before.kafka.bootstrap, before.kafka.password)
    )


def test_a_service_is_left_out_and_run_alone_as_the_page_for_developers_says(town):
    page = (ROOT / "docs" / "developer.md").read_text("utf-8")
    block = re.search(r"## Run one service alone.*?```sh\n(.*?)```", page, re.DOTALL)
    left_out, alone = (shlex.split(line, comments=True)[1:] for line in block[1].splitlines())
    town.motcua("down")

    up = town.motcua(*left_out)
    assert up.returncode == 0, up.stderr
    told = json.loads(town.motcua("status", "--json").stdout)["services"]
    assert {name for name in told if not told[name]["ready"]} == {"notify"}
    command, env = [sys.executable, "-m", "stack.cli", *alone], {"MOTCUA_FOLDER": str(town.folder)}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | env) as notify:
        try:
            wait_for(lambda: town.motcua("status").returncode == 0)
        finally:
            notify.terminate()


def test_data_that_cannot_be_loaded_stops_up_with_the_words_of_the_loader(folder):
    town = Town(folder)

    done = town.motcua("up", MOTCUA_PROVINCE="nowhere")

    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert done.stderr.splitlines()[-1] == "motcua: load failed with code 1"
    assert town.processes() == set()
