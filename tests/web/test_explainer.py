"""Why it is that day: the rows a citizen reads, from the real ledger, in both languages."""

import pytest

from shared.web import explainer
from shared.worktime import case_clock
from shared.worktime.acts import Ground, Move, Resume, Rule, Stop, Wait
from shared.worktime.ledger import WAITS, Reason, explain
from shared.worktime.limit import Limit
from tests.shared.vietnam import SAME_DAY, VIETNAM, at, days, hours, months, on, wd
from tests.web.component import shown
from tests.web.visitor import Page

SOURCE = """{% from "ui/due.html" import days, added, why %}
{% for row in rows %}{{ days(row) }} | {{ added(row, working) }} | {{ why(row) }}
{% endfor %}"""


def told(limit: Limit, accepted: str, *acts, lang: str = "vi", given: str = "") -> list[str]:
    clock = case_clock.start(limit, at(accepted), VIETNAM)
    for act in acts:
        clock = case_clock.act(clock, act, VIETNAM)
    rows = list(explainer.rows(explain(clock, VIETNAM, given=given), limit.unit))
    html = shown(SOURCE, lang, rows=rows, working=limit.unit == "working_day")
    lines = [" ".join(Page(line).text.split()) for line in html.splitlines()]
    return [line for line in lines if line]


def test_the_example_of_the_handbook():
    assert told(wd(3), "2026-11-20 09:00") == [
        "20/11 | – | Thời hạn 3 ngày làm việc, không tính ngày đầu",
        "21/11 – 22/11 | – | Nghỉ: cuối tuần",
        "23/11 | 1 ngày làm việc | Ngày thứ 1",
        "24/11 | – | Nghỉ: Ngày Văn hóa Việt Nam",
        "25/11 – 26/11 | 2 ngày làm việc | Ngày thứ 2 đến 3",
    ]


def test_the_same_in_english_leaves_only_the_name_of_the_holiday():
    assert told(wd(3), "2026-11-20 09:00", lang="en") == [
        "20 Nov | – | Day of receipt, not counted",
        "21 Nov – 22 Nov | – | Weekend",
        "23 Nov | 1 working day | Day 1",
        "24 Nov | – | Public holiday: Ngày Văn hóa Việt Nam",
        "25 Nov – 26 Nov | 2 working days | Days 2 to 3",
    ]


@pytest.mark.parametrize(
    ("limit", "accepted", "vietnamese", "english"),
    [
        (
            wd(3),
            "2026-11-20 09:00",
            "Thời hạn 3 ngày làm việc (văn bản 15/STP (bản sao)), không tính ngày đầu",
            "Day of receipt, not counted: văn bản 15/STP (bản sao)",
        ),
        (
            hours(8),
            "2025-03-07 15:30",
            "Thời hạn 8 giờ làm việc (văn bản 15/STP (bản sao))",
            "Counted: văn bản 15/STP (bản sao)",
        ),
        (
            SAME_DAY,
            "2025-03-06 15:30",
            "Thời hạn trong ngày (văn bản 15/STP (bản sao)); nhận sau 15 giờ, trả trong ngày làm"
            " việc tiếp theo",
            "Received after 15:00, due on the next working day: văn bản 15/STP (bản sao)",
        ),
    ],
)
def test_a_limit_that_an_official_gave_is_told_with_its_ground(
    limit, accepted, vietnamese, english
):
    given = "văn bản 15/STP (bản sao)"

    said = [told(limit, accepted, lang=lang, given=given)[0] for lang in ("vi", "en")]

    assert [line.split(" | ")[2] for line in said] == [vietnamese, english]


SUPPLEMENT = (
    Stop(at("2025-03-06 10:00"), Wait.SUPPLEMENT),
    Resume(at("2025-03-12 10:00"), Wait.SUPPLEMENT, Rule.RESTART),
)


def test_a_restart_begins_to_number_again():
    assert told(wd(10), "2025-03-03 09:00", *SUPPLEMENT)[1:5] == [
        "04/03 – 06/03 | 3 ngày làm việc | Ngày thứ 1 đến 3",
        "06/03 – 12/03 | – | Chờ bổ sung hồ sơ",
        "12/03 | – | Đã bổ sung, tính lại từ đầu từ 12/03",
        "13/03 – 14/03 | 2 ngày làm việc | Ngày thứ 1 đến 2",
    ]


def test_waits_and_moves_are_told_in_english():
    english = told(wd(10), "2025-03-03 09:00", *SUPPLEMENT, lang="en")
    moved = told(
        wd(10), "2025-05-20 09:00", Move(on("2025-06-02"), Ground.APOLOGY, wd(5)), lang="en"
    )

    waiting = "Clock stopped, not counted: waiting for missing papers"
    assert english[2] == f"6 Mar – 12 Mar | – | {waiting}"
    assert "2 Jun | – | Apology, new date: 3 Jun → 10 Jun" in moved


def test_hours_are_told_in_hours():
    assert told(hours(8), "2025-03-07 15:30") == [
        "07/03 | – | Thời hạn 8 giờ làm việc",
        "07/03 | 1 giờ 30 phút | 1 giờ 30 phút làm việc: 07/03",
        "08/03 – 09/03 | – | Nghỉ: cuối tuần",
        "10/03 | 6 giờ 30 phút | 6 giờ 30 phút làm việc: 10/03",
    ]


@pytest.mark.parametrize("limit", [days(30), months(1), SAME_DAY, wd(1), wd(60), hours(4)])
@pytest.mark.parametrize("accepted", ["2025-04-25 09:00", "2025-12-31 15:20", "2026-02-13 18:00"])
def test_every_limit_adds_up(limit, accepted):
    clock = case_clock.start(limit, at(accepted), VIETNAM)

    rows = list(explainer.rows(explain(clock, VIETNAM), limit.unit))

    if limit.unit == "hour":
        assert sum(row.minutes for row in rows) == limit.amount * 60
    elif limit.unit == "working_day":
        assert sum(row.days for row in rows) == limit.amount
    assert rows[-1].last <= clock.due_at.date()


def test_every_reason_and_every_wait_has_its_words():
    assert set(explainer.REASONS) == set(Reason)
    assert set(explainer.WAITS) == set(WAITS.values())
