"""What officers write down: a petition as it comes, and what it is found to be."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.complaints.domain import refusals
from services.complaints.domain.codes import (
    ANONYMOUS,
    MANY,
    Competence,
    ComplaintField,
    Earlier,
    Ineligible,
    KindOrDenunciation,
    Language,
    Present,
    Signatures,
    Source,
    StatedKind,
)
from services.complaints.domain.forms import Form
from services.complaints.domain.resolution import Resolution
from shared.contact import Email, PersonName, Phone, one_line
from shared.events.types import CivilDate, DossierCode, Flag

UnitCodeOrId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z@-]{1,40}$", strict=True)]
Address = Annotated[str, Field(strict=True, max_length=500), AfterValidator(one_line)]
Text = StringConstraints(pattern=r"^[^\x00]*$", strict=True)
PEOPLE_AT_MOST = 100_000
EMAIL_AT_MOST = 190  # what the fact of a contact takes


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("too_short", "Không được để trống")
    return value


class Sender(Form):
    """Who sent it. Kept in the sealed store alone."""

    name: PersonName
    address: Address | None = None
    email: Annotated[Email, Field(max_length=EMAIL_AT_MOST)] | None = None
    phone: Phone | None = None
    language: Language = "vi"

    @property
    def has_contact(self) -> bool:
        return bool(self.email or self.phone)


class Registration(Form):
    """A petition as it comes (TT 05/2021/TT-TTCP): date, source, sender, content."""

    unit: UnitCodeOrId
    source: Source
    received_on: CivilDate | None = None
    signatures: Signatures
    people: Annotated[int, Field(strict=True, ge=1, le=PEOPLE_AT_MOST)]
    sender: Sender | None = None
    content: Annotated[str, Text, Field(max_length=50_000), AfterValidator(_not_blank)]
    dossier_code: DossierCode | None = None
    dossier_id: UUID | None = None
    stated_kind: StatedKind | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> "Registration":
        if (self.sender is None) != (self.signatures == ANONYMOUS):
            raise PydanticCustomError(
                "sender_and_signatures",
                "Đơn có người gửi thì ghi người gửi, đơn nặc danh thì không",
            )
        if self.signatures == MANY and self.people == 1:
            raise PydanticCustomError("people_and_signatures", "Nhiều người ký thì từ 2 người")
        if self.dossier_code and self.dossier_id:
            raise PydanticCustomError("one_dossier", "Ghi mã hồ sơ hoặc dossier_id, không cả hai")
        return self


class Classification(Form):
    """What a petition is found to be (TT 05/2021/TT-TTCP)."""

    kind: KindOrDenunciation
    field: ComplaintField
    earlier_handling: Earlier
    eligible: Flag
    ineligible_reason: Ineligible | None = None
    competence: Competence
    complex: Flag = False
    remote: Flag | None = None
    dossier_id: UUID | None = None
    on: CivilDate | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> "Classification":
        if self.eligible == (self.ineligible_reason is not None):
            raise PydanticCustomError(
                "eligible_and_reason", "Không đủ điều kiện thì ghi lý do, đủ điều kiện thì không"
            )
        return self


class Acceptance(Form):
    """How hard the case is: what is left out stays as it was classified."""

    complex: Flag | None = None
    remote: Flag | None = None
    on: CivilDate | None = None


class Verification(Form):
    """Who verifies."""

    staff_id: UUID
    on: CivilDate | None = None


class Dialogue(Form):
    """Who met, and whether the law asked for it: views differ, or it is the second round."""

    present: Annotated[list[Present], Field(min_length=1, max_length=10)]
    mandatory: Flag = True
    on: CivilDate | None = None


class Decision(Resolution):
    """A decision and the day it was signed."""

    on: CivilDate | None = None

    def resolution(self) -> Resolution:
        return Resolution(**self.model_dump(exclude={"on"}))


def paper_date(on: date | None, today: date, since: date, field: str = "on") -> date:
    """The day written on a paper, today where none is. Raises DateInFuture, DateTooEarly."""
    if on is None:
        return today
    if on > today:
        raise refusals.DateInFuture(field)
    if on < since:
        raise refusals.DateTooEarly(field)
    return on
