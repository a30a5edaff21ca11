"""/metrics of a service at work: every figure that operators need, and nothing of anybody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families

from services.notify.app import make
from shared import clock
from shared.events.registry import TOPICS
from tests.notify import world
from tests.notify.world import EMAIL, NAME, PHONE, party, received
from tests.running import running
from tests.shared.facts import message, until

ROUTES = {"/api/messages", "/api/messages/{message_id}", "/metrics", "/health/ready", "(none)"}
# What docs/operator.md speaks of: name of the family, labels that each of its samples has.
FIGURES = {
    "motcua_ready": {"service"},
    "motcua_lag": {"service"},
    "motcua_topic_lag": {"service", "topic"},
    "motcua_outbox_rows": {"service"},
    "motcua_outbox_age_s": {"service"},
    "motcua_unsendable": {"service"},
    "motcua_parked": {"service"},
    "motcua_stale_facts": {"service"},
    "motcua_relay_sent": {"service"},
    "motcua_loop_lag_seconds": set(),
    "motcua_request_seconds": {"service", "method", "route", "status"},
}
OF_PYTHON = {"generation", "implementation", "version", "major", "minor", "patchlevel"}


@pytest.fixture
def app(kafka, database, providers):
    return make(
        world.settings(
            database,
            providers.smtp_port,
            providers.sms_url,
            kafka_bootstrap=kafka.bootstrap,
            kafka_password=kafka.stack.kafka_password("notify"),
        )
    )


async def families(http):
    """Of notify: other services may have run in the process of the tests."""
    text = (await http.get("/metrics")).text
    return {
        family.name: [s for s in family.samples if s.labels.get("service", "notify") == "notify"]
        for family in text_string_to_metric_families(text)
    }


def value(found, name, **labels):
    return sum(s.value for s in found[name] if s.labels.items() >= labels.items())


async def test_every_figure_is_there_and_none_tells_of_a_person(kafka, app):
    async with running(app) as http:
        old = received()
        for fact in (party(old.party_id), old):
            told = clock.now() - timedelta(hours=73)
            await kafka.send(fact.topic, **message(fact, 1, ce_time=told.isoformat()))
        for path in (f"/api/messages/{uuid4()}", f"/{EMAIL}", f"/api/messages?phone={PHONE}"):
            await http.get(path)

        async def told_and_shown():
            found = await families(http)
            shown = value(found, "motcua_ready") and "motcua_topic_lag" in found
            return shown and value(found, "motcua_stale_facts") and found

        found = await until(told_and_shown, within_s=60)

    for name, labels in FIGURES.items():
        assert found[name], name
        assert {frozenset(s.labels.keys() - {"le"}) for s in found[name]} == {frozenset(labels)}
    labels = {
        (key, text) for samples in found.values() for s in samples for key, text in s.labels.items()
    }
    assert {key for key, _ in labels} <= set().union(*FIGURES.values(), {"le"}, OF_PYTHON)
    assert {text for key, text in labels if key == "topic"} <= TOPICS.keys()
    assert {text for key, text in labels if key == "route"} <= ROUTES
    everything = str(labels)
    assert not [word for word in (NAME, EMAIL, PHONE, str(old.party_id)) if word in everything]
