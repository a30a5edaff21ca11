"""Whether a version still is what was published: old readers and replays must both go on."""

import json
from collections.abc import Iterator
from typing import Literal

import jsoncompat

from shared.events.schema import Schema, closed

SAME = ("type", "format", "pattern", "x-kind", "x-code-list")


def problems(old: Schema, new: Schema) -> list[str]:
    """What breaks readers of the old open schema, or the replay of its facts, in the new one.

    A field may be added when it may be absent; all else needs a new version beside this one.
    """
    before, after = dict(_fields(old, old)), dict(_fields(new, new))
    found = [line for path in before if (line := _changed(path, before[path], after.get(path)))]
    for path in after.keys() - before.keys():
        parent = path.rpartition(".")[0]
        if after[path]["required"] and (parent in before or not parent):
            found.append(f"{path}: added as required; facts already told do not have it")
    return sorted(found) or _narrowed(old, new)


def _changed(path: str, was: Schema, now: Schema | None) -> str | None:
    if now is None:
        return f"{path}: removed or renamed; readers of this version still want it"
    for name in SAME:
        if was.get(name) != now.get(name):
            return f"{path}: {name} was {was.get(name)!r}, is {now.get(name)!r}"
    if was["required"] != now["required"]:
        words = ("optional", "required")
        return f"{path}: was {words[was['required']]}, is {words[now['required']]}"
    return None


def _narrowed(old: Schema, new: Schema) -> list[str]:
    """What the fields' names and types do not show, such as bounds."""
    lines = []
    if not _passes(old, closed(new), "serializer"):
        lines.append("values are written that readers of the published schema refuse")
    if not _passes(closed(old), new, "deserializer"):
        lines.append("values already told are refused by the new schema")
    return lines


def _passes(old: Schema, new: Schema, role: Literal["serializer", "deserializer"]) -> bool:
    return jsoncompat.check_compat(_bare(old), _bare(new), role)


def _bare(schema: Schema) -> str:
    # jsoncompat takes our $id for an address that it would have to fetch.
    return json.dumps({name: value for name, value in schema.items() if name != "$id"})


def _fields(schema: Schema, root: Schema, path: str = "") -> Iterator[tuple[str, Schema]]:
    for name, raw in schema.get("properties", {}).items():
        field = _resolved(raw, root)
        here = f"{path}{name}"
        yield here, {**field, "required": name in schema.get("required", ())}
        inner = _resolved(field.get("items", {}), root)
        if inner:
            yield f"{here}[]", {**inner, "required": False}
        yield from _fields(field, root, f"{here}.")
        yield from _fields(inner, root, f"{here}[].")


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    target: Schema = root["$defs"][reference.removeprefix("#/$defs/")]
    return {**target, **{name: value for name, value in schema.items() if name != "$ref"}}
