"""Who may do what, over which units (domain.md §1.1): routes, docs and tests read this table."""

from shared.permission import Permissions, Right

READERS = frozenset(
    {"one_stop_head", "approver", "case_leader", "procedure_controller", "inspector"}
)

PERMISSIONS: Permissions = {
    "report.read": Right(READERS, "unit"),
}
