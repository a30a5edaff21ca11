"""Fail points: where a test may kill the process. They exist in MOTCUA_ENV=test only."""

import os
import signal


def point(name: str) -> None:
    """Die here at once if FAILPOINT names this place; `name:3` dies at the third passage."""
    if name not in _passages:
        return
    _passages[name] -= 1
    if _passages[name] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)


def _read() -> dict[str, int]:
    if os.environ.get("MOTCUA_ENV") != "test" or not os.environ.get("FAILPOINT"):
        return {}
    name, _, passage = os.environ["FAILPOINT"].partition(":")
    return {name: int(passage or 1)}


_passages = _read()
