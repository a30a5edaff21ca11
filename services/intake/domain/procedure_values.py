"""A version of a procedure as plain values by field, and back: a header for all, the rest ours."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.intake.domain.imported import CHANNELS, DETAIL, Version
from shared.events.intake import Procedure

PLAIN = ("name", "field", "level", "service_level", "supplement_clock", "decision_no")


def values_of(procedure: Procedure, detail: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, by field; a channel not offered is absent, one without a limit is {}."""
    offered = {one.channel: one.limit for one in procedure.channels}
    limits = {
        field: limit.model_dump() if (limit := offered[channel]) else {}
        for field, channel in CHANNELS.items()
        if channel in offered
    }
    header = {field: getattr(procedure, field) for field in PLAIN}
    kept = {field: detail.get(field) for field in DETAIL}
    return header | {"unit_ids": list(procedure.unit_ids)} | limits | kept


def header(version: Version) -> Procedure:
    """The state that is told. Raises pydantic's ValidationError."""
    values = version.values
    return Procedure.model_validate(
        {
            **{field: values.get(field) for field in PLAIN},
            "code": version.code,
            "version": version.version,
            "valid_from": version.valid_from,
            "unit_ids": values.get("unit_ids") or [],
            "channels": [
                {"channel": channel, "limit": values[field] or None}
                for field, channel in CHANNELS.items()
                if values.get(field) is not None
            ],
            "payable_online": values.get("service_level") == "FULL",
            "steps": [],
            "missing_parts": list(_missing(values)),
        }
    )


def _missing(values: Mapping[str, Any]) -> Iterator[str]:
    """What NĐ 63/2010 Điều 8(2) wants and nobody has told."""
    yield "STEPS"
    if not all(values[field] for field in CHANNELS if values.get(field) is not None):
        yield "LIMIT"
    for field, part in (("subjects", "SUBJECTS"), ("papers", "PAPERS"), ("authority", "AGENCY")):
        if not values.get(field):
            yield part


def detail(version: Version, before: Mapping[str, Any]) -> dict[str, Any]:
    """What only intake keeps, with what no file tells as it was."""
    told = {field: version.values.get(field) for field in DETAIL}
    kept = {field: value for field, value in before.items() if field not in DETAIL}
    return kept | {field: value for field, value in told.items() if value is not None}
