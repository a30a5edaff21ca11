"""What `doctor` looks at: each finding says what it is and, where it is bad, what to do."""

import shutil
import smtplib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import psycopg

from stack import environment, java, kafka_admin, ports, postgres, preflight, running, topics
from stack.acl import rules
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import SERVICES

DISK_NEEDED = 3 * 2**30
OLD = 60  # seconds that a fact may wait to be told
CLOCK_APART = 5  # seconds
LAG = 10_000


class Finding(NamedTuple):
    what: str
    ok: bool
    detail: str
    advice: str = ""


def machine(folder: Path) -> Iterator[Finding]:
    """What holds whether the stack runs or not."""
    yield Finding("python", sys.version_info >= (3, 11), sys.version.split()[0])
    free = preflight.available_memory()
    yield Finding(
        "memory", free > preflight.NEEDED, f"{free / 2**30:.1f} GiB available", "close programs"
    )
    here = next(path for path in (folder, *folder.parents) if path.exists())
    disk = shutil.disk_usage(here).free
    yield Finding("disk", disk > DISK_NEEDED, f"{disk / 2**30:.1f} GiB free", f"clear {here}")
    yield attempt("folder", lambda: postgres.check_enterable(here, postgres.BIN / "postgres"))
    yield Finding(
        "kafka jars", java.fetched(), "fetched" if java.fetched() else "not fetched", "./motcua up"
    )
    if (folder / "secrets").exists():
        yield attempt("keys", lambda: keys(folder / "secrets"))
    if (folder / "postgres" / "PG_VERSION").exists():
        yield attempt("data version", lambda: postgres.check_version(folder / "postgres"))


def keys(folder: Path) -> str:
    """Raises Failure: an empty file, or one that others may read."""
    files = [path for path in folder.iterdir() if path.is_file()]
    if empty := [path.name for path in files if not path.stat().st_size]:
        raise Failure(f"{', '.join(empty)} empty: get it back from a backup, or rotate it")
    if [path for path in (folder, *files) if path.stat().st_mode & 0o077]:
        raise Failure(f"others may read {folder}: chmod 700 {folder}; chmod 600 {folder}/*")
    return f"{len(files)} files, readable by us alone"


def free_ports(stack: Stack) -> Finding:
    """Only of a stack that does not run: its own programs hold them else."""
    return attempt("ports", lambda: ports.check_free(stack.ports, stack.folder / "ports.json"))


def living(stack: Stack) -> Iterator[Finding]:
    """What holds of a stack that runs."""
    restarts = running.published(stack.folder).get("restarts", {})
    often = {name: count for name, count in restarts.items() if count}
    logs = stack.folder / "logs"
    yield Finding("processes", not often, f"restarts: {often or 'none'}", f"read {logs}")
    yield attempt("clock", lambda: clock(stack))
    yield attempt("topics", lambda: broker(stack))
    yield attempt("mail", lambda: mail(stack))
    yield Finding("certificates", True, "none here: the embedded stack is on loopback alone")
    for name in SERVICES:
        yield from service(name, environment.url(stack, name))


def clock(stack: Stack) -> str:
    with psycopg.connect(stack.postgres.dsn("postgres"), connect_timeout=5) as conn:
        row = conn.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    apart = abs(time.time() - (row[0] if row else 0))
    if apart > CLOCK_APART:
        raise Failure(f"{apart:.0f} s apart from PostgreSQL's: set the system clock")
    return f"{apart:.1f} s apart from PostgreSQL's"


def broker(stack: Stack) -> str:
    """Raises Failure where the broker differs from deploy/kafka."""
    admin = stack.kafka_admin()
    kafka_admin.check_cluster(admin, stack.kafka.cluster_id)
    found, known = kafka_admin.partitions(admin), topics.topics()
    wrong = [t.name for t in known if found.get(t.name) != t.partitions]
    if wrong or kafka_admin.rules_differ(admin, rules(known, topics.principals())):
        raise Failure(f"the broker differs from deploy/kafka ({wrong or 'rules'}): down, then up")
    return f"{len(known)} topics and their rules as in deploy/kafka"


def mail(stack: Stack) -> str:
    with smtplib.SMTP("127.0.0.1", stack.ports["sink_smtp"], timeout=5) as server:
        server.noop()
    return "the sink takes mail"


def service(name: str, url: str) -> Iterator[Finding]:
    try:
        told: dict[str, Any] = httpx.get(f"{url}/health/status", timeout=5).json()
    except (httpx.HTTPError, ValueError) as error:
        yield Finding(name, False, f"does not answer: {error}", f"read its log; {url}")
        return
    yield Finding(name, told["ready"], f"waits for {told['why']}" if told["why"] else "ready")
    waits = told.get("outbox_age_s", 0.0)
    yield Finding(
        f"{name} outbox",
        waits < OLD,
        f"oldest fact {waits:.0f} s",
        "is Kafka up? ./motcua parked list --consumer outbox",
    )
    yield Finding(
        f"{name} lag", told["lag"] < LAG, f"{told['lag']} records", "wait, or add replicas"
    )
    parked = told.get("parked", 0)
    yield Finding(
        f"{name} parked", not parked, f"{parked} messages", f"./motcua parked list --service {name}"
    )


def attempt(what: str, look: Callable[[], str | None]) -> Finding:
    """A look that may fail, as a finding."""
    try:
        detail = look()
    except Failure as failure:
        detail, _, advice = str(failure).partition(": ")
        return Finding(what, False, detail, advice)
    except (OSError, psycopg.Error, smtplib.SMTPException) as error:
        return Finding(what, False, str(error).splitlines()[0], "read the logs, or down and up")
    return Finding(what, True, detail or "fine")
