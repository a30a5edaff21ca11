"""The browser of the tests: fetched before the first of them, or one line that says what to do."""

import os
import subprocess
import sys

import pytest

from stack.layout import ROOT

IN_A_BROWSER = "tests/browser/test_look.py"
APT = """#!/bin/sh
echo "$@" >> {told}
[ "$1" = update ] && exit
printf '#!/bin/sh\\n' > {programs}/chromium
chmod +x {programs}/chromium
"""


@pytest.fixture
def programs(tmp_path):
    """The only folder in which a run finds programs: no browser, no apt."""
    made = tmp_path / "programs"
    made.mkdir()
    return made


def chosen(programs, *words):
    """A run of pytest that ends before its first test: what it needs is fetched by then."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--setup-plan", *words],
        cwd=ROOT,
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def test_without_a_browser_and_without_apt_one_line_says_what_to_install(programs):
    done = chosen(programs, IN_A_BROWSER)

    assert done.returncode == 1
    told = done.stdout + done.stderr
    assert "sudo apt-get install chromium" in told
    assert "./motcua test -m 'not browser'" in told
    assert "Traceback" not in told


def test_tests_without_a_browser_do_not_ask_for_one(programs):
    assert chosen(programs, IN_A_BROWSER, "-m", "not browser").returncode == 5  # none is left


def test_apt_is_asked_for_it_where_it_is_missing_and_only_there(programs, tmp_path):
    told = tmp_path / "told"
    apt = programs / "apt-get"
    apt.write_text(APT.format(told=told, programs=programs))
    apt.chmod(0o755)
    (programs / "chmod").symlink_to("/bin/chmod")

    done = chosen(programs, IN_A_BROWSER)

    if os.geteuid():  # who is not root is told what to do
        assert "sudo apt-get install chromium" in done.stdout + done.stderr
        assert not told.exists()
        return
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Chromium, for the tests in a browser: " in done.stderr
    again = subprocess.run(
        [sys.executable, "-m", "stack.chromium"],
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert again.stdout.strip() == str(programs / "chromium")
    update, install = told.read_text().splitlines()
    assert (update.split()[0], install.split()[-1]) == ("update", "chromium")
