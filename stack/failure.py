"""What goes wrong on the user's side: one line that says what to do."""

from pathlib import Path


class Failure(Exception):
    """Printed as one line; `code` is the exit code of the verb."""

    def __init__(self, message: str, *, log: Path | None = None, code: int = 1) -> None:
        super().__init__(message)
        self.log = log
        self.code = code


def last_lines(log: Path, count: int = 20) -> str:
    """The end of a log, for the person who must find out why."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 64_000))
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-count:])
