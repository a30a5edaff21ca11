"""Each benchmark on real servers, tiny: what it prints is what others read. No time is judged."""

import json

import pytest

from bench.__main__ import main
from bench.figure import duration, percentile, table, throughput

# A client that a benchmark's loop left closing is the collector's: no business of its figures.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SIZE = 200
KEYS = {"name", "value", "unit", "floor", "ratio", "bar", "ok"}
# What each prints, the unit, and the bar of design.md §9.
FIGURES = {
    "relay": [("relay", "facts/s", 0.7)],
    "latency": [("latency p50", "ms", 5), ("latency p99", "ms", 40)],
    "submit": [("submit", "dossiers/s", 0.5), ("submit leading", "dossiers/s", 0.3)],
    "project": [("project", "facts/s", 0.3)],
    "search": [("search p95", "ms", 20)],
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_benchmark_prints_one_object_a_figure(name, fresh, capsys):
    code = main([name, "--json", "--size", str(SIZE)], fresh)

    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(f["name"], f["unit"], f["bar"]) for f in printed] == FIGURES[name]
    assert all(set(f) == KEYS for f in printed)
    assert all(f["value"] > 0 and f["floor"] > 0 and f["ratio"] > 0 for f in printed)
    assert code == (0 if all(f["ok"] for f in printed) else 1)


def test_a_throughput_holds_its_bar_as_a_share_of_its_floor():
    assert throughput("x", 50, 100, 0.5, "/s").ok
    assert not throughput("x", 49, 100, 0.5, "/s").ok


def test_a_duration_holds_its_bar_in_milliseconds():
    assert duration("x", 5.0, 2.0, 5).ok
    assert not duration("x", 5.1, 2.0, 5).ok


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile([3, 1, 2, 4], 0.5) == 2
    assert percentile([3, 1, 2, 4], 0.99) == 4


def test_the_table_says_which_bar_was_missed():
    lines = table([throughput("a", 9, 10, 0.5, "/s"), duration("b", 9, 1, 5)]).splitlines()

    assert lines[1].endswith("ok")
    assert lines[2].endswith("MISSED")


@pytest.mark.parametrize("typed", [["nothing"], ["relay", "--size", "0"], ["relay", "--size", "x"]])
def test_what_is_no_benchmark_or_no_size_is_said(typed, capsys):
    with pytest.raises(SystemExit):
        main(typed)

    assert "error:" in capsys.readouterr().err
