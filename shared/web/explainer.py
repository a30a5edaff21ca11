"""Why a case is due that day, as rows of a table: the ledger of worktime in both languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shared.web.i18n import N_
from shared.worktime.ledger import Line, Reason
from shared.worktime.limit import LimitUnit

# What a stretch of days is, for those who can't read the ledger's own words.
REASONS = {
    Reason.OUTSIDE_HOURS: N_("Nhận ngoài giờ làm việc, tính từ ngày làm việc tiếp theo"),
    Reason.FIRST_DAY: N_("Ngày tiếp nhận, không tính"),
    Reason.CUT_OFF: N_("Nhận sau 15 giờ, trả trong ngày làm việc tiếp theo"),
    Reason.COUNTED: N_("Được tính"),
    Reason.SWAP_ON: N_("Ngày làm bù, được tính"),
    Reason.WEEKEND: N_("Nghỉ cuối tuần"),
    Reason.HOLIDAY: N_("Nghỉ lễ"),
    Reason.COMPENSATION: N_("Nghỉ bù"),
    Reason.SWAP_OFF: N_("Nghỉ hoán đổi"),
    Reason.ROLLED: N_("Ngày cuối là ngày nghỉ, chuyển sang ngày làm việc tiếp theo"),
    Reason.OVERDUE: N_("Quá hạn"),
    Reason.WAIT: N_("Tạm dừng, không tính"),
    Reason.RESTART: N_("Đã bổ sung, tính lại từ đầu"),
    Reason.VERIFICATION: N_("Gia hạn để xác minh"),
    Reason.APOLOGY: N_("Xin lỗi, hẹn lại"),
    Reason.DECISION: N_("Quyết định gia hạn"),
}
# The ledger names a wait by these words.
WAITS = (
    N_("chờ bổ sung hồ sơ"),
    N_("chờ thực hiện nghĩa vụ tài chính"),
    N_("chờ cơ quan phối hợp"),
    N_("tạm đình chỉ"),
    N_("trở ngại khách quan"),
)
COUNTED = frozenset({Reason.COUNTED, Reason.SWAP_ON, Reason.OVERDUE})
NAMED = frozenset({Reason.HOLIDAY, Reason.COMPENSATION, Reason.SWAP_OFF, Reason.SWAP_ON})
ONE_DAY = frozenset({Reason.FIRST_DAY, Reason.CUT_OFF, Reason.RESTART, Reason.OUTSIDE_HOURS})
DATES = re.compile(r"^\d\d/\d\d(?:–\d\d/\d\d)? ")
HOURS = re.compile(r"^(\d+) giờ(?: (\d+) phút)? làm việc: ")
GIVEN = re.compile(r"^thời hạn [^(]+\((.+)\)(?:, không tính ngày đầu|; nhận sau 15 giờ.*)?$")
FROM_TO = re.compile(r"từ (\d\d)/(\d\d) sang (\d\d)/(\d\d)$")


@dataclass(frozen=True)
class Row:
    """A stretch of days. `minutes` instead of `days` where the limit is in hours."""

    first: date
    last: date
    reason: str
    said: str  # the ledger's sentence, without the dates that stand beside it
    note: str = ""  # the name of a rest day or of a wait, the ground of a limit
    article: str = ""
    days: int = 0
    minutes: int = 0
    numbers: tuple[int, int] | None = None  # the first and last of the counted days
    moved: tuple[date, date] | None = None  # from one due date to another

    @property
    def counts(self) -> bool:
        return bool(self.days or self.minutes)


def rows(lines: Iterable[Line], unit: LimitUnit) -> Iterator[Row]:
    """The ledger of shared.worktime.ledger.explain(), a row a line; counted days are numbered."""
    counted = 0
    for line in lines:
        if line.reason == Reason.RESTART:
            counted = 0
        days = line.added if line.reason in COUNTED and unit != LimitUnit.HOUR else 0
        numbers = (counted + 1, counted + days) if days else None
        counted += days
        yield Row(
            first=line.on,
            last=_last(line),
            reason=REASONS[line.reason],
            said=_sentence(line.label),
            note=_note(line),
            article=line.article,
            days=days,
            minutes=_minutes(line),
            numbers=numbers,
            moved=_moved(line),
        )


def _last(line: Line) -> date:
    if line.added <= 1 or line.reason in ONE_DAY:
        return line.on
    # A wait ends on the day on which the clock goes on; other stretches hold their last day.
    return line.on + timedelta(days=line.added - (line.reason != Reason.WAIT))


def _sentence(label: str) -> str:
    said = DATES.sub("", label)
    return said[:1].upper() + said[1:]


def _note(line: Line) -> str:
    if line.reason == Reason.WAIT:
        return DATES.sub("", line.label)
    if given := GIVEN.match(line.label):
        return given[1]
    return line.label.partition(": ")[2] if line.reason in NAMED else ""


def _minutes(line: Line) -> int:
    found = HOURS.match(line.label)
    return int(found[1]) * 60 + int(found[2] or 0) if found else 0


def _moved(line: Line) -> tuple[date, date] | None:
    found = FROM_TO.search(line.label)
    if found is None:
        return None
    old_day, old_month, new_day, new_month = map(int, found.groups())
    old = _next(old_day, old_month, line.on)
    return old, _next(new_day, new_month, old)


def _next(day: int, month: int, since: date) -> date:
    """That day of the year, on or after another: the ledger's labels name no year."""
    this_year = date(since.year, month, day)
    return this_year if this_year >= since else date(since.year + 1, month, day)
