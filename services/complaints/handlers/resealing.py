"""Sealing anew with the newest key what an older one sealed, so that the older can be dropped."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog

from services.complaints import sealed_sender, store
from services.complaints.handlers import acts, lodging
from services.complaints.seal import Place, Seal, SealBroken
from shared.db import Connection, Pool, transaction

log = structlog.get_logger()

BATCH = 200
Row = Mapping[str, Any]
# Of each table: its sealed columns, and where such a value stands.
SEALED: Mapping[str, tuple[tuple[str, ...], Callable[[Row, str], Place]]] = {
    "sealed_sender": (
        ("sender", "content", "dossier"),
        lambda row, column: sealed_sender.place(column, row["petition_id"]),
    ),
    "act": (("words",), lambda row, _: acts.place(row["petition_id"], row["n"])),
    "lodging": (("body", "secret"), lambda row, column: lodging.place(column, row["token_hash"])),
}


async def reseal(seal: Seal, pool: Pool, batch: int = BATCH) -> None:
    """All that older keys sealed, a bounded number a transaction; tells how many are left."""
    if not seal.older_ids:
        return
    done = 0
    for table in SEALED:
        done += await _table(seal, pool, table, batch)
    async with transaction(pool) as conn:
        left = await store.count_behind(conn, seal.key_id)
    if done or left:
        log.info("sealed anew with the newest key", rows=done, left=left)


async def _table(seal: Seal, pool: Pool, table: str, batch: int) -> int:
    """How many were sealed anew; those that can't be opened must not fill every batch."""
    done, broken = 0, list[str]()
    while True:
        async with transaction(pool) as conn:
            rows = await store.behind(conn, table, seal.older_ids, batch + len(broken))
            seen = [why for row in rows if (why := await _anew(conn, seal, table, row))]
        done += len(rows) - len(seen)
        if len(seen) == len(rows) == len(broken):
            break
        broken = seen
    for why in broken:
        log.error("can't be sealed anew", why=why)
    return done


async def _anew(conn: Connection, seal: Seal, table: str, row: Row) -> str:
    """Why it could not be opened: what somebody changed stays as it is, and its key with it."""
    columns, place = SEALED[table]
    try:
        made = {name: seal.anew(row[name], place(row, name)) for name in columns}
    except SealBroken as broken:
        return str(broken)
    await store.save_sealed(conn, table, [*(dict(row) | made).values()])
    return ""
