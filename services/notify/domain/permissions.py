"""Who may see what of the messages (domain.md §1.1): operators alone, and never where they went."""

from typing import Final

from shared.permission import Permissions, Right

PERMISSIONS: Final[Permissions] = {
    "message.list": Right(frozenset({"operator"}), "any"),
    "message.read": Right(frozenset({"operator"}), "any"),
}
