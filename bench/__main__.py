"""`python -m bench [NAME…] [--json] [--size N]`: measures, and fails where a bar is missed."""

import argparse
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager

import structlog
import uvloop

from bench import ground, latency, project, relay, search, submit
from bench.figure import Figure, table
from stack.embedded import Stack

Measure = Callable[[Stack, int], Awaitable[list[Figure]]]
Fresh = Callable[[], AbstractContextManager[Stack]]
BENCHES: dict[str, tuple[Measure, int]] = {
    "relay": (relay.measure, relay.SIZE),
    "latency": (latency.measure, latency.SIZE),
    "submit": (submit.measure, submit.SIZE),
    "project": (project.measure, project.SIZE),
    "search": (search.measure, search.SIZE),
}


def main(typed: Sequence[str] | None = None, fresh: Fresh = ground.fresh) -> int:
    """`fresh` gives each benchmark its stack."""
    asked = arguments(typed)
    quiet()
    figures = []
    for name in asked.names or BENCHES:
        measure, size = BENCHES[name]
        for figure in run(measure, asked.size or size, fresh):
            figures.append(figure)
            if asked.json:
                print(figure.json(), flush=True)
    if not asked.json:
        print(table(figures))
    return 0 if all(figure.ok for figure in figures) else 1


def quiet() -> None:
    """Standard output is for figures: libraries say only what goes wrong, and elsewhere."""
    logging.disable(logging.WARNING)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def run(measure: Measure, size: int, fresh: Fresh) -> list[Figure]:
    """One benchmark on a stack of its own, on the event loop that the services run on."""

    async def measured() -> list[Figure]:
        return await measure(stack, size)

    with fresh() as stack:
        return uvloop.run(measured())


def arguments(typed: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motcua bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--size", type=int, help="how many facts or requests, for a quick look")
    asked = parser.parse_args(typed)
    if unknown := [name for name in asked.names if name not in BENCHES]:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(BENCHES)}")
    if asked.size is not None and asked.size < 1:
        parser.error("--size takes a positive number")
    return asked


if __name__ == "__main__":
    sys.exit(main())
