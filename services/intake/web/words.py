"""How citizens' pages say things that data holds as numbers: opening hours, limits, fields."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from services.intake.catalogue import fields
from services.intake.papers.office import ADMINISTRATIVE
from shared.events.intake import Opening, Unit
from shared.web.formats import WEEKDAYS

UNBROKEN = "\u2060–\u2060"  # a span of time stays on one line


def hours(openings: Sequence[Opening], lang: str) -> str:
    """thứ Hai – thứ Sáu: 07:30–11:30, 13:00–17:00; thứ Bảy: 07:30–11:30."""
    days: dict[int, list[str]] = {}
    for one in openings:
        days.setdefault(one.weekday, []).append(f"{one.from_}{UNBROKEN}{one.to}")
    told = [(day, ", ".join(times)) for day, times in sorted(days.items())]
    return "; ".join(f"{_days(run, lang)}: {times}" for times, run in _runs(told))


def _runs(days: Iterable[tuple[int, str]]) -> Iterator[tuple[str, list[int]]]:
    """Neighbouring days that are alike."""
    counted = enumerate(days)
    for (times, _), group in groupby(counted, lambda one: (one[1][1], one[1][0] - one[0])):
        yield times, [day for _, (day, _) in group]


def _days(run: Sequence[int], lang: str) -> str:
    names = WEEKDAYS[lang]
    first, last = names[run[0] - 1], names[run[-1] - 1]
    return first if first == last else f"{first} – {last}"


def office(unit: Unit) -> str:
    """UBND xã Bảo Ninh: the committee of an administrative unit, the name of any other."""
    if unit.kind in ADMINISTRATIVE:
        return f"UBND {unit.name[:1].lower()}{unit.name[1:]}"
    return unit.name


def field(slug: str, lang: str) -> str:
    """The name of a field; one that our table has not stands as it is."""
    names = fields().get(slug)
    return slug if names is None else names[lang == "en"]
