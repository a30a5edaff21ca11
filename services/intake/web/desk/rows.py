"""A work list as the page shows it: its filters, its columns, a row for each dossier."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from services.intake.domain.code import temporary
from services.intake.domain.holder import STEPS
from services.intake.domain.status import Status
from services.intake.store.pages import DeskRow
from shared.events import codes
from shared.web import due, tags
from shared.web.due import Due
from shared.web.listing import Column, Filter, Listing, Row
from shared.web.params import Choice
from shared.worktime.calendar import Calendar
from shared.worktime.limit import LimitUnit

# Status of the national list by the lists of the navigation.
LISTS: Mapping[str, tuple[Status, ...]] = {
    "receive": (Status.REGISTERED,),
    "process": (Status.RECEIVED, Status.PROCESSING),
    "supplement": (Status.SUPPLEMENT_REQUESTED,),
    "return": (Status.COMPLETED,),
}
TITLES = {
    "receive": "Chờ tiếp nhận",
    "process": "Đang xử lý",
    "supplement": "Chờ bổ sung",
    "return": "Chờ trả kết quả",
}
EVERYTHING = "Hồ sơ chưa kết thúc"
EMPTY = {
    "receive": "Không có hồ sơ nào chờ tiếp nhận. Hồ sơ mới nộp sẽ xuất hiện tại đây.",
    "process": "Không có hồ sơ nào đang xử lý. Hồ sơ đã tiếp nhận sẽ xuất hiện tại đây.",
    "supplement": "Không có hồ sơ nào chờ bổ sung giấy tờ.",
    "return": "Không có hồ sơ nào chờ trả kết quả. Hồ sơ đã phê duyệt sẽ xuất hiện tại đây.",
}
NOTHING = "Không có hồ sơ nào phù hợp. Bỏ bớt điều kiện lọc hoặc tìm theo mã, tên."
MINE = "me"
CHANNELS = {"1": "Tại quầy", "2": "Trực tuyến", "3": "Bưu chính"}
FILTERS = (
    Filter(
        "list", "Bước", [Choice(k, v) for k, v in TITLES.items()], "Tất cả các bước", place=True
    ),
    Filter("channel", "Kênh", [Choice(k, v) for k, v in CHANNELS.items()], "Tất cả các kênh"),
    Filter("holder", "Người giữ", [Choice(MINE, "Tôi đang giữ")], "Mọi người"),
)
COLUMNS = (
    Column("due", "Hạn", "due", sort=True),
    Column("code", "Mã hồ sơ", "code", link=True),
    Column("procedure", "Thủ tục", "long"),
    Column("applicant", "Người nộp", "name"),
    Column("step", "Bước"),
    Column("holder", "Người giữ", "name"),
    Column("channel", "Kênh"),
)
# Beside an open dossier there is room for what finds the next one.
NARROW = (COLUMNS[0], COLUMNS[1], COLUMNS[3])


def row(dossier: DeskRow, now: datetime, calendar: Calendar, listing: Listing) -> Row:
    """A dossier as a row; opening it keeps the place and the filters of the list."""
    standing = standing_of(dossier, now, calendar)
    return Row(
        cells={
            "due": standing,
            "code": dossier.dossier_code or temporary(dossier.dossier_id),
            "procedure": dossier.procedure_name or dossier.procedure_code,
            "applicant": dossier.applicant,
            "step": STEPS.get(dossier.holder_step or "") or tags.dossier(dossier.status, "vi").text,
            "holder": dossier.holder_name,
            "channel": CHANNELS.get(dossier.channel) or codes.label("channel", dossier.channel),
        },
        href=f"/desk/dossiers/{dossier.dossier_id}{state(listing)}",
        due=standing,
    )


def standing_of(dossier: DeskRow, now: datetime, calendar: Calendar) -> Due | None:
    """How its day stands; nothing is due any more once a result is there."""
    if dossier.finished_at is not None:
        return None
    # What is not received yet is due to be checked, and that limit is in working hours.
    unit = dossier.limit_unit or LimitUnit.HOUR
    stopped = dossier.clock_stopped_at is not None or _waits_unreceived(dossier)
    return due.due(dossier.due_at, now, calendar, unit=unit, stopped=stopped)


def state(listing: Listing) -> str:
    """The list's state as a query: filters, sorting, place."""
    told = {**listing.chosen, "sort": listing.sort, "cursor": listing.cursor}
    kept = {name: value for name, value in told.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def statuses(listing: Listing, otherwise: Sequence[Status]) -> Sequence[Status]:
    """Which statuses the list shows."""
    return LISTS.get(listing.chosen.get("list", ""), tuple(otherwise))


def title(listing: Listing) -> str:
    return TITLES.get(listing.chosen.get("list", ""), EVERYTHING)


def empty(listing: Listing) -> str:
    """What to say where nothing is; a list that is filtered says that it is."""
    only_list = set(listing.chosen) <= {"list"}
    return EMPTY.get(listing.chosen.get("list", ""), NOTHING) if only_list else NOTHING


def _waits_unreceived(dossier: DeskRow) -> bool:
    return dossier.received_at is None and dossier.status == Status.SUPPLEMENT_REQUESTED
