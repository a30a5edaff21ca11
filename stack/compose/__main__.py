"""`python -m stack.compose JOB`: secrets, postgres, kafka, migrate SERVICE, clock [SECONDS]."""

import sys
from collections.abc import Callable, Mapping

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


def main() -> None:
    name, *rest = sys.argv[1:] or [""]
    if name not in JOBS:
        raise Failure(f"no job {name!r}; there are {', '.join(JOBS)}", code=2)
    JOBS[name](*rest)


if __name__ == "__main__":
    try:
        main()
    except (Failure, OSError) as error:
        print(f"{' '.join(sys.argv[1:3])}: {error}", file=sys.stderr)
        sys.exit(getattr(error, "code", 1))
