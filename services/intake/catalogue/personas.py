"""People to try the product with, outside production: one for each role (data/personas*.json)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from services.intake.catalogue.provinces import province
from services.intake.catalogue.units import Unit, agencies, units
from shared.tables import FOLDER, BadTable

Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Roles at a unit."""

    unit_id: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """Who a token may speak for. No assignments: a citizen or a business, no official."""

    persona: str
    aliases: tuple[str, ...]
    subject: str
    name: str
    title: str
    email: str
    assignments: tuple[Assignment, ...]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Assignment(_Entry):
    unit: Text
    roles: Annotated[tuple[Text, ...], Field(min_length=1)]


class _Persona(_Entry):
    persona: Text
    aliases: tuple[Text, ...] = ()
    subject: Text
    name: Text
    title: Text
    email: Text
    assignments: tuple[_Assignment, ...]


def personas(key: str, folder: Path = FOLDER) -> tuple[Persona, ...]:
    """All personas of a deployment. Raises BadTable."""
    file = province(key, folder).personas
    everything = (*units(key, folder), *agencies(key, folder))
    open_units = {unit.code: unit for unit in everything if not unit.valid_to}
    return tuple(
        Persona(
            persona=entry.persona,
            aliases=entry.aliases,
            subject=entry.subject,
            name=entry.name,
            title=entry.title,
            email=entry.email,
            assignments=tuple(_assignment(file, n, a, open_units) for a in entry.assignments),
        )
        for n, entry in enumerate(_entries(folder / file))
    )


def _entries(path: Path) -> tuple[_Persona, ...]:
    try:
        return TypeAdapter(tuple[_Persona, ...]).validate_json(path.read_bytes())
    except OSError as error:
        raise BadTable(path.name, None, "", str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadTable(path.name, None, ".".join(map(str, first["loc"])), first["msg"]) from None


def _assignment(
    file: str, n: int, assignment: _Assignment, open_units: Mapping[str, Unit]
) -> Assignment:
    unit = open_units.get(assignment.unit)
    if unit is None:
        raise BadTable(file, None, f"{n}.assignments.unit", f"no open unit {assignment.unit!r}")
    return Assignment(unit.unit_id, assignment.roles)
