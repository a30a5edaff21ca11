"""What complaints tells of petitions and complaint cases; of denunciations nothing here."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.events.base import Event, Part, State
from shared.events.kinds import Code
from shared.events.types import (
    CivilDate,
    ClassOf,
    Count,
    DecisionNo,
    Dong,
    Email,
    Flag,
    PersonName,
    Phone,
    Round,
    RuleVersion,
    UnitId,
    Uuid,
)


class PetitionEvent(Event):
    topic: ClassVar[str] = "complaints.petition.v1"
    petition_id: Uuid

    def key(self) -> str:
        return str(self.petition_id)


class PetitionReceived(PetitionEvent):
    """Registered, and known not to be a denunciation."""

    unit_id: UnitId
    source: Annotated[str, Code("source")]
    on: CivilDate
    kind: Annotated[str, Code("kind")]
    signatures: Annotated[str, Code("signatures")]
    people: Count
    party_id: Uuid | None = None


class PetitionClassified(PetitionEvent):
    """Classified, or classified again."""

    kind: Annotated[str, Code("kind")]
    field: Annotated[str, Code("complaint_field")]
    earlier_handling: Annotated[str, Code("earlier")]
    eligible: Flag
    ineligible_reason: Annotated[str, Code("ineligible")] | None = None
    competence: Annotated[str, Code("competence")]
    complex: Flag
    remote: Flag
    rule_version: RuleVersion
    due_on: CivilDate
    dossier_id: Uuid | None = None


class PetitionEnded(PetitionEvent):
    """The one outcome of a petition that opens no case (TT 05/2021/TT-TTCP)."""

    outcome: Annotated[str, Code("petition_outcome")]
    reason_code: Annotated[str, Code("petition_reason")] | None = None
    to_unit_id: UnitId | None = None
    on: CivilDate
    class_: ClassOf = Field(alias="class")


class PetitionGuided(PetitionEnded):
    """The sender is told where to go; a complaint is guided once."""


class PetitionTransferred(PetitionEnded):
    """Sent to the office whose matter it is."""


class PetitionReturned(PetitionEnded):
    """The papers go back to whoever sent them on."""


class PetitionFiled(PetitionEnded):
    """Kept without handling: not eligible, or a duplicate."""


class PetitionWithdrawn(PetitionEnded):
    """Taken back in writing."""


class PetitionAnswered(PetitionEvent):
    """A proposal or reflection is answered, rejected, or more is asked."""

    answer: Annotated[str, Code("answer")]
    on: CivilDate
    due_on: CivilDate
    class_: ClassOf = Field(alias="class")
    upheld: Flag | None = None
    dossier_id: Uuid | None = None


class CaseEvent(Event):
    topic: ClassVar[str] = "complaints.case.v1"
    case_id: Uuid

    def key(self) -> str:
        return str(self.case_id)


class ComplaintAccepted(CaseEvent):
    """A case opens (Luật Khiếu nại 2011 Điều 27, 36)."""

    petition_id: Uuid
    party_id: Uuid
    round: Round
    first_case_id: Uuid | None = None
    unit_id: UnitId
    field: Annotated[str, Code("complaint_field")]
    on: CivilDate
    due_on: CivilDate
    complex: Flag
    remote: Flag
    rule_version: RuleVersion
    dossier_id: Uuid | None = None
    ground: Annotated[str, Code("appeal")] | None = None


class ComplaintNotAccepted(CaseEvent):
    """Refused with one of the nine reasons (Luật Khiếu nại 2011 Điều 11)."""

    petition_id: Uuid
    party_id: Uuid
    round: Round
    unit_id: UnitId
    field: Annotated[str, Code("complaint_field")]
    na_code: Annotated[str, Code("na")]
    on: CivilDate
    due_on: CivilDate
    class_: ClassOf = Field(alias="class")
    dossier_id: Uuid | None = None


class VerificationAssigned(CaseEvent):
    """ACCEPTED→VERIFYING: an official verifies the case (Luật Khiếu nại 2011 Điều 29)."""

    unit_id: UnitId
    staff_id: Uuid
    on: CivilDate
    due_on: CivilDate


class DialogueHeld(CaseEvent):
    """The sides were heard together and the minutes kept (Luật Khiếu nại 2011 Điều 30, 39)."""

    on: CivilDate
    mandatory: Flag
    present: list[Annotated[str, Code("present")]]


class Recovery(Part):
    """What a decision gives back to the state and to people."""

    money_state: Dong
    money_people: Dong
    land_m2_state: Count
    land_m2_people: Count
    people_restored: Count


class ComplaintResolved(CaseEvent):
    """Decided (Luật Khiếu nại 2011 Điều 31, 40).

    It orders work on the dossier when one is named and the effect is AMEND or CANCEL.
    """

    round: Round
    on: CivilDate
    due_on: CivilDate
    class_: ClassOf = Field(alias="class")
    conclusion: Annotated[str, Code("conclusion")]
    effect: Annotated[str, Code("effect")]
    recover: Recovery
    persons_to_discipline: Count
    to_police: Flag
    decision_no: DecisionNo
    dossier_id: Uuid | None = None


class Party(State):
    """Whom to tell about one petition. Restricted to notify; **never a denouncer**."""

    topic: ClassVar[str] = "complaints.party.v1"
    party_id: Uuid
    name: PersonName
    email: Email | None = None
    phone: Phone | None = None
    language: Annotated[str, Code("language")]
    consents: list[Annotated[str, Code("message_channel")]]

    def key(self) -> str:
        return str(self.party_id)
