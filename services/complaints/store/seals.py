"""Every SQL statement about sealed values by the key they begin with, whatever table holds them."""

from collections.abc import Sequence
from typing import Any

from shared.db import Connection

# Of each table: rows with a value of these keys, held until the transaction ends.
BEHIND = {
    "sealed_sender": """
SELECT petition_id, sender, content, dossier FROM sealed_sender
WHERE substring(content FOR 4) = ANY($1) OR substring(sender FOR 4) = ANY($1)
   OR substring(dossier FOR 4) = ANY($1)
LIMIT $2 FOR UPDATE
""",
    "act": """
SELECT petition_id, n, words FROM act WHERE substring(words FOR 4) = ANY($1) LIMIT $2 FOR UPDATE
""",
    "lodging": """
SELECT token_hash, body, secret FROM lodging
WHERE substring(body FOR 4) = ANY($1) OR substring(secret FOR 4) = ANY($1)
LIMIT $2 FOR UPDATE
""",
}
SAVE = {
    "sealed_sender": """
UPDATE sealed_sender SET sender = $2, content = $3, dossier = $4 WHERE petition_id = $1
""",
    "act": "UPDATE act SET words = $3 WHERE petition_id = $1 AND n = $2",
    "lodging": "UPDATE lodging SET body = $2, secret = $3 WHERE token_hash = $1",
}
COUNT_BEHIND = """
SELECT (SELECT count(*) FROM sealed_sender
        WHERE substring(content FOR 4) <> $1 OR substring(sender FOR 4) <> $1
           OR substring(dossier FOR 4) <> $1)
     + (SELECT count(*) FROM act WHERE substring(words FOR 4) <> $1)
     + (SELECT count(*) FROM lodging
        WHERE substring(body FOR 4) <> $1 OR substring(secret FOR 4) <> $1)
"""


async def behind(
    conn: Connection, table: str, key_ids: Sequence[bytes], limit: int
) -> Sequence[Any]:
    """Some rows that those keys have sealed: the key of the row, then its sealed values."""
    return await conn.fetch(BEHIND[table], key_ids, limit)


async def save_sealed(conn: Connection, table: str, row: Sequence[Any]) -> None:
    """A row of behind() with its values sealed anew."""
    await conn.execute(SAVE[table], *row)


async def count_behind(conn: Connection, newest: bytes) -> int:
    """How many rows hold a value that another key than the newest has sealed."""
    left: int = await conn.fetchval(COUNT_BEHIND, newest)
    return left
