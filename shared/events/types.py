"""The only types a field may have (events.md §3 and §8): the allow-list of the language."""

from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from shared.events.base import Part
from shared.events.kinds import Code, Kind

# The contract says +07:00, so no time zone database may say otherwise for old years.
VN = timezone(timedelta(hours=7))
_OFFSET = timedelta(hours=7)


def in_vietnam(instant: datetime) -> datetime:
    """The same instant at +07:00; its civil date is then the office's."""
    return instant if instant.utcoffset() == _OFFSET else instant.astimezone(VN)


def _instant(value: Any, parse: ValidatorFunctionWrapHandler) -> datetime:
    # pydantic would also read numbers as seconds since 1970: a wrong type, not an instant.
    if isinstance(value, str) and value[10:11] not in ("T", "t"):
        raise ValueError("an instant is written as RFC 3339, 2025-03-03T08:00:00+07:00")
    if not isinstance(value, str | datetime):
        raise ValueError("an instant is a string in RFC 3339")
    instant: datetime = parse(value)
    if instant.tzinfo is None:
        raise ValueError("an instant names its offset")
    try:
        return in_vietnam(instant)
    except OverflowError:
        raise ValueError("an instant lies within the years 1 to 9999") from None


def _civil(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("a date is written as 2025-03-03")


def _print_instant(value: datetime) -> str:
    return in_vietnam(value).isoformat()


def _text(pattern: str) -> StringConstraints:
    return StringConstraints(pattern=pattern, strict=True)


Instant = Annotated[
    datetime, WrapValidator(_instant), PlainSerializer(_print_instant), Kind("instant")
]
CivilDate = Annotated[date, BeforeValidator(_civil), Kind("date")]
Uuid = Annotated[UUID, Kind("uuid")]
Flag = Annotated[bool, Field(strict=True), Kind("bool")]
# Bounds: what a PostgreSQL int holds; what every JSON reader holds exactly.
Count = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1), Kind("count")]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1), Kind("version")]
Round = Annotated[int, Field(strict=True, ge=1, le=2), Kind("round")]
Weekday = Annotated[int, Field(strict=True, ge=1, le=7), Kind("weekday")]  # 1 = Monday
Score = Annotated[int, Field(strict=True, ge=1, le=5), Kind("score")]
Dong = Annotated[int, Field(strict=True, ge=0, le=2**53 - 1), Kind("đồng")]

UnitId = Annotated[
    str, _text(r"^[0-9A-Za-z-]{1,20}(@[0-9]{4}-[0-9]{2}-[0-9]{2})?$"), Kind("unit_id")
]
UnitCode = Annotated[str, _text(r"^[0-9A-Za-z-]{1,20}$"), Kind("unit_code")]
IdentificationCode = Annotated[str, _text(r"^[0-9A-Z.]{1,40}$"), Kind("identification_code")]
ProcedureCode = Annotated[str, _text(r"^[0-9A-Z.]{1,40}$"), Kind("procedure_code")]
DossierCode = Annotated[str, _text(r"^[0-9A-Z.-]{1,60}$"), Kind("dossier_code")]
# The number of a paper, such as 128/QĐ-UBND or QĐ/0001-BCA: one word with its number in front.
DecisionNo = Annotated[
    str, _text(r"^[A-ZĐ/.-]{0,10}[0-9][0-9A-Za-zĐđƯư/.-]{0,59}$"), Kind("decision_no")
]
FieldSlug = Annotated[str, _text(r"^[0-9a-z-]{1,80}$"), Kind("field")]
StepCode = Annotated[str, _text(r"^[0-9A-Za-z_-]{1,40}$"), Kind("step")]
# What a paper of the procedure is called in its data: a slug, never a file's name.
PaperKey = Annotated[str, _text(r"^[0-9A-Za-z@._-]{1,60}$"), Kind("paper_key")]
RuleVersion = Annotated[str, _text(r"^[a-z]{1,20}:[0-9]{4}(-[0-9]{2})?$"), Kind("rule_version")]
ProviderName = Annotated[str, _text(r"^[0-9a-z-]{1,40}$"), Kind("provider")]
ClockTime = Annotated[str, _text(r"^([01][0-9]|2[0-3]):[0-5][0-9]$"), Kind("clock_time")]

# Wording that is published anyway: names of units and procedures, sources of the calendar.
PublicText = Annotated[str, _text(r"^[^\x00-\x1f]{1,2000}$"), Kind("public text", "reference")]
PublicNote = Annotated[str, _text(r"^[^\x00-\x1f]{0,2000}$"), Kind("public note", "reference")]

# Persons: only behind an ACL. No control characters: PostgreSQL can't keep NUL.
PersonName = Annotated[str, _text(r"^[^\x00-\x1f]{1,300}$"), Kind("person's name", "personal")]
JobTitle = Annotated[str, _text(r"^[^\x00-\x1f]{1,200}$"), Kind("job title", "personal")]
# U+0085 and U+FEFF by name: Python, Rust and ECMAScript differ on whether they are white space.
_SOLID = r"\s\x00-\x1f\x85\ufeff"
Email = Annotated[
    str, _text(rf"^[^@{_SOLID}]{{1,64}}@[^@{_SOLID}]{{1,190}}$"), Kind("e-mail", "personal")
]
Phone = Annotated[str, _text(r"^\+?[0-9]{6,15}$"), Kind("telephone", "personal")]
Subject = Annotated[str, _text(rf"^[^{_SOLID}]{{1,255}}$"), Kind("token subject", "personal")]


class Limit(Part):
    """How long the office may take."""

    amount: Count
    unit: Annotated[str, Code("limit_unit")]


class Pause(Part):
    """A time in which the clock stood; `used` of the limit had run before."""

    from_: Instant = Field(alias="from")
    to: Instant
    used: Count
    unit: Annotated[str, Code("limit_unit")]


class ClassOf(Part):
    """Early, on time or late: by which rules and against which date."""

    value: Annotated[str, Code("class")]
    against: Annotated[str, Code("late_against")]
    rule_version: RuleVersion


class FeeLine(Part):
    """One line of charge, fee or duty."""

    kind: Annotated[str, Code("fee_kind")]
    amount: Dong
    moment: Annotated[str, Code("moment")]
    exempt_reason: Annotated[str, Code("exempt")] | None = None
