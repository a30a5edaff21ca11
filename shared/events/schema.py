"""JSON Schemas of the facts: open for readers, closed for writers."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from shared.events.base import Event, Part

Schema = dict[str, Any]


class Plain(GenerateJsonSchema):
    """Without titles; an optional field is one that may be absent, never null."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def reader(event: type[Event]) -> Schema:
    """What a reader may count on: further fields may come."""
    made = _made(event)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:motcua:schema:{event.type()}",
        "title": event.type(),
        **{name: value for name, value in made.items() if name != "title"},
    }


def writer(event: type[Event]) -> Schema:
    """All that a writer of this version may send."""
    return {**closed(reader(event)), "$id": f"urn:motcua:schema:{event.type()}:writer"}


def closed(schema: Schema) -> Schema:
    """The same schema, letting no further field in."""
    shut = {name: _closed_inside(value) for name, value in schema.items()}
    return {**shut, "additionalProperties": False} if "properties" in shut else shut


def _closed_inside(value: Any) -> Any:
    if isinstance(value, dict):
        return closed(value)
    return [_closed_inside(item) for item in value] if isinstance(value, list) else value


def _made(model: type[Part]) -> Schema:
    return model.model_json_schema(schema_generator=Plain)
