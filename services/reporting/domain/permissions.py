"""Who may do what, over which units (domain.md §1.1): routes, docs and tests read this table."""

from shared.events.codes import known
from shared.permission import EVERYONE, SIGNED_IN, Permissions, Right

ANY_ROLE = frozenset(known("role"))
LEADERS = frozenset({"approver", "dispatcher", "case_leader"})

PERMISSIONS: Permissions = {
    "report.read": Right(LEADERS | {"one_stop_head", "procedure_controller", "inspector"}, "unit"),
    "desk.open": Right(ANY_ROLE, "any"),
    "figures.read": EVERYONE,
    "complaints.read": Right(LEADERS | {"inspector"}, "unit"),
    "shortcuts.choose": SIGNED_IN,
}
