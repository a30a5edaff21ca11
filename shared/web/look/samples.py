"""What the style page shows: made-up people and dossiers, the longest real name."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from shared.web import explainer, tags
from shared.web.due import due
from shared.web.frame import Link
from shared.web.i18n import N_
from shared.web.listing import Column, Filter, Row
from shared.web.params import Choice
from shared.web.parts import Fact, Kept, Step, Task, TaskStatus
from shared.worktime import case_clock
from shared.worktime.acts import Ground, Move, Resume, Rule, Stop, Wait
from shared.worktime.calendar import Calendar, DayKind, SpecialDay
from shared.worktime.hours import VN
from shared.worktime.ledger import explain
from shared.worktime.limit import Limit, LimitUnit

# The name of procedure 1.013980 as published: 1,094 letters.
LONGEST_NAME = (Path(__file__).parent / "longest_name.txt").read_text("utf-8").strip()
SEVEN_SYLLABLES = "Tôn Nữ Công Tằng Hoàng Diễm Phương"
NOW = datetime(2026, 11, 25, 14, 5, tzinfo=VN)
CALENDAR = Calendar(
    [
        SpecialDay(
            date(2026, 11, 24), DayKind.HOLIDAY, "Ngày Văn hóa Việt Nam", "NQ 80-NQ/TW (01/2026)"
        )
    ],
    version=1,
)
TASKS = (
    Task(N_("Người được khai sinh"), TaskStatus.DONE, "#child"),
    Task(N_("Cha, mẹ"), TaskStatus.DOING, "#parents"),
    Task(N_("Giấy tờ"), TaskStatus.TO_DO, "#papers"),
    Task(
        N_("Kiểm tra và nộp"),
        TaskStatus.BLOCKED,
        why=N_("Hoàn thành các phần ở trên trước khi nộp."),
    ),
)
FACTS = (
    Fact(N_("Họ, chữ đệm và tên"), SEVEN_SYLLABLES, "#name"),
    Fact(N_("Số căn cước (CCCD)"), "044 085 001 234", "#citizen-id", number=True),
    Fact(N_("Thủ tục"), LONGEST_NAME),
    Fact(N_("Ghi chú"), None, "#note"),
)
# From the top down to the page above.
WAY = (
    Link(N_("Trang mẫu"), "/look"),
    Link(N_("Danh sách và bảng"), "/look/desk/list"),
    Link(N_("Hồ sơ: hạn, diễn biến, thông báo"), "/look/desk/dossier"),
)
STEPS = (
    Step(
        N_("Trả kết quả tại quầy hoặc qua bưu chính."),
        date(2026, 12, 1),
        "Bộ phận Một cửa",
        planned=True,
    ),
    Step(
        N_("Đã bổ sung giấy chứng sinh. Thời hạn được tính lại từ đầu."),
        datetime(2026, 11, 24, 9, 12, tzinfo=VN),
        "Bộ phận Một cửa",
    ),
    Step(
        N_("Hồ sơ còn thiếu giấy chứng sinh (bản chính)."),
        datetime(2026, 11, 20, 15, 40, tzinfo=VN),
        "Phòng Tư pháp",
    ),
    Step(
        N_("Đã tiếp nhận hồ sơ."), datetime(2026, 11, 20, 8, 5, tzinfo=VN), "UBND phường Đồng Hải"
    ),
)
KEPT = (
    Kept("1", "giay-chung-sinh-trang-1.jpg", 1_840_000),
    Kept("2", "Giấy khai sinh của " + SEVEN_SYLLABLES + " (bản chụp lại lần hai).pdf", 31_400_000),
)
CHANNELS = (
    Choice("COUNTER", N_("Nhận tại quầy")),
    Choice("POST", N_("Nhận qua bưu chính"), N_("Phí bưu chính trả khi nhận.")),
    Choice("ONLINE", N_("Nhận bản điện tử")),
)
WARDS = (
    Choice("18853", "Phường Đồng Hải"),
    Choice("18856", "Phường Đồng Phú"),
    Choice("18859", "Phường Bắc Lý"),
)
PAPERS = (
    Choice("BIRTH", N_("Giấy chứng sinh")),
    Choice("MARRIAGE", N_("Giấy chứng nhận kết hôn")),
)
FILTERS = (
    Filter(
        "step",
        N_("Bước"),
        (Choice("receive", N_("Chờ tiếp nhận")), Choice("process", N_("Chờ xử lý"))),
        N_("Tất cả các bước"),
    ),
    Filter(
        "channel",
        N_("Kênh"),
        (Choice("counter", N_("Tại quầy")), Choice("online", N_("Trực tuyến"))),
        N_("Tất cả các kênh"),
    ),
)
DESK = (
    Column("due", N_("Hạn"), "due", sort=True),
    Column("code", N_("Mã hồ sơ"), "code", link=True),
    Column("procedure", N_("Thủ tục"), "long"),
    Column("applicant", N_("Người nộp"), "name"),
    Column("status", N_("Trạng thái"), "tag"),
    Column("holder", N_("Người giữ"), "name"),
    Column("fee", N_("Lệ phí (đồng)"), "number"),
)
COLUMNS = {"desk": DESK, "citizen": (DESK[1], DESK[2], DESK[4], DESK[0])}
SHORT_DUE = due(datetime(2026, 11, 26, 17, tzinfo=VN), NOW, CALENDAR)
PERIOD = (date(2026, 9, 15), date(2026, 12, 14))
STATUTE = (
    ("Hộ tịch", (1_204, 1_150, 54, 1_120, 310, 790, 20, 84, 80, 4)),
    ("Chứng thực", (4_410, 4_401, 9, 4_400, 4_000, 400, 0, 10, 10, 0)),
    ("Đất đai", (377, 290, 87, 240, 15, 180, 45, 137, 101, 36)),
)
NAMES = (SEVEN_SYLLABLES, "Nguyễn Văn An", "Trần Thị Ẩn", "Lê Ễnh", "Công ty TNHH Ánh Dương")
PROCEDURES = (LONGEST_NAME, "Đăng ký khai sinh", "Cấp bản sao trích lục hộ tịch")
DUES = (
    due(datetime(2026, 11, 20, 17, tzinfo=VN), NOW, CALENDAR),
    due(datetime(2026, 11, 26, 7, 35, tzinfo=VN), NOW, CALENDAR, unit=LimitUnit.HOUR),
    due(datetime(2026, 11, 25, 17, tzinfo=VN), NOW, CALENDAR),
    due(datetime(2026, 12, 1, 17, tzinfo=VN), NOW, CALENDAR),
    due(datetime(2026, 12, 4, 17, tzinfo=VN), NOW, CALENDAR, stopped=True),
)


def rows(lang: str) -> Sequence[Row]:
    """A page of a work list: each due state, each status."""
    return [_row(n, lang) for n in range(12)]


def _row(n: int, lang: str) -> Row:
    when = DUES[n * len(DUES) // 12]
    return Row(
        cells={
            "due": when,
            "code": f"000.01.18.H46-261120-{n + 1:04}",
            "procedure": PROCEDURES[n % len(PROCEDURES)],
            "applicant": NAMES[n % len(NAMES)],
            "status": tags.dossier(str(n % 10 + 1), lang),
            "holder": "Trần Quang Minh" if n % 3 else None,
            "fee": (n % 4) * 411_000 or None,
        },
        href=f"/look/desk/dossier?of={n + 1}",
        due=when,
    )


def three_days() -> tuple[Sequence[explainer.Row], datetime]:
    """Three working days over a weekend and a holiday."""
    accepted = datetime(2026, 11, 20, 8, 5, tzinfo=VN)
    clock = case_clock.start(Limit(3, LimitUnit.WORKING_DAY), accepted, CALENDAR)
    return _explained(clock)


def all_acts() -> tuple[Sequence[explainer.Row], datetime]:
    """Ten working days with a supplement, a restart and an apology."""
    clock = case_clock.start(
        Limit(10, LimitUnit.WORKING_DAY), datetime(2026, 11, 9, 9, tzinfo=VN), CALENDAR
    )
    article = "Điều 19 Nghị định 61/2018/NĐ-CP"
    for act in (
        Stop(datetime(2026, 11, 12, 10, tzinfo=VN), Wait.SUPPLEMENT, article),
        Resume(datetime(2026, 11, 18, 10, tzinfo=VN), Wait.SUPPLEMENT, Rule.RESTART),
        Move(date(2026, 11, 30), Ground.APOLOGY, Limit(5, LimitUnit.WORKING_DAY)),
    ):
        clock = case_clock.act(clock, act, CALENDAR)
    return _explained(clock)


def _explained(clock: case_clock.CaseClock) -> tuple[Sequence[explainer.Row], datetime]:
    told = explainer.rows(explain(clock, CALENDAR), clock.limit.unit)
    return list(told), clock.due_at
