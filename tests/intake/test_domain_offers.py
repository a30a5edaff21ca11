"""What an official is offered at a dossier, and by which rule something is not."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.intake.domain.card import Card, scanned
from services.intake.domain.offers import SAME_PERSON, TOO_LATE, Doing, Seen, offers
from services.intake.domain.status import FINAL, Status
from shared.worktime.limit import Limit, LimitUnit
from tests.intake import made
from tests.intake.desk import MARCH_3
from tests.shared.vietnam import VIETNAM

WINDOW = Limit(3, LimitUnit.WORKING_DAY)


def offered(dossier, *roles, staff_id=None, now=MARCH_3, allowed=False):
    seen = Seen(dossier, (), frozenset(roles), staff_id, now, WINDOW, same_person_allowed=allowed)
    return offers(seen, VIETNAM)


def at(status):
    return made.received("3 working_day", MARCH_3).model_copy(update={"status": status})


@pytest.mark.parametrize(
    ("role", "status", "likely"),
    [
        ("receiver", Status.REGISTERED, Doing.ACCEPT),
        ("receiver", Status.RECEIVED, Doing.FORWARD),
        ("receiver", Status.SUPPLEMENT_REQUESTED, Doing.SUPPLY),
        ("processor", Status.PROCESSING, Doing.FORWARD),
        ("approver", Status.PROCESSING, Doing.COMPLETE),
        ("returner", Status.COMPLETED, Doing.RETURN),
    ],
)
def test_the_likely_step_stands_first(role, status, likely):
    assert offered(at(status), role)[0].doing is likely


@pytest.mark.parametrize("status", FINAL)
def test_an_ended_dossier_offers_nothing_but_a_new_secret(status):
    everybody = ("receiver", "processor", "approver", "returner", "dispatcher")

    assert [one.doing for one in offered(at(status), *everybody)] == [Doing.REISSUE]


def test_nobody_is_offered_what_is_another_role_s():
    assert offered(at(Status.PROCESSING), "returner") == []
    assert offered(at(Status.REGISTERED), "approver") == []


def test_asking_too_late_is_named_with_its_article():
    late = offered(at(Status.RECEIVED), "receiver", now=MARCH_3 + timedelta(days=10))

    [rule] = [one.why_not for one in late if one.doing is Doing.SUPPLEMENT]
    assert rule == f"{TOO_LATE} (Điều 19 Nghị định 61/2018/NĐ-CP)"


def test_who_received_a_dossier_does_not_approve_it_unless_the_unit_allows_it():
    dossier = at(Status.PROCESSING)
    mine = dossier.receiver_staff_id

    assert offered(dossier, "approver", staff_id=mine)[-1].why_not == SAME_PERSON
    assert offered(dossier, "approver", staff_id=mine, allowed=True)[0].why_not == ""
    assert offered(dossier, "approver", staff_id=uuid4())[0].why_not == ""


@pytest.mark.parametrize(
    "text",
    [
        "044185765432|190123456|Hoàng  Thị Chim Yến|05031985|Nữ|Ngõ 9, Đồng Phú|01012022",
        "044185765432||Hoàng Thị Chim Yến|05031985|Nữ|Ngõ 9, Đồng Phú|01012022",
        "CCCD|044185765432||Hoàng Thị Chim Yến|05031985|Nữ|Ngõ 9, Đồng Phú|01012022\n",
        "044185765432|Hoàng Thị Chim Yến|05031985|Nữ|Ngõ 9, Đồng Phú|01012022",
    ],
)
def test_a_card_says_number_name_and_home(text):
    assert scanned(text) == Card("044185765432", "Hoàng Thị Chim Yến", "Ngõ 9, Đồng Phú")


@pytest.mark.parametrize("text", ["044185765432", "Hoàng Thị | Chim Yến", "", "1|2|3"])
def test_anything_else_is_no_card(text):
    assert scanned(text) is None
