"""AsyncAPI 3.0 of one service: what it sends, what it may read, and the envelope of each fact.

Straight from the registry: FastStream's generator knows one header schema a channel, and
nothing of what a relay sends.
"""

from typing import Any

from shared.events.base import Event, service_of
from shared.events.registry import TOPICS, Topic, of_topic
from shared.events.schema import reader

Json = dict[str, Any]

VERSION = "1.0.0"
NAMES = {
    "intake": "tiếp nhận hồ sơ một cửa",
    "complaints": "tiếp công dân, đơn thư, khiếu nại",
    "notify": "thông báo",
    "reporting": "báo cáo",
}


def document(service: str) -> Json:
    """The whole document of a service."""
    sent = [topic for topic in TOPICS.values() if topic.writer == service]
    read = [topic for topic in TOPICS.values() if service in topic.readers]
    topics = {topic.name: topic for topic in (*sent, *read)}
    events = [event for name in topics for event in of_topic(name)]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"Một cửa: {service} ({NAMES[service]})",
            "version": VERSION,
            "description": "CloudEvents 1.0 in Kafka's binary mode. The data is the payload.",
        },
        "defaultContentType": "application/json",
        "servers": {"kafka": _server()},
        "channels": {name: _channel(topic) for name, topic in topics.items()},
        "operations": {
            **{f"send-{topic.name}": _operation("send", topic) for topic in sent},
            **{f"receive-{topic.name}": _operation("receive", topic) for topic in read},
        },
        "components": _components(events),
    }


def _server() -> Json:
    return {
        "host": "{bootstrap}",
        "protocol": "kafka",
        "variables": {"bootstrap": {"description": "Broker addresses of the deployment"}},
        "security": [{"$ref": "#/components/securitySchemes/scram"}],
    }


def _channel(topic: Topic) -> Json:
    cleanup = "compact" if topic.compacted else "delete"
    return {
        "address": topic.name,
        "messages": {
            event.type(): {"$ref": f"#/components/messages/{event.type()}"}
            for event in of_topic(topic.name)
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {"cleanup.policy": [cleanup]},
                "bindingVersion": "0.5.0",
            }
        },
    }


def _operation(action: str, topic: Topic) -> Json:
    return {"action": action, "channel": {"$ref": f"#/channels/{topic.name}"}}


def _components(events: list[type[Event]]) -> Json:
    schemas: Json = {}
    for event in events:
        add_schema(schemas, event)
    return {
        "messages": {event.type(): _message(event) for event in events},
        "schemas": schemas,
        "securitySchemes": {"scram": {"type": "scramSha512"}},
    }


def _message(event: type[Event]) -> Json:
    return {
        "name": event.type(),
        "summary": (event.__doc__ or "").partition("\n")[0],
        "contentType": "application/json",
        "headers": _headers(event),
        "payload": {"$ref": f"#/components/schemas/{event.type()}"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }


def _headers(event: type[Event]) -> Json:
    text: Json = {"type": "string"}
    service = service_of(event.topic)
    fixed = {
        "ce_specversion": "1.0",
        "ce_type": event.type(),
        "ce_source": f"/motcua/{service}",
        "ce_dataschema": f"urn:motcua:schema:{event.type()}",
        "content-type": "application/json",
    }
    free = {
        "ce_id": {**text, "format": "uuid"},
        "ce_time": {**text, "format": "date-time"},
        "ce_subject": {**text, "description": "The Kafka key"},
        "ce_sequence": {**text, "pattern": "^[1-9][0-9]*$"},
    }
    constants = {name: {**text, "const": value} for name, value in fixed.items()}
    return {
        "type": "object",
        "properties": {**constants, **free, "ce_traceparent": text},
        "required": [*constants, *free],
    }


def add_schema(schemas: Json, event: type[Event]) -> None:
    """References inside a document start at its root, so the parts become schemas of their own."""
    made = _moved(reader(event))
    for name, part in made.pop("$defs", {}).items():
        if schemas.setdefault(name, part) != part:
            raise ValueError(f"two parts are called {name!r}: {event.type()} needs another name")
    schemas[event.type()] = {
        name: value for name, value in made.items() if name not in ("$id", "$schema")
    }


def _moved(value: Any) -> Any:
    if isinstance(value, list):
        return [_moved(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: inner.replace("#/$defs/", "#/components/schemas/")
        if name == "$ref"
        else _moved(inner)
        for name, inner in value.items()
    }
