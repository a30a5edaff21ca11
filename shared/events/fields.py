"""The fields of a fact as its model declares them: for the gate, the code check and the docs."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from shared.events.base import Part
from shared.events.kinds import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Neither `kind` nor `part`: its type is not on the allow-list."""

    attribute: str
    name: str
    required: bool
    many: bool
    kind: Kind | None
    part: type[Part] | None


@cache
def fields(model: type[Part]) -> tuple[Field, ...]:
    """The fields of a model, parts not opened."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(_field(name, hints[name], model) for name in model.model_fields)


def walk(model: type[Part], path: str = "") -> Iterator[tuple[str, Field]]:
    """All fields down to the leaves, as `fees[].amount`."""
    for field in fields(model):
        here = f"{path}{field.name}{'[]' if field.many else ''}"
        yield here, field
        if field.part:
            yield from walk(field.part, f"{here}.")


def _field(attribute: str, hint: Any, model: type[Part]) -> Field:
    info = model.model_fields[attribute]
    inner = _without_none(hint)
    many = get_origin(inner) is list
    if many:
        (inner,) = get_args(inner)
    return Field(
        attribute=attribute,
        name=info.alias or attribute,
        required=info.is_required(),
        many=many,
        kind=_kind(inner),
        part=inner if isinstance(inner, type) and issubclass(inner, Part) else None,
    )


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, UnionType):
        return hint
    inner = [arg for arg in get_args(hint) if arg is not NoneType]
    return inner[0] if len(inner) == 1 else hint


def _kind(hint: Any) -> Kind | None:
    if get_origin(hint) is not Annotated:
        return None
    return next((mark for mark in hint.__metadata__ if isinstance(mark, Kind)), None)
