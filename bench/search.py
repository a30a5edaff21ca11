"""search: what people type among 10,000 procedures, beside reading five of them by their keys."""

import random
from collections.abc import Iterator, Sequence
from datetime import date
from time import perf_counter

from bench import ground
from bench.figure import Figure, duration, percentile
from services.intake.catalogue.words import spoken
from services.intake.domain.search import asked, folded
from services.intake.store import search
from services.intake.store.catalogue import keep
from services.intake.store.search import Within
from shared.db import Connection, open_pool, transaction
from shared.events.intake import Procedure
from stack import up
from stack.embedded import Stack

SIZE = 10_000
ASKED = 500
BAR_MS = 20
FIRST_SCREEN = 5
BATCH = 1_000
SEED = 20_261_128
TODAY = date(2026, 11, 28)
SHIPPED = "SELECT state FROM reference WHERE kind = 'Procedure' ORDER BY key"
BY_KEY = "SELECT state FROM reference WHERE kind = 'Procedure' AND key = ANY($1)"


class NotFound(Exception):
    """Words of a procedure's own name did not lead to anything."""


async def measure(stack: Stack, size: int = SIZE) -> list[Figure]:
    """Milliseconds from what was typed to the first screen of results, in the service."""
    ground.migrate(stack, "intake")
    chance = random.Random(SEED)
    up.load(stack, 0)
    async with await open_pool(stack.dsn("intake_app"), size=2) as pool:
        shipped = [Procedure.model_validate(row["state"]) for row in await pool.fetch(SHIPPED)]
        known = list(procedures(chance, shipped, size))
        for at in range(0, size, BATCH):
            async with transaction(pool) as conn:
                await keep(conn, known[at : at + BATCH])
        await pool.execute("ANALYZE")
        typed = [phrase(chance, chance.choice(known).name) for _ in range(ASKED)]
        keys = [one.key() for one in known[:FIRST_SCREEN]]
        async with pool.acquire() as conn:
            ours = [await seconds_of(conn, said) for said in typed]
            floor = [await read(conn, keys) for _ in typed]
    p95 = 1_000 * percentile(ours, 0.95)
    return [duration("search p95", p95, 1_000 * percentile(floor, 0.95), BAR_MS)]


def procedures(
    chance: random.Random, shipped: Sequence[Procedure], size: int
) -> Iterator[Procedure]:
    """Names as long as real ones: a shipped one and words of others, some that only it has."""
    words = sorted({word for one in shipped for word in one.name.split()})
    for number in range(size):
        like = chance.choice(shipped)
        more = [*chance.sample(words, 6), f"{chance.choice(words)}{number % 2_000}"]
        name = " ".join([like.name, "đối với", *more])
        yield like.model_copy(update={"code": f"9.{number:06}", "name": name})


def phrase(chance: random.Random, name: str) -> str:
    """Some words of a name as they are typed: no marks, every third time a letter is missing."""
    words = folded(name).split()
    at = chance.randrange(max(1, len(words) - 4))
    taken = words[at : at + chance.randint(2, 5)]
    wrong = chance.randrange(len(taken))
    if len(taken[wrong]) > 4 and chance.random() < 1 / 3:
        taken[wrong] = taken[wrong][:2] + taken[wrong][3:]
    return " ".join(taken)


async def seconds_of(conn: Connection, said: str) -> float:
    """Raises NotFound."""
    began = perf_counter()
    found = await search.procedures(conn, asked(said, spoken()), Within(TODAY), FIRST_SCREEN)
    took = perf_counter() - began
    if not found.procedures:
        raise NotFound(said)
    return took


async def read(conn: Connection, keys: Sequence[str]) -> float:
    began = perf_counter()
    rows = await conn.fetch(BY_KEY, keys)
    [Procedure.model_validate(row["state"]) for row in rows]
    return perf_counter() - began
