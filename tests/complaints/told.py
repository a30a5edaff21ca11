"""What the service has told and written down: its outbox, its audit trail, its whole database."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from shared.db import Pool
from tests.complaints.world import CANARY, CANARY_CONTENT, CANARY_PHONE

# All that tells who sent the petition of world.registration(), in every spelling we keep.
SECRETS = [*CANARY.values(), CANARY_PHONE, CANARY_PHONE[3:], CANARY_CONTENT]


class Fact(NamedTuple):
    topic: str
    kind: str
    body: dict[str, Any]


def naming(texts: Mapping[str, str]) -> set[str]:
    """The keys of texts that hold anything of the sender."""
    return {key for key, text in texts.items() if any(secret in text for secret in SECRETS)}


async def facts(pool: Pool) -> list[Fact]:
    """The outbox in the order in which it leaves."""
    rows = await pool.fetch("SELECT topic, type, payload FROM outbox ORDER BY id")
    return [
        Fact(row["topic"], row["type"].split(".")[2], json.loads(row["payload"])) for row in rows
    ]


async def kinds(pool: Pool) -> list[str]:
    return [fact.kind for fact in await facts(pool)]


async def audited(pool: Pool) -> list[tuple[str, str, list[str]]]:
    rows = await pool.fetch("SELECT actor, action, fields FROM audit ORDER BY audit_id")
    return [(row["actor"], row["action"], row["fields"]) for row in rows]


async def dump(pool: Pool) -> dict[str, str]:
    """Every row of every table as text; bytes readable where they are."""
    tables = await pool.fetch(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'complaints'"
    )
    return {row["table_name"]: await _text(pool, row["table_name"]) for row in tables}


async def _text(pool: Pool, table: str) -> str:
    rows = await pool.fetch(f"SELECT * FROM {table}")
    return "\n".join(" ".join(_readable(value) for value in row.values()) for row in rows)


def _readable(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
