"""What opens a dossier without an account, and what finds the number of a card: by keys of ours."""

import hmac
from typing import NamedTuple
from uuid import UUID

from services.intake.domain.dossier import Access, Dossier
from shared import lookup

KIND, DRAFT = "dossier", "draft"
FIRST_LINK = 1


class Opened(NamedTuple):
    """What is shown once, and what is kept of it."""

    secret: str
    access: Access


class Keys:
    """Secrets, links and the blind index of intake; the newest key makes what is new."""

    def __init__(self, keys: lookup.Keys) -> None:
        self._keys = keys

    def open(self, dossier_id: UUID) -> Opened:
        """A new secret and the first link of a dossier."""
        return self._opened(lookup.new_secret(self._keys), dossier_id)

    def open_again(self, draft_id: UUID, dossier_id: UUID) -> Opened:
        """The same for an online filing: it follows from the draft, so a second press is told it.

        Nothing of it has to be kept in clear between the filing and the page that shows it.
        """
        return self._opened(lookup.secret_of(self._keys, DRAFT, draft_id), dossier_id)

    def filed(self, draft_id: UUID, dossier: Dossier) -> str:
        """The secret that the draft was filed with; nothing where it has another since."""
        return lookup.secret_again(self._keys, DRAFT, draft_id, dossier.secret_hash)

    def first_token(self, dossier_id: UUID) -> str:
        """Of a dossier that was just opened."""
        return lookup.new_token(self._keys, KIND, dossier_id, FIRST_LINK)[0]

    def token(self, dossier: Dossier) -> str:
        """What the QR of Mẫu 01 holds: the same each time it is printed."""
        number = dossier.link_no or FIRST_LINK
        return lookup.token_again(self._keys, KIND, dossier.dossier_id, number, dossier.link_hash)

    def id_index(self, id_number: str | None) -> bytes | None:
        """By which a number is found, though an index can't be read back to it."""
        return self.id_indexes(id_number)[0] if id_number is not None else None

    def id_indexes(self, id_number: str | None) -> list[bytes]:
        """By which it may have been kept, the newest key's first."""
        if id_number is None:
            return []
        told = f"motcua id\n{id_number}".encode()
        return [hmac.digest(key.encode(), told, "sha256") for key in self._keys]

    def _opened(self, secret: lookup.Secret, dossier_id: UUID) -> Opened:
        _, link_hash = lookup.new_token(self._keys, KIND, dossier_id, FIRST_LINK)
        return Opened(secret.shown, Access(secret.hash, link_hash, FIRST_LINK))
