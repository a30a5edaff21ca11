"""Last story: so many dossiers that the figures of the ward are told on the public page."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from shared.worktime.periods import report_month
from stack.demo.days import Days
from stack.demo.doors import Doors
from stack.demo.dossier import COUNTER, EMAIL, GRANTED, UNIT, Dossier
from stack.demo.telling import Told

ENOUGH = 5  # fewer of a kind are withheld (events.md §6)
RECEIVED, FINISHED = ("c4", "c5"), ("c7",)


class Shown(NamedTuple):
    """What anybody sees of the ward; None where it is withheld."""

    received: int | None
    finished: int | None
    in_time: float | None
    as_of: str
    days: tuple[str, str]


def tell(doors: Doors, days: Days) -> Iterator[Told]:
    """Received and finished on one day, so that all of them count in one report month."""
    before = shown(doors, days)
    counted = table06(doors, *before.days)
    filed = settled(doors, days)
    for dossier in filed:
        doors.mail(EMAIL, "đã có kết quả", dossier.code)
        doors.sms("đã có kết quả", dossier.code)
    seen = {"mã hồ sơ": ", ".join(dossier.code for dossier in filed)}
    yield Told("Thêm hồ sơ nộp tại quầy và giải quyết trong ngày", True, seen)
    received, finished = (total(counted, names) + ENOUGH for names in (RECEIVED, FINISHED))

    def look() -> Shown | None:
        now = shown(doors, days)
        return now if (now.received, now.finished) == (received, finished) else None

    after = doors.wait(look, f"{received} received and {finished} finished on the public page")
    yield Told("Trang số liệu công khai", is_on_the_page(doors, days, after), told(before, after))


def settled(doors: Doors, days: Days) -> list[Dossier]:
    """Filed at the counter in the morning, granted in the afternoon."""
    doors.at(days.at(0, 10, 30))
    at_counter = f"receiver-{UNIT}", "intake", "/api/dossiers", COUNTER
    filed = [Dossier(doors, doors.do(*at_counter)) for _ in range(ENOUGH)]
    doors.at(days.at(0, 15, 0))
    for dossier in filed:
        dossier.step("receiver", "assignment", {})
        dossier.step("processor", "assignment", {"step": "approve"})
        dossier.step("approver", "completion", GRANTED)
    return filed


def shown(doors: Doors, days: Days) -> Shown:
    """The open data of the ward, which is what its public page shows."""
    found = json.loads(doors.page("reporting", f"/open-data/figures.json?{asked(days)}"))
    rows = {row["table"] + row["key"]: row for row in found["rows"]}
    received, finished = rows["countreceived"], rows[f"total{UNIT}"]
    return Shown(
        None if received["suppressed"] else received["n"],
        None if finished["suppressed"] else finished["n"],
        finished["in_time_percent"],
        found["as_of"],
        (found["from"], found["to"]),
    )


def is_on_the_page(doors: Doors, days: Days, figures: Shown) -> bool:
    """Whether the page itself says so many of so many, and as of when."""
    page = doors.page("reporting", f"/?{asked(days)}")
    in_time = round((figures.in_time or 0) * (figures.finished or 0) / 100)
    return "Số liệu tính đến" in page and bool(
        re.search(rf"\b{in_time}/{figures.finished}\b", page)
    )


def told(before: Shown, after: Shown) -> dict[str, str]:
    def said(count: int | None) -> str:
        return f"< {ENOUGH}" if count is None else str(count)

    return {
        "tiếp nhận trong kỳ": f"{said(before.received)} → {said(after.received)}",
        "đã giải quyết": f"{said(before.finished)} → {said(after.finished)}",
        "đúng hạn": f"{after.in_time} %",
        "tính đến": after.as_of,
    }


def asked(days: Days) -> str:
    year, month = report_month(days.on(0))
    return f"unit={UNIT}&period={year}-{month:02}"


def table06(doors: Doors, first: str, last: str) -> dict[str, int]:
    """The ward's line of table 06, as its officials see it: nothing is withheld."""
    period: dict[str, Any] = {"unit": UNIT, "from": first, "to": last}
    found: dict[str, int] = doors.ask(
        f"one_stop_head-{UNIT}", "reporting", "/api/reports/06", **period
    )["total"]
    return found


def is_whole(line: dict[str, int]) -> bool:
    """Whether all that was to be done is either done or open (domain.md §5.1)."""
    return line["c3"] == line["c7"] + line["c11"]


def total(line: dict[str, int], columns: tuple[str, ...]) -> int:
    return sum(line[name] for name in columns)
