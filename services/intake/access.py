"""What opens an online dossier without an account: made from the service's key, kept as hashes.

A second press of "Nộp hồ sơ" is told the same secret: it follows from the draft, so nothing of it
has to be kept in clear.
"""

from uuid import UUID

from services.intake.domain.dossier import Access
from shared import lookup
from shared.lookup import Secret

KIND = "dossier"
FIRST = 1


def online_access(key: str, draft_id: UUID, dossier_id: UUID) -> tuple[Secret, Access]:
    """The secret of the draft's dossier, and the hashes of it and of its first link."""
    secret = lookup.secret_of(key, "draft", draft_id)
    _, link_hash = lookup.new_token(key, KIND, dossier_id, FIRST)
    return secret, Access(secret.hash, link_hash, FIRST)


def counter_access(key: str, dossier_id: UUID) -> tuple[Secret, Access]:
    """The same for what is taken in at a counter: it follows from the dossier's id."""
    secret = lookup.secret_of(key, KIND, dossier_id)
    _, link_hash = lookup.new_token(key, KIND, dossier_id, FIRST)
    return secret, Access(secret.hash, link_hash, FIRST)


def link(key: str, dossier_id: UUID, number: int) -> str:
    """The address of a dossier's page for whoever has its link."""
    token, _ = lookup.new_token(key, KIND, dossier_id, number)
    return f"/dossiers/{token}"
