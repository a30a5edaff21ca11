"""Taking a file of procedures: judge all its rows, then keep and tell all or nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from services.intake.domain import judging, procedure_values
from services.intake.domain.imported import Fault, Incoming, Kind, Known, Outcome, Terms, Version
from services.intake.store import imports
from shared import audit, outbox
from shared.db import Connection
from shared.events.intake import Procedure


@dataclass(frozen=True)
class Report:
    """What becomes of each row; with a fault nothing was kept. `told`: states that went out."""

    outcomes: Sequence[Outcome] = ()
    faults: Sequence[Fault] = ()
    told: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """Who brings which file, and how it is to be taken. `keep`: ours stays, not shown again."""

    actor: str
    file: str
    terms: Terms
    at: datetime
    dry_run: bool = False
    keep: bool = False


@dataclass
class _Made:
    versions: list[Version] = field(default_factory=list)
    vouched: list[Version] = field(default_factory=list)  # nothing changes but whose word it is
    states: list[Procedure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


async def procedures(
    conn: Connection, rows: Sequence[Incoming], faults: Sequence[Fault], ask: Ask
) -> Report:
    """In the caller's transaction. `faults`: what reading the file has refused already."""
    if not await imports.lock(conn):
        return Report(faults=[Fault(0, "", "busy")])
    codes = [row.code for row in rows]
    newest = await imports.newest(conn, codes)
    decided = await imports.decided(conn, codes)
    known = {code: one.known for code, one in newest.items()}
    # A whole catalogue takes a second or two: who else asks the service does not wait for it.
    outcomes, made = await asyncio.to_thread(_judged, rows, known, ask.terms, decided)
    refused = [*faults, *made.faults]
    if refused or ask.dry_run:
        return Report(outcomes, sorted(refused, key=lambda one: one.row))
    before = {code: one.detail for code, one in newest.items()}
    told = await _keep(conn, made, before, ask)
    if ask.keep:
        await imports.decide(conn, outcomes, ask.at)
    return Report(outcomes, (), told)


def _judged(
    rows: Sequence[Incoming],
    known: Mapping[str, Known],
    terms: Terms,
    decided: Mapping[tuple[str, str], Any],
) -> tuple[Sequence[Outcome], _Made]:
    """What becomes of the rows, and what that makes."""
    judged = [judging.judge(known.get(row.code), row, terms, decided) for row in rows]
    outcomes = [one for one in judged if isinstance(one, Outcome)]
    refused = [one for one in judged if isinstance(one, Fault)]
    return outcomes, _made(outcomes, [*judging.twice(rows), *refused])


def _made(outcomes: Sequence[Outcome], faults: list[Fault]) -> _Made:
    """The states to tell; what would be no state is a fault of its row."""
    made = _Made(faults=faults)
    for outcome in outcomes:
        if outcome.version is None:
            continue
        if outcome.kind is Kind.UNCHANGED:
            made.vouched.append(outcome.version)
            continue
        try:
            made.states.append(procedure_values.header(outcome.version))
            made.versions.append(outcome.version)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            said = str(first["loc"][0]) if first["loc"] else ""
            made.faults.append(Fault(outcome.row, said, "no-state", first["msg"]))
    return made


async def _keep(
    conn: Connection, made: _Made, before: Mapping[str, Mapping[str, Any]], ask: Ask
) -> int:
    await imports.add(conn, made.states, made.versions, before, ask.at)
    await imports.vouch(conn, made.vouched)
    await outbox.add(conn, *made.states)
    if made.versions:
        fields = sorted({field for one in made.versions for field in one.values})
        await audit.record(conn, ask.actor, "procedure.import", "file", ask.file, fields)
    return len(made.states)
