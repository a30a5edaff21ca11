"""The verbs: help for each, and one clear line where something is wrong."""

import json
import os
import socket
import subprocess
import sys

import pytest
from joserfc import jwt
from typer.testing import CliRunner

from stack import environment, issuer, running
from stack.check import run
from stack.cli import app
from stack.embedded import Stack
from stack.layout import ROOT, SERVICES

VERBS = (
    *(
        "up",
        "down",
        "run",
        "status",
        "doctor",
        "logs",
        "backup",
        "restore",
        "upgrade",
        "test",
        "check",
    ),
    *("bench", "lock", "token", "parked", "import"),
)
WORDS = ("list", "show", "replay", "drop")


def motcua(*args, folder, **env):
    return subprocess.run(
        [sys.executable, "-m", "stack.cli", *args],
        cwd=ROOT,
        env={**os.environ, "MOTCUA_FOLDER": str(folder), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_command_of_the_root_helps_and_names_every_verb():
    done = subprocess.run(
        [ROOT / "motcua", "--help"], capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 0
    assert [verb for verb in VERBS if f" {verb} " not in done.stdout] == []


@pytest.mark.parametrize(
    "words",
    [
        *((verb,) for verb in VERBS),
        *(("parked", word) for word in WORDS),
        *(("import", word) for word in ("procedures", "template")),
    ],
    ids=" ".join,
)
def test_each_verb_has_help(words):
    shown = CliRunner().invoke(app, [*words, "--help"])

    assert shown.exit_code == 0
    assert f"Usage: root {' '.join(words)}" in shown.output


def test_status_of_what_was_never_started_is_one_line_and_makes_nothing(tmp_path):
    done = motcua("status", folder=tmp_path / "none")

    assert done.returncode == 1
    assert done.stderr == "motcua: no stack has been started here yet: ./motcua up\n"
    assert not (tmp_path / "none").exists()


def test_a_second_up_is_refused_with_the_pid_of_the_first(tmp_path):
    with running.claim(tmp_path):
        done = motcua("up", folder=tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith(f"motcua: the stack already runs (pid {os.getpid()}): ./motcua")
    assert len(done.stderr.splitlines()) == 1


def test_up_is_refused_in_production_and_with_an_unreadable_clock(tmp_path):
    production = motcua("up", folder=tmp_path, MOTCUA_ENV="production")
    clock = motcua("up", folder=tmp_path, MOTCUA_NOW="tomorrow")

    assert (production.returncode, clock.returncode) == (1, 1)
    assert "docker compose up" in production.stderr
    assert "MOTCUA_NOW='tomorrow' is neither" in clock.stderr


def test_up_names_who_holds_a_port(tmp_path):
    stack = Stack(tmp_path, environment.PORTS)

    with socket.create_server(("127.0.0.1", 0)) as held:
        stack.ports["sink_smtp"] = held.getsockname()[1]
        (tmp_path / "ports.json").write_text(json.dumps(stack.ports))
        done = motcua("up", folder=tmp_path)

    assert done.returncode == 1
    assert "(sink_smtp) is held by" in done.stderr
    assert f"(pid {os.getpid()})" in done.stderr


def test_a_service_that_is_none_or_whose_port_is_held_is_not_run(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_FOLDER", str(tmp_path))
    stack = Stack(tmp_path, environment.PORTS)

    def said(*words):
        return str(CliRunner().invoke(app, list(words)).exception)

    with socket.create_server(("127.0.0.1", stack.ports["notify"])):
        held = said("run", "notify")

    assert "(pid" in held
    assert "./motcua up --detach --without notify; or --port" in held
    for words in (("run", "archive"), ("up", "--without", "archive")):
        assert said(*words) == f"no service 'archive'; there are {', '.join(SERVICES)}"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ((), "which? --all, or of db_intake_app"),
        (("nothing",), "no secret 'nothing'; there are db_intake_app"),
        (("db_intake_app", "kafka_cluster_id"), "kafka_cluster_id can't be given anew"),
        (("--drop-old",), "which? complaints_seal_key"),
        (("--drop-old", "nothing"), "no secret 'nothing'"),
    ],
)
def test_what_is_no_secret_of_ours_stays(tmp_path, monkeypatch, words, refusal):
    monkeypatch.setenv("MOTCUA_FOLDER", str(tmp_path))
    stack = Stack(tmp_path, environment.PORTS)
    kept = {name: stack.secrets.password(name) for name in ("db_intake_app", "kafka_cluster_id")}

    done = CliRunner().invoke(app, ["rotate", *words])

    assert str(done.exception).startswith(refusal)
    assert {name: stack.secrets.password(name) for name in kept} == kept


def test_down_of_nothing_says_so(tmp_path):
    done = motcua("down", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "nothing runs\n")


def test_a_persona_gets_a_token_that_says_who_and_not_what(tmp_path):
    stack = Stack(tmp_path, environment.PORTS)

    done = motcua("token", "--persona", "receiver-450", folder=tmp_path)

    token = jwt.decode(done.stdout.strip(), issuer.signing_key(stack.secrets))
    assert token.claims["sub"] == "receiver-450"
    assert token.claims["iss"] == environment.url(stack, "issuer")
    assert token.claims.keys() == {"iss", "aud", "sub", "name", "iat", "exp", "jti"}


def test_whoever_holds_a_role_in_a_unit_gets_the_token(tmp_path):
    Stack(tmp_path, environment.PORTS)

    done = motcua("token", "--role", "receiver", "--unit", "450", folder=tmp_path)

    assert done.returncode == 0
    assert done.stdout.count(".") == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "either --persona NAME, or --role R with --unit U"),
        (["--role", "receiver"], "either --persona"),
        (["--persona", "nobody"], "no persona 'nobody'; there are receiver"),
    ],
)
def test_a_token_for_nobody_is_refused(tmp_path, args, said):
    Stack(tmp_path, environment.PORTS)

    done = motcua("token", *args, folder=tmp_path)

    assert done.returncode == 2
    assert said in done.stderr


def test_a_service_is_told_what_it_needs_and_nothing_of_ours_leaks_in(tmp_path, monkeypatch):
    monkeypatch.setenv("INTAKE_DATABASE_URL", "postgresql://stranger")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mine")
    stack = Stack(tmp_path, environment.PORTS)

    told = {name: environment.service(stack, name, 60) for name in SERVICES}

    for name, env in told.items():
        prefix = name.upper()
        assert env[f"{prefix}_KAFKA_USER"] == name
        assert f"://{name}_app:" in env[f"{prefix}_DATABASE_URL"]
        assert env["MOTCUA_CLOCK_OFFSET"] == "60"
        assert "AWS_SECRET_ACCESS_KEY" not in env
        others = {other.upper() for other in SERVICES} - {prefix}
        assert not [key for key in env if key.split("_")[0] in others]


def test_a_gate_that_fails_is_told_with_its_words_and_the_others_run():
    fine = [sys.executable, "-c", "print('fine')"]
    bad = [sys.executable, "-c", "print('line 3 is wrong'); raise SystemExit(2)"]

    results = run([("one", fine), ("two", bad), ("three", fine)])

    assert [(r.name, r.ok) for r in results] == [("one", True), ("two", False), ("three", True)]
    assert results[1].output == "line 3 is wrong\n"
