"""Every cell of the table of rights, asked through the doors."""

from typing import Any
from uuid import uuid4

from services.complaints.domain.permissions import PERMISSIONS
from shared.events.codes import known
from shared.permission import EVERYONE
from tests.complaints.office import Office
from tests.complaints.world import ROLES, classification, decision, registration, staff_id

SOMEWHERE = uuid4()
PETITION, CASE = f"/api/petitions/{SOMEWHERE}", f"/api/cases/{SOMEWHERE}"
VERIFIER = {"staff_id": str(staff_id("verifier", "450"))}
# Nothing of that id exists: who may, gets as far as to be told so.
DOORS: dict[str, tuple[str, str, Any]] = {
    "petition.register": ("POST", "/api/petitions", registration()),
    "petition.classify": ("POST", f"{PETITION}/classification", classification()),
    "petition.accept": ("POST", f"{PETITION}/acceptance", {}),
    "petition.lodge": ("GET", "/", None),
    "petition.follow": ("GET", "/follow", None),
    "petition.open": ("GET", f"/desk/petitions/{SOMEWHERE}/content", None),
    "case.open_assigned": ("GET", f"/desk/verifications/{SOMEWHERE}/content", None),
    "desk.open": ("GET", "/desk", None),
    "petition.refuse": ("POST", f"{PETITION}/refusal", {"na_code": "NA_01"}),
    "petition.end": ("POST", f"{PETITION}/outcome", {"outcome": "WITHDRAWN"}),
    "petition.take_charge": ("POST", f"{PETITION}/charge", {}),
    "petition.answer": ("POST", f"{PETITION}/answer", {"answer": "REJECTED"}),
    "petition.read": ("GET", PETITION, None),
    "case.assign": ("POST", f"{CASE}/verification", VERIFIER),
    "case.hear": ("POST", f"{CASE}/dialogue", {"present": ["COMPLAINANT"]}),
    "case.resolve": ("POST", f"{CASE}/resolution", decision()),
    "case.read": ("GET", CASE, None),
    "case.read_assigned": ("GET", "/api/verifications", None),
    "dossier.read": ("GET", f"/api/dossiers/{SOMEWHERE}", None),
}


async def test_a_role_passes_exactly_the_doors_that_the_table_opens_to_it(office: Office) -> None:
    passed = {}

    for action, (method, path, body) in DOORS.items():
        for role in ROLES:
            headers = office.issuer.bearer(sub=f"{role}-450")
            answer = await office.client.request(method, path, json=body, headers=headers)
            passed[action, role] = answer.status_code != 403

    assert passed == {
        (action, role): right == EVERYONE or role in right.roles
        for action, right in PERMISSIONS.items()
        if action != "shortcuts.choose"  # on pages alone: tests/web/test_rights.py
        for role in ROLES
    }


def test_each_role_of_the_table_is_a_published_role_and_tried_above() -> None:
    named = {role for right in PERMISSIONS.values() for role in right.roles}

    assert named <= known("role").keys()
    assert named <= set(ROLES)
