"""The reference states that intake owns: units, days, procedures, contacts, officials."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.events.base import Part, State
from shared.events.kinds import Code
from shared.events.types import (
    CivilDate,
    ClockTime,
    DecisionNo,
    Email,
    FieldSlug,
    Flag,
    IdentificationCode,
    Instant,
    JobTitle,
    Limit,
    PersonName,
    Phone,
    ProcedureCode,
    PublicNote,
    PublicText,
    StepCode,
    Subject,
    UnitCode,
    UnitId,
    Uuid,
    Version,
    Weekday,
)


class Opening(Part):
    """Hours in which a counter takes people; they never move a due date."""

    weekday: Weekday
    from_: ClockTime = Field(alias="from")
    to: ClockTime


class Successor(Part):
    unit_id: UnitId
    date: CivilDate


class Unit(State):
    """An administrative unit or agency as it stands."""

    topic: ClassVar[str] = "intake.unit.v1"
    unit_id: UnitId
    code: UnitCode
    valid_from: CivilDate | None = None
    valid_to: CivilDate | None = None
    kind: Annotated[str, Code("unit_kind")]
    level: Annotated[str, Code("level")]
    name: PublicText
    parent_unit_id: UnitId | None = None
    identification_code: IdentificationCode
    remote: Flag
    opening_hours: list[Opening]
    successors: list[Successor]

    def key(self) -> str:
        return self.unit_id


class CalendarDay(State):
    """A day that the calendar names; other days are what their weekday says."""

    topic: ClassVar[str] = "intake.calendar.v1"
    date: CivilDate
    kind: Annotated[str, Code("day_kind")]
    note: PublicNote
    source: PublicNote
    calendar_version: Version

    def key(self) -> str:
        return self.date.isoformat()


class ProcedureChannel(Part):
    channel: Annotated[str, Code("channel")]
    limit: Limit | None = None


class ProcedureStep(Part):
    step: StepCode
    limit: Limit


class Procedure(State):
    """The header of one version of a procedure: texts and forms stay with intake."""

    topic: ClassVar[str] = "intake.procedure.v1"
    code: ProcedureCode
    version_: Version = Field(alias="version")
    valid_from: CivilDate
    valid_to: CivilDate | None = None
    name: PublicText
    field: FieldSlug
    level: Annotated[str, Code("level")]
    unit_ids: list[UnitId]
    channels: list[ProcedureChannel]
    service_level: Annotated[str, Code("service_level")]
    payable_online: Flag
    supplement_clock: Annotated[str, Code("clock")]
    steps: list[ProcedureStep]
    # The portal gives many procedures no decision or dates: absent is honest, made up is not.
    decision_no: DecisionNo | None = None
    decided_on: CivilDate | None = None
    published_at: Instant | None = None
    missing_parts: list[Annotated[str, Code("procedure_part")]]

    def key(self) -> str:
        return f"{self.code}@{self.version_}"


class Party(State):
    """Whom to tell about one dossier in one role. Restricted: only notify reads it."""

    topic: ClassVar[str] = "intake.party.v1"
    party_id: Uuid
    name: PersonName
    email: Email | None = None
    phone: Phone | None = None
    language: Annotated[str, Code("language")]
    consents: list[Annotated[str, Code("message_channel")]]

    def key(self) -> str:
        return str(self.party_id)


class Assignment(Part):
    """What an official may do, where and when."""

    unit_id: UnitId
    roles: list[Annotated[str, Code("role")]]
    valid_from: CivilDate
    valid_to: CivilDate | None = None


class StaffState(State):
    topic: ClassVar[str] = "intake.staff.v1"


class Staff(StaffState):
    """An official. Restricted: the four services read it."""

    staff_id: Uuid
    subject: Subject
    name: PersonName
    title: JobTitle
    email: Email | None = None
    assignments: list[Assignment]

    def key(self) -> str:
        return str(self.staff_id)


class UnitMailbox(StaffState):
    """Where a unit reads its mail."""

    unit_id: UnitId
    email: Email

    def key(self) -> str:
        return f"unit:{self.unit_id}"
