"""The procedures that the product ships, at each start: new ones, and what it says anew."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from services.intake.domain import judging, procedure_values, shipping
from services.intake.domain.imported import Outcome, Terms, Version
from services.intake.store import imports
from services.intake.store.imports import Kept
from shared import outbox
from shared.db import Connection


class Shipped(NamedTuple):
    """A procedure as data/ has it: its version with all values by field, and what stands beside."""

    version: Version
    detail: Mapping[str, Any]


async def keep(
    conn: Connection, procedures: Sequence[Shipped], today: date, units: Set[str]
) -> int:
    """Keep and tell what is new; how many versions that made. A second time makes none.

    Versions are never changed, so what is said anew is a version more: of the one in force today,
    and of each that is announced.
    """
    await imports.wait(conn)
    before = await imports.shipped(conn)
    codes = [one.version.code for one in procedures]
    versions = await imports.by_day(conn, codes)
    made: list[Version] = []
    details: dict[str, Mapping[str, Any]] = {}
    for one in procedures:
        code = one.version.code
        known = versions.get(code, ())
        details[code] = known[-1].detail if known else one.detail
        made += _made(one.version, known, before.get(code), today, units)
    states = [procedure_values.header(one) for one in made]
    await imports.add(conn, states, made, details, None)
    await imports.keep_shipped(conn, {one.version.code: one.version.values for one in procedures})
    await outbox.add(conn, *states)
    return len(states)


def _made(
    now: Version,
    known: Sequence[Kept],
    before: Mapping[str, Any] | None,
    today: date,
    units: Set[str],
) -> Iterator[Version]:
    if not known:
        yield now
        return
    if before is None:  # never noted: what was shipped last is the last that no file has made
        before = next((k.known.values for k in reversed(known) if not k.imported), {})
    last = known[0].known.last
    for one in _standing(known, max(today, now.valid_from)):
        begins = max(now.valid_from, one.known.valid_from)
        values = dict(shipping.said_anew(now.values, before, one.known))
        row = shipping.row(now.code, values, begins)
        judged = judging.judge(replace(one.known, last=last), row, Terms(begins, units=units), {})
        if isinstance(judged, Outcome) and judged.changes and judged.version:
            last = judged.version.version
            yield judged.version


def _standing(versions: Sequence[Kept], day: date) -> Sequence[Kept]:
    """The version in force on a day, and all that begin later."""
    begun = sum(one.known.valid_from <= day for one in versions)
    return versions[max(begun - 1, 0) :]
