"""Who may do what, over which units (domain.md §1.1): routes, docs and tests read this table."""

from shared.permission import EVERYONE, SIGNED_IN, Permissions, Right

OFFICERS = frozenset({"petition_officer", "reception_officer"})
LEADER = frozenset({"case_leader"})
HANDLERS = frozenset({"petition_officer", "case_leader"})
VERIFIER = frozenset({"verifier"})
READERS = frozenset({"petition_officer", "case_leader", "inspector"})

PERMISSIONS: Permissions = {
    "petition.lodge": EVERYONE,
    "petition.follow": EVERYONE,
    "petition.register": Right(OFFICERS, "unit"),
    "petition.classify": Right(frozenset({"petition_officer"}), "unit"),
    "petition.accept": Right(LEADER, "unit"),
    "petition.refuse": Right(LEADER, "unit"),
    "petition.end": Right(HANDLERS, "unit"),
    "petition.take_charge": Right(HANDLERS, "unit"),
    "petition.answer": Right(LEADER, "unit"),
    "petition.read": Right(READERS | OFFICERS, "unit"),
    "petition.open": Right(HANDLERS, "unit"),
    "case.assign": Right(LEADER, "unit"),
    "case.hear": Right(LEADER, "unit"),
    "case.resolve": Right(LEADER, "unit"),
    "case.read": Right(READERS, "unit"),
    "case.read_assigned": Right(VERIFIER, "own"),
    "case.open_assigned": Right(VERIFIER, "own"),
    "dossier.read": Right(READERS, "unit"),
    "desk.open": Right(READERS | OFFICERS | VERIFIER, "unit"),
    "shortcuts.choose": SIGNED_IN,
}
