"""A secret's file that is missing, empty, unreadable or of the wrong shape ends a start."""

import os
import subprocess
import sys

import pytest
from pydantic_settings import SettingsConfigDict

from shared.settings import LinkSettings, load
from stack.gates.applications import MADE_UP
from stack.layout import ROOT, SERVICES
from tests.shared.test_settings import GOOD

SECRETS = ("DATABASE_URL", "KAFKA_PASSWORD", "WEB_SECRET")
OWN = {"intake": ("LINK_KEY",), "complaints": ("LINK_KEY", "SEAL_KEY")}
MADE = "docker compose up secrets writes it"


class Own(LinkSettings):
    model_config = SettingsConfigDict(env_prefix="X_")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Named as the job `secrets` names them."""
    for name, value in GOOD.items():
        if name.removeprefix("X_") not in SECRETS:
            monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "KAFKA_PASSWORD"):
        (tmp_path / f"X_{name}").write_text(GOOD[f"X_{name}"])
    (tmp_path / "X_WEB_SECRET").write_text("w" * 32)
    (tmp_path / "X_LINK_KEY").write_text("n" * 32 + "\n" + "o" * 32 + "\n")
    monkeypatch.setenv("MOTCUA_SECRETS_DIR", str(tmp_path))
    return tmp_path


def said(capsys):
    with pytest.raises(SystemExit) as ended:
        load(Own)
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()


def test_all_are_read_and_a_key_given_anew_comes_first(folder):
    settings = load(Own)

    assert settings.link_keys() == ("n" * 32, "o" * 32)
    assert len(set(settings.link_ring("intake").key_ids)) == 2


def spoil(path, how):
    path.unlink()
    if how == "is empty":
        path.write_text("\n")
    elif how == "is no text":
        path.write_bytes(b"\xff\xfe")
    elif how.startswith("can't"):
        path.mkdir()


@pytest.mark.parametrize(
    "how", ["is missing", "is empty", "is no text", "can't be read (Is a directory)"]
)
def test_the_file_is_named_with_what_is_wrong_and_what_makes_it(folder, capsys, how):
    spoil(folder / "X_LINK_KEY", how)

    assert said(capsys) == [f"setting X_LINK_KEY: {folder}/X_LINK_KEY {how}: {MADE}"]


def test_every_bad_file_is_named_at_once(folder, capsys):
    spoil(folder / "X_LINK_KEY", "is empty")
    spoil(folder / "X_DATABASE_URL", "is missing")

    assert [line.split(":")[0] for line in said(capsys)] == [
        "setting X_DATABASE_URL",
        "setting X_LINK_KEY",
    ]


def test_a_folder_that_is_not_there_is_named(folder, capsys, monkeypatch):
    monkeypatch.setenv("MOTCUA_SECRETS_DIR", str(folder / "nowhere"))

    why = f"{folder}/nowhere can't be read (No such file or directory): {MADE}"
    assert said(capsys) == [f"setting MOTCUA_SECRETS_DIR: {why}"]


def test_what_stands_in_the_environment_needs_no_file(folder, monkeypatch):
    (folder / "X_LINK_KEY").unlink()
    monkeypatch.setenv("X_LINK_KEY", "e" * 32)

    assert load(Own).link_keys() == ("e" * 32,)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("X_DATABASE_URL", "s3cret@127.0.0.1/motcua"),
        ("X_DATABASE_URL", "postgresql://x:s3cret@127.0.0.1:port/motcua"),
        ("X_WEB_SECRET", "s3cret"),
        ("X_LINK_KEY", "n" * 32 + "\ns3cret"),
    ],
)
def test_a_file_of_the_wrong_shape_is_named_and_shows_nothing(folder, capsys, name, content):
    (folder / name).write_text(content)

    [line] = said(capsys)

    assert line.startswith(f"setting {name}: ")
    assert line.endswith(f"({folder}/{name})")
    assert "s3cret" not in line


def started(service, folder):
    """`python -m services.<service>.app` as its container starts it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    plain = {f"{service.upper()}_{name}": value for name, value in MADE_UP.items()}
    secret = {f"{service.upper()}_{name}" for name in (*SECRETS, "LINK_KEY", "SEAL_KEY")}
    env = {name: value for name, value in plain.items() if name not in secret}
    return subprocess.run(
        [sys.executable, "-m", f"services.{service}.app"],
        cwd=ROOT,
        env={**kept, **env, "MOTCUA_SECRETS_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_names_each_of_its_files_and_opens_nothing(service, tmp_path):
    names = [f"{service.upper()}_{name}" for name in (*SECRETS, *OWN.get(service, ()))]

    missing = started(service, tmp_path)
    for name in names:
        (tmp_path / name).write_text("")
    empty = started(service, tmp_path)

    for done, how in ((missing, "is missing"), (empty, "is empty")):
        told = [f"setting {name}: {tmp_path}/{name} {how}: {MADE}" for name in names]
        lines = done.stderr.splitlines()
        assert sorted(line for line in lines if line.startswith("setting ")) == sorted(told)
        assert "Traceback" not in done.stderr
        assert (done.returncode, done.stdout) == (2, "")
