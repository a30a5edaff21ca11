"""The only clock: Vietnam time, one offset, none in production."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from shared import clock
from shared.worktime.hours import VN
from stack import business_clock

NOON = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # 03:30 of the 24th in Vietnam


@pytest.fixture(autouse=True)
def _fresh_clock() -> Iterator[None]:
    clock.set_offset(None)
    yield
    clock.set_offset(None)


@time_machine.travel(NOON, tick=False)
def test_now_is_vietnam_time_and_today_its_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTCUA_CLOCK_OFFSET", raising=False)

    assert clock.now() == NOON
    assert clock.now().utcoffset() == timedelta(hours=7)
    assert clock.today() == date(2026, 11, 24)


@time_machine.travel(NOON, tick=False)
def test_the_environment_moves_the_clock_and_time_runs_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MOTCUA_CLOCK_OFFSET", "-86400.5")

    assert clock.now() == NOON - timedelta(days=1, seconds=0.5)
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        assert clock.now() == NOON - timedelta(hours=22, seconds=0.5)


@time_machine.travel(NOON, tick=False)
def test_an_offset_can_be_set_and_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_CLOCK_OFFSET", "60")

    clock.set_offset(3600)
    moved = clock.now()
    clock.set_offset(None)

    assert moved == NOON + timedelta(hours=1)
    assert clock.now() == NOON + timedelta(minutes=1)


@time_machine.travel(datetime(2024, 2, 28, 18, tzinfo=UTC), tick=False)
def test_a_leap_day_begins_at_midnight_in_vietnam() -> None:
    clock.set_offset(0)

    assert clock.today() == date(2024, 2, 29)


def test_production_has_no_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_ENV", "production")
    monkeypatch.setenv("MOTCUA_CLOCK_OFFSET", "1")

    with pytest.raises(ValueError, match="refused in production"):
        clock.now()
    with pytest.raises(ValueError, match="refused in production"):
        clock.set_offset(1)


@pytest.mark.parametrize("offset", ["soon", "1e300", "nan"])
def test_an_offset_that_is_no_number_of_seconds_is_told(
    monkeypatch: pytest.MonkeyPatch, offset: str
) -> None:
    monkeypatch.setenv("MOTCUA_CLOCK_OFFSET", offset)

    with pytest.raises(ValueError, match="MOTCUA_CLOCK_OFFSET is a number of seconds"):
        clock.now()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("+2d", 172_800),
        ("-1h", -3_600),
        ("+1d2h30m5s", 95_405),
        ("2026-11-24T03:30:00", 0),
        ("2026-11-24T04:30", 3_600),
        ("2026-11-23T20:30:00+00:00", 0),
        ("2026-11-24", -12_600),
    ],
)
def test_motcua_now_becomes_an_offset(text: str, seconds: float) -> None:
    assert clock.parse_now(text, NOON.astimezone(VN)) == seconds


@pytest.mark.parametrize("text", ["", "+", "2d", "+2", "tomorrow", "+2d-1h", "2026-13-01"])
def test_what_is_no_moment_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="MOTCUA_NOW is an instant"):
        clock.parse_now(text, NOON)


@time_machine.travel(NOON, tick=False)
def test_a_rewritten_file_moves_the_clock_of_a_running_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "clock"
    monkeypatch.setenv("MOTCUA_CLOCK_FILE", str(file))

    seen = []
    for offset in (60, 86400.5, -3600):
        business_clock.write(file, offset)
        seen.append(clock.now() - NOON)

    assert seen == [timedelta(seconds=s) for s in (60, 86400.5, -3600)]
    assert business_clock.read(file) == -3600


def test_production_refuses_a_clock_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "clock"
    business_clock.write(file, 0)
    monkeypatch.setenv("MOTCUA_CLOCK_FILE", str(file))
    monkeypatch.setenv("MOTCUA_ENV", "production")

    with pytest.raises(ValueError, match="refused in production"):
        clock.now()
