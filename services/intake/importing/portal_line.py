"""A line of the national portal, and what its papers and fees say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.intake.domain.search import folded
from services.intake.importing import cells

CHANNELS = {"counter": "channel_1", "online": "channel_2", "post": "channel_3"}
NUMBERS = {"counter": "1", "online": "2", "post": "3"}
CUT = 240  # the portal's list cuts names of papers there
MOST_COPIES = 99
KEY_LETTERS = 50
Texts = Annotated[list[str], Field(max_length=500)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Duration(Part):
    value: Annotated[int, Field(strict=True, ge=0, le=10_000)]  # 0: not stated
    unit: Literal["working_day", "day", "hour", "month"]


class Channel(Part):
    channel: Literal["counter", "online", "post"]
    duration: Duration | None = None
    fee: Annotated[int, Field(strict=True, ge=0)] | None = None
    currency: str = ""


class Paper(Part):
    name: str
    form: str | None = None
    originals: int = 0
    copies: int = 0


class Result(Part):
    name: str = ""


class Line(Part):
    code: str
    name: str = ""
    decision: str | None = None
    levels: list[str] = []
    field: str = ""
    audiences: Texts = []
    authority: str | None = None
    executing: str | None = None
    channels: Annotated[list[Channel], Field(max_length=10)] = []
    papers: Annotated[list[Paper], Field(max_length=200)] = []
    legal_basis: Texts = []
    result: Result | None = None


def papers(told: Iterable[Paper]) -> list[dict[str, Any]]:
    """Which of them a case needs the list does not say: none is required."""
    kept: list[dict[str, Any]] = []
    used: Counter[str] = Counter()
    for one in told:
        name = cells.text(one.name)
        if not folded(name):
            continue  # a bracket that was left over
        key = cells.slug(name, KEY_LETTERS)
        used[key] += 1
        kept.append(
            {
                "key": key if used[key] == 1 else f"{key}_{used[key]}",
                "name": f"{name}…" if len(one.name) >= CUT else name,
                "kind": "1" if not one.originals and one.copies else "0",
                "copies": _copies(one.originals or one.copies),
                "required": False,
                "shown": False,
                "note": "; ".join(_notes(one)),
            }
        )
    return kept


def _copies(said: int) -> int:
    """The list has numbers such as 20261: what can't be is one."""
    return said if 1 <= said <= MOST_COPIES else 1


def _notes(one: Paper) -> Iterator[str]:
    if one.originals and 1 <= one.copies <= MOST_COPIES:
        yield f"kèm {one.copies:02} bản sao"
    if one.form and (form := cells.text(one.form)):
        yield f"biểu mẫu: {form}"


def fees(channels: Sequence[Channel]) -> list[dict[str, Any]]:
    """What the list says of money is a note: 0 is not free, 50 is not 50 đồng (domain.md §1.8)."""
    said = {NUMBERS[one.channel]: one for one in channels if one.fee is not None}
    amounts = {(one.fee, one.currency) for one in said.values()}
    if len(amounts) == 1 and len(said) == len(channels):
        return [_fee(None, *amounts.pop())]
    return [_fee(channel, one.fee, one.currency) for channel, one in sorted(said.items())]


def _fee(channel: str | None, amount: int | None, currency: str) -> dict[str, Any]:
    note = f"Cổng Dịch vụ công quốc gia ghi {amount} {currency}".strip()
    return {
        **{"kind": "FEE", "moment": "1", "channel": channel, "amount": None},
        **{"per": "trường hợp", "note": note},
    }
