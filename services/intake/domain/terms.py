"""What the catalogue offers for a filing: whether it can be filed there, and its time limit."""

from services.intake.domain.filing import Filing, GivenLimit
from services.intake.domain.refusals import (
    ChannelNotOffered,
    LimitFixed,
    LimitNeeded,
    ProcedureNotOffered,
)
from shared.events.intake import Procedure, Unit
from shared.events.types import Limit


def check_offered(procedure: Procedure, unit: Unit) -> None:
    """Raises ProcedureNotOffered where neither the unit nor its level handles it."""
    if procedure.unit_ids:
        offered = unit.unit_id in procedure.unit_ids
    else:
        offered = unit.level == procedure.level
    if not offered:
        raise ProcedureNotOffered


def limit(procedure: Procedure, filing: Filing) -> Limit:
    """The limit of that channel, or the clerk's where there is none.

    Raises ChannelNotOffered, LimitNeeded, LimitFixed.
    """
    return limit_of(procedure, filing.channel, filing.limit)


def limit_of(procedure: Procedure, channel: str, given: GivenLimit | None) -> Limit:
    """As limit(), for a dossier that is filed already."""
    published = published_limit(procedure, channel)
    if published and given:
        raise LimitFixed
    if published:
        return published
    if given is None:
        raise LimitNeeded
    return Limit(amount=given.amount, unit=given.unit.value)


def published_limit(procedure: Procedure, channel: str) -> Limit | None:
    """What the catalogue says for that channel; raises ChannelNotOffered."""
    for offered in procedure.channels:
        if offered.channel == channel:
            return offered.limit
    raise ChannelNotOffered
