"""Access rules follow from the tables of deploy/kafka."""

import pytest

from shared.events.registry import TOPICS
from stack import topics
from stack.acl import Rule, rules
from stack.failure import Failure
from stack.topics import Principal, Topic

OFFICE = Principal(name="intake", kind="service")
MAIL = Principal(name="notify", kind="service")
AGENCY = Principal(name="qlvb", kind="agency", reads=("intake.dossier.v1",))


def topic(name: str, writer: str, *readers: str, restricted: bool = False) -> Topic:
    return Topic(
        name=name,
        partitions=1,
        compacted=False,
        restricted=restricted,
        writer=writer,
        readers=readers,
        config={},
    )


def test_a_service_gets_its_groups_its_prefix_to_write_and_each_topic_to_read_by_name():
    known = [topic("intake.dossier.v1", "intake", "notify"), topic("notify.message.v1", "notify")]

    assert rules(known, [MAIL]) == {
        Rule("notify", "Read", "group", "notify.", "prefixed"),
        Rule("notify", "Write", "topic", "notify.", "prefixed"),
        Rule("notify", "Read", "topic", "intake.dossier.v1", "literal"),
    }


def test_an_agency_reads_what_is_named_and_writes_its_own_answers_alone():
    known = [
        topic("intake.dossier.v1", "intake"),
        topic("intake.unit.v1", "intake"),
        topic("agency.qlvb.answer.v1", "qlvb", restricted=True),
    ]

    assert rules(known, [AGENCY]) == {
        Rule("qlvb", "Read", "group", "agency.qlvb.", "prefixed"),
        Rule("qlvb", "Read", "topic", "intake.dossier.v1", "literal"),
        Rule("qlvb", "Write", "topic", "agency.qlvb.answer.v1", "literal"),
    }


def test_nobody_reads_by_the_prefix_of_a_service():
    made = rules(topics.topics(), topics.principals())

    assert {
        r for r in made if (r.operation, r.resource, r.pattern) == ("Read", "topic", "prefixed")
    } == set()


def test_no_agency_reaches_a_restricted_topic():
    restricted = {t.name for t in topics.topics() if t.restricted}
    agencies = {p.name for p in topics.principals() if p.kind == "agency"}

    made = rules(topics.topics(), topics.principals())

    assert not {r for r in made if r.principal in agencies and r.name in restricted}


def test_the_shipped_tables_contradict_nothing():
    topics.check(topics.topics(), topics.principals())


@pytest.mark.parametrize(
    ("known", "who", "why"),
    [
        ([topic("intake.dossier.v1", "intake", "nobody")], [OFFICE], "no principal 'nobody'"),
        ([topic("notify.message.v1", "intake")], [OFFICE], "intake writes only"),
        ([topic("intake.dossier.v1", "intake", "qlvb")], [OFFICE, AGENCY], "agencies read by"),
        ([topic("intake.dossier.v1", "intake", restricted=True)], [OFFICE, AGENCY], "restricted"),
        ([], [AGENCY], "unknown"),
    ],
)
def test_a_contradiction_is_refused(known, who, why):
    with pytest.raises(Failure, match=why):
        topics.check(known, who)


def test_the_tables_and_the_registry_of_events_name_the_same_topics():
    table = {
        t.name: (t.partitions, t.compacted, t.restricted, t.writer, set(t.readers))
        for t in topics.topics()
    }
    registry = {
        t.name: (t.partitions, t.compacted, t.restricted, t.writer, set(t.readers))
        for t in TOPICS.values()
    }

    assert table == registry


def test_facts_are_kept_for_ever_and_states_are_compacted_within_a_day():
    configs = {t.compacted: t.config for t in topics.topics()}

    assert configs[False]["retention.ms"] == "-1"
    assert configs[True]["cleanup.policy"] == "compact"
    assert int(configs[True]["max.compaction.lag.ms"]) == 24 * 3600 * 1000
    assert {c["max.message.bytes"] for c in configs.values()} == {str(2**20)}
