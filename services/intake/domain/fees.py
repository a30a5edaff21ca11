"""Which lines of phí and lệ phí a filing opens (domain.md §1.8)."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from shared.events.types import FeeLine

BY_PAGE = "trang"


class Fee(BaseModel):
    """A published line. No amount: the people's council sets it by resolution."""

    model_config = ConfigDict(frozen=True)

    kind: str
    moment: str
    channel: str | None
    amount: int | None
    per: str
    note: str


def lines(fees: Iterable[Fee], channel: str) -> tuple[FeeLine, ...]:
    """The lines whose amount is known when somebody files through that channel.

    What is counted by the page the cashier adds when the pages are counted.
    """
    return tuple(
        FeeLine(kind=fee.kind, amount=fee.amount, moment=fee.moment)
        for fee in fees
        if fee.amount and fee.channel in (None, channel) and not fee.per.startswith(BY_PAGE)
    )
