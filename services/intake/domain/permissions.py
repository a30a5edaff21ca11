"""Who may do what, over which units (domain.md §1.1): routes, docs and tests read this table."""

from shared.events.codes import known
from shared.permission import EVERYONE, SIGNED_IN, Permissions, Right

DESK = frozenset(
    {
        "one_stop_head",
        "receiver",
        "cashier",
        "dispatcher",
        "processor",
        "approver",
        "clerk",
        "returner",
        "procedure_controller",
    }
)
OFFICE = frozenset({"one_stop_head", "dispatcher", "processor", "approver"})
ADMINS = frozenset({"province_admin", "unit_admin"})
ANY_ROLE = frozenset(known("role"))

PERMISSIONS: Permissions = {
    "dossier.receive": Right(frozenset({"receiver"}), "unit"),
    "dossier.read": Right(DESK, "unit"),
    "dossier.accept": Right(frozenset({"receiver"}), "unit"),
    "dossier.refuse": Right(frozenset({"receiver"}), "unit"),
    "dossier.forward": Right(
        frozenset({"receiver", "dispatcher", "processor", "approver"}), "unit"
    ),
    "dossier.request_supplement": Right(frozenset({"receiver", "processor"}), "unit"),
    "dossier.supply": Right(frozenset({"receiver"}), "unit"),
    "dossier.complete": Right(frozenset({"approver"}), "unit"),
    "result.upload": Right(frozenset({"approver"}), "unit"),
    "dossier.return": Right(frozenset({"returner"}), "unit"),
    "dossier.reissue_secret": Right(frozenset({"receiver"}), "unit"),
    "dossier.submit": SIGNED_IN,
    "dossier.mine": SIGNED_IN,
    "dossier.supply_own": SIGNED_IN,
    "dossier.rate": SIGNED_IN,
    "remedy.read": Right(OFFICE, "unit"),
    "remedy.finish": Right(frozenset({"processor"}), "unit"),
    "procedure.import": Right(frozenset({"procedure_controller"}), "unit"),
    "staff.declare": Right(ADMINS, "unit"),
    "staff.me": Right(ANY_ROLE, "any"),
    "unit.configure": Right(ADMINS, "unit"),
    "about.read": EVERYONE,
    "unit.read": EVERYONE,
    "procedure.read": EVERYONE,
    "deadline.count": EVERYONE,
    "draft.write": SIGNED_IN,
    "dossier.own": SIGNED_IN,
    "dossier.look_up": EVERYONE,
    "dossier.follow": EVERYONE,
    "shortcuts.choose": SIGNED_IN,
}
# Rights that reach beyond one unit are given by the province alone.
PROVINCE_GRANTS = frozenset(
    {"province_admin", "procedure_controller", "inspector", "protection_officer", "operator"}
)
