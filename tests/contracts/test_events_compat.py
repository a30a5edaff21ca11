"""A published version stays what it was: readers of yesterday and facts of yesterday go on."""

from copy import deepcopy
from typing import Annotated, ClassVar

import pytest

from shared.events import generate
from shared.events.base import Event, Part
from shared.events.compat import problems
from shared.events.kinds import Code
from shared.events.registry import EVENTS
from shared.events.schema import Schema, closed, reader
from shared.events.types import CivilDate, Count, UnitId, Uuid


class Line(Part):
    amount: Count


class CaseMoved(Event):
    """As it was published."""

    topic: ClassVar[str] = "complaints.case.v1"
    case_id: Uuid
    unit_id: UnitId
    on: CivilDate
    kind: Annotated[str, Code("kind")]
    lines: list[Line]


class WithOptional(CaseMoved):
    note_count: Count | None = None
    more: list[Line] | None = None


class WithRequired(CaseMoved):
    due_on: CivilDate


class Retyped(CaseMoved):
    on: Count  # type: ignore[assignment]


class OtherList(CaseMoved):
    kind: Annotated[str, Code("source")]


class Loosened(CaseMoved):
    unit_id: UnitId | None = None  # type: ignore[assignment]


class LineWithRequired(Line):
    moment: Count


class Deeper(CaseMoved):
    lines: list[LineWithRequired]  # type: ignore[assignment]


class Removed(Event):
    topic: ClassVar[str] = "complaints.case.v1"
    case_id: Uuid
    unit_id: UnitId
    kind: Annotated[str, Code("kind")]
    lines: list[Line]


PUBLISHED = reader(CaseMoved)


def test_an_optional_field_may_be_added_in_place() -> None:
    assert problems(PUBLISHED, reader(WithOptional)) == []


@pytest.mark.parametrize(
    ("today", "line"),
    [
        (Removed, "on: removed or renamed"),
        (WithRequired, "due_on: added as required"),
        (Retyped, "on: type was 'string', is 'integer'"),
        (OtherList, "kind: x-code-list was 'kind', is 'source'"),
        (Loosened, "unit_id: was required, is optional"),
        (Deeper, "lines[].moment: added as required"),
    ],
)
def test_a_breaking_change_is_refused_with_the_field_named(today: type[Event], line: str) -> None:
    found = problems(PUBLISHED, reader(today))

    assert any(one.startswith(line) for one in found), found


@pytest.mark.parametrize(
    ("bound", "value", "line"),
    [
        ("maximum", 10, "values already told are refused by the new schema"),
        ("maximum", 2**40, "values are written that readers of the published schema refuse"),
    ],
)
def test_bounds_may_neither_shrink_nor_grow(bound: str, value: int, line: str) -> None:
    today = deepcopy(PUBLISHED)
    today["$defs"]["Line"]["properties"]["amount"][bound] = value

    assert problems(PUBLISHED, today) == [line]


def test_a_writer_schema_is_shut_at_every_depth() -> None:
    shut = closed(PUBLISHED)

    assert shut["additionalProperties"] is False
    assert shut["$defs"]["Line"]["additionalProperties"] is False
    assert "additionalProperties" not in PUBLISHED


def test_todays_models_keep_all_that_was_published() -> None:
    assert generate.incompatible(generate.published()) == []
    assert generate.published().keys() == EVENTS.keys()


def test_a_type_that_vanished_is_missed() -> None:
    was: dict[str, Schema] = {"motcua.intake.DossierVanished.v1": PUBLISHED}

    [line] = generate.incompatible(was)

    assert line.startswith("motcua.intake.DossierVanished.v1: published, but no model")


def test_a_change_of_a_real_fact_is_seen_against_the_committed_schema() -> None:
    was = generate.published()["motcua.intake.DossierReceived.v1"]
    was["properties"]["colour"] = {"type": "string"}

    [line] = generate.incompatible({"motcua.intake.DossierReceived.v1": was})

    assert line.startswith("motcua.intake.DossierReceived.v1: colour: removed or renamed")
