"""MOTCUA_NOW becomes one offset."""

from datetime import datetime

import pytest

from stack.business_clock import VN, offset
from stack.failure import Failure

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VN)


@pytest.mark.parametrize(
    ("wanted", "seconds"),
    [
        ("", 0),
        ("+2d", 2 * 86_400),
        ("-1h", -3_600),
        ("+90m", 5_400),
        ("-30s", -30),
        ("2026-11-24T08:00", 86_400),
        ("2026-11-23T02:00:00+01:00", 0),
        ("2026-11-22", -86_400 - 8 * 3_600),
    ],
)
def test_an_instant_or_a_signed_duration_moves_the_clock(wanted, seconds):
    assert offset({"MOTCUA_NOW": wanted}, NOW) == seconds


@pytest.mark.parametrize("wanted", ["2d", "+2w", "tomorrow", "+", "2026-13-01"])
def test_what_cannot_be_read_is_refused(wanted):
    with pytest.raises(Failure, match="neither an instant"):
        offset({"MOTCUA_NOW": wanted}, NOW)


def test_production_keeps_the_real_clock():
    with pytest.raises(Failure, match="refused in production"):
        offset({"MOTCUA_NOW": "+1d", "MOTCUA_ENV": "production"}, NOW)
    assert offset({"MOTCUA_ENV": "production"}, NOW) == 0
