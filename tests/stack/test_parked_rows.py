"""What `motcua parked` shows and marks; it handles nothing itself."""

import copy
import json

import psycopg
import pytest

from stack import parked_rows
from stack.failure import Failure
from stack.parked_rows import Filter
from stack.verbs import parked

PARK = """
INSERT INTO parked (consumer, topic, key, sequence, partition, "offset", header_names,
                    header_values, body, error)
VALUES (%s, 'intake.dossier.v1', %s, %s, 0, %s, '{ce_type}', '{x}', %s, %s)
"""
ROWS = (("a", 1, "bad"), ("a", 2, "behind"), ("b", 7, "ValueError: no"))
BODY = "hồ sơ\x1b[2J".encode()
STOP = """
INSERT INTO outbox (event_id, topic, key, type, sequence, time, error)
VALUES (gen_random_uuid(), 'notify.message.v1', 'k', 'x', 1, now(), 'too large')
"""


@pytest.fixture
def office(stack, postgres):
    """The stack on a database of this test: notify has three parked rows and a stopped fact."""
    database = postgres.fresh("notify", "reporting", "intake", "complaints")
    with psycopg.connect(database.app["notify"]) as conn:
        for key, sequence, error in (
            ("a", 1, "bad"),
            ("a", 2, "behind"),
            ("b", 7, "ValueError: no"),
        ):
            body = "hồ sơ\x1b[2J".encode()
            conn.execute(PARK, ["notify.messages", key, sequence, sequence, body, error])
        conn.execute(STOP)
    own = copy.copy(stack)
    own.database = database.name
    return own


def found(office, **wanted):
    return [
        (service, r.consumer, r.key, r.sequence) for service, r in office_rows(office, **wanted)
    ]


def office_rows(office, **wanted):
    return list(parked_rows.find(office, Filter(**wanted)))


def marks(office):
    with psycopg.connect(office.dsn("notify_app")) as conn:
        rows = conn.execute("SELECT key, sequence, action, asked_by FROM parked ORDER BY 1, 2")
        return rows.fetchall()


def test_all_services_are_listed_with_parked_messages_and_facts_that_cannot_be_sent(office):
    assert found(office) == [
        ("notify", "notify.messages", "a", 1),
        ("notify", "notify.messages", "a", 2),
        ("notify", "notify.messages", "b", 7),
        ("notify", "outbox", "k", 1),
    ]


@pytest.mark.parametrize(
    ("wanted", "sequences"),
    [
        ({"service": "reporting"}, []),
        ({"consumer": "notify.messages", "key": "a"}, [1, 2]),
        ({"error": "valueerror"}, [7]),
        ({"topic": "notify.message.v1"}, [1]),
        ({"consumer": "outbox"}, [1]),
        ({"key": "none"}, []),
    ],
)
def test_filters_narrow_the_list(office, wanted, sequences):
    assert [row[3] for row in found(office, **wanted)] == sequences


def test_marking_asks_the_service_and_changes_nothing_else(office):
    for service, row in office_rows(office, key="a"):
        assert parked_rows.mark(office, service, row, "replay", "operator:ha")

    assert marks(office) == [
        ("a", 1, "replay", "operator:ha"),
        ("a", 2, "replay", "operator:ha"),
        ("b", 7, None, None),
    ]


def test_a_stopped_fact_is_sent_again_but_never_dropped(office):
    [(service, row)] = office_rows(office, consumer="outbox")

    assert not parked_rows.mark(office, service, row, "drop", "operator:ha")
    assert found(office, consumer="outbox") != []

    assert parked_rows.mark(office, service, row, "replay", "operator:ha")
    assert found(office, consumer="outbox") == []


def test_looking_at_a_message_is_written_to_the_audit_trail(office):
    [(_, row), *_] = office_rows(office, key="b")

    shown = parked_rows.show(office, "notify", row.id, "operator:ha")

    assert shown.body == BODY
    with psycopg.connect(office.dsn("notify_app")) as conn:
        audit = conn.execute("SELECT actor, action, object_id FROM audit").fetchall()
    assert audit == [("operator:ha", "parked.show", str(row.id))]


def test_a_message_that_is_not_there_is_refused(office):
    with pytest.raises(Failure, match="notify has no parked message 999"):
        parked_rows.show(office, "notify", 999, "operator:ha")
    with pytest.raises(Failure, match="no service 'fax'"):
        office_rows(office, service="fax")


def test_a_strangers_bytes_cannot_move_our_terminal():
    assert parked.readable("hồ sơ\x1b[2J\n".encode()) == "hồ sơ\\x1b[2J\n"
    assert parked.readable(b"\xff") == "\\xff"


def test_the_list_for_programs_is_one_object_a_line(office):
    lines = [parked.as_json(service, row) for service, row in office_rows(office, key="b")]

    [told] = [json.loads(line) for line in lines]
    assert (told["service"], told["key"], told["error"]) == ("notify", "b", "ValueError: no")


def test_a_line_of_the_list_is_whole_and_a_strangers_markup_stays_text(office, capsys):
    with psycopg.connect(office.dsn("notify_app")) as conn:
        conn.execute(PARK, ["notify.messages", "[red]" + "k" * 36, 1, 99, b"", "[bold]"])

    parked.show_rows(office_rows(office, error="[bold]"))

    [_, line] = capsys.readouterr().out.splitlines()
    assert "[red]" + "k" * 36 in line
    assert "[bold]" in line
