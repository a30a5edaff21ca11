"""The gate: what may travel where, generated files up to date, golden samples still read."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, ClassVar

import pytest
from pydantic import ValidationError

from shared.events import gate, golden
from shared.events.base import Event, State
from shared.events.fields import walk
from shared.events.golden import Sample
from shared.events.kinds import Code
from shared.events.registry import EVENTS, TOPICS
from shared.events.types import Email, PersonName, Phone, PublicText, Uuid
from tests.contracts.language import SAMPLES, name_of, replaced

CASES = TOPICS["complaints.case.v1"]
SENTENCE = "Ông Nguyễn Văn Tèo, 12 đường Lý Thường Kiệt"


class Base(Event):
    topic: ClassVar[str] = CASES.name
    case_id: Uuid


class WithText(Base):
    note: str


class WithTextInside(Base):
    notes: list[str] | None = None


class WithFloat(Base):
    share: float


class WithDict(Base):
    more: dict[str, str]


class WithName(Base):
    name: PersonName


class WithMail(Base):
    email: Email | None = None


class WithPhone(Base):
    phones: list[Phone]


class WithWording(Base):
    title: PublicText


class WithUnknownList(Base):
    colour: Annotated[str, Code("colour")]


class StateAmongFacts(State):
    topic: ClassVar[str] = CASES.name
    case_id: Uuid


def test_the_language_as_committed_passes_the_gate() -> None:
    assert gate.problems() == []


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (WithText, "note: its type is not on the allow-list"),
        (WithTextInside, "notes[]: its type is not on the allow-list"),
        (WithFloat, "share: its type is not on the allow-list"),
        (WithDict, "more: its type is not on the allow-list"),
        (WithName, "name: a person's name may not travel on complaints.case.v1"),
        (WithMail, "email: a e-mail may not travel on complaints.case.v1"),
        (WithPhone, "phones[]: a telephone may not travel on complaints.case.v1"),
        (WithWording, "title: public text may not travel on complaints.case.v1"),
        (WithUnknownList, "colour: there is no code list 'colour'"),
        (StateAmongFacts, "states belong on compacted topics"),
    ],
)
def test_what_may_not_travel_on_an_open_topic_is_refused(event: type[Event], line: str) -> None:
    [found] = gate.disallowed(event, CASES)

    assert line in found
    assert found.startswith(event.type())


def test_names_may_travel_only_where_contacts_and_officials_do() -> None:
    allowed = [
        topic.name
        for topic in TOPICS.values()
        if not any("name" in line for line in gate.disallowed(WithName, topic))
    ]

    assert allowed == ["intake.party.v1", "intake.staff.v1", "complaints.party.v1"]


def test_a_fact_on_a_topic_that_does_not_exist_is_refused() -> None:
    [line] = gate.disallowed(WithText, None)

    assert line.endswith("is not in the table of topics")


OPEN = [
    (sample, path)
    for sample in SAMPLES
    for path, field in walk(EVENTS[sample.type])
    if field.kind and field.kind.scope == "open"
    if replaced(sample.data, path, SENTENCE) != sample.data
]


@pytest.mark.parametrize(
    ("sample", "path"), OPEN, ids=lambda v: v if isinstance(v, str) else name_of(v)
)
def test_no_field_of_an_open_type_takes_a_sentence(sample: Sample, path: str) -> None:
    data = replaced(sample.data, path, SENTENCE)

    with pytest.raises(ValidationError):
        EVENTS[sample.type].model_validate(data)


def test_a_generated_file_that_is_missing_or_old_is_named(tmp_path: Path) -> None:
    old, missing = tmp_path / "old.json", tmp_path / "missing.json"
    old.write_text("{}")

    found = list(gate.stale({old: "{ }", missing: ""}))[:2]

    assert [line.partition(":")[0] for line in found] == ["old.json", "missing.json"]


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_a_sample_comes_back_as_it_was_told(sample: Sample) -> None:
    assert golden.problems(sample) == []


def test_a_field_that_no_model_keeps_any_more_is_noticed() -> None:
    sample = replace(SAMPLES[0], data={**SAMPLES[0].data, "colour": "RED"})

    [line] = golden.problems(sample)

    assert line.endswith("colour comes back as None, was 'RED'")


def test_a_sample_whose_headers_name_another_key_is_noticed() -> None:
    sample = replace(SAMPLES[0], headers={**SAMPLES[0].headers, "ce_subject": "another"})

    [line] = golden.problems(sample)

    assert "headers name" in line


def test_a_sample_of_a_type_that_nobody_reads_is_noticed() -> None:
    sample = replace(SAMPLES[0], type="motcua.intake.Gone.v1")

    [line] = golden.problems(sample)

    assert line.endswith("no model reads this type any more")
