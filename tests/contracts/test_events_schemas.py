"""Schemas and models say the same: what one lets in, the other reads."""

import json

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.events.golden import Sample
from shared.events.registry import EVENTS
from shared.events.schema import reader, writer
from tests.contracts.generated import values
from tests.contracts.language import SAMPLES, event_of, name_of


@pytest.mark.parametrize("type_", EVENTS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_the_schema_lets_in_is_read(type_: str, data: st.DataObject) -> None:
    model = EVENTS[type_]
    value = data.draw(values(reader(model)))
    assert jsonschema_rs.is_valid(reader(model), value, validate_formats=True)

    event = model.model_validate(value)

    assert model.model_validate_json(event.body()) == event
    told = json.loads(event.body())
    assert jsonschema_rs.is_valid(writer(model), told, validate_formats=True)


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_what_is_written_is_valid_for_readers_and_for_writers(sample: Sample) -> None:
    model, body = EVENTS[sample.type], json.loads(event_of(sample).body())

    assert jsonschema_rs.is_valid(reader(model), body)
    assert jsonschema_rs.is_valid(writer(model), body)


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_only_the_readers_schema_lets_further_fields_in(sample: Sample) -> None:
    model, body = EVENTS[sample.type], {**sample.data, "newer": 1}

    assert jsonschema_rs.is_valid(reader(model), body)
    assert not jsonschema_rs.is_valid(writer(model), body)
