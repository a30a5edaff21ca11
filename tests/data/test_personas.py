"""The people shipped to try the product with."""

from collections import Counter

import pytest
from email_validator import validate_email

from services.intake.catalogue import Persona, agencies, personas, units
from shared.events.codes import known

OLD, NEW = "quang-binh-2025", "quang-tri-2026"
BOTH = pytest.mark.parametrize("key", [OLD, NEW])
SHORT = {
    "receiver", "cashier", "dispatcher", "processor", "approver", "clerk", "returner",
    "one_stop_head", "reception_officer", "petition_officer", "verifier", "leader", "inspector",
    "protection_officer", "unit_admin", "operator", "province_admin", "procedure_controller",
    "citizen", "business",
}  # fmt: skip


def named(key: str) -> dict[str, Persona]:
    return {each.persona: each for each in personas(key)}


@BOTH
def test_every_name_by_which_a_persona_is_called_means_one_person(key: str) -> None:
    calls = Counter(call for each in personas(key) for call in (each.persona, *each.aliases))
    subjects = Counter(each.subject for each in personas(key))

    assert max(calls.values()) == 1
    assert max(subjects.values()) == 1
    assert set(calls) >= SHORT


@BOTH
def test_roles_are_those_of_the_language_and_all_of_them_are_held(key: str) -> None:
    held = {role for p in personas(key) for a in p.assignments for role in a.roles}

    assert held == set(known("role"))


@BOTH
def test_a_persona_works_at_a_unit_that_stands(key: str) -> None:
    standing = {u.unit_id for u in (*units(key), *agencies(key)) if not u.valid_to}

    assert {a.unit_id for p in personas(key) for a in p.assignments} <= standing


@pytest.mark.parametrize(
    ("key", "places"),
    [
        (OLD, {"18853", "18856", "450", "44", "STP"}),
        (NEW, {"18880@2025-07-01", "18859@2025-07-01", "44@2025-07-01", "STP"}),
    ],
)
def test_they_work_at_communes_a_department_and_above(key: str, places: set[str]) -> None:
    assert {a.unit_id for p in personas(key) for a in p.assignments} == places


@BOTH
def test_citizens_and_businesses_are_no_officials(key: str) -> None:
    without = {each.persona for each in personas(key) if not each.assignments}

    assert without == {"citizen", "citizen-2", "business"}


def test_the_short_names_are_those_of_dong_hoi() -> None:
    people = named(OLD)

    assert people["receiver"].aliases == ("receiver-450",)
    assert people["leader"].assignments[0].roles == ("approver", "case_leader")
    assert {people[name].assignments[0].unit_id for name in ("receiver", "verifier")} == {"450"}
    assert people["receiver-18853"].assignments[0].unit_id == "18853"


@BOTH
def test_mail_to_them_reaches_nobody(key: str) -> None:
    domains = {
        validate_email(each.email, check_deliverability=False).domain for each in personas(key)
    }

    # RFC 2606 and 6761: these names are never given to anyone.
    assert all(domain.endswith(".example") or domain == "example.com" for domain in domains)
