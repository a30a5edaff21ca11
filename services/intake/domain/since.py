"""What a procedure asks for now beside the version that a draft was begun with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.intake.domain.fees import Fee
from services.intake.domain.procedure import ONLINE, Detail, WantedPaper, is_online
from shared.events.intake import Procedure
from shared.events.types import Limit


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a procedure: what all know of it, and what intake alone does."""

    procedure: Procedure
    detail: Detail

    @property
    def limit(self) -> Limit | None:
        offered = self.procedure.channels
        return next((one.limit for one in offered if one.channel == ONLINE), None)

    @property
    def fees(self) -> Sequence[Fee]:
        return [fee for fee in self.detail.fees if fee.channel in (None, ONLINE)]


@dataclass(frozen=True, slots=True)
class Changes:
    """What is other for who files online; empty where nothing is."""

    begun: Version
    now: Version
    added: Sequence[WantedPaper]  # asked for now
    dropped: Sequence[WantedPaper]  # not any more
    reworded: Sequence[tuple[WantedPaper, WantedPaper]]  # the same paper, otherwise

    @property
    def limit(self) -> bool:
        return self.begun.limit != self.now.limit

    @property
    def fees(self) -> bool:
        return self.begun.fees != self.now.fees

    @property
    def closed(self) -> bool:
        """It can't be filed online any more."""
        return not is_online(self.now.procedure)

    @property
    def papers(self) -> bool:
        return bool(self.added or self.dropped or self.reworded)

    def __bool__(self) -> bool:
        return self.papers or self.limit or self.fees or self.closed


def changes(begun: Version, now: Version) -> Changes:
    """Papers are the same by their key, whatever they are called."""
    before = {paper.key: paper for paper in begun.detail.handed_in}
    after = {paper.key: paper for paper in now.detail.handed_in}
    return Changes(
        begun,
        now,
        added=[paper for key, paper in after.items() if key not in before],
        dropped=[paper for key, paper in before.items() if key not in after],
        reworded=list(_reworded(before, after)),
    )


def _reworded(
    before: Mapping[str, WantedPaper], after: Mapping[str, WantedPaper]
) -> Iterator[tuple[WantedPaper, WantedPaper]]:
    for key, new in after.items():
        old = before.get(key, new)
        if (old.name, old.required) != (new.name, new.required):
            yield old, new
