"""`python -m bench.bare PORT`: an endpoint that writes the rows of a filing, without our code.

BENCH_LIKE: DSN where the service wrote its rows, which are the model; BENCH_DSN: DSN to write to.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvicorn
from fastapi import Body, FastAPI, Request

from bench import facts
from shared.events.intake import DossierReceived, DossierSubmitted, Party

NUMBER = """
INSERT INTO dossier_number AS n (identification_code, day, last) VALUES ($1, $2, 1)
ON CONFLICT (identification_code, day) DO UPDATE SET last = n.last + 1 RETURNING last
"""
ENTRY = """
INSERT INTO register_number AS n (unit_id, year, last) VALUES ($1, $2, 1)
ON CONFLICT (unit_id, year) DO UPDATE SET last = n.last + 1 RETURNING last
"""
MODELS = {
    "dossier": "SELECT * FROM dossier LIMIT 1",
    "party": "SELECT * FROM party LIMIT 1",
    "action": "SELECT * FROM action WHERE n = 2 LIMIT 1",
    "slip": "SELECT * FROM slip LIMIT 1",
    "audit": "SELECT actor, action, object_type, object_id, fields, trace FROM audit"
    " WHERE object_type = 'dossier' LIMIT 1",
    "idempotency": "SELECT principal, method, route, key, request_hash, status, body"
    " FROM idempotency LIMIT 1",
}
STREAM = ("topic", "key", "last")
OUTBOX = ("event_id", "topic", "key", "type", "sequence", "time", "traceparent", "payload")
FACTS = (  # type, topic, number, body
    (DossierSubmitted.type(), DossierSubmitted.topic, 1, facts.sample(DossierSubmitted).body()),
    (DossierReceived.type(), DossierReceived.topic, 2, facts.sample(DossierReceived).body()),
    (Party.type(), Party.topic, 1, facts.sample(Party).body()),
)


@asynccontextmanager
async def opened(app: FastAPI) -> AsyncIterator[None]:
    like = await asyncpg.connect(os.environ["BENCH_LIKE"])
    app.state.models = {name: dict((await like.fetch(sql))[0]) for name, sql in MODELS.items()}
    await like.close()
    async with asyncpg.create_pool(os.environ["BENCH_DSN"], min_size=2, max_size=10) as pool:
        app.state.pool = pool
        yield


app = FastAPI(lifespan=opened)


@app.get("/health/ready")
async def ready() -> dict[str, bool]:
    return {"ready": True}


@app.post("/api/dossiers", status_code=201)
async def file(request: Request, body: dict[str, Any] = Body()) -> dict[str, str]:
    models, dossier_id, party_id = request.app.state.models, uuid4(), uuid4()
    async with request.app.state.pool.acquire() as conn, conn.transaction():
        number = await conn.fetchval(NUMBER, body["unit"], datetime.now(UTC).date())
        entry = await conn.fetchval(ENTRY, body["unit"], datetime.now(UTC).year)
        code = f"{body['unit']}-{number}"
        ids = {"dossier_id": dossier_id, "party_id": party_id}
        own = {"dossier_code": code, "unit_id": body["unit"], "register_no": entry}
        link = {"link_hash": token_bytes(32)}
        await insert(conn, "dossier", models["dossier"] | ids | own | link)
        await insert(conn, "party", models["party"] | ids)
        actions = [models["action"] | {"dossier_id": dossier_id, "n": n} for n in (1, 2)]
        await conn.executemany(
            statement("action", tuple(models["action"])), [tuple(a.values()) for a in actions]
        )
        await insert(conn, "slip", models["slip"] | {"dossier_id": dossier_id})
        await tell(conn, dossier_id, party_id)
        await insert(conn, "audit", models["audit"] | {"object_id": str(dossier_id)})
        key = {"key": request.headers["idempotency-key"]}
        await insert(conn, "idempotency", models["idempotency"] | key)
    return {"dossier_id": str(dossier_id), "dossier_code": code}


async def tell(conn: Any, dossier_id: UUID, party_id: UUID) -> None:
    """The rows of the outbox, one statement a table."""
    key = {DossierReceived.topic: str(dossier_id), Party.topic: str(party_id)}
    streams = [(DossierReceived.topic, str(dossier_id), 2), (Party.topic, str(party_id), 1)]
    await conn.executemany(statement("stream", STREAM), streams)
    now = datetime.now(UTC)
    rows = [
        (uuid4(), topic, key[topic], kind, number, now, None, body)
        for kind, topic, number, body in FACTS
    ]
    await conn.executemany(statement("outbox", OUTBOX), rows)


async def insert(conn: Any, table: str, row: dict[str, Any]) -> None:
    await conn.execute(statement(table, tuple(row)), *row.values())


@cache
def statement(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    return f"INSERT INTO {table} ({names}) VALUES ({places})"


if __name__ == "__main__":  # as shared.service.serve() does it
    config = uvicorn.Config(
        app, port=int(sys.argv[1]), log_config=None, access_log=False, server_header=False
    )
    uvicorn.Server(config).run()
