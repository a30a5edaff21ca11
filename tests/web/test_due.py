"""The due column: word and shape for every standing, counted as the limit counts."""

import pytest

from shared.web.due import due
from shared.worktime.limit import LimitUnit
from tests.shared.vietnam import VIETNAM, at
from tests.web.component import shown
from tests.web.visitor import Page

SOURCE = '{% from "ui/due.html" import due_word %}{{ due_word(one) }}'
HOUR, DAY = LimitUnit.HOUR, LimitUnit.DAY
WORKING = LimitUnit.WORKING_DAY


@pytest.mark.parametrize(
    ("due_at", "now", "unit", "vi", "en"),
    [
        ("2026-11-20 17:00", "2026-11-25 09:00", WORKING, "▲ Quá hạn 2 ngày", "▲ 2 days overdue"),
        ("2026-11-20 17:00", "2026-11-25 09:00", DAY, "▲ Quá hạn 5 ngày", "▲ 5 days overdue"),
        ("2026-11-20 17:00", "2026-11-21 09:00", WORKING, "▲ Quá hạn", "▲ Overdue"),
        ("2026-11-20 17:00", "2026-11-20 18:00", WORKING, "◆ Hôm nay", "◆ Today"),
        ("2026-11-20 17:00", "2026-11-20 07:00", WORKING, "◆ Hôm nay", "◆ Today"),
        ("2026-11-26 17:00", "2026-11-23 09:00", WORKING, "Còn 2 ngày", "2 days left"),
        ("2026-11-24 17:00", "2026-11-23 09:00", DAY, "Còn 1 ngày", "1 day left"),
        ("2026-11-20 16:00", "2026-11-20 09:00", HOUR, "◆ Còn 5 giờ", "◆ 5 hours left"),
        ("2026-11-20 16:00", "2026-11-20 15:40", HOUR, "◆ Còn 20 phút", "◆ 20 minutes left"),
        ("2026-11-23 08:30", "2026-11-20 16:00", HOUR, "◆ Còn 2 giờ", "◆ 2 hours left"),
        ("2026-11-27 16:00", "2026-11-20 15:00", HOUR, "Còn 4 ngày", "4 days left"),
        ("2026-11-20 15:00", "2026-11-20 16:30", HOUR, "▲ Quá hạn 1 giờ", "▲ 1 hour overdue"),
        ("2026-11-20 15:00", "2026-11-20 15:01", HOUR, "▲ Quá hạn 1 phút", "▲ 1 minute overdue"),
    ],
)
def test_how_a_date_stands(due_at, now, unit, vi, en):
    one = due(at(due_at), at(now), VIETNAM, unit=unit)

    for lang, expected in (("vi", vi), ("en", en)):
        said = Page(shown(SOURCE, lang, one=one)).text
        assert said.partition(" (")[0] == expected


def test_a_clock_that_stands_says_so_whatever_the_date():
    one = due(at("2026-11-20 17:00"), at("2026-11-25 09:00"), VIETNAM, stopped=True)

    page = Page(shown(SOURCE, one=one))

    assert page.text == "‖ Đang dừng (20/11/2026)"


def test_the_shape_is_for_eyes_and_the_date_for_ears():
    one = due(at("2026-11-20 17:00"), at("2026-11-25 09:00"), VIETNAM)

    html = shown(SOURCE, one=one)

    assert '<span class="due__shape" aria-hidden="true">▲</span>' in html
    assert '<span class="govuk-visually-hidden"> (20/11/2026)</span>' in html
