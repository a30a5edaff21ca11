"""What a benchmark found: a value beside its floor, and whether it holds its bar."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

HEAD = ("name", "value", "floor", "ratio", "bar", "")


@dataclass(frozen=True)
class Figure:
    """`ratio` is how near the value comes to the floor: 1 means our code costs nothing."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    bar: float
    ok: bool

    def json(self) -> str:
        return json.dumps(asdict(self))

    def row(self) -> tuple[str, ...]:
        """The cells of the table, for people."""
        limit = f"≤ {self.bar:g} {self.unit}" if self.unit == "ms" else f"≥ {self.bar:g} × floor"
        return (
            self.name,
            f"{self.value:,.1f} {self.unit}",
            f"{self.floor:,.1f} {self.unit}",
            f"{self.ratio:.2f}",
            limit,
            "ok" if self.ok else "MISSED",
        )


def throughput(name: str, value: float, floor: float, bar: float, unit: str) -> Figure:
    """Higher is better; the bar is a share of the floor."""
    ratio = value / floor
    return Figure(name, round(value, 1), unit, round(floor, 1), round(ratio, 3), bar, ratio >= bar)


def duration(name: str, ms: float, floor: float, bar: float) -> Figure:
    """Lower is better; the bar is in milliseconds."""
    return Figure(name, round(ms, 2), "ms", round(floor, 2), round(floor / ms, 3), bar, ms <= bar)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, round(share * len(ordered)) - 1)]


def table(figures: Sequence[Figure]) -> str:
    """All figures, aligned."""
    rows = [HEAD, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
