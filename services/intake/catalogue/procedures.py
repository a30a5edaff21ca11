"""The everyday procedures that are shipped: headers, papers and fees."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from services.intake.catalogue.provinces import province
from services.intake.catalogue.units import Unit, agencies, units
from shared.tables import FOLDER, Row, rows
from shared.worktime import limit
from shared.worktime.limit import Limit

T = TypeVar("T")
PROCEDURES, PAPERS, FEES = "procedures.csv", "procedure_papers.csv", "procedure_fees.csv"
CHANNELS = {"1": "counter_limit", "2": "online_limit", "3": "post_limit"}
# NĐ 63/2010 Điều 8(2) wants them; these files do not hold them.
MISSING_PARTS = ("STEPS", "SUBJECTS")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to hand in; `kind` as LoaiBan, `shown`: only looked at."""

    key: str
    name: str
    kind: str
    copies: int
    required: bool
    shown: bool
    note: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A line of charge or fee. No amount: set by a resolution of the people's council."""

    kind: str
    moment: str
    channel: str | None
    amount: int | None
    per: str
    note: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure as this deployment offers it."""

    code: str
    version: int
    valid_from: date
    name: str
    field: str
    level: str
    authority: str
    unit_ids: tuple[str, ...]
    limits: Mapping[str, Limit]  # by channel; a channel that is absent is not offered
    verification: Limit | None
    limit_note: str
    supplement_clock: str
    service_level: str
    result: str
    legal_basis: tuple[str, ...]
    papers: tuple[Paper, ...]
    fees: tuple[Fee, ...]
    code_source: str
    details_source: str

    @property
    def payable_online(self) -> bool:
        """Toàn trình means that it is also paid online (domain.md §1.7)."""
        return self.service_level == "FULL"


@dataclass(frozen=True, slots=True)
class _Here:
    """What a row means depends on the deployment: its columns, its units."""

    suffix: str
    places: tuple[Unit, ...]
    fields: Mapping[str, tuple[str, str]]


@cache
def fields(folder: Path = FOLDER) -> Mapping[str, tuple[str, str]]:
    """Lĩnh vực: slug to its Vietnamese and English label."""
    return {
        row.must("slug"): (row.must("label_vi"), row.must("label_en"))
        for row in rows("fields.csv", folder)
    }


@cache
def procedures(key: str, folder: Path = FOLDER) -> tuple[Procedure, ...]:
    """All of them for a deployment. Raises BadTable."""
    suffix = "" if province(key, folder).districts else "_two_level"
    here = _Here(suffix, (*units(key, folder), *agencies(key, folder)), fields(folder))
    table = _by_code(folder)
    papers = _grouped(PAPERS, _paper, table, folder)
    fees = _grouped(FEES, _fee, table, folder)
    return tuple(
        _procedure(row, here, papers.get(code, []), fees.get(code, []))
        for code, row in table.items()
    )


def _by_code(folder: Path) -> dict[str, Row]:
    table: dict[str, Row] = {}
    for row in rows(PROCEDURES, folder):
        code = row.must("code")
        if code in table:
            raise row.bad("code", f"{code} is there twice")
        table[code] = row
    return table


def _procedure(row: Row, here: _Here, papers: list[Paper], fees: list[Fee]) -> Procedure:
    return Procedure(
        code=row.must("code"),
        version=row.read("version", int),
        valid_from=row.read("valid_from", date.fromisoformat),
        name=row.must("name"),
        field=_field(row, here),
        level=row.must(f"level{here.suffix}"),
        authority=row.must(f"authority{here.suffix}"),
        unit_ids=tuple(_offered_by(row, f"offered_by{here.suffix}", here.places)),
        limits=_limits(row),
        verification=row.maybe("verification_limit", limit.parse),
        limit_note=row.text("limit_note"),
        supplement_clock=row.must("supplement_clock"),
        service_level=row.must("service_level"),
        result=row.must("result"),
        legal_basis=tuple(basis.strip() for basis in row.must("legal_basis").split(";")),
        papers=tuple(papers),
        fees=tuple(fees),
        code_source=row.must("code_source"),
        details_source=row.must("details_source"),
    )


def _field(row: Row, here: _Here) -> str:
    field = row.must("field")
    if field not in here.fields:
        raise row.bad("field", f"not in fields.csv: {field!r}")
    return field


def _limits(row: Row) -> Mapping[str, Limit]:
    found = {
        channel: row.read(field, limit.parse)
        for channel, field in CHANNELS.items()
        if row.text(field)
    }
    if not found:
        raise row.bad("counter_limit", "a procedure is offered through at least one channel")
    return found


def _offered_by(row: Row, field: str, places: tuple[Unit, ...]) -> Iterator[str]:
    """Units of a level (`commune`), of a kind (`land_branch`) or agencies by code (`STP`)."""
    for name in row.must(field).split("|"):
        found = [place.unit_id for place in places if _is(place, name)]
        if not found:
            raise row.bad(field, f"no unit is meant by {name!r}")
        yield from found


def _is(place: Unit, name: str) -> bool:
    if place.kind == "land_branch":
        return name in (place.kind, place.code)
    return name in (place.level.lower(), place.code)


def _grouped(
    file: str, read: Callable[[Row], T], known: Mapping[str, Row], folder: Path
) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows(file, folder):
        code = row.must("procedure_code")
        if code not in known:
            raise row.bad("procedure_code", f"not in {PROCEDURES}: {code}")
        found.setdefault(code, []).append(read(row))
    return found


def _paper(row: Row) -> Paper:
    return Paper(
        key=row.must("key"),
        name=row.must("name"),
        kind=row.must("kind"),
        copies=row.read("copies", int),
        required=row.flag("required"),
        shown=row.flag("shown"),
        note=row.text("note"),
    )


def _fee(row: Row) -> Fee:
    return Fee(
        kind=row.must("kind"),
        moment=row.must("moment"),
        channel=row.text("channel") or None,
        amount=row.maybe("amount", int),
        per=row.must("per"),
        note=row.text("note"),
    )
