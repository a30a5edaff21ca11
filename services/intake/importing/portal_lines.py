"""The national portal's procedures as JSON lines, one object a procedure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from services.intake.domain.imported import Fault, Incoming, Source
from services.intake.importing import agencies, cells
from services.intake.importing.agencies import Places
from services.intake.importing.cells import Wrong
from services.intake.importing.portal_line import CHANNELS, Channel, Line, fees, papers
from services.intake.importing.reading import Reading, check_rows, text_of

LEVELS = {"commune": "COMMUNE", "province": "PROVINCE"}  # others are none of a province's


def read(content: bytes, places: Places) -> Reading:
    """All lines. Raises BadFile."""
    lines = text_of(content).split("\n")
    check_rows(len(lines) - 1)
    reading = Reading()
    for number, line in enumerate(lines, 1):
        if line.strip():
            _read(reading, number, line, places)
    return reading


def _read(reading: Reading, number: int, line: str, places: Places) -> None:
    try:
        told = Line.model_validate_json(line)
    except ValidationError as error:
        reading.faults += _faults(number, error)
        return
    before = len(reading.faults)
    code = reading.cell(number, "code", told.code, cells.code)
    values = dict(_values(reading, number, told, places))
    if code is None and len(reading.faults) == before:
        reading.faults.append(Fault(number, "code", "missing"))
    if len(reading.faults) == before:
        reading.rows.append(Incoming(number, code, values, Source.PORTAL))


def _faults(number: int, error: ValidationError) -> Iterator[Fault]:
    for one in error.errors(include_url=False, include_input=False):
        where = ".".join(map(str, one["loc"]))
        why = "not-json" if one["type"] == "json_invalid" else "shape"
        yield Fault(number, where, why, one["msg"])


def _values(reading: Reading, row: int, told: Line, places: Places) -> Iterator[tuple[str, Any]]:
    """Only what the line has a word on: an empty cell never erases."""
    levels = [level for said, level in LEVELS.items() if said in told.levels]
    found = {
        "name": reading.cell(row, "name", told.name, cells.text),
        "field": reading.cell(row, "field", told.field, cells.any_field),
        "level": levels[0] if levels else None,
        "result": reading.cell(row, "result", told.result and told.result.name, cells.text),
        "decision_no": reading.cell(row, "decision_no", told.decision, _decision),
        "legal_basis": reading.cell(row, "legal_basis", "\n".join(told.legal_basis), _lines),
        "subjects": reading.cell(row, "subjects", "\n".join(told.audiences), _lines),
        "papers": None,
        "fees": fees(told.channels),
    }
    with reading.at(row, "papers"):
        found["papers"] = papers(told.papers)
    with reading.at(row, "authority"):
        found |= _offices(cells.text(told.executing or told.authority or ""), levels, places)
    yield from ((name, value) for name, value in found.items() if value)
    yield from _limits(told.channels).items()


def _limits(channels: Iterable[Channel]) -> dict[str, Any]:
    """By channel, {} where none is stated; of one named twice the limit that is."""
    found: dict[str, Any] = {}
    for one in channels:
        if (limit := one.duration) and limit.value:
            found[CHANNELS[one.channel]] = {"amount": limit.value, "unit": limit.unit}
        else:
            found.setdefault(CHANNELS[one.channel], {})
    return found


def _offices(said: str, levels: Sequence[str], places: Places) -> Mapping[str, Any]:
    authority, meant = places.ours(agencies.named(said, ", "))
    return {"authority": authority, "unit_ids": places.counters(levels, meant)}


def _decision(said: Any) -> str | None:
    """The number; what is none the portal has not told."""
    try:
        return cells.decision(said)
    except Wrong:
        return None


def _lines(said: str) -> list[str]:
    return [plain for one in said.split("\n") if (plain := cells.text(one))]
