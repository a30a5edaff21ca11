"""submit: dossiers filed over HTTP, beside a bare endpoint that writes the same rows.

On both sides the facts stay in the outbox: the relay has a benchmark and a bar of its own, and the
floor has no relay that would take its share of the processors. `submit leading` is the same service
once more while its own relay sends what has gathered and what comes: a replica that is alone.
"""

import json
import sys
from contextlib import ExitStack
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from bench import facts, ground, load
from bench.alike import Counts, check_alike, counted
from bench.figure import Figure, throughput
from shared import reference
from shared.db import Connection, connect, open_pool, transaction
from shared.events.intake import Assignment, Staff
from stack import environment, issuer, postgres_bootstrap, up
from stack.child import Child
from stack.embedded import Stack
from stack.layout import ROOT

SIZE = 6_000
ROUNDS = 4  # both sides take turns, so that a slow moment of the machine meets both
WARM = 300
CLIENTS = 32  # a desk each, every one in a commune of its own
BAR = 0.5
ALONE = 0.3
BARE = "bare"
COMMUNES = """
SELECT key FROM reference WHERE kind = 'Unit' AND state ->> 'level' = 'COMMUNE'
AND state -> 'valid_to' IS NULL ORDER BY key LIMIT $1
"""
LEAD = "SELECT pg_advisory_lock(hashtextextended('motcua:relay:intake', 0))"
FILING = {
    "procedure_code": "1.001022",
    "channel": "1",
    "applicant": {
        "type": "0",
        "name": "Nguyễn Thị Hoài",
        "email": "hoai@example.vn",
        "phone": "0912345678",
    },
    "papers": [
        {"key": "to-khai", "kind": "0", "copies": 1},
        {"key": "giay-to", "kind": "1", "copies": 2},
    ],
}


async def measure(stack: Stack, size: int = SIZE) -> list[Figure]:
    """Answers a second by the real service: token, rights, deadline, rows, facts."""
    ground.migrate(stack, "intake")
    up.load(stack, 0)
    desks = await open_desks(stack)
    make_bare_database(stack)
    before = counted(stack.postgres.dsn(BARE))
    took = await take_turns(stack, desks, size // ROUNDS, before)
    done = size // ROUNDS * ROUNDS
    floor = done / took.floor
    return [
        throughput("submit", done / took.ours, floor, BAR, "dossiers/s"),
        throughput("submit leading", size // ROUNDS / took.leading, floor, ALONE, "dossiers/s"),
    ]


class Took(NamedTuple):
    """Seconds for ROUNDS times so many filings; `leading` for one round."""

    ours: float
    floor: float
    leading: float


async def take_turns(stack: Stack, desks: list[load.Make], size: int, before: Counts) -> Took:
    """The service and the floor by turns; at last the service with its relay at work."""
    lead = await connect(stack.dsn("intake_app"))
    await lead.execute(LEAD)  # the service is any replica but the one whose relay is at work
    with ExitStack() as running:
        [(issuer_child, issuer_url), _] = up.helpers(stack, 0)
        running.enter_context(ground.running(issuer_child, issuer_url))
        service, url = up.service(stack, "intake", 0)
        running.enter_context(ground.running(service, url))
        ours = partial(load.run, stack.ports["intake"], desks)
        await ours(WARM)
        running.enter_context(ground.running(*bare_service(stack)))
        bare = partial(load.run, stack.ports["reporting"], desks)
        await bare(WARM)
        took = floor = 0.0
        for _ in range(ROUNDS):
            took += await ours(size)
            floor += await bare(size)
        own = stack.postgres.dsn(postgres_bootstrap.DATABASE)
        check_alike(before, counted(own), counted(stack.postgres.dsn(BARE)))
        await lead.close()
        leading = await ours(size)
    return Took(took, floor, leading)


async def open_desks(stack: Stack) -> list[load.Make]:
    """Officials who may file, each with a token; what each of them sends."""
    pool = await open_pool(stack.dsn("intake_app"))
    async with transaction(pool) as conn:
        communes = [row["key"] for row in await conn.fetch(COMMUNES, CLIENTS)]
        desks = [await open_desk(stack, conn, commune) for commune in communes]
    await pool.close()
    return desks


async def open_desk(stack: Stack, conn: Connection, commune: str) -> load.Make:
    like = facts.sample(Staff)
    may = Assignment(unit_id=commune, roles=["receiver"], valid_from=like.assignments[0].valid_from)
    fresh = {"staff_id": uuid4(), "subject": f"desk-{commune}", "assignments": [may]}
    staff = like.model_copy(update=fresh)
    await reference.save(conn, staff)
    key, url = issuer.signing_key(stack.secrets), environment.url(stack, "issuer")
    return request(issuer.mint(key, url, staff.subject, staff.name), commune)


def request(token: str, commune: str) -> load.Make:
    """The same filing each time, with a key of its own."""
    body = json.dumps(FILING | {"unit": commune}, ensure_ascii=False).encode()
    head = (
        "POST /api/dossiers HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\nIdempotency-Key: "
    ).encode()
    return lambda: b"".join((head, uuid4().hex.encode(), b"\r\n\r\n", body))


def make_bare_database(stack: Stack) -> None:
    """A copy for the floor's rows: no relay reads its outbox."""
    with psycopg.connect(stack.postgres.dsn("postgres"), autocommit=True) as conn:
        names = Identifier(BARE), Identifier(postgres_bootstrap.DATABASE)
        conn.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        postgres_bootstrap.open_doors(conn, BARE)


def bare_service(stack: Stack) -> tuple[Child, str]:
    """The floor, at the port of a service that does not run here."""
    env = environment.common() | {
        "BENCH_LIKE": stack.dsn("intake_app"),
        "BENCH_DSN": stack.dsn("intake_app", BARE),
    }
    command = [sys.executable, "-m", "bench.bare", str(stack.ports["reporting"])]
    child = Child("bare", command, stack.folder, env, cwd=ROOT)
    return child, environment.url(stack, "reporting")
