"""Real Kafka and PostgreSQL for the tests: one stack a run, started by the first test that asks.

stack      the whole run's stack.embedded.Stack in a folder of its own under /tmp
postgres   `postgres.fresh("intake", "notify")`: a Database of this test alone, with those services'
           migrations applied; `postgres.fresh()`: roles and schemas only. Then `.app["intake"]`,
           `.owner["intake"]` are DSNs, `.superuser` one for looking on
kafka      `kafka.bootstrap`, `kafka.agencies` (listeners); `kafka.security("notify")`: keyword
           arguments for an aiokafka client of that principal (default: the broker, who may all);
           `await kafka.send(topic, key, value, headers)`, `await kafka.read(topic)` to its end;
           topics are empty and no group has an offset when a test begins

Both put the marker of their name on the test.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from stack import chromium, temporary
from stack.embedded import Stack
from stack.failure import Failure
from stack.progress import step
from stack.verbs.test import ON_DOCKER
from tests.brokers import Kafka
from tests.databases import Postgres


def pytest_configure() -> None:
    """A traceback is its lines: with the values of all variables one can take minutes to draw."""
    renderer = structlog.dev.ConsoleRenderer.get_active()
    renderer.exception_formatter = structlog.dev.plain_traceback


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """tests/compose needs an engine: only where it is named."""
    named = any("tests/compose" in str(arg) for arg in config.args)
    return True if collection_path.match("tests/compose") and not named else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        for marker in ("postgres", "kafka"):
            if marker in names or "stack" in names:
                item.add_marker(marker)


def pytest_collection_finish(session: pytest.Session) -> None:
    """The browser is fetched before the first test, where one of the chosen ones needs it."""
    chosen = any(item.get_closest_marker("browser") for item in session.items)
    if not chosen or session.config.option.collectonly or chromium.is_there():
        return
    capture = session.config.pluginmanager.get_plugin("capturemanager")
    try:
        with capture.global_and_fixture_disabled(), step("Chromium, for the tests in a browser"):
            chromium.install()
    except Failure as failure:
        pytest.exit(f"motcua: {failure}", returncode=1)


def kind_of_stack() -> type[Stack]:
    """Servers of our own, or by `./motcua test --docker` those of the official images."""
    if ON_DOCKER not in os.environ:
        return Stack
    from tests.containers import Containers  # only where an engine is asked for

    return Containers


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with temporary.stack("test", kind_of_stack()) as started:
        Postgres(started).hurry()
        yield started


@pytest.fixture
def postgres(stack: Stack) -> Iterator[Postgres]:
    server = Postgres(stack)
    yield server
    server.drop_all()


@pytest.fixture
def kafka(stack: Stack) -> Kafka:
    broker = Kafka(stack)
    broker.clear()
    return broker
