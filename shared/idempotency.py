"""A command sent twice with one Idempotency-Key is done once and answered twice alike."""

import hashlib
import json
from typing import NamedTuple

from fastapi import Request
from pydantic import BaseModel

from shared.auth import Principal
from shared.db import Connection, Pool
from shared.jobs import Job
from shared.problem import Problem
from shared.telemetry import route_template

HEADER = "idempotency-key"
LONGEST = 200
KEPT_DAYS = 7
SORTED = json.JSONEncoder(sort_keys=True)

# A twin waits here until the row of the first is committed (it has its answer then) or gone.
BEGIN = """
INSERT INTO idempotency AS i (principal, method, route, key, request_hash)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (principal, method, route, key) DO UPDATE SET request_hash = i.request_hash
RETURNING request_hash, status, body
"""
KEEP = """
UPDATE idempotency SET status = $5, body = $6
WHERE (principal, method, route, key) = ($1, $2, $3, $4)
"""
FORGET = "DELETE FROM idempotency WHERE created_at < now() - make_interval(days => $1)"


class KeyInvalid(Problem):
    status, code = 400, "IDEMPOTENCY_KEY_INVALID"
    title = "Idempotency-Key phải có 1–200 ký tự ASCII nhìn thấy được"
    title_en = "Idempotency-Key takes 1 to 200 visible ASCII characters"


class KeyReused(Problem):
    status, code = 422, "IDEMPOTENCY_KEY_REUSED"
    title = "Idempotency-Key này đã dùng cho một yêu cầu khác"
    title_en = "This Idempotency-Key was used for another request"


class Answer(NamedTuple):
    status: int
    body: bytes


class Scope(NamedTuple):
    """Within which a key names one command."""

    principal: str
    method: str
    route: str
    key: str


def scope(request: Request, who: Principal) -> Scope | None:
    """The scope of the request's key, None without a key; raises KeyInvalid."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST or not all("!" <= letter <= "~" for letter in key):
        raise KeyInvalid
    route = route_template(request.scope) or request.url.path
    return Scope(who.subject, request.method, route, key)


def fingerprint(request: Request, body: BaseModel | None) -> bytes:
    """SHA-256 of what is asked: the path, the query, and the body without its defaults."""
    meant = body.model_dump(mode="json", by_alias=True, exclude_defaults=True) if body else None
    told = [request.scope["path"], request.scope["query_string"].decode("latin-1"), meant]
    return hashlib.sha256(SORTED.encode(told).encode()).digest()


async def begin(
    conn: Connection, scope: Scope, request_hash: bytes, *others: bytes
) -> Answer | None:
    """Take the key for this transaction; the kept answer if it was done. Raises KeyReused.

    `others`: what the same request was hashed to before a key of ours was given anew.
    """
    row = await conn.fetchrow(BEGIN, *scope, request_hash)
    assert row is not None  # noqa: S101
    if row["request_hash"] not in (request_hash, *others):
        raise KeyReused
    return None if row["status"] is None else Answer(row["status"], row["body"])


async def keep(conn: Connection, scope: Scope, answer: Answer) -> None:
    """Keep the answer with the business rows: all are committed or none."""
    await conn.execute(KEEP, *scope, *answer)


async def forget(pool: Pool) -> None:
    """Forget keys older than a week."""
    await pool.execute(FORGET, KEPT_DAYS)


def job() -> Job:
    """The job of a service that forgets old keys."""
    return Job("idempotency", 3_600, forget)
