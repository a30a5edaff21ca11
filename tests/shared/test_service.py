"""A whole service as a process: what it does about a Kafka that is away or another's."""

import json
import sys

import httpx
import pytest

from shared import outbox
from shared.db import open_pool, transaction
from stack import environment
from stack.child import Child
from stack.layout import ROOT
from tests.shared.facts import CASES, assigned, until

NOWHERE = "127.0.0.1:1"


@pytest.fixture
def start(stack, postgres):
    """Start a service on a database of its own; its environment may be changed."""
    made, children = postgres.fresh("complaints", "intake"), []

    def process(name: str, **changed: str) -> tuple[Child, str]:
        prefix = name.upper()
        env = environment.service(stack, name) | {f"{prefix}_DATABASE_URL": made.app[name]}
        env |= {f"{prefix}_{key}": value for key, value in changed.items()}
        command = [sys.executable, "-m", f"services.{name}.app"]
        child = Child(name, command, stack.folder, env, cwd=ROOT)
        child.log.unlink(missing_ok=True)
        child.start()
        children.append(child)
        return child, environment.url(stack, name)

    yield made, process
    for child in children:
        child.stop()


async def ended(child: Child) -> bool:
    return not child.running


async def test_another_kafka_than_before_gets_no_fact_and_ends_the_service(kafka, start):
    made, process = start
    pool = await open_pool(made.app["complaints"])
    await pool.execute("INSERT INTO kafka_cluster (cluster_id) VALUES ('another')")
    async with transaction(pool) as conn:
        await outbox.add(conn, assigned())

    child, _ = process("complaints")
    await until(lambda: ended(child), within_s=30)

    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1
    assert await kafka.read(CASES) == []
    assert "another Kafka cluster than before" in child.log.read_text()
    await pool.close()


async def test_a_wrong_password_of_the_database_ends_the_service_with_one_line(start):
    made, process = start
    wrong = made.app["complaints"].replace("complaints_app:", "complaints_app:x")

    child, _ = process("complaints", DATABASE_URL=wrong)
    await until(lambda: ended(child), within_s=60)

    lines = [json.loads(line) for line in child.log.read_text().splitlines() if line[0] == "{"]
    [said] = [line for line in lines if line["level"] == "critical"]
    assert said["why"].startswith("PostgreSQL refuses COMPLAINTS_DATABASE_URL: password auth")
    assert child.exit_code not in (0, None)
    assert "Traceback" not in child.log.read_text()
    assert wrong not in child.log.read_text()


async def test_a_wrong_password_of_kafka_is_told_while_the_service_waits(start):
    _, process = start

    child, url = process("complaints", KAFKA_PASSWORD="wrong")

    async def told() -> bool:
        return "SaslAuthenticationFailed" in child.log.read_text()

    await until(told, within_s=60)
    async with httpx.AsyncClient(base_url=url) as http:
        status = (await http.get("/health/status")).json()
    assert (status["ready"], status["why"]) == (False, ["kafka"])
    assert '"waiting for Kafka"' in child.log.read_text()


async def test_a_service_that_awaits_nothing_of_kafka_is_ready_without_it(start):
    _, process = start

    _, url = process("intake", KAFKA_BOOTSTRAP=NOWHERE)

    async def ready() -> bool:
        try:
            return (await http.get("/health/ready")).is_success
        except httpx.TransportError:
            return False

    async with httpx.AsyncClient(base_url=url) as http:
        await until(ready, within_s=30)
        status = (await http.get("/health/status")).json()
    assert (status["ready"], status["lag"]) == (True, 0)
