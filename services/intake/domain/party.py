"""Whom to tell about a dossier: kept in intake, told to notify alone."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.intake.domain.filing import Applicant
from services.intake.domain.hash import Hash
from shared import contact
from shared.events.intake import Party as PartyState


class Party(BaseModel):
    """One random row per dossier, never per person."""

    model_config = ConfigDict(frozen=True)

    party_id: UUID
    dossier_id: UUID
    name: str
    email: str | None
    phone: str | None
    address: str | None = None
    id_number: str | None = None
    id_index: Hash | None = None
    language: str = "vi"

    def state(self) -> PartyState:
        """What notify may know; a contact given at the counter is consent to be told there."""
        mobile = self.phone is not None and contact.is_mobile(self.phone)
        consents = [c for c, given in (("EMAIL", self.email), ("SMS", mobile)) if given]
        return PartyState(
            party_id=self.party_id,
            name=self.name,
            email=self.email,
            phone=self.phone,
            language=self.language,
            consents=consents,
        )


def party(
    party_id: UUID, dossier_id: UUID, applicant: Applicant, id_index: bytes | None = None
) -> Party:
    """The applicant as a party of the dossier; `id_index` finds the number of their card."""
    return Party(
        party_id=party_id,
        dossier_id=dossier_id,
        name=applicant.name,
        email=applicant.email,
        phone=applicant.phone,
        address=applicant.address,
        id_number=applicant.id_number,
        id_index=id_index,
        language=applicant.language,
    )
