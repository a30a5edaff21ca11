"""Opening hours: when people can come. Due dates never depend on them."""

import pytest

from shared.worktime import opening
from tests.shared.vietnam import VIETNAM, at, on

HOURS = opening.parse("Mo-Fr 07:30-11:30 13:00-17:00; Sa 07:30-11:30")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        pytest.param("2025-03-03 07:30", True, id="monday-morning"),
        pytest.param("2025-03-03 12:00", False, id="lunch"),
        pytest.param("2025-03-03 17:00", False, id="closing-time"),
        pytest.param("2025-03-08 10:00", True, id="saturday-morning"),
        pytest.param("2025-03-08 15:00", False, id="saturday-afternoon"),
        pytest.param("2025-04-26 15:00", True, id="worked-saturday-afternoon"),
        pytest.param("2025-05-02 09:00", False, id="swapped-friday"),
        pytest.param("2025-02-01 09:00", False, id="saturday-of-tet"),
        pytest.param("2025-03-09 09:00", False, id="sunday"),
    ],
)
def test_a_counter_is_open(moment: str, is_open: bool) -> None:
    assert opening.is_open(HOURS, at(moment), VIETNAM) is is_open


def test_hours_are_listed_by_weekday() -> None:
    saturday = opening.on_day(HOURS, on("2025-03-08"), VIETNAM)

    assert [(o.weekday, f"{o.from_:%H:%M}", f"{o.to:%H:%M}") for o in saturday] == [
        (6, "07:30", "11:30")
    ]
    assert len(HOURS) == 11


@pytest.mark.parametrize("text", ["Mo", "Mo-Fr", "Xx 07:30-11:30", "Mo 11:30-07:30"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"opening hours|not in"):
        opening.parse(text)
