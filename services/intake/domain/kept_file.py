"""A file of a draft or a dossier: which paper it shows, and what it is."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

# The paper that a signed result is: no key of the catalogue can have this character.
RESULT = "#result"


class KeptFile(BaseModel):
    """A row; the bytes lie under the same id."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    file_id: UUID
    draft_id: UUID | None = None
    dossier_id: UUID | None = None
    request_no: int | None = None
    paper_key: str
    name: str
    kind: str
    size: int
    sha256: bytes
    kept_at: datetime
    sent_at: datetime | None = None
