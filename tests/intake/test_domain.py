"""The dossier's law without any I/O: its statuses, its code, the day it is due."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.intake.domain.code import LAST, PATTERN, dossier_code
from services.intake.domain.refusals import InvalidTransition, SequenceExhausted
from services.intake.domain.status import FINAL, Status, Step
from tests.intake.desk import MARCH_3
from tests.intake.made import filed, received
from tests.shared.vietnam import at, on

# "as pairs" in domain.md §1.4
PAIRS = {
    "1": {"2", "3", "5", "7"},
    "2": {"4", "5", "6", "7", "8"},
    "3": set(),
    "4": {"5", "6", "7", "8", "9"},
    "5": {"1", "3", "4", "7", "8"},
    "6": {"2", "4", "7", "8"},
    "7": {"1", "2", "3", "4", "5", "6", "8"},
    "8": set(),
    "9": {"4", "10"},
    "10": set(),
}
# What a status may have come from, for those that remember it: before and after receipt.
ORIGINS = {
    "5": {False: ["1"], True: ["2", "4"]},
    "6": {False: [], True: ["2", "4"]},
    "7": {False: ["1", "5"], True: ["2", "4", "5", "6"]},
}
EVER_RECEIVED = {"1": [False], "2": [True], "3": [False], "4": [True], "8": [True], "9": [True]}


def standing(status, was_received, origin):
    """A dossier that stands there; one that waits in 7 for 5 or 6 has a deeper stack."""
    deeper = {"5": ["4"] if was_received else ["1"], "6": ["2"]}.get(origin, [])
    origins = tuple(Status(s) for s in [*deeper, origin] if s)
    changed = {"status": Status(status), "origins": origins}
    return filed().model_copy(update=changed | ({"received_at": MARCH_3} if was_received else {}))


def places():
    for status in Status:
        for was_received in EVER_RECEIVED.get(status, [True, False]):
            if status == "10" and not was_received:
                continue
            origins = ORIGINS.get(status, {}).get(was_received, [None])
            yield from ((status, was_received, origin) for origin in origins)


def reached(dossier, step):
    try:
        return {dossier.take(step).status}
    except InvalidTransition:
        return set()


def test_every_status_leads_where_the_table_says_and_nowhere_else():
    found = {status.value: set() for status in Status}

    for place, step in product(places(), Step):
        found[place[0].value] |= reached(standing(*place), step)

    assert found == PAIRS


@pytest.mark.parametrize("status", sorted(FINAL))
def test_nothing_leads_out_of_an_end(status):
    dossier = standing(status, status != "3", None)

    assert not set().union(*(reached(dossier, step) for step in Step))


def test_what_was_not_received_is_never_worked_on_and_what_was_is_never_turned_away():
    for place, step in product(places(), Step):
        after = reached(standing(*place), step)
        if place[1]:
            assert not after & {"1", "3"}
        else:
            assert not after & {"4", "6", "8", "9", "10"}


def test_a_withdrawal_that_is_refused_leads_back_through_what_it_came_from():
    dossier = standing("2", True, None)

    asked = dossier.take(Step.ASK_SUPPLEMENT)
    withdrawn = asked.take(Step.ASK_WITHDRAWAL)
    back = withdrawn.take(Step.REFUSE_WITHDRAWAL)

    assert withdrawn.origins == (Status.RECEIVED, Status.SUPPLEMENT_REQUESTED)
    assert (back.status, back.origins) == (Status.SUPPLEMENT_REQUESTED, (Status.RECEIVED,))
    assert back.take(Step.SUPPLY).status == Status.PROCESSING


def test_a_refusal_names_the_status_and_the_step():
    with pytest.raises(InvalidTransition) as refused:
        filed().take(Step.RETURN)

    assert (refused.value.code, refused.value.detail) == ("INVALID_TRANSITION", "1 → RETURN")


UNIT_CODES = st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}", fullmatch=True)
DAYS = st.dates(date(2018, 1, 1), date(2099, 12, 31))


@given(UNIT_CODES, DAYS, st.integers(1, LAST))
def test_a_code_has_the_form_of_the_law_and_tells_unit_day_and_number(unit_code, day, number):
    code = dossier_code(unit_code, day, number)

    head, written_day, written_number = code.rsplit("-", 2)
    assert PATTERN.fullmatch(code)
    assert (head, written_day, int(written_number)) == (unit_code, f"{day:%y%m%d}", number)


@given(st.integers(LAST + 1, 10**6))
def test_the_numbers_of_a_day_end_at_9999(number):
    with pytest.raises(SequenceExhausted):
        dossier_code("000.00.01.H46", on("2018-08-08"), number)


def test_the_third_dossier_of_a_day_has_the_code_of_the_worked_example():
    assert dossier_code("000.00.01.H46", on("2018-08-08"), 3) == "000.00.01.H46-180808-0003"


# domain.md §7.1
EXAMPLES = [
    ("O1", "5 working_day", "2025-01-22 09:00", "2025-02-05 17:00"),
    ("O3", "3 working_day", "2024-04-26 09:00", "2024-05-04 17:00"),
    ("O10", "3 working_day", "2025-03-08 09:00", "2025-03-13 17:00"),
    ("O13", "3 working_day", "2026-11-20 09:00", "2026-11-26 17:00"),
    ("O20 late", "1 same_day", "2025-04-29 15:20", "2025-05-05 17:00"),
    ("O20", "1 same_day", "2025-04-29 14:30", "2025-04-29 17:00"),
    ("O22", "4 hour", "2025-06-10 14:30", "2025-06-11 09:00"),
]


@pytest.mark.parametrize(("limit", "when", "due_at"), [e[1:] for e in EXAMPLES])
def test_a_receipt_promises_the_day_of_the_worked_example(limit, when, due_at):
    dossier = received(limit, at(when))

    assert dossier.due_at == dossier.original_due_at == at(due_at)
    assert dossier.status == Status.RECEIVED


def test_what_comes_on_a_saturday_counts_from_monday_and_keeps_its_real_moment():
    dossier = received("3 working_day", at("2025-03-08 09:00"))

    assert dossier.received_at == at("2025-03-08 09:00")
    assert dossier.effective_received_on == on("2025-03-10")
    assert dossier.ledger[0].reason == "OUTSIDE_HOURS"


@given(
    st.integers(1, 60),
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001
)
def test_the_lines_of_the_ledger_add_up_to_the_promise(amount, when):
    dossier = received(f"{amount} working_day", when.replace(tzinfo=MARCH_3.tzinfo))

    days = sum(line.added for line in dossier.ledger)
    assert dossier.received_at.date() + timedelta(days=days) == dossier.due_at.date()


def test_a_dossier_is_not_changed_but_followed_by_another():
    dossier = filed()

    with pytest.raises(ValidationError):
        dossier.status = Status.RETURNED
