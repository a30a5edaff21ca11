"""Charts as plain geometry: shares of the width in per cent, heights in pixels; templates draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from services.reporting.domain.figures import Bar, By, Point, Share

LEFT, RIGHT = 12.0, 96.0  # per cent of the width; the labels of the axis stand left of it
TOP, BOTTOM = 24.0, 184.0
LABELS = 6  # as many fit beside each other on a phone


class Dot(NamedTuple):
    """A point of the line; `minor`: its label gives way on a phone."""

    x: float
    y: float
    point: Point
    minor: bool


class Segment(NamedTuple):
    """From a dot to the next."""

    x1: float
    y1: float
    x2: float
    y2: float


class Tick(NamedTuple):
    """A line of the grid and the per cent it stands for."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """The share in the course of time; `lowest`: where its axis begins."""

    by: By
    lowest: int
    ticks: Sequence[Tick]
    dots: Sequence[Dot]
    segments: Sequence[Segment]

    @property
    def first(self) -> Dot:
        return self.dots[0]

    @property
    def last(self) -> Dot:
        return self.dots[-1]

    @property
    def change(self) -> float:
        return _rate(self.last.point) - _rate(self.first.point)


def line(points: Sequence[Point], by: By) -> Line | None:
    """None where nothing can be drawn. A rate of 80 and more is looked at from 80 on."""
    rates = [_rate(point) for point in points if point.share]
    if not rates:
        return None
    lowest = 80 if min(rates) >= 80 else 0
    every = -(-len(points) // LABELS)
    dots = [
        Dot(_x(i, len(points)), _y(_rate(point), lowest), point, (len(points) - 1 - i) % every > 0)
        for i, point in enumerate(points)
    ]
    steps = [Segment(*a[:2], *b[:2]) for a, b in pairwise(dots) if a.point.share and b.point.share]
    ticks = [Tick(_y(value, lowest), value) for value in (lowest, (lowest + 100) // 2, 100)]
    return Line(by, lowest, ticks, [dot for dot in dots if dot.point.share], steps)


class Piece(NamedTuple):
    """A part of a stacked bar."""

    kind: str
    x: float
    width: float


def stack(share: Share) -> list[Piece]:
    """Before, on and after the day, side by side to 100."""
    early, on_time, late = share.parts
    return [
        Piece("early", 0, early),
        Piece("on-time", early, on_time),
        Piece("late", early + on_time, late),
    ]


def shown(bars: Sequence[Bar]) -> list[Bar]:
    """The bars that can be drawn."""
    return [bar for bar in bars if bar.share]


def _rate(point: Point) -> float:
    rate = point.share.rate if point.share else None
    return 0 if rate is None else rate


def _x(i: int, count: int) -> float:
    return RIGHT if count == 1 else LEFT + (RIGHT - LEFT) * i / (count - 1)


def _y(rate: float, lowest: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * (rate - lowest) / (100 - lowest)
