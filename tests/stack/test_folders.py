"""What must be refused before anything starts: folders, versions, memory, a second run."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from stack import java, kafka, looks, postgres, preflight, running
from stack.failure import Failure
from stack.secrets import Secrets


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_the_folder_that_others_may_not_enter_is_found_however_deep_the_path(folder):
    deep = folder / "closed" / "project" / ".motcua"
    deep.mkdir(parents=True)
    assert postgres.closed_folder(deep) is None

    (folder / "closed").chmod(0o700)

    assert postgres.closed_folder(deep) == folder / "closed"
    assert postgres.closed_folder(deep / "file") == folder / "closed"


def test_data_of_another_postgresql_is_refused(tmp_path):
    (tmp_path / "PG_VERSION").write_text("12\n")

    with pytest.raises(Failure, match="holds data of PostgreSQL 12, this is 18"):
        postgres.check_version(tmp_path)


def test_data_of_another_kafka_is_refused(tmp_path):
    (tmp_path / "version").write_text("3.9.1")

    with pytest.raises(Failure, match=r"holds data of Kafka 3\.9\.1, this is 4\.1\.0"):
        kafka.check_version(tmp_path)


def test_our_own_data_is_not_refused(tmp_path):
    (tmp_path / "PG_VERSION").write_text(postgres.version().split(".")[0])
    (tmp_path / "version").write_text(java.KAFKA)

    postgres.check_version(tmp_path)
    kafka.check_version(tmp_path)


def test_the_memory_of_the_container_counts_where_it_is_less(tmp_path):
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("400000\n")

    assert preflight.available_memory(tmp_path) == 600_000

    (tmp_path / "memory.max").write_text("max\n")
    assert preflight.available_memory(tmp_path) > 600_000


def test_too_little_memory_is_refused_with_how_much_is_needed(monkeypatch):
    monkeypatch.setattr(preflight, "NEEDED", preflight.available_memory() * 2 + 2**30)

    with pytest.raises(
        Failure, match=r"only \d+\.\d GiB of memory available, .* GiB needed: close"
    ):
        preflight.check()

    monkeypatch.setattr(preflight, "NEEDED", 1)
    preflight.check()


def test_the_development_stack_is_refused_in_production(monkeypatch):
    monkeypatch.setenv("MOTCUA_ENV", "production")

    with pytest.raises(Failure, match="in production: docker compose up"):
        preflight.check()


def test_as_root_a_folder_that_nobody_may_enter_is_refused_with_what_to_do(folder):
    closed = folder / "closed"
    closed.mkdir(0o700)
    postgres.check_enterable(folder)

    if os.geteuid():  # only root hands PostgreSQL to another user
        postgres.check_enterable(closed)
        return
    with pytest.raises(Failure, match=rf"may not enter {closed}: chmod o\+x {closed}, or"):
        postgres.check_enterable(closed / "data", folder)


def test_a_changed_jar_is_refused(tmp_path):
    jar = tmp_path / "kafka_2.13-4.1.0.jar"
    jar.write_bytes(b"something else")

    with pytest.raises(Failure, match=r"jars differ from jars\.sha256: .*kafka_2\.13-4\.1\.0\.jar"):
        java.check([jar])


def test_secrets_are_made_once_and_readable_by_us_alone(tmp_path):
    secrets = Secrets(tmp_path / "secrets")

    password = secrets.password("postgres")

    assert Secrets(tmp_path / "secrets").password("postgres") == password
    assert len(password) >= 32
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "secrets" / "postgres").stat().st_mode & 0o777 == 0o600


def test_a_key_that_others_may_read_or_that_is_empty_is_found(tmp_path):
    secrets = Secrets(tmp_path / "secrets")
    for name in ("postgres", "intake_link_key"):
        secrets.password(name)
    assert looks.keys(secrets.folder) == "2 files, readable by us alone"

    (secrets.folder / "postgres").chmod(0o640)
    with pytest.raises(Failure, match=r"others may read .*: chmod 700"):
        looks.keys(secrets.folder)

    (secrets.folder / "postgres").write_text("")
    with pytest.raises(Failure, match="postgres empty: get it back from a backup"):
        looks.keys(secrets.folder)


def test_a_second_run_is_refused_with_the_pid_of_the_first(tmp_path):
    with running.claim(tmp_path):
        assert running.holder(tmp_path) == os.getpid()
        refused = pytest.raises(Failure, match=rf"already runs \(pid {os.getpid()}\)")
        with refused, running.claim(tmp_path):
            raise AssertionError

    assert running.holder(tmp_path) is None


def test_a_killed_run_leaves_no_claim(tmp_path):
    code = (
        "import sys, pathlib, os\n"
        "from stack import running\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "with running.claim(folder):\n"
        "    running.publish(folder, {'state': 'ready'})\n"
        "    os.kill(os.getpid(), 9)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == -9
    assert (running.holder(tmp_path), running.published(tmp_path)) == (None, {})


def test_what_a_run_says_of_itself_is_gone_with_it(tmp_path):
    with running.claim(tmp_path):
        running.publish(tmp_path, {"state": "ready"})
        assert running.published(tmp_path) == {"state": "ready"}

    assert running.published(tmp_path) == {}


def test_the_jars_that_were_fetched_are_the_pinned_ones():
    jars = [Path(jar) for jar in java.class_path().split(os.pathsep)]

    java.check(jars)

    assert len(jars) == len(java.HASHES.read_text().splitlines()) == 94
