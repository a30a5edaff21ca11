"""Looks at what runs, for `doctor` on either stack: a finding says what is and what to do."""

import shutil
import smtplib
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx
import psycopg
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from stack import health, kafka_admin, rotation, topics
from stack.acl import rules
from stack.failure import Failure
from stack.parked_rows import Databases
from stack.secrets import Secrets

OLD = 60  # seconds that a fact may wait to be told
CLOCK_APART = 5  # seconds
LAG = 10_000
DISK_NEEDED = 3 * 2**30


class Finding(NamedTuple):
    what: str
    ok: bool
    detail: str
    advice: str = ""


def disks(places: Mapping[str, Path]) -> Iterator[Finding]:
    """The room for what grows; places on one disk share a finding."""
    on: dict[int, list[str]] = {}
    for name, place in places.items():
        on.setdefault(place.stat().st_dev, []).append(name)
    for names in on.values():
        free, who = shutil.disk_usage(places[names[0]]).free, ", ".join(names)
        told = f"{free / 2**30:.1f} GiB free for {who}"
        yield Finding("disk", free > DISK_NEEDED, told, f"make room where {names[0]} lies")


def keys(folder: Path) -> str:
    """Raises Failure: an empty file, or one that others may read."""
    files = [path for path in folder.iterdir() if path.is_file()]
    if empty := [path.name for path in files if not path.stat().st_size]:
        raise Failure(f"{', '.join(empty)} empty: get it back from a backup, or rotate it")
    if [path for path in (folder, *files) if path.stat().st_mode & 0o077]:
        raise Failure(f"others may read {folder}: chmod 700 {folder}; chmod 600 {folder}/*")
    return f"{len(files)} files, readable by us alone"


def clock(dsn: str) -> str:
    with psycopg.connect(dsn, connect_timeout=5) as conn:
        row = conn.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    apart = abs(time.time() - (row[0] if row else 0))
    if apart > CLOCK_APART:
        raise Failure(f"{apart:.0f} s apart from PostgreSQL's: set the system clock")
    return f"{apart:.1f} s apart from PostgreSQL's"


def broker(admin: AdminClient, cluster_id: str) -> str:
    """Raises Failure where the broker differs from deploy/kafka."""
    kafka_admin.check_cluster(admin, cluster_id)
    found, known = kafka_admin.partitions(admin), topics.topics()
    wrong = [t.name for t in known if found.get(t.name) != t.partitions]
    if wrong or kafka_admin.rules_differ(admin, rules(known, topics.principals())):
        raise Failure(f"the broker differs from deploy/kafka ({wrong or 'rules'}): down, then up")
    return f"{len(known)} topics and their rules as in deploy/kafka"


def mail(host: str, port: int) -> str:
    with smtplib.SMTP(host, port, timeout=5) as server:
        server.noop()
    return f"{host} takes mail"


def seal(kept: Secrets, databases: Databases, rotate: str = "./motcua rotate") -> str:
    """How far the newest seal key has come. Raises Failure: it can't be asked."""
    if not rotation.older(kept, rotation.SEAL):
        return "one key"
    if left := rotation.sealed_behind(kept, databases.dsn("complaints_app")):
        return f"{left} rows are still sealed with an older key"
    return f"all is sealed with the newest key: down, then {rotate} --drop-old {rotation.SEAL}"


def service(name: str, url: str, parked: str = "./motcua parked") -> Iterator[Finding]:
    """`parked`: the verb as it is typed for this stack."""
    try:
        told = health.status(url)
    except (httpx.HTTPError, ValueError) as error:
        yield Finding(name, False, f"does not answer: {error}", f"read its log; {url}")
        return
    yield Finding(name, told["ready"], f"waits for {told['why']}" if told["why"] else "ready")
    waits = told.get("outbox_age_s", 0.0)
    yield Finding(
        f"{name} outbox",
        waits < OLD,
        f"oldest fact {waits:.0f} s",
        f"is Kafka up? {parked} list --consumer outbox",
    )
    yield Finding(
        f"{name} lag", told["lag"] < LAG, f"{told['lag']} records", "wait, or add replicas"
    )
    aside = told.get("parked", 0)
    yield Finding(
        f"{name} parked", not aside, f"{aside} messages", f"{parked} list --service {name}"
    )


def attempt(what: str, look: Callable[[], str | None]) -> Finding:
    """A look that may fail, as a finding."""
    try:
        detail = look()
    except Failure as failure:
        detail, _, advice = str(failure).partition(": ")
        return Finding(what, False, detail, advice)
    except (OSError, psycopg.Error, smtplib.SMTPException, KafkaException) as error:
        return Finding(what, False, str(error).splitlines()[0], "read the logs, or down and up")
    return Finding(what, True, detail or "fine")


async def audit(service: str, dsn: str, anchors: Path) -> str:
    """What is wrong with its chain, or nothing. Raises Failure: no PostgreSQL."""
    from shared import audit_seal, audit_verify, db  # few looks need them

    try:
        conn = await db.connect(dsn)
    except OSError as error:
        raise Failure("PostgreSQL does not answer: is the stack up?") from error
    try:
        sealed = audit_seal.read_anchors(anchors / f"audit-{service}.jsonl")
        broken = await audit_verify.verify(conn, sealed)
    finally:
        await conn.close()
    return f"{broken.kind}: audit {broken.audit_id}, number {broken.n}" if broken else ""
