"""The ledger explains a due date so that a citizen can follow it."""

from shared.worktime import case_clock
from shared.worktime.acts import Ground, Move, Resume, Rule, Stop, Wait
from shared.worktime.case_clock import CaseClock
from shared.worktime.ledger import Reason, explain
from shared.worktime.limit import Limit
from tests.shared.vietnam import SAME_DAY, VIETNAM, at, days, hours, on, wd


def told(clock: CaseClock) -> list[tuple[int, str]]:
    return [(line.added, line.label) for line in explain(clock, VIETNAM)]


def started(limit: Limit, accepted: str) -> CaseClock:
    return case_clock.start(limit, at(accepted), VIETNAM)


def test_a_holiday_is_named_with_its_source() -> None:
    lines = explain(started(wd(3), "2026-11-20 09:00"), VIETNAM)

    assert [(line.added, line.label) for line in lines] == [
        (0, "thời hạn 3 ngày làm việc, không tính ngày đầu"),
        (2, "21/11–22/11 nghỉ: cuối tuần"),
        (1, "1 ngày làm việc: 23/11"),
        (1, "24/11 nghỉ: Ngày Văn hóa Việt Nam"),
        (2, "2 ngày làm việc: 25/11–26/11"),
    ]
    assert lines[0].article == "Điều 147 Bộ luật Dân sự 2015"
    assert (lines[3].on, lines[3].reason) == (on("2026-11-24"), Reason.HOLIDAY)
    assert lines[3].article == "NQ 80-NQ/TW (01/2026)"


def test_swapped_days_name_each_other() -> None:
    clock = started(wd(3), "2025-04-25 09:00")

    assert told(clock)[1:] == [
        (1, "26/04 làm việc: hoán đổi với ngày 02/05/2025"),
        (1, "27/04 nghỉ: cuối tuần"),
        (2, "2 ngày làm việc: 28/04–29/04"),
    ]


def test_a_wait_and_a_restart_are_told() -> None:
    clock = started(wd(10), "2025-03-03 09:00")
    clock = case_clock.act(clock, Stop(at("2025-03-06 10:00"), Wait.SUPPLEMENT), VIETNAM)
    supplied = Resume(at("2025-03-12 10:00"), Wait.SUPPLEMENT, Rule.RESTART)

    clock = case_clock.act(clock, supplied, VIETNAM)

    assert told(clock)[1:5] == [
        (3, "3 ngày làm việc: 04/03–06/03"),
        (6, "06/03–12/03 chờ bổ sung hồ sơ"),
        (0, "đã bổ sung, tính lại từ đầu từ 12/03"),
        (2, "2 ngày làm việc: 13/03–14/03"),
    ]


def test_an_apology_stands_between_the_old_date_and_the_new() -> None:
    clock = started(wd(10), "2025-05-20 09:00")

    clock = case_clock.act(clock, Move(on("2025-06-02"), Ground.APOLOGY, wd(5)), VIETNAM)

    assert told(clock)[-5:] == [
        (2, "2 ngày làm việc: 02/06–03/06"),
        (0, "xin lỗi, hẹn lại: thêm 5 ngày làm việc, từ 03/06 sang 10/06"),
        (3, "3 ngày làm việc: 04/06–06/06"),
        (2, "07/06–08/06 nghỉ: cuối tuần"),
        (2, "2 ngày làm việc: 09/06–10/06"),
    ]


def test_a_suspension_of_a_denunciation_names_its_article() -> None:
    clock = case_clock.start(days(30), on("2025-03-10"), VIETNAM)
    suspended = Stop(on("2025-03-20"), Wait.SUSPENSION, "Điều 34 Luật Tố cáo 2018")
    clock = case_clock.act(clock, suspended, VIETNAM)

    clock = case_clock.act(clock, Resume(on("2025-04-14"), Wait.SUSPENSION), VIETNAM)

    lines = explain(clock, VIETNAM)
    assert told(clock)[1:] == [
        (10, "10 ngày: 11/03–20/03"),
        (25, "20/03–14/04 tạm đình chỉ"),
        (20, "20 ngày: 15/04–04/05"),
        (1, "04/05 là ngày nghỉ, chuyển sang 05/05"),
    ]
    assert lines[2].article == "Điều 34 Luật Tố cáo 2018"
    assert lines[4].article == "Điều 148 Bộ luật Dân sự 2015"


def test_hours_are_told_day_by_day() -> None:
    assert told(started(hours(8), "2025-03-07 15:30")) == [
        (0, "thời hạn 8 giờ làm việc"),
        (0, "1 giờ 30 phút làm việc: 07/03"),
        (2, "08/03–09/03 nghỉ: cuối tuần"),
        (1, "6 giờ 30 phút làm việc: 10/03"),
    ]


def test_what_came_too_late_for_the_day_is_told() -> None:
    assert told(started(SAME_DAY, "2025-03-03 15:20")) == [
        (0, "nhận sau 15 giờ, trả trong ngày làm việc tiếp theo"),
        (1, "1 ngày làm việc: 04/03"),
    ]
    assert told(started(SAME_DAY, "2025-03-03 14:59")) == [(0, "thời hạn trong ngày")]


def test_what_came_outside_working_time_is_told() -> None:
    lines = explain(started(wd(1), "2025-03-07 18:00"), VIETNAM)

    assert (lines[0].added, lines[0].reason) == (3, Reason.OUTSIDE_HOURS)
    assert lines[0].label == "nhận ngoài giờ làm việc 07/03, tính từ 10/03"


def test_days_past_the_date_are_told_when_a_restart_follows() -> None:
    clock = started(wd(1), "2025-03-03 09:00")
    clock = case_clock.act(clock, Stop(at("2025-03-06 10:00"), Wait.SUPPLEMENT), VIETNAM)

    clock = case_clock.act(
        clock, Resume(at("2025-03-10 10:00"), Wait.SUPPLEMENT, Rule.RESTART), VIETNAM
    )

    assert (2, "05/03–06/03 quá hạn") in told(clock)
    assert clock.due_at == at("2025-03-11 17:00")
