"""What is typed in when somebody files: checked for shape, not yet against the catalogue."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.contact import Email, Line, PersonName, Phone
from shared.worktime.limit import LimitUnit


class Command(BaseModel):
    """A body of the API: what it does not know it refuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _digit(value: Any) -> Any:
    # The national lists number their codes: 1 and "1" are the same code.
    return str(value) if type(value) is int else value


Channel = Annotated[
    Literal["1", "2", "3"],
    BeforeValidator(_digit, json_schema_input_type=Literal["1", "2", "3", 1, 2, 3]),
]
ZeroToTwo = Annotated[
    Literal["0", "1", "2"],
    BeforeValidator(_digit, json_schema_input_type=Literal["0", "1", "2", 0, 1, 2]),
]
Code = Annotated[str, Field(strict=True, pattern=r"^[0-9A-Za-z@._-]{1,60}$")]
# Số định danh cá nhân, also the number of the identity card (CCCD).
IdNumber = Annotated[str, Field(strict=True, pattern=r"^[0-9]{12}$")]
ReturnChannel = Literal["COUNTER", "POST", "ONLINE"]
COPY, ELECTRONIC = "1", "2"
ONLINE = "2"


class Applicant(Command):
    """Whose dossier it is: 0 citizen, 1 enterprise, 2 household business."""

    type: ZeroToTwo
    name: PersonName
    email: Email | None = None
    phone: Phone | None = None
    address: Line | None = None
    id_number: IdNumber | None = None
    language: Literal["vi", "en"] = "vi"


class Paper(Command):
    """A paper handed in; kind is `LoaiBan`: 0 original, 1 copy, 2 electronic."""

    key: Code
    kind: ZeroToTwo
    copies: Annotated[int, Field(strict=True, ge=1, le=99)]


class GivenLimit(Command):
    """A limit by the clerk, where the catalogue has none (domain.md §6)."""

    amount: Annotated[int, Field(strict=True, ge=1, le=400)]
    unit: LimitUnit
    reason: Line

    @model_validator(mode="after")
    def _one_day_is_one(self) -> Self:
        if self.unit == LimitUnit.SAME_DAY and self.amount != 1:
            raise PydanticCustomError("out_of_range", "Trong ngày là 1")
        return self


class Handed(Command):
    """What is handed in through any channel."""

    procedure_code: Code
    unit: Code
    applicant: Applicant
    papers: Annotated[list[Paper], Field(max_length=200)]
    request: Line | None = None
    return_channel: ReturnChannel = "COUNTER"
    by_proxy: Annotated[bool, Field(strict=True)] = False


class Filing(Handed):
    """A dossier handed in at a counter, by post or taken over from online."""

    channel: Channel
    limit: GivenLimit | None = None


class OnlineFiling(Handed):
    """A dossier that a citizen sends; a limit that is missing the receiver gives."""

    @property
    def channel(self) -> str:
        return ONLINE
