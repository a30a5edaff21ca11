"""Times, limits, papers and fees as the forms of the State say them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from shared import rulebook
from shared.events import codes
from shared.events.types import FeeLine, Limit, in_vietnam
from shared.web import formats
from shared.worktime.limit import LimitUnit
from shared.worktime.rules import ONE_STOP

KINDS: Mapping[str, str] = {"0": "Bản chính", "1": "Bản sao", "2": "Bản điện tử"}
BY_RESOLUTION = "theo nghị quyết của Hội đồng nhân dân tỉnh"
NO_FEE = "không"


class HandedIn(NamedTuple):
    """A paper by its name; kind is `LoaiBan`."""

    name: str
    kind: str
    copies: int


def moment(at: datetime) -> str:
    """14 giờ 05 phút, thứ Sáu ngày 27/11/2026."""
    at = in_vietnam(at)
    day = formats.WEEKDAYS["vi"][at.weekday()]
    return f"{at:%H} giờ {at:%M} phút, {day} ngày {at:%d/%m/%Y}"


def limit(value: Limit) -> str:
    """03 ngày làm việc; a same-day procedure has no number."""
    said = codes.label("limit_unit", value.unit)
    return said if value.unit == LimitUnit.SAME_DAY else f"{value.amount:02} {said}"


def fees(lines: Sequence[FeeLine], *, by_resolution: bool) -> str:
    """Each line with its moment; `by_resolution`: the catalogue names a line without an amount."""
    said = [_fee(line) for line in lines]
    if by_resolution:
        said.append(BY_RESOLUTION)
    return "; ".join(said) or NO_FEE


def capital(said: str) -> str:
    """A label of a code list where it begins a line."""
    return f"{said[:1].upper()}{said[1:]}"


def rows(papers: Iterable[HandedIn]) -> list[dict[str, str]]:
    """The rows of the table of papers."""
    return [
        {"no": str(n), "name": p.name, "kind": KINDS[p.kind], "copies": str(p.copies)}
        for n, p in enumerate(papers, 1)
    ]


def form(number: str, law_of: date) -> str:
    """Mẫu số 01 – TT 01/2018/TT-VPCP: the set of forms goes by the day of receipt."""
    rules = rulebook.load().rule_set(ONE_STOP, law_of)
    return f"Mẫu số {number} – {rules.forms}/TT-VPCP"


def _fee(line: FeeLine) -> str:
    kind, when = codes.label("fee_kind", line.kind), codes.label("moment", line.moment)
    if line.exempt_reason:
        return f"{kind}: miễn ({codes.label('exempt', line.exempt_reason)})"
    return f"{kind} {formats.dong('vi', line.amount)} ({when})"
