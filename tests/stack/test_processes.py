"""Children: their logs, their end, and a supervisor that restarts nothing silently."""

import os
import sys
import threading
import time

import psutil
import pytest

from stack import running, temporary
from stack.child import Child, recall, sweep
from stack.failure import Failure, last_lines
from stack.processes import PAUSES, Supervisor

DIES = "print('why it died', flush=True); raise SystemExit(7)"
STAYS = "import time; print('here', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(15, signal.SIG_IGN); print('here', flush=True)"

LAST_WORD = """
import pathlib, signal, time
def end(*_):
    with pathlib.Path({file!r}).open("a") as file:
        file.write({name!r} + " ")
    raise SystemExit(0)
signal.signal(signal.SIGTERM, end)
print("here", flush=True)
time.sleep(600)
"""


def python(name, code, folder):
    return Child(name, [sys.executable, "-c", code], folder, dict(os.environ))


@pytest.fixture
def stays(tmp_path):
    child = python("stays", STAYS, tmp_path)
    child.start()
    child.wait_until(lambda: "here" in last_lines(child.log), 10)
    yield child
    child.kill()


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_child_has_a_group_a_log_and_a_record_until_it_is_stopped(stays):
    assert os.getpgid(stays.pid) == stays.pid
    assert recall(stays.record).pid == stays.pid

    stays.stop()

    assert (stays.running, stays.exit_code) == (False, -15)
    assert not stays.record.exists()


def test_a_child_that_ends_before_it_is_ready_is_a_failure_with_its_log(tmp_path):
    child = python("dies", DIES, tmp_path)
    child.start()

    with pytest.raises(Failure, match="dies ended with code 7") as failure:
        child.wait_until(lambda: False, 10)

    assert last_lines(failure.value.log).endswith("\nwhy it died")
    child.stop()


def test_a_child_that_is_never_ready_is_a_failure(stays):
    with pytest.raises(Failure, match="was not ready"):
        stays.wait_until(lambda: False, 0.1)


def test_a_deaf_child_is_killed_with_its_group(tmp_path):
    code = f"{DEAF}; import subprocess, sys; subprocess.run([sys.executable, '-c', {STAYS!r}])"
    child = python("deaf", code, tmp_path)
    child.start()
    child.wait_until(lambda: last_lines(child.log).count("here") == 2, 10)
    [grandchild] = psutil.Process(child.pid).children()

    child.stop(seconds=0.2)

    assert child.exit_code == -9
    wait_for(lambda: not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE)


def test_what_a_killed_supervisor_left_is_swept(stays, tmp_path):
    assert sweep(tmp_path) == ["stays"]

    wait_for(lambda: not stays.running)
    assert sweep(tmp_path) == []


def test_what_a_killed_test_run_left_is_ended_and_removed_a_living_one_is_not(tmp_path):
    dead, living, new = (tmp_path / f"motcua-test-{n}" for n in ("dead", "living", "new"))
    for folder in (dead, living, new):
        folder.mkdir()
        (folder / running.LOCK).touch()
    for folder in (dead, living):
        os.utime(folder / running.LOCK, (0, 0))
    orphan = python("orphan", STAYS, dead)
    orphan.start()

    with running.claim(living):
        os.utime(living / running.LOCK, (0, 0))
        assert temporary.clear_away(tmp_path) == [dead]

    wait_for(lambda: not orphan.running)
    assert [folder.exists() for folder in (dead, living, new)] == [False, True, True]


def test_a_stranger_who_got_our_old_pid_is_left_alone(stays, tmp_path):
    stays.record.write_text(f'{{"pid": {os.getpid()}, "started": 1.0, "signal": 15}}')

    assert sweep(tmp_path) == []


def test_an_unexpected_end_is_announced_with_the_last_lines_and_restarted_with_growing_pauses(
    tmp_path,
):
    said: list[str] = []
    child = python("dies", DIES, tmp_path)
    supervisor = Supervisor(said.append)
    child.start()
    supervisor.add(child)
    now = time.monotonic()

    for times, pause in enumerate(PAUSES[:3], 1):
        wait_for(lambda: not child.running)
        supervisor.look_after(child, now)
        supervisor.look_after(child, now + pause - 0.01)
        assert supervisor.restarts == {"dies": times - 1}
        now += pause
        supervisor.look_after(child, now)
        assert supervisor.restarts == {"dies": times}

    supervisor.stop()
    assert len(said) == 3
    assert said[0].startswith("!! dies ended unexpectedly with code 7; restart 1 in 1 s.")
    assert "why it died" in said[0]


def test_watching_brings_a_killed_child_back_and_stopping_goes_in_reverse_order(tmp_path):
    changes = threading.Event()
    supervisor = Supervisor(lambda _: None, changes.set)
    for name in ("postgres", "service"):
        child = python(name, LAST_WORD.format(file=str(tmp_path / "ended"), name=name), tmp_path)
        child.start()
        child.wait_until(lambda log=child.log: "here" in last_lines(log), 10)
        supervisor.add(child)
    _, [service] = supervisor.layers
    watcher = threading.Thread(target=supervisor.watch, args=[0.01])
    watcher.start()

    service.kill()
    assert changes.wait(10)
    wait_for(lambda: last_lines(service.log).count("here") == 2)
    supervisor.stop()
    watcher.join()

    assert supervisor.restarts == {"postgres": 0, "service": 1}
    assert (tmp_path / "ended").read_text() == "service postgres "
