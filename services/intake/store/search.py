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
# A word that tells something brings names in: those that have it, or where none does those that
# have the words most like it. Of the names with most of such words all others and the neighbours
# then say how near they are. A word that a name lacks takes away, it never excludes.
# OFFSET 0 keeps the planner from reading the whole catalogue for the few that are wanted.
BY_WORDS = """
WITH typed AS (
    SELECT * FROM unnest($6::text[], $7::float8[]) AS t (typed, weight)
), meant AS (
    SELECT typed, weight, alike.word, alike.near
    FROM typed LEFT JOIN known_word AS same ON same.word = typed CROSS JOIN LATERAL (
        SELECT same.word, 1 AS near WHERE same.word IS NOT NULL
        UNION ALL (
            SELECT other.word, 0.8 * similarity(other.word, typed) ^ 2 AS near
            FROM known_word AS other WHERE same.word IS NULL AND other.word % typed
            ORDER BY near DESC, other.word LIMIT 5
        )
    ) AS alike
    WHERE weight >= $10
), named AS (
    SELECT typed, key, weight, max(near) AS near
    FROM meant CROSS JOIN LATERAL (
        SELECT key FROM procedure_word AS p WHERE p.word = meant.word OFFSET 0
    ) AS those GROUP BY typed, key, weight
), near AS (
    SELECT key, sum(weight * near) AS hits, sum(near) AS met
    FROM named GROUP BY key ORDER BY hits DESC, key LIMIT $12
), judged AS (
    SELECT r.state, r.key, near.hits + weak.hits + neighbours.hits AS hits,
           (near.met + weak.met) / (
               array_length(string_to_array(r.words, ' '), 1) + $11 - near.met - weak.met
           ) AS same
    FROM near CROSS JOIN LATERAL (
        SELECT p.* FROM procedures_on($1) AS p WHERE p.key = near.key OFFSET 0
    ) AS r CROSS JOIN LATERAL (
        SELECT coalesce(sum(weight), 0) AS hits, count(*) AS met FROM typed
        WHERE weight < $10 AND strpos(' ' || r.words || ' ', ' ' || typed || ' ') > 0
    ) AS weak CROSS JOIN LATERAL (
        SELECT coalesce(sum(weight), 0) AS hits
        FROM unnest($8::text[], $9::float8[]) AS p (pair, weight)
        WHERE strpos(' ' || r.words || ' ', ' ' || pair || ' ') > 0
    ) AS neighbours
    WHERE ($2 = '' OR state ->> 'field' = $2) AND ($3 = '' OR state ->> 'level' = $3)
), scored AS (
    SELECT state, key, hits
        / ((SELECT sum(weight) FROM typed) + (SELECT coalesce(sum(w), 0) FROM unnest($9) AS w))
        + 0.3 * same AS score
    FROM judged
), kept AS (
    SELECT *, max(score) OVER () AS best FROM scored
)
SELECT state, count(*) OVER () AS total FROM kept
WHERE score >= 0.15 AND score >= 0.45 * best
ORDER BY score DESC, key LIMIT $4 OFFSET $5
"""
MOST_JUDGED = 200  # the first pages of anything; who wants more types one more word
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
        rows = await conn.fetch(
            BY_WORDS,
            *where,
            asked.words,
            asked.weights,
            asked.pairs,
            asked.pair_weights,
            strong,
            len(asked.words),
            MOST_JUDGED,
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
