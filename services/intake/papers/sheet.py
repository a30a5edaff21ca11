"""What all papers share: who issues them and to whom, when, under which number and form."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.intake.papers import words
from services.intake.papers.office import Office
from shared import pdf
from shared.events.types import in_vietnam

HERE = Path(__file__).parent
REPRINT = "Bản in lại"
CODE, REFERENCE = "Mã hồ sơ", "Mã nộp hồ sơ"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose dossier it is, and where the office reaches them."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printing of a paper. `law_of`: the day by whose law the dossier goes."""

    office: Office
    person: Person
    matter: str
    reference: str
    official: str
    issued_at: datetime
    law_of: datetime
    number: str = ""
    received: bool = True  # before its receipt a dossier has a reference, no code yet
    reprint: bool = False

    def data(self, title: str, form: str) -> dict[str, Any]:
        """What the frame of every template asks for."""
        return {
            "title": title,
            "reference": self.reference,
            "reference_is": CODE if self.received else REFERENCE,
            "issuer": self.office.agency,
            "agency": self.office.agency.upper(),
            "counter": self.office.counter.upper(),
            "number": self.number,
            "place_and_day": self.office.dated(in_vietnam(self.issued_at).date()),
            "form": words.form(form, in_vietnam(self.law_of).date()),
            "reprint": REPRINT if self.reprint else "",
            "applicant": self.person.name,
            "address": self.person.address,
            "phone": self.person.phone,
            "email": self.person.email,
            "matter": self.matter,
            "official": self.official,
        }


async def render(template: str, data: dict[str, Any], at: datetime) -> bytes:
    """The PDF of one of this room's templates."""
    return await pdf.render(HERE / template, data, at)
