"""What a clerk may type, what the catalogue makes of it, and who declares officials."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from services.intake.domain import fees, party, terms
from services.intake.domain.fees import Fee
from services.intake.domain.filing import Filing
from services.intake.domain.official import Official, Post, assignment, check_grants
from services.intake.domain.refusals import (
    ChannelNotOffered,
    LimitFixed,
    LimitNeeded,
    PeriodReversed,
    ProcedureNotOffered,
    RemedyAlreadyDone,
    RoleNotYours,
)
from services.intake.domain.remedy import Remedy
from services.intake.handlers.steps import limit_of
from shared.worktime.limit import due_on
from tests.intake.desk import CANARY, filing
from tests.intake.made import procedure, unit
from tests.shared.vietnam import VIETNAM, on


def test_a_procedure_is_filed_where_its_level_or_its_list_of_units_says():
    terms.check_offered(procedure(), unit())
    terms.check_offered(procedure(unit_ids=["450"], level="COMMUNE"), unit())

    with pytest.raises(ProcedureNotOffered):
        terms.check_offered(procedure(level="COMMUNE"), unit())
    with pytest.raises(ProcedureNotOffered):
        terms.check_offered(procedure(unit_ids=["452"]), unit())


@pytest.mark.parametrize(
    ("limit", "channel", "given_limit", "refused"),
    [
        ("3 working_day", "2", None, ChannelNotOffered),
        (None, "1", None, LimitNeeded),
        ("3 working_day", "1", {"amount": 5, "unit": "day", "reason": "x"}, LimitFixed),
    ],
)
def test_a_filing_without_terms_is_refused(limit, channel, given_limit, refused):
    body = Filing.model_validate(filing(channel=channel, limit=given_limit))

    with pytest.raises(refused) as problem:
        terms.limit(procedure(limit), body)

    assert problem.value.fields[0].code == problem.value.code


def test_the_clerk_sets_the_limit_where_the_catalogue_has_none():
    given_limit = {"amount": 12, "unit": "day", "reason": "theo văn bản 15/SNV"}

    limit = terms.limit(procedure(None), Filing.model_validate(filing(limit=given_limit)))

    assert (limit.amount, limit.unit) == (12, "day")


def test_only_known_amounts_of_the_channel_become_fee_lines():
    base = {"kind": "FEE", "moment": "1", "channel": None, "per": "lần", "note": ""}
    published = [
        Fee(**base, amount=100_000),
        Fee(**base | {"channel": "2"}, amount=50_000),
        Fee(**base | {"per": "trang (từ trang thứ 3)"}, amount=1_000),
        Fee(**base, amount=None),
        Fee(**base, amount=0),
    ]

    assert [line.amount for line in fees.lines(published, "1")] == [100_000]
    assert [line.amount for line in fees.lines(published, "2")] == [100_000, 50_000]


@pytest.mark.parametrize(
    ("contact", "consents"),
    [
        ({}, []),
        ({"email": "an@example.com"}, ["EMAIL"]),
        ({"phone": "0912345678"}, ["SMS"]),
        ({"phone": "0232 3822 222"}, []),
    ],
)
def test_people_are_told_where_they_gave_a_contact_that_takes_messages(contact, consents):
    applicant = Filing.model_validate(
        filing(applicant={"type": "0", "name": "Nguyễn Văn An"} | contact)
    ).applicant

    assert party.party(uuid4(), uuid4(), applicant).state().consents == consents


BAD = [
    ({"procedure_code": "a b"}, "procedure_code"),
    ({"unit": ""}, "unit"),
    ({"unit": 450}, "unit"),
    ({"channel": "4"}, "channel"),
    ({"channel": True}, "channel"),
    ({"papers": "x"}, "papers"),
    ({"papers": [{"key": "a", "kind": "0", "copies": 0}]}, "papers.0.copies"),
    ({"papers": [{"key": "a", "kind": "0", "copies": "1"}]}, "papers.0.copies"),
    ({"papers": [{"key": "a", "kind": "3", "copies": 1}]}, "papers.0.kind"),
    ({"papers": [{"key": "a", "kind": "0", "copies": 1}] * 201}, "papers"),
    ({"applicant": CANARY | {"type": "3"}}, "applicant.type"),
    ({"applicant": CANARY | {"name": "  "}}, "applicant.name"),
    ({"applicant": CANARY | {"name": "An\x00"}}, "applicant.name"),
    ({"applicant": CANARY | {"name": "An\u202e"}}, "applicant.name"),
    ({"applicant": CANARY | {"name": "x" * 301}}, "applicant.name"),
    ({"applicant": CANARY | {"email": "an@"}}, "applicant.email"),
    ({"applicant": CANARY | {"email": "an@localhost"}}, "applicant.email"),
    ({"applicant": CANARY | {"phone": "12345"}}, "applicant.phone"),
    ({"applicant": CANARY | {"phone": "+12025550123"}}, "applicant.phone"),
    ({"applicant": CANARY | {"cccd": "044"}}, "applicant.cccd"),
    ({"limit": {"amount": 0, "unit": "day", "reason": "x"}}, "limit.amount"),
    ({"limit": {"amount": 2, "unit": "same_day", "reason": "x"}}, "limit"),
    ({"limit": {"amount": 2, "unit": "week", "reason": "x"}}, "limit.unit"),
    ({"limit": {"amount": 2, "unit": "day", "reason": ""}}, "limit.reason"),
    ({"more": 1}, "more"),
]


@pytest.mark.parametrize(("changed", "field"), BAD)
def test_a_field_that_is_not_right_is_named(changed, field):
    with pytest.raises(ValidationError) as refused:
        Filing.model_validate(filing(**changed))

    assert [".".join(map(str, e["loc"])) for e in refused.value.errors()] == [field]


def test_codes_may_come_as_numbers_and_contacts_in_any_spelling():
    body = Filing.model_validate(
        filing(
            channel=3,
            applicant={"type": 1, "name": " Công ty   Chim Yến ", "phone": "0912.345.678"},
        )
    )

    assert (body.channel, body.applicant.type) == ("3", "1")
    assert (body.applicant.name, body.applicant.phone) == ("Công ty Chim Yến", "+84912345678")


def test_a_remedy_is_due_after_ten_legal_working_days_and_done_once():
    limit = limit_of("REMEDY", "onestop:2018")
    assert due_on(limit, on("2025-04-21"), VIETNAM) == on("2025-05-07")
    open_one = Remedy(
        remedy_id=uuid4(),
        dossier_id=uuid4(),
        unit_id="450",
        case_id=uuid4(),
        decision_no="12/QĐ-UBND",
        due_on=on("2025-05-07"),
    )

    done = open_one.done(on("2025-05-05"), uuid4(), None)

    with pytest.raises(RemedyAlreadyDone):
        done.done(on("2025-05-06"), uuid4(), None)


def official(**post):
    good = {"unit": "450", "roles": ["receiver"]}
    body = {"subject": "an", "name": "An", "title": "Chuyên viên", "assignments": [good | post]}
    return Official.model_validate(body)


def test_a_post_begins_today_unless_it_says_otherwise():
    post = assignment(Post(unit="450", roles=["receiver", "receiver"]), "450", on("2025-03-03"))

    assert (post.valid_from, post.valid_to, post.roles) == (on("2025-03-03"), None, ["receiver"])
    with pytest.raises(PeriodReversed):
        assignment(
            Post(unit="450", roles=["receiver"], valid_to=on("2025-03-02")), "450", on("2025-03-03")
        )


def test_a_units_administrator_gives_no_right_that_reaches_beyond_the_unit():
    check_grants(official(), None)

    with pytest.raises(RoleNotYours):
        check_grants(official(roles=["province_admin"]), None)


def test_an_unknown_role_is_no_role():
    with pytest.raises(ValidationError):
        official(roles=["king"])
