"""Dates, numbers and amounts in both languages, as look.md §4 of the handbook writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web import formats

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)  # 14:05 in Vietnam


@pytest.mark.parametrize(
    ("told", "value", "vi", "en"),
    [
        (formats.day, ON, "24/11/2026", "24 Nov 2026"),
        (formats.day, datetime(2026, 11, 23, 18, tzinfo=UTC), "24/11/2026", "24 Nov 2026"),
        (formats.day, None, "–", "–"),
        (formats.short_day, ON, "24/11", "24 Nov"),
        (formats.weekday, ON, "thứ Ba, 24/11/2026", "Tuesday 24 Nov 2026"),
        (formats.weekday, date(2026, 11, 29), "Chủ nhật, 29/11/2026", "Sunday 29 Nov 2026"),
        (formats.clock, AT, "14:05", "14:05"),
        (formats.moment, AT, "14:05 ngày 24/11/2026", "14:05 on 24 Nov 2026"),
        (
            formats.period,
            (date(2026, 9, 15), date(2026, 12, 14)),
            "15/9/2026 – 14/12/2026",
            "15 Sep 2026 – 14 Dec 2026",
        ),
        (formats.number, 1_234_567, "1.234.567", "1,234,567"),
        (formats.number, 0, "0", "0"),
        (formats.number, None, "–", "–"),
        (formats.tally, 4, "<\xa05", "<\xa05"),
        (formats.tally, 5, "5", "5"),
        (formats.tally, 0, "0", "0"),
        (formats.tally, None, "–", "–"),
        (formats.percent, 97.4, "97,4\xa0%", "97.4\xa0%"),
        (formats.percent, None, "–", "–"),
        (formats.dong, 1_250_000, "1.250.000\xa0đồng", "1,250,000\xa0VND"),
        (formats.dong, None, "–", "–"),
        (formats.duration, 210, "3 giờ 30 phút", "3 hours 30 minutes"),
        (formats.duration, 61, "1 giờ 1 phút", "1 hour 1 minute"),
        (formats.duration, 0, "0 phút", "0 minutes"),
        (formats.size, 31_400_000, "31,4\xa0MB", "31.4\xa0MB"),
        (formats.size, 999_960, "1,0\xa0MB", "1.0\xa0MB"),
        (formats.size, 512, "512\xa0B", "512\xa0B"),
    ],
)
def test_a_value_in_both_languages(told, value, vi, en):
    assert (told("vi", value), told("en", value)) == (vi, en)


def test_decimals_have_a_comma_in_vietnamese():
    assert formats.number("vi", Decimal("1234.5"), 1) == "1.234,5"
    assert formats.number("en", Decimal("1234.5"), 1) == "1,234.5"


def test_a_secret_is_shown_in_groups():
    assert formats.code("7KQ2M9XA") == "7KQ2 M9XA"
    assert formats.card("044085001234") == "044 085 001 234"
    assert formats.phone("+84912345678") == "0912 345 678"
    assert formats.phone("+12025550123") == "+12025550123"
    assert formats.phone(None) == ""


@given(st.integers(-(10**12), 10**12))
def test_no_figure_is_lost_between_the_separators(value):
    assert int(formats.number("vi", value).replace(".", "")) == value
    assert int(formats.number("en", value).replace(",", "")) == value
