"""The command of the root, which has nothing but Python: one line when it can't set up."""

import os
import shutil
import subprocess

import pytest

from stack.layout import ROOT

OFFLINE = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_FIND_LINKS": ""}


@pytest.fixture
def clone(tmp_path):
    """A clone with no environment yet."""
    for name in ("motcua", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def motcua(clone, *args, **env):
    return subprocess.run(
        [clone / "motcua", *args],
        env={**os.environ, "PIP_NO_CACHE_DIR": "1", **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_refused_download_is_one_line_that_says_what_was_fetched(clone):
    done = motcua(clone, "up", **OFFLINE)

    assert done.returncode == 1
    said, refusal = done.stderr.splitlines()
    assert said == "motcua: fetching uv …"
    assert refusal.startswith("motcua: fetching uv failed: ")
    assert refusal.endswith("(is the package index reachable?)")


def test_a_lock_without_uv_is_refused(clone):
    (clone / "requirements.lock").write_text("rich==15.0.0\n")

    done = motcua(clone, "up", **OFFLINE)

    assert done.returncode == 1
    assert done.stderr == (
        "motcua: requirements.lock names no uv: get it back from version control\n"
    )


def test_an_environment_of_the_same_lock_is_used_without_any_download(clone):
    for package in ("stack", "shared"):
        shutil.copytree(ROOT / package, clone / package)
    stamp = (ROOT / ".venv" / "motcua.stamp").read_text().split()[0]
    (clone / ".venv").mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (clone / ".venv" / part).symlink_to(ROOT / ".venv" / part)
    (clone / ".venv" / "motcua.stamp").write_text(f"{stamp} {clone}")

    done = motcua(clone, "--help", **OFFLINE)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: motcua" in done.stdout
