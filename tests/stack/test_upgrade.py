"""`upgrade`: every change is told before it is made; data of a newer program stays untouched."""

import psycopg
import pytest
from typer.testing import CliRunner

from shared.version import VERSION
from stack import cli, kafka_admin, running, topics, upgrade
from stack.acl import Rule, rules
from stack.failure import Failure

GRANTED = Rule("notify", "Read", "topic", "intake.party.v1")
STRANGE = Rule("reporting", "Read", "topic", "intake.party.v1")
CASES = "complaints.case.v1"


@pytest.fixture
def older(stack):
    """The run's stack as an older program would have left it; put right afterwards."""
    admin = stack.kafka_admin()
    wanted = rules(topics.topics(), topics.principals())
    kafka_admin.ensure_rules(admin, wanted - {GRANTED} | {STRANGE})
    kafka_admin.done(admin.delete_topics([CASES], operation_timeout=30))
    [party] = [t for t in topics.topics() if t.name == "intake.party.v1"]
    changed = party.model_copy(update={"config": {"segment.ms": "7200000"}})
    kafka_admin.ensure_configs(admin, [changed])
    yield stack
    stack.agree()


def test_each_migration_topic_setting_and_rule_is_told_and_then_done(older):
    changes = set(plan(older))

    assert {
        "migration  intake: 0001_shared",
        f"topic      new: {CASES}, 6 partitions",
        "topic      intake.party.v1: segment.ms=7200000 → 3600000",
        "access     granted: notify read topic intake.party.v1",
        "access     taken away: reporting read topic intake.party.v1",
    } <= changes
    rest = {line for line in changes if not line.startswith("migration")}
    assert len(rest) == 4

    older.agree()

    assert rest.isdisjoint(plan(older))


def plan(stack):
    return upgrade.plan(stack.postgres.dsn(stack.database), stack.kafka_admin())


def test_a_newer_schema_is_refused_before_anything_is_changed(older):
    with psycopg.connect(older.dsn("notify_owner")) as conn:
        conn.execute("CREATE TABLE schema_revision (version_num text)")
        conn.execute("INSERT INTO schema_revision VALUES ('9999')")
    before = kafka_admin.partitions(older.kafka_admin())
    try:
        for act in (older.agree, lambda: plan(older)):
            with pytest.raises(Failure, match="notify: revision 9999 is unknown here"):
                act()
    finally:
        with psycopg.connect(older.dsn("notify_owner")) as conn:
            conn.execute("DROP TABLE schema_revision")

    assert CASES not in before
    assert kafka_admin.partitions(older.kafka_admin()) == before
    assert kafka_admin.rules_differ(
        older.kafka_admin(), rules(topics.topics(), topics.principals())
    )


def test_a_stack_that_runs_is_not_upgraded(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_FOLDER", str(tmp_path))

    with running.claim(tmp_path):
        done = CliRunner().invoke(cli.app, ["upgrade"])

    assert "the stack runs (pid" in str(done.exception)


def test_what_was_written_down_is_the_version_that_is_told(tmp_path):
    assert upgrade.written(tmp_path) == "unknown"

    upgrade.write_down(tmp_path)

    assert upgrade.written(tmp_path) == VERSION
