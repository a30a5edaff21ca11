"""The browser of the tests, Debian's Chromium: `python -m stack.chromium` installs it."""

import os
import shutil
import subprocess
import sys

from stack.failure import Failure

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
)
MISSING = (
    "the tests in a browser need Debian's Chromium: `sudo apt-get install chromium`,"
    " or leave them out: ./motcua test -m 'not browser'"
)


def find() -> str:
    """The path of the browser. Raises Failure: there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise Failure(MISSING)


def is_there() -> bool:
    return any(map(shutil.which, NAMES))


def flags() -> list[str]:
    """Chromium's sandbox refuses root, which containers run as."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


def install() -> None:
    """Fetch it where it is missing. Raises Failure: not root, no apt, or apt refused."""
    if is_there():
        return
    if os.geteuid() or not shutil.which(INSTALL[0][0]):
        raise Failure(MISSING)
    for command in INSTALL:
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode:
            reason = " ".join((done.stderr or done.stdout).split())[-400:]
            raise Failure(f"chromium could not be installed: {reason}")


if __name__ == "__main__":
    try:
        install()
    except Failure as failure:
        sys.exit(f"motcua: {failure}")
    print(find())
