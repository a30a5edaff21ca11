"""What intake alone knows of a procedure: papers, fees, result, where it is written."""

from collections.abc import Mapping, Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from services.intake.domain.fees import Fee
from shared.events.intake import Procedure, Unit
from shared.events.types import Limit

ONLINE = "2"
LEVELS = ("COMMUNE", "DISTRICT", "PROVINCE")  # the nearest counter first


class WantedPaper(BaseModel):
    """A paper that belongs to a filing; `shown`: only looked at, nothing is handed in."""

    model_config = ConfigDict(frozen=True)

    key: str
    name: str
    kind: str
    copies: int
    required: bool
    shown: bool
    note: str = ""


class Detail(BaseModel):
    """What stands beside the header that the other services know."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    authority: str = ""
    limit_note: str = ""
    result: str = ""
    legal_basis: tuple[str, ...] = ()
    papers: tuple[WantedPaper, ...] = ()
    fees: tuple[Fee, ...] = ()
    verification: Limit | None = None

    @model_validator(mode="after")
    def _papers_once(self) -> Self:
        keys = [paper.key for paper in self.papers]
        if len(keys) != len(set(keys)):
            raise ValueError("a paper is there twice")
        return self

    @property
    def handed_in(self) -> tuple[WantedPaper, ...]:
        """Papers to send along; what is only looked at is brought to the counter."""
        return tuple(paper for paper in self.papers if not paper.shown)


def is_online(procedure: Procedure) -> bool:
    """Whether it can be filed here."""
    return any(offered.channel == ONLINE for offered in procedure.channels)


def limits(procedure: Procedure) -> Mapping[Limit | None, Sequence[str]]:
    """The limits and the channels each holds for: one entry where all channels are alike."""
    by_limit: dict[str, tuple[Limit | None, list[str]]] = {}
    for offered in procedure.channels:
        key = str(offered.limit)
        by_limit.setdefault(key, (offered.limit, []))[1].append(offered.channel)
    return {limit: channels for limit, channels in by_limit.values()}


def nearest(procedure: Procedure, above: Sequence[Unit]) -> Unit | None:
    """Of a commune and the units above it, the one that takes this procedure in."""
    for unit in sorted(above, key=lambda one: LEVELS.index(one.level)):
        if unit.unit_id in procedure.unit_ids:
            return unit
        if not procedure.unit_ids and unit.level == procedure.level:
            return unit
    return None
