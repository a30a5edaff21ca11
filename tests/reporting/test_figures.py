"""The public figures: what is told, what is kept back, and how charts are laid out. Pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import figures, periods
from services.reporting.domain.figures import LEAST, Point, Rating, Share
from services.reporting.domain.refusals import PeriodUnknown
from services.reporting.domain.tree import Place, Tree
from services.reporting.web import charts

SIZES = st.integers(0, 12)
TREE = Tree(
    [
        Place("44", "Tỉnh", "PROVINCE", "tinh", None),
        Place("450", "Đồng Hới", "DISTRICT", "thanh_pho", "44"),
        Place("452", "Minh Hóa", "DISTRICT", "huyen", "44"),
        Place("18853", "Hải Thành", "COMMUNE", "phuong", "450"),
        Place("18856", "Đồng Phú", "COMMUNE", "phuong", "450"),
    ]
)
DAYS = [date(2026, 11, day) for day in range(1, 29)]


@given(st.lists(SIZES, max_size=8))
def test_what_is_kept_back_cannot_be_taken_from_the_whole(parts):
    kept_back = figures.hidden(parts)

    assert {i for i, n in enumerate(parts) if 0 < n < LEAST} <= kept_back
    assert not any(parts[i] == 0 for i in kept_back)
    others = [n for i, n in enumerate(parts) if n and i not in kept_back]
    if kept_back and others:
        assert len(kept_back) > 1
        assert sum(parts[i] for i in kept_back) >= LEAST


@given(st.fixed_dictionaries({place: SIZES for place in TREE.places}))
def test_no_page_tells_a_unit_that_the_page_above_keeps_back(sizes):
    shares = {place: Share(early=n) for place, n in sizes.items()}
    pages = {place: figures.told(TREE, shares, place) for place in TREE.places}

    for above in TREE.places:
        for bar in figures.bars(TREE, shares, above):
            if bar.share is None and bar.place.unit_id != above:
                assert pages[bar.place.unit_id] is None
    for share in pages.values():
        assert share is None or share.n == 0 or share.n >= LEAST


def test_a_unit_is_shown_with_all_under_it_and_the_worst_come_first():
    shares = {
        "450": Share(early=5),
        "18853": Share(early=6, late=4),
        "18856": Share(on_time=9, late=1),
        "452": Share(early=19, late=1),
    }

    found = [(b.place.unit_id, b.share.n, b.share.rate) for b in figures.bars(TREE, shares, "44")]

    assert found == [("450", 25, 80.0), ("452", 20, 95.0)]
    assert figures.told(TREE, shares, "44") == Share(early=30, on_time=9, late=6)
    assert [b.place.unit_id for b in figures.bars(TREE, shares, "450")] == ["18853", "18856", "450"]


def test_ratings_of_few_people_are_kept_back():
    rated = {"450": (6, 10, 45), "452": (2, 4, 20)}

    assert figures.rating(TREE, rated, "44") == Rating(65 / 14, 8)
    assert figures.rating(TREE, rated, "450") == Rating(None, None)
    assert figures.rating(TREE, {}, "44") == Rating(None, 0)


def test_a_rate_of_80_and_more_is_drawn_from_80_on_and_gaps_stay_gaps():
    made = [Point(DAYS[0], Share(8, 0, 2)), Point(DAYS[1], None), Point(DAYS[2], Share(10))]

    line = charts.line(made, "day")

    assert (line.lowest, [dot.y for dot in line.dots]) == (80, [charts.BOTTOM, charts.TOP])
    assert line.segments == []
    assert line.change == 20
    assert charts.line([*made, Point(DAYS[3], Share(7, 0, 3))], "day").lowest == 0
    assert charts.line([Point(DAYS[0], None)], "day") is None


@given(st.integers(1, 28))
def test_labels_of_the_line_fit_a_phone_and_the_last_is_always_there(count):
    line = charts.line([Point(day, Share(10)) for day in DAYS[:count]], "day")

    assert sum(not dot.minor for dot in line.dots) <= charts.LABELS
    assert not line.dots[-1].minor
    assert all(0 < dot.x < 100 for dot in line.dots)


@given(SIZES, SIZES, SIZES)
def test_a_stacked_bar_is_100_wide(early, on_time, late):
    share = Share(early, on_time, late)
    if share.n:
        pieces = charts.stack(share)

        assert sum(piece.width for piece in pieces) == pytest.approx(100)
        assert pieces[2].x == pytest.approx(100 - pieces[2].width)


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-11", (2026, 10, 15), (2026, 11, 14)),
        ("2026-Q1", (2025, 12, 15), (2026, 3, 14)),
        ("2026-H1", (2025, 12, 15), (2026, 6, 14)),
        ("2026", (2025, 12, 15), (2026, 12, 14)),
    ],
)
def test_a_period_is_read_from_its_code_and_joins_the_one_before(code, first, last):
    period = periods.read(code)

    assert (period.days.first, period.days.last) == (date(*first), date(*last))
    assert period.code == code
    eve = periods.before(period).days.last
    assert (period.days.first - eve).days == 1


@pytest.mark.parametrize("code", ["", "2026-13", "2026-Q5", "2026-H3", "2026-00", "٢٠٢٦", "x"])
def test_a_wrong_code_is_no_period(code):
    with pytest.raises(PeriodUnknown):
        periods.read(code)


def test_the_choices_begin_with_the_present_and_go_back_without_a_gap():
    found = periods.choices(date(2026, 12, 20))

    assert [one.code for one in found["month"][:2]] == ["2027-01", "2026-12"]
    assert [found[kind][0].code for kind in ("quarter", "half", "year")] == [
        "2027-Q1",
        "2027-H1",
        "2027",
    ]
    assert len({one.code for one in found["month"]}) == len(found["month"])
