"""What opens a dossier taken in at a counter: made from the service's key, kept as hashes."""

from uuid import UUID

from services.intake.domain.dossier import Access
from shared import lookup
from shared.lookup import Keys, Secret

KIND = "dossier"
FIRST = 1


def counter_access(keys: Keys, dossier_id: UUID) -> tuple[Secret, Access]:
    """The secret of a dossier, made from its id; the hashes of it and of its first link."""
    secret = lookup.secret_of(keys, KIND, dossier_id)
    _, link_hash = lookup.new_token(keys, KIND, dossier_id, FIRST)
    return secret, Access(secret.hash, link_hash, FIRST)
