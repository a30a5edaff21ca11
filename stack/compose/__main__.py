"""`python -m stack.compose JOB`: what docker-compose.yml and `./motcua … --compose` ask for."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from stack.failure import Failure


def secrets() -> None:
    from stack.compose import hand_out
    from stack.compose.setting import read

    hand_out.run(read())


def postgres() -> None:
    from stack.compose import databases

    databases.bootstrap()


def migrate(service: str) -> None:
    from stack.compose import databases

    databases.migrate(service)


def kafka() -> None:
    from stack.compose import broker

    broker.equalise()


def clock(seconds: str = "") -> None:
    from stack.compose import clock

    clock.run(seconds)


JOBS: Mapping[str, Callable[..., None]] = {
    job.__name__: job for job in (secrets, postgres, migrate, kafka, clock)
}
# Those that the verbs ask for, where they stand.
ASKED = {
    "inside": (
        "describe",
        "doctor",
        "verify",
        "upgrade",
        "names",
        "rotate",
        "drop_older",
        "traces",
        "parked",
    ),
    "keeper": ("pack", "unpack"),
}


def main() -> None:
    name, *rest = sys.argv[1:] or [""]
    room = next((room for room, jobs in ASKED.items() if name in jobs), None)
    if room:
        getattr(import_module(f"stack.compose.{room}"), name)(*rest)
    elif name in JOBS:
        JOBS[name](*rest)
    else:
        raise Failure(f"no job {name!r}; there are {', '.join(JOBS)}", code=2)


if __name__ == "__main__":
    try:
        main()
    except (Failure, OSError) as error:
        print(f"{' '.join(sys.argv[1:3])}: {error}", file=sys.stderr)
        sys.exit(getattr(error, "code", 1))
