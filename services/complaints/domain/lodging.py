"""A letter being written on our pages: kept sealed page by page until it is sent."""

from pydantic import BaseModel, ConfigDict, ValidationError

from services.complaints.domain import refusals
from services.complaints.domain.codes import ONE, ONLINE, Language, StatedKind
from services.complaints.domain.registration import Registration, Sender

CONTENT_AT_MOST = 10_000
ASKED_AT_MOST = 2_000


class Draft(BaseModel):
    """What was answered so far; every field is checked on its own page."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: StatedKind | None = None
    dossier_code: str | None = None
    unit_id: str | None = None
    content: str | None = None
    asked: str | None = None
    name: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    language: Language = "vi"


def registration(draft: Draft) -> Registration:
    """The letter as it comes to the register. Raises LodgingIncomplete."""
    try:
        return Registration(
            unit=draft.unit_id,
            source=ONLINE,
            signatures=ONE,
            people=1,
            sender=Sender(
                name=draft.name,
                address=draft.address,
                phone=draft.phone,
                email=draft.email,
                language=draft.language,
            ),
            content=letter(draft),
            dossier_code=draft.dossier_code,
            stated_kind=draft.kind,
        )
    except ValidationError:
        raise refusals.LodgingIncomplete from None


def letter(draft: Draft) -> str:
    """The text that is sealed: what happened, then what is asked."""
    asked = f"\n\nYêu cầu: {draft.asked}" if draft.asked else ""
    return f"{draft.content or ''}{asked}"
