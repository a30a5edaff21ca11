"""Codes that people send: only those of the published lists."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from shared.events.codes import known


@dataclass(frozen=True)
class OneOf:
    """A string of a code list (events.md §5); the API's description names them all."""

    name: str
    more: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.literal_schema([*known(self.name), *self.more])


COMPLAINT = "COMPLAINT"
DENUNCIATION = "DENUNCIATION"
REGULATION_FEEDBACK = "REGULATION_FEEDBACK"
ANONYMOUS = "ANONYMOUS"
MANY = "MANY"
PORTAL = "PORTAL"
OWN = "OWN"
NOT_YET = "NONE"
GUIDED_BEFORE = "GUIDED_BEFORE"
OTHER_OFFICE = "OTHER_OFFICE"
ONLINE = "ONLINE"
ONE = "ONE"

Source = Annotated[str, OneOf("source")]
Signatures = Annotated[str, OneOf("signatures")]
# An open topic never names a denunciation, so the published list has no code for it.
KindOrDenunciation = Annotated[str, OneOf("kind", (DENUNCIATION,))]
ComplaintField = Annotated[str, OneOf("complaint_field")]
Earlier = Annotated[str, OneOf("earlier")]
Ineligible = Annotated[str, OneOf("ineligible")]
Competence = Annotated[str, OneOf("competence")]
NotAcceptedFor = Annotated[str, OneOf("na")]
PetitionReason = Annotated[str, OneOf("petition_reason")]
Present = Annotated[str, OneOf("present")]
Conclusion = Annotated[str, OneOf("conclusion")]
Effect = Annotated[str, OneOf("effect")]
Language = Annotated[str, OneOf("language")]
# What a sender may call a letter on our pages: denunciations are taken at the desk.
StatedKind = Literal["COMPLAINT", "PETITION", "REFLECTION"]
