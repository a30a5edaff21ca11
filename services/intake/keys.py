"""What opens a dossier without an account, and what finds the number of a card: by one key."""

import hmac
from typing import NamedTuple
from uuid import UUID

from services.intake.domain.dossier import Access
from shared import lookup

KIND = "dossier"
FIRST_LINK = 1


class Opened(NamedTuple):
    """What is shown once, and what is kept of it."""

    secret: str
    access: Access


class Keys:
    """Secrets, links and the blind index of intake; the key is a setting of the service."""

    def __init__(self, key: str) -> None:
        self._key = key

    def open(self, dossier_id: UUID) -> Opened:
        """A new secret and the first link of a dossier."""
        secret = lookup.new_secret(self._key)
        _, link_hash = lookup.new_token(self._key, KIND, dossier_id, FIRST_LINK)
        return Opened(secret.shown, Access(secret.hash, link_hash, FIRST_LINK))

    def open_again(self, draft_id: UUID, dossier_id: UUID) -> Opened:
        """The same for an online filing: it follows from the draft, so a second press is told it.

        Nothing of it has to be kept in clear between the filing and the page that shows it.
        """
        secret = lookup.secret_of(self._key, "draft", draft_id)
        _, link_hash = lookup.new_token(self._key, KIND, dossier_id, FIRST_LINK)
        return Opened(secret.shown, Access(secret.hash, link_hash, FIRST_LINK))

    def token(self, dossier_id: UUID, link_no: int) -> str:
        """What the QR of Mẫu 01 holds: the same each time it is printed."""
        return lookup.new_token(self._key, KIND, dossier_id, link_no)[0]

    def id_index(self, id_number: str | None) -> bytes | None:
        """By which a number is found, though an index can't be read back to it."""
        if id_number is None:
            return None
        return hmac.digest(self._key.encode(), f"motcua id\n{id_number}".encode(), "sha256")
