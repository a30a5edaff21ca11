"""Finding a procedure by what people type: no marks, typos, words too many, a code."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.intake.domain.search import WEAK_WEIGHT, Asked
from shared.db import Connection
from shared.events.intake import Procedure

# All in force on day $1, of a field and a level where one is asked for.
ALL = """
SELECT state, count(*) OVER () AS total FROM procedures_on($1)
WHERE ($2 = '' OR state ->> 'field' = $2) AND ($3 = '' OR state ->> 'level' = $3)
ORDER BY words, key LIMIT $4 OFFSET $5
"""
BY_CODE = """
SELECT state, count(*) OVER () AS total FROM procedures_on($1)
WHERE ($2 = '' OR state ->> 'field' = $2) AND ($3 = '' OR state ->> 'level' = $3)
  AND starts_with(state ->> 'code', $6)
ORDER BY key LIMIT $4 OFFSET $5
"""
# A word that tells something brings a name in (by its trigrams, so typos do too); all words and
# neighbours then say how near it is. A word that is missing takes away, it never excludes.
BY_WORDS = """
WITH word AS (
    SELECT * FROM unnest($6::text[], $7::float8[]) AS w (word, weight)
), pair AS (
    SELECT * FROM unnest($8::text[], $9::float8[]) AS p (pair, weight)
), near AS (
    SELECT DISTINCT r.key FROM word JOIN reference AS r ON word.word <% r.words
    WHERE r.kind = 'Procedure' AND word.weight >= $10
), judged AS (
    SELECT r.state, r.key, r.words, (
        SELECT sum(weight * CASE
            WHEN strpos(' ' || r.words || ' ', ' ' || word || ' ') > 0 THEN 1
            ELSE 0.8 * strict_word_similarity(word, r.words) ^ 2
        END) FROM word
    ) AS hits, (
        SELECT coalesce(sum(weight * CASE
            WHEN strpos(' ' || r.words || ' ', ' ' || pair || ' ') > 0 THEN 1 ELSE 0
        END), 0) FROM pair
    ) AS neighbours
    FROM procedures_on($1) AS r JOIN near ON near.key = r.key
    WHERE ($2 = '' OR state ->> 'field' = $2) AND ($3 = '' OR state ->> 'level' = $3)
), scored AS (
    SELECT state, key, (hits + neighbours)
        / ((SELECT sum(weight) FROM word) + (SELECT coalesce(sum(weight), 0) FROM pair))
        + 0.3 * similarity($11, words) AS score
    FROM judged
), kept AS (
    SELECT *, max(score) OVER () AS best FROM scored
)
SELECT state, count(*) OVER () AS total FROM kept
WHERE score >= 0.15 AND score >= 0.45 * best
ORDER BY score DESC, key LIMIT $4 OFFSET $5
"""
CLOSE = "SELECT set_config('pg_trgm.word_similarity_threshold', '0.49', true)"
FIELDS = """
SELECT state ->> 'field' AS field, count(*) AS n FROM procedures_on($1)
GROUP BY 1 ORDER BY n DESC, field
"""


class Found(NamedTuple):
    """A page of what was found, and how much there is in all."""

    procedures: Sequence[Procedure]
    total: int


class Within(NamedTuple):
    """Where to look: a day, a field and a level (empty: all)."""

    on: date
    field: str = ""
    level: str = ""


async def procedures(
    conn: Connection, asked: Asked, within: Within, most: int, after: int = 0
) -> Found:
    """Procedures in force, the best match first; all of them by name where nothing is asked."""
    where = (*within, most, after)
    if asked.code:
        rows = await conn.fetch(BY_CODE, *where, asked.code)
    elif asked.words:
        strong = WEAK_WEIGHT if max(asked.weights) <= WEAK_WEIGHT else 1.0
        async with conn.transaction():
            await conn.execute(CLOSE)
            rows = await conn.fetch(
                BY_WORDS,
                *where,
                asked.words,
                asked.weights,
                asked.pairs,
                asked.pair_weights,
                strong,
                asked.phrase,
            )
    else:
        rows = await conn.fetch(ALL, *where)
    return Found(
        [Procedure.model_validate(row["state"]) for row in rows], rows[0]["total"] if rows else 0
    )


async def fields(conn: Connection, on: date) -> list[tuple[str, int]]:
    """Fields that have procedures in force, the largest first."""
    rows = await conn.fetch(FIELDS, on)
    return [(row["field"], row["n"]) for row in rows]
