"""The models: what travels is what was meant, and wrong types do not get in."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from shared.events import complaints, intake
from shared.events.base import State, Tombstone
from shared.events.complaints import ComplaintResolved, VerificationAssigned
from shared.events.golden import Sample
from shared.events.intake import DossierReceived, Opening, Party, Procedure, Unit, UnitMailbox
from shared.events.registry import EVENTS
from shared.events.types import Pause
from tests.contracts.language import SAMPLES, event_of, name_of, sample_of

MARCH_3 = date(2025, 3, 3)


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_a_sample_reads_alike_as_json_and_as_decoded_data(sample: Sample) -> None:
    model = EVENTS[sample.type]

    assert model.model_validate_json(sample.body()) == model.model_validate(sample.data)


def test_vietnamese_travels_unescaped() -> None:
    unit = Unit.model_validate(sample_of(Unit, "merged-commune"))

    assert "Xã Tân Thành".encode() in unit.body()


def test_class_and_from_are_the_names_in_json_and_round_trip() -> None:
    data = sample_of(ComplaintResolved, "partly-right-orders-work")
    hours = {"weekday": 6, "from": "07:30", "to": "11:30"}

    resolved = ComplaintResolved.model_validate(data)
    opening = Opening.model_validate(hours)

    assert resolved.class_.value == "EARLY"
    assert json.loads(resolved.body())["class"] == data["class"]
    assert opening == Opening(weekday=6, from_="07:30", to="11:30")
    assert opening.model_dump(by_alias=True) == hours


def test_instants_are_printed_with_the_offset_of_vietnam() -> None:
    utc = datetime(2025, 3, 3, 18, 30, tzinfo=UTC)

    pause = Pause(from_=utc, to="2025-03-04T00:00:00Z", used=3, unit="working_day")

    assert pause.model_dump(mode="json", by_alias=True)["from"] == "2025-03-04T01:30:00+07:00"
    assert pause.from_.date() == date(2025, 3, 4)
    assert pause.to.isoformat() == "2025-03-04T07:00:00+07:00"


def test_absent_fields_are_left_out_and_an_explicit_null_is_borne() -> None:
    data = sample_of(Party, "without-contacts")

    party = Party.model_validate({**data, "email": None})

    assert json.loads(party.body()) == data


def test_readers_bear_fields_and_codes_they_do_not_know() -> None:
    data = sample_of(DossierReceived, "at-the-counter")
    data["limit"]["counted_by"] = {"newer": ["thing"]}

    received = DossierReceived.model_validate({**data, "channel": "9", "mood": "lạ"})

    assert received.channel == "9"
    assert b"mood" not in received.body()


def test_a_fact_can_not_be_changed() -> None:
    fact = VerificationAssigned(
        case_id=uuid4(), unit_id="450", staff_id=uuid4(), on=MARCH_3, due_on=MARCH_3
    )

    with pytest.raises(ValidationError, match="frozen"):
        fact.unit_id = "452"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("event", "sample", "type_", "key"),
    [
        (Unit, "merged-commune", "motcua.intake.Unit.v1", "18919@2025-01-01"),
        (intake.CalendarDay, "holiday", "motcua.intake.CalendarDay.v1", "2025-04-30"),
        (Procedure, "birth-registration", "motcua.intake.Procedure.v1", "1.001193@3"),
        (UnitMailbox, "city", "motcua.intake.UnitMailbox.v1", "unit:450"),
    ],
)
def test_states_have_their_type_and_compound_key(
    event: type[State], sample: str, type_: str, key: str
) -> None:
    state = event.model_validate(sample_of(event, sample))

    assert (state.type(), state.key()) == (type_, key)


def test_both_services_have_a_party_of_their_own() -> None:
    assert intake.Party.type() == "motcua.intake.Party.v1"
    assert complaints.Party.type() == "motcua.complaints.Party.v1"


def test_a_second_version_stands_beside_the_first() -> None:
    class VerificationAssignedV2(VerificationAssigned):
        version = 2

    assert VerificationAssignedV2.type() == "motcua.complaints.VerificationAssigned.v2"


def test_a_tombstone_names_topic_and_key_alone() -> None:
    gone = Tombstone("intake.party.v1", "p-1")

    assert (gone.topic, gone.key()) == ("intake.party.v1", "p-1")
    assert gone.type() == "motcua.intake.Tombstone.v1"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dossier_id", 7),
        ("dossier_id", "not a uuid"),
        ("papers_total", "3"),
        ("papers_total", 3.0),
        ("papers_total", -1),
        ("papers_total", True),
        ("papers_total", 10**400),
        ("papers_total", float("nan")),
        ("papers_total", 2**31),
        ("by_proxy", 1),
        ("by_proxy", "true"),
        ("submitted_at", 1_700_000_000),
        ("submitted_at", "1700000000"),
        ("submitted_at", "2025-03-03T08:00:00"),
        ("submitted_at", "2025-03-03 08:00:00+07:00"),
        ("submitted_at", "9999-12-31T23:59:59Z"),
        ("effective_received_on", 20_000),
        ("effective_received_on", "2025-03-03T00:00:00"),
        ("effective_received_on", "2025-02-30"),
        ("effective_received_on", datetime(2025, 3, 3, tzinfo=UTC)),
        ("channel", 1),
        ("channel", "trực tiếp"),
        ("unit_id", b"450"),
        ("unit_id", "450\x00"),
        ("limit", "10 ngày"),
        ("limit", {"amount": 10}),
        ("fees", {}),
        ("fees", [{"kind": "FEE", "amount": 2**53, "moment": "1"}]),
        ("due_at", None),
    ],
)
def test_a_wrong_type_is_refused(field: str, value: object) -> None:
    data = sample_of(DossierReceived, "at-the-counter")

    with pytest.raises(ValidationError, match=field):
        DossierReceived.model_validate({**data, field: value})


def test_an_error_does_not_repeat_what_a_person_wrote() -> None:
    data = sample_of(Party, "citizen-with-contacts")

    with pytest.raises(ValidationError) as caught:
        Party.model_validate({**data, "phone": "gọi số 0912 345 678"})

    assert "345 678" not in str(caught.value)


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_the_body_of_an_event_is_what_its_sample_holds(sample: Sample) -> None:
    event = event_of(sample)

    assert json.loads(event.body()) == sample.data
    assert event.key() == sample.headers["ce_subject"]
    assert UUID(sample.headers["ce_id"]).version == 4
