"""Who may do what, over which units (domain.md §1.1): routes, docs and tests read this table."""

from shared.permission import EVERYONE, Permissions, Right

LEADERS = frozenset({"approver", "dispatcher", "case_leader"})

PERMISSIONS: Permissions = {
    "report.read": Right(LEADERS | {"one_stop_head", "procedure_controller", "inspector"}, "unit"),
    "figures.read": EVERYONE,
    "complaints.read": Right(LEADERS | {"inspector"}, "unit"),
}
