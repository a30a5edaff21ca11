"""The QR code of a printed paper, read from the paper itself: its size, and what it says.

What is drawn has no stains, so the codewords of correction are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PageObject
from segno.consts import ALIGNMENT_POS, ECC

MM = 72 / 25.4  # points
# How typst draws it: the side of a module in points, then one stroke for each dark run of a row.
DRAWN = re.compile(r"q ([\d.]+) 0 0 -\1 [\d. ]+ cm\S* [^m]*?4 M ((?:[\d.]+ [\d.]+ [ml]\s){99,})")
STROKE = re.compile(r"([\d.]+) ([\d.]+) m ([\d.]+) \2 l")
FORMAT_MASK = 0b101010000010010
MASKS = (
    lambda y, x: (y + x) % 2,
    lambda y, x: y % 2,
    lambda y, x: x % 3,
    lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2,
    lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)
IN_BYTES = "0100"


@dataclass(frozen=True)
class Code:
    """Its dark modules, each (row, column), and the side of one."""

    dark: frozenset[tuple[int, int]]
    module_mm: float

    @property
    def size(self) -> int:
        return max(column for _, column in self.dark) + 1

    @property
    def side_mm(self) -> float:
        """Without the white around it."""
        return self.size * self.module_mm

    def text(self) -> str:
        """What a telephone reads, of a code up to version 9."""
        bits = "".join(f"{word:08b}" for word in self._words())
        assert bits.startswith(IN_BYTES)
        length = int(bits[4:12], 2)
        said = (int(bits[at : at + 8], 2) for at in range(12, 12 + 8 * length, 8))
        return bytes(said).decode()

    def _words(self) -> Iterator[int]:
        """The codewords that say something: the blocks' words lie in turn."""
        level, mask = self._format()
        bits = "".join(
            str(int((place in self.dark) != (MASKS[mask](*place) == 0))) for place in self._way()
        )
        stream = iter(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))
        kinds = ECC[(self.size - 17) // 4][level]
        blocks: list[tuple[int, list[int]]]
        blocks = [(kind.num_data, []) for kind in kinds for _ in range(kind.num_blocks)]
        for n in range(max(length for length, _ in blocks)):
            for length, words in blocks:
                if n < length:
                    words.append(next(stream))
        return (word for _, words in blocks for word in words)

    def _format(self) -> tuple[int, int]:
        """Level of correction and mask, beside the upper left finder."""
        places = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4)]
        told = int("".join(str(int(place in self.dark)) for place in places), 2)
        told ^= FORMAT_MASK >> 10
        return told >> 3, told & 0b111

    def _way(self) -> Iterator[tuple[int, int]]:
        """The modules of data as they are read: two columns at a time, up and down."""
        size, up = self.size, True
        for right in (*range(size - 1, 6, -2), 5, 3, 1):
            for y in range(size - 1, -1, -1) if up else range(size):
                yield from (at for at in ((y, right), (y, right - 1)) if not self._is_pattern(*at))
            up = not up

    def _is_pattern(self, y: int, x: int) -> bool:
        """Finders with their format, timing, version and alignment."""
        far = self.size - 9
        if 6 in (y, x) or (y < 9 and (x < 9 or x > far)) or (y > far and x < 9):
            return True
        version = (self.size - 17) // 4
        if version >= 7 and ((y < 6 and x > far - 3) or (x < 6 and y > far - 3)):
            return True
        at = ALIGNMENT_POS[version - 2] if version > 1 else ()
        near = [(a, b) for a in at for b in at if abs(a - y) <= 2 and abs(b - x) <= 2]
        last = self.size - 7
        return any(one not in ((6, 6), (6, last), (last, 6)) for one in near)


def drawn(page: PageObject) -> Code:
    """The one QR code of a page."""
    [(side, strokes)] = DRAWN.findall(page.get_contents().get_data().decode("latin1"))
    runs = [tuple(map(float, run)) for run in STROKE.findall(strokes)]
    left, top = min(run[0] for run in runs), min(run[1] for run in runs)
    dark = {
        (round(y - top), column)
        for x, y, end in runs
        for column in range(round(x - left), round(end - left))
    }
    return Code(frozenset(dark), float(side) / MM)
