"""A row of a file against what we have: added, changed, kept aside, refused."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from services.intake.domain.imported import (
    CHANNELS,
    FIELDS,
    Change,
    Fault,
    Incoming,
    Kind,
    Known,
    Outcome,
    Source,
    Terms,
    Version,
)

NEEDED = ("name", "field", "level")
EMPTY: tuple[Any, ...] = (None, "", [])


def judge(
    known: Known | None, row: Incoming, terms: Terms, decided: Mapping[tuple[str, str], Any]
) -> Outcome | Fault:
    """A row against what we have."""
    return _added(row, terms) if known is None else _compared(known, row, terms, decided)


def _added(row: Incoming, terms: Terms) -> Outcome | Fault:
    told = {**row.hints, **row.values}
    missing = [needed for needed in NEEDED if needed not in told]
    name = told.get("name", "")
    if "level" in missing and row.source is Source.PORTAL:
        return Outcome(row.row, row.code, name, Kind.PASSED_OVER)
    if missing:
        return Fault(row.row, missing[0], "missing")
    values = _with_defaults(told)
    sources = {one: row.source.value for one in FIELDS}
    sources |= {one: Source.DEFAULT.value for one in values.keys() - told.keys()}
    version = Version(row.code, 1, row.begins or terms.begins, values, _kept(sources))
    return Outcome(row.row, row.code, name, Kind.ADDED, version=version)


def _with_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    """Everything can be handed in at a counter; without a limit the clerk gives one."""
    online = "channel_2" in values
    return {
        "channel_1": {},
        "unit_ids": [],
        "service_level": "PARTIAL" if online else "INFO",
        "supplement_clock": "RESTART",
        **values,
    }


def _compared(
    known: Known, row: Incoming, terms: Terms, decided: Mapping[tuple[str, str], Any]
) -> Outcome | Fault:
    changes, differences = [], []
    sources = dict(known.sources)
    for name, theirs in row.values.items():
        told = Change(name, known.values.get(name), theirs)
        if _silent(told):
            continue
        if same(told, terms.units):
            if row.source is Source.CURATED:
                sources[name] = Source.CURATED.value
        elif not _outranked(known, row, name, terms):
            sources[name] = row.source.value
            changes.append(told)
        elif decided.get((row.code, name)) != theirs:
            differences.append(told)
    outcome = _outcome(known, row, differences)
    values = _settled(dict(known.values) | {one.field: one.new for one in changes}, sources)
    if not changes:
        return _with_sources(outcome, known, row, _kept(sources))
    begins = _begins(known, row, terms)
    if isinstance(begins, Fault):
        return begins
    version = Version(row.code, known.last + 1, begins, values, _kept(sources))
    return replace(outcome, kind=Kind.CHANGED, changes=changes, version=version)


def _outcome(known: Known, row: Incoming, differences: Sequence[Change]) -> Outcome:
    name = known.values.get("name", "")
    return Outcome(row.row, row.code, name, Kind.UNCHANGED, differences=differences)


def _with_sources(
    outcome: Outcome, known: Known, row: Incoming, sources: Mapping[str, str]
) -> Outcome:
    """A person's file that agrees with the portal's word makes it curated; nothing is told."""
    if sources == dict(known.sources):
        return outcome
    version = Version(row.code, known.version, known.valid_from, known.values, sources)
    return replace(outcome, version=version)


def _outranked(known: Known, row: Incoming, name: str, terms: Terms) -> bool:
    """Whether ours is a person's word, and the file's is not. That a channel is absent is one."""
    if row.source is Source.CURATED or terms.overwrite or (row.code, name) in terms.taken:
        return False
    if known.source(name) != Source.CURATED:
        return False
    return name in CHANNELS or known.values.get(name) not in EMPTY


def _settled(values: dict[str, Any], sources: Mapping[str, str]) -> Mapping[str, Any]:
    """Nobody said how far it is online: what its channels allow."""
    if sources.get("service_level") == Source.DEFAULT:
        values["service_level"] = "PARTIAL" if values.get("channel_2") is not None else "INFO"
    return values


def _kept(sources: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in sources.items() if said != Source.CURATED}


def _begins(known: Known, row: Incoming, terms: Terms) -> date | Fault:
    """The first day of what changed: never before what is announced."""
    announced = row.begins == known.valid_from > terms.begins  # its own file may correct it
    later = row.begins is not None and row.begins > known.valid_from
    begins = row.begins if row.begins and (announced or later) else terms.begins
    if begins < known.valid_from:
        return Fault(row.row, "valid_from", "later-version", f"{known.valid_from:%d/%m/%Y}")
    return begins


def _silent(told: Change) -> bool:
    """A channel without a limit says that it is offered, and nothing of the limit that we have."""
    return told.field in CHANNELS and told.new == {} and told.old is not None


def same(told: Change, units: Set[str]) -> bool:
    """Whether nothing changes. Units have no order, and only those of the day are compared."""
    if told.field == "unit_ids":
        return set(told.old or ()) & units == set(told.new or ()) & units
    return bool(told.old == told.new)


def twice(rows: Sequence[Incoming]) -> Iterator[Fault]:
    """A code that stands in the file before: which row is meant, nobody can say."""
    seen: dict[str, int] = {}
    for one in rows:
        if one.code in seen:
            yield Fault(one.row, "code", "twice", str(seen[one.code]))
        seen.setdefault(one.code, one.row)
