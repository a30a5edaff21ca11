"""AsyncAPI, the page and the broker's own table agree with the registry."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema

from shared.events import asyncapi
from shared.events.page import page
from shared.events.registry import EVENTS, SERVICES, TOPICS

ROOT = Path(__file__).parents[2]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_document_is_asyncapi_three(service: str) -> None:
    kept = json.loads((ROOT / f"docs/events/asyncapi-{service}.json").read_text("utf-8"))
    kept["servers"] = {}  # FastStream's model wants a path there, which Kafka has not

    read = ApplicationSchema.model_validate(kept)

    assert read.asyncapi == "3.0.0"
    assert set(read.channels) == set(kept["channels"])


@pytest.mark.parametrize("service", SERVICES)
def test_every_reference_of_a_document_leads_somewhere(service: str) -> None:
    document = asyncapi.document(service)

    for reference in references(document):
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_shows_what_it_sends_and_no_restricted_topic_of_others(service: str) -> None:
    document = asyncapi.document(service)

    sent = {name for name in document["operations"] if name.startswith("send-")}
    assert sent == {f"send-{t.name}" for t in TOPICS.values() if t.writer == service}
    hidden = {t.name for t in TOPICS.values() if service not in (t.writer, *t.readers)}
    assert hidden.isdisjoint(document["channels"])


def test_each_message_has_the_headers_of_its_own_type() -> None:
    messages = asyncapi.document("intake")["components"]["messages"]

    for type_, message in messages.items():
        headers = message["headers"]
        assert headers["properties"]["ce_type"]["const"] == type_
        assert {"ce_id", "ce_sequence", "ce_time", "content-type"} <= set(headers["required"])


def test_two_parts_of_one_name_may_not_differ() -> None:
    schemas: dict[str, Any] = {"Limit": {"type": "string"}}

    with pytest.raises(ValueError, match="two parts are called 'Limit'"):
        asyncapi.add_schema(schemas, EVENTS["motcua.intake.DossierReceived.v1"])


def test_the_page_shows_every_fact_with_its_fields() -> None:
    text = page()

    for type_ in EVENTS:
        assert f"### {type_}\n" in text
    assert "| `fees[].exempt_reason`? | code of [exempt](#exempt) |" in text
    assert "not on the allow-list" not in text


def test_the_broker_has_the_same_topics_as_the_language() -> None:
    table = tomllib.loads((ROOT / "deploy/kafka/topics.toml").read_text("utf-8"))["topic"]

    on_the_broker = {
        (t["name"], t["partitions"], t["compacted"], t["restricted"], t["writer"]): t["readers"]
        for t in table
    }

    assert {key: set(readers) for key, readers in on_the_broker.items()} == {
        (t.name, t.partitions, t.compacted, t.restricted, t.writer): set(t.readers)
        for t in TOPICS.values()
    }


def test_every_topic_holds_a_fact_and_is_written_by_the_service_it_is_named_for() -> None:
    assert {event.topic for event in EVENTS.values()} == TOPICS.keys()
    assert all(topic.writer == name.split(".")[0] for name, topic in TOPICS.items())
