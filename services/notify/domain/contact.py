"""Where somebody can be reached, and what becomes of a message once that is known."""

from dataclasses import dataclass
from typing import Final

from services.notify.domain.message import Fate, Skip, State

ALL: Final = frozenset({"EMAIL", "SMS"})


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or office as they may be written to. Never leaves this service."""

    name: str
    email: str | None
    phone: str | None = None
    language: str = "vi"
    consents: frozenset[str] = ALL  # of citizens: the channels they agreed to

    def address(self, channel: str) -> str | None:
        """Where the channel reaches them, if anywhere."""
        return {"EMAIL": self.email, "SMS": self.phone}.get(channel)


def fate(channel: str, contact: Contact) -> Fate:
    """What becomes of a message now that the contact is known.

    Without any address nobody can be told: a failure. With another one they are told there.
    """
    if not contact.email and not contact.phone:
        return Fate(State.FAILED, "NO_CONTACT")
    if not contact.address(channel):
        return Fate(State.SKIPPED, Skip.NO_ADDRESS)
    if channel not in contact.consents:
        return Fate(State.SKIPPED, Skip.NO_CONSENT)
    return Fate(State.DUE, None)


def masked(address: str) -> str:
    """Enough for its owner to know it, too little for others: b•••@•••.vn, •••678."""
    local, at, domain = address.partition("@")
    if not at:
        return f"•••{address[-3:]}"
    return f"{local[:1]}•••@•••.{domain.rpartition('.')[2]}"
