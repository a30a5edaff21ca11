"""Procedures as a file tells them beside those we have: what is new, what differs, who decides."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

CHANNELS: Mapping[str, str] = {"channel_1": "1", "channel_2": "2", "channel_3": "3"}
HEADER = (
    *("name", "field", "level", "unit_ids", *CHANNELS),
    *("service_level", "supplement_clock", "decision_no"),
)
DETAIL = (
    *("authority", "verification", "limit_note", "result", "legal_basis"),
    *("papers", "fees", "subjects"),
)
FIELDS = (*HEADER, *DETAIL)


class Source(StrEnum):
    """Whose word a field is; a curated one outranks the portal's, nobody means a default."""

    CURATED = "CURATED"
    PORTAL = "PORTAL"
    DEFAULT = "DEFAULT"


class Kind(StrEnum):
    ADDED = "ADDED"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    PASSED_OVER = "PASSED_OVER"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused; row 0 is the file as a whole."""

    row: int
    field: str
    why: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A row of a file: only the fields it has a word on; `begins`: the day the file states.

    `hints` are good enough for a procedure that we don't know, and never change one.
    """

    row: int
    code: str
    values: Mapping[str, Any]
    source: Source
    begins: date | None = None
    hints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """A version of a procedure; `last`: the highest number there is, of whatever day."""

    version: int
    valid_from: date
    values: Mapping[str, Any]
    sources: Mapping[str, str]
    last: int

    def source(self, field: str) -> str:
        return self.sources.get(field, Source.CURATED)


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Version:
    """What is to be kept: number, first day, all values and their sources."""

    code: str
    version: int
    valid_from: date
    values: Mapping[str, Any]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a row. `differences`: ours stays, the file says otherwise."""

    row: int
    code: str
    name: str
    kind: Kind
    changes: Sequence[Change] = ()
    differences: Sequence[Change] = ()
    version: Version | None = None  # None: nothing to keep


@dataclass(frozen=True, slots=True)
class Terms:
    """How a file is taken: from which day, whether its word is taken against curated fields.

    `units`: those in force that day; a version may name others, which ended or will begin.
    `taken`: codes and fields of which a person has decided that the file is right.
    """

    begins: date
    overwrite: bool = False
    units: Set[str] = frozenset()
    taken: Set[tuple[str, str]] = frozenset()
