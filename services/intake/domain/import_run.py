"""A file of procedures that was tried, and perhaps taken: what the history tells of it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.imported import Fault, Kind, Outcome


class Run(BaseModel):
    """`who`: what the official is called; empty where it was none."""

    model_config = ConfigDict(frozen=True)

    import_id: UUID
    at: datetime
    actor: str
    who: str = ""
    file_name: str
    begins: date
    counts: Mapping[str, int]
    kept_at: datetime | None = None
    waits: bool = False  # its content is there: it may still be kept

    @property
    def refused(self) -> bool:
        return bool(self.counts[Kind.REFUSED])

    @property
    def changes(self) -> int:
        """How many procedures it adds or changes."""
        return self.counts[Kind.ADDED] + self.counts[Kind.CHANGED]

    @property
    def differences(self) -> int:
        return self.counts["differences"]


def fingerprint(outcomes: Sequence[Outcome], faults: Sequence[Fault]) -> str:
    """Of all that a person was shown, whichever differences they decide for the file then."""
    told: list[Any] = [[one.row, one.field, one.why, one.said] for one in faults]
    for one in outcomes:
        new = one.kind if one.kind in (Kind.ADDED, Kind.PASSED_OVER) else ""
        every = [*(() if new else one.changes), *one.differences]
        fields = sorted([[c.field, c.old, c.new] for c in every], key=str)
        told.append([one.row, one.code, new, fields])
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()
