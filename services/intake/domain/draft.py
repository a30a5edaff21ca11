"""A filing in the making: what is asked, what is answered, what is still missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.filing import (
    ELECTRONIC,
    Applicant,
    Code,
    IdNumber,
    OnlineFiling,
    Paper,
    ReturnChannel,
)
from services.intake.domain.procedure import WantedPaper
from services.intake.domain.refusals import DraftIncomplete
from shared.contact import Email, PersonName, Phone

Who = Literal["SELF", "OTHER", "COMPANY", "HOUSEHOLD"]
# Whose dossier it is, as the national lists number it.
TYPES: Final[Mapping[str, str]] = {"SELF": "0", "OTHER": "0", "COMPANY": "1", "HOUSEHOLD": "2"}
PERSONS: Final = frozenset({"SELF", "OTHER"})
# The questions in their order, each with the answers that it has to leave behind.
NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "who": ("who",),
    "name": ("name",),
    "id-number": ("id_number",),
    "contact": (),  # either of two
    "unit": ("unit",),
    "returned": ("returned",),
}
# Parts of the form on its first page; the papers follow, one each.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "applicant": ("who", "name", "id-number"),
    "contact": ("contact",),
    "office": ("unit", "returned"),
}


class Answers(BaseModel):
    """What was answered so far."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    who: Who | None = None
    name: PersonName | None = None
    id_number: IdNumber | None = None
    email: Email | None = None
    phone: Phone | None = None
    unit: Code | None = None
    returned: ReturnChannel | None = None

    def asked(self) -> tuple[str, ...]:
        """The questions of this filing: a firm has no number of a citizen's card."""
        person = self.who is None or self.who in PERSONS
        return tuple(name for name in NEEDS if person or name != "id-number")

    def answered(self, question: str) -> bool:
        if question == "contact":
            return bool(self.email or self.phone)
        return all(getattr(self, field) is not None for field in NEEDS[question])

    def next(self) -> str | None:
        """The first question that is open."""
        return next((name for name in self.asked() if not self.answered(name)), None)


class Draft(BaseModel):
    """A row of one account; `dossier_id`: what it became. It is filed under the law of that day.

    That is the version of the procedure it was begun with as long as that one is in force. Where
    another is, no filing may go by the old one: the draft's pages say what has changed, and each
    file stays with the paper it was uploaded for. A paper that is asked for no more goes along
    under its old name, until the citizen says which of today's it is or takes it away.
    """

    model_config = ConfigDict(frozen=True)

    draft_id: UUID
    subject: str
    procedure_code: str
    procedure_version: int | None = None
    answers: Answers
    begun_at: datetime
    saved_at: datetime
    dossier_id: UUID | None = None


def missing_papers(wanted: Sequence[WantedPaper], kept: Collection[str]) -> tuple[WantedPaper, ...]:
    """Papers that must be handed in and of which nothing is there yet."""
    return tuple(paper for paper in wanted if paper.required and paper.key not in kept)


def further(wanted: Sequence[WantedPaper], kept: Iterable[str]) -> tuple[str, ...]:
    """Papers with files that the version in force does not ask for, each once, in their order."""
    asked = {paper.key for paper in wanted}
    return tuple(key for key in dict.fromkeys(kept) if key not in asked)


def filing(
    draft: Draft, wanted: Sequence[WantedPaper], kept: Collection[str], language: str
) -> OnlineFiling:
    """The draft as it is filed, with all its files. Raises DraftIncomplete."""
    answers = draft.answers
    if answers.next() or missing_papers(wanted, kept):
        raise DraftIncomplete
    papers = [paper.key for paper in wanted if paper.key in kept]
    papers += further(wanted, kept)
    return OnlineFiling.model_validate(
        {
            "procedure_code": draft.procedure_code,
            "unit": answers.unit,
            "applicant": Applicant.model_validate(
                {
                    "type": TYPES[answers.who or ""],
                    "name": answers.name,
                    "email": answers.email,
                    "phone": answers.phone,
                    "id_number": answers.id_number if answers.who in PERSONS else None,
                    "language": language,
                }
            ),
            "papers": [Paper(key=key, kind=ELECTRONIC, copies=1) for key in papers],
            "return_channel": answers.returned,
            "by_proxy": answers.who != "SELF",
        }
    )
