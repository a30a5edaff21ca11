"""Who may see what of the messages (domain.md §1.1): operators alone, and never where they went."""

from typing import Final

from shared.permission import EVERYONE, SIGNED_IN, Permissions, Right

OPERATOR: Final = Right(frozenset({"operator"}), "any")
PERMISSIONS: Final[Permissions] = {
    "home.read": EVERYONE,
    "message.list": OPERATOR,
    "message.read": OPERATOR,
    "message.send_again": OPERATOR,
    "parked.list": OPERATOR,
    "shortcuts.choose": SIGNED_IN,
}
