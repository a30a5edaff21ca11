"""Data that a schema of ours lets in, whatever it is: for hypothesis."""

from datetime import UTC, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from shared.events.schema import Schema

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-11))])
# One day off both ends: instants are brought to +07:00, which needs a year Python knows.
TIMES = st.datetimes(timezones=ZONES).filter(lambda time: 1 < time.year < 9999)
FORMATS: dict[str, st.SearchStrategy[str]] = {
    "uuid": st.uuids().map(str),
    "date": st.dates().map(str),
    "date-time": TIMES.map(lambda time: time.isoformat()),
}


def values(schema: Schema, root: Schema | None = None) -> st.SearchStrategy[Any]:
    """Values of a schema; further fields too where it is open."""
    root = root or schema
    if "$ref" in schema:
        return values(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    kind = schema["type"]
    if kind == "object":
        return _objects(schema, root)
    if kind == "array":
        return st.lists(values(schema["items"], root), max_size=3)
    if kind == "integer":
        return st.integers(schema["minimum"], schema["maximum"])
    return st.booleans() if kind == "boolean" else _texts(schema)


def _objects(schema: Schema, root: Schema) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: values(field, root) for name, field in schema["properties"].items()}
    required = {name: fields.pop(name) for name in schema.get("required", ())}
    known = st.fixed_dictionaries(required, optional=fields)
    if schema.get("additionalProperties") is False:
        return known
    return st.builds(lambda new, old: {**new, **old}, st.just({"newer": [{"field": None}]}), known)


def _texts(schema: Schema) -> st.SearchStrategy[str]:
    if "format" in schema:
        return FORMATS[schema["format"]]
    # Python's `$` also stands before a last newline; in a JSON Schema it does not.
    return st.from_regex(schema["pattern"].removesuffix("$") + r"\Z")
