"""What `doctor` looks at on a machine without containers."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from stack import environment, java, looks, ports, postgres, preflight, running
from stack.embedded import Stack
from stack.layout import SERVICES
from stack.looks import Finding, attempt

# What grows in the folder, each of which may be a disk of its own.
GROW = ("kafka/data", "postgres", "files", "logs")


def machine(folder: Path) -> Iterator[Finding]:
    """What holds whether the stack runs or not."""
    yield Finding("python", sys.version_info >= (3, 11), sys.version.split()[0])
    free = preflight.available_memory()
    yield Finding(
        "memory", free > preflight.NEEDED, f"{free / 2**30:.1f} GiB available", "close programs"
    )
    here = next(path for path in (folder, *folder.parents) if path.exists())
    grow = {name: folder / name for name in GROW if (folder / name).exists()}
    yield from looks.disks({str(here): here, **grow})
    yield attempt("folder", lambda: postgres.check_enterable(here, postgres.BIN / "postgres"))
    yield Finding(
        "kafka jars", java.fetched(), "fetched" if java.fetched() else "not fetched", "./motcua up"
    )
    if (folder / "secrets").exists():
        yield attempt("keys", lambda: looks.keys(folder / "secrets"))
    if (folder / "postgres" / "PG_VERSION").exists():
        yield attempt("data version", lambda: postgres.check_version(folder / "postgres"))


def free_ports(stack: Stack) -> Finding:
    """Only of a stack that does not run: its own programs hold them else."""
    return attempt("ports", lambda: ports.check_free(stack.ports, stack.folder / "ports.json"))


def living(stack: Stack) -> Iterator[Finding]:
    """What holds of a stack that runs."""
    restarts = running.published(stack.folder).get("restarts", {})
    often = {name: count for name, count in restarts.items() if count}
    logs = stack.folder / "logs"
    yield Finding("processes", not often, f"restarts: {often or 'none'}", f"read {logs}")
    yield attempt("clock", partial(looks.clock, stack.postgres.dsn("postgres")))
    yield attempt("topics", partial(looks.broker, stack.kafka_admin(), stack.kafka.cluster_id))
    yield attempt("mail", partial(looks.mail, "127.0.0.1", stack.ports["sink_smtp"]))
    yield attempt("seal", partial(looks.seal, stack.secrets, stack))
    yield Finding("certificates", True, "none here: the embedded stack is on loopback alone")
    for name in SERVICES:
        yield from looks.service(name, environment.url(stack, name))
