"""Biểu 06: every cell equals a recount in plain Python, whatever happened and when."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.domain import table06
from services.reporting.domain.table06 import Beside, Cell, Counts, IdentityBroken
from services.reporting.handlers import folding
from services.reporting.store import table06 as store
from shared.db import transaction
from shared.events.intake import DossierNotReceived
from shared.worktime.classes import Class, classify, open_in_time
from tests.reporting.world import asked, at, completed, filed, made, supplied

YEAR = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: YEAR + timedelta(days=n))
LATER = st.none() | st.integers(0, 30)
UNITS = ["18853", "18856"]
HISTORIES = st.lists(
    st.fixed_dictionaries(
        {
            "day": DAYS,
            "unit_id": st.sampled_from(UNITS),
            "field": st.sampled_from(["ho-tich", "dat-dai"]),
            "channel": st.sampled_from(["1", "2", "3"]),
            "days": st.integers(0, 20),
            "asked": LATER,
            "supplied": LATER,
            "finished": LATER,
        }
    ),
    max_size=12,
)
PERIODS = st.lists(st.integers(1, 25), min_size=1, max_size=4)


class History:
    """A dossier's facts, and what a clerk would note of them on a card."""

    def __init__(self, day, **drawn):
        ask, supply, finish = (drawn.pop(n, None) for n in ("asked", "supplied", "finished"))
        self.submitted, self.received = filed(day, **drawn)
        self.facts = [self.submitted, self.received]
        self.due_at, self.stopped_at, self.finished_at = self.received.due_at, None, None
        moment = self.received.received_at
        if ask is not None:
            moment = self.stopped_at = moment + timedelta(days=ask)
            self.facts.append(asked(self.received, moment))
            if supply is not None:
                moment += timedelta(days=supply)
                self.stopped_at, self.due_at = None, moment + timedelta(days=5)
                self.facts.append(supplied(self.received, moment, self.due_at))
        if finish is not None and self.stopped_at is None:
            self.finished_at = moment + timedelta(days=finish)
            self.facts.append(completed(self.received, self.finished_at, due_at=self.due_at))


def recount(histories, first: date, last: date) -> dict[Cell, Counts]:
    """The definition of each column, read off the law one dossier at a time."""
    found: dict[Cell, Counts] = {}
    for one in histories:
        on, over = one.received.received_at.date(), one.finished_at and one.finished_at.date()
        if on > last or (over and over < first):
            continue
        came = "c6" if on < first else "c4" if one.received.channel == "2" else "c5"
        if over and over <= last:
            known = {Class.EARLY: "c8", Class.ON_TIME: "c9", Class.LATE: "c10"}
            went = known[classify(one.finished_at, one.due_at, "day")]
        else:
            in_time = open_in_time(at(last, 23), one.due_at, "day", one.stopped_at)
            went = "c12" if in_time else "c13"
        cell = Cell(one.received.unit_id, one.received.level, one.received.field)
        found[cell] = found.get(cell, Counts()) + Counts(**{came: 1, went: 1})
    return found


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=HISTORIES, first=DAYS, lengths=PERIODS)
async def test_each_cell_equals_a_recount_and_periods_join(pool, drawn, first, lengths):
    histories = [History(**one) for one in drawn]
    async with transaction(pool) as conn:
        await folding.fold(conn, [fact for one in histories for fact in one.facts])
        for length in lengths:
            last = first + timedelta(days=length)

            found = await store.table06(conn, UNITS, first, last, at(last, 23))
            left = await store.left_open(conn, UNITS, first - timedelta(days=1))

            assert found == recount(histories, first, last)
            table06.check(found, left)
            first = last + timedelta(days=1)
        await conn.execute("DELETE FROM dossier")


async def test_a_dossier_that_was_only_submitted_is_in_no_column(pool):
    submitted, _ = filed(YEAR)
    refused, _ = filed(YEAR)
    ended = made(DossierNotReceived, dossier_id=refused.dossier_id, at=at(YEAR).isoformat())
    async with transaction(pool) as conn:
        await folding.fold(conn, [submitted, refused, ended])

        assert await store.table06(conn, ["18853"], YEAR, YEAR, at(YEAR)) == {}
        assert await store.beside(conn, ["18853"], YEAR, YEAR) == Beside(not_received=1)


async def test_a_dossier_that_waits_is_judged_as_its_clock_stopped(pool):
    in_time, too_late = (History(YEAR, days=5, asked=n) for n in (3, 8))
    last = YEAR + timedelta(days=40)
    async with transaction(pool) as conn:
        await folding.fold(conn, in_time.facts + too_late.facts)

        [row] = (await store.table06(conn, ["18853"], YEAR, last, at(last, 23))).values()
        before_it_stopped = at(YEAR + timedelta(days=6), 23)
        [early] = (await store.table06(conn, ["18853"], YEAR, last, before_it_stopped)).values()
        beside = await store.beside(conn, ["18853"], YEAR, last)

    assert (row.c12, row.c13) == (early.c12, early.c13) == (1, 1)
    assert beside.waiting == 2


async def test_refused_and_reopened_dossiers_stand_beside_the_table(pool):
    _, first = filed(YEAR)
    _, again = filed(YEAR)
    again = again.model_copy(update={"reopened_from": first.dossier_id})
    end = completed(first, at(YEAR), outcome="REFUSED")
    async with transaction(pool) as conn:
        await folding.fold(conn, [first, end, again])

        beside = await store.beside(conn, ["18853"], YEAR, YEAR)

    assert (beside.refused, beside.reopened) == (1, 1)


async def test_a_limit_in_hours_is_late_by_the_instant(pool):
    submitted, received = filed(YEAR, days=0)
    hours = received.limit.model_copy(update={"unit": "hour"})
    received = received.model_copy(update={"limit": hours, "due_at": at(YEAR, 11)})
    async with transaction(pool) as conn:
        await folding.fold(conn, [submitted, received])

        [early] = (await store.table06(conn, ["18853"], YEAR, YEAR, at(YEAR, 10))).values()
        [late] = (await store.table06(conn, ["18853"], YEAR, YEAR, at(YEAR, 12))).values()

    assert (early.c12, late.c13) == (1, 1)


CELL = Cell("450", "COMMUNE", "ho-tich")


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ({CELL: Counts(c4=1)}, {}),
        ({CELL: Counts(c6=1, c8=1)}, {}),
        ({CELL: Counts(c6=1, c8=1)}, {CELL: 2}),
        ({}, {CELL: 1}),
    ],
)
def test_figures_that_contradict_each_other_are_not_shown(rows, left):
    with pytest.raises(IdentityBroken):
        table06.check(rows, left)


def test_sums_are_made_from_the_single_columns():
    made = (Counts(c4=1, c5=2, c6=3, c8=4) + Counts(c9=5, c10=6, c12=7, c13=8)).columns()

    assert list(made) == list(table06.COLUMNS)
    assert (made["c3"], made["c7"], made["c11"]) == (6, 15, 15)


def test_units_are_added_up_by_level_and_field_in_the_order_of_the_form():
    rows = {
        Cell("18853", "COMMUNE", "ho-tich"): Counts(c4=1, c12=1),
        Cell("18856", "COMMUNE", "ho-tich"): Counts(c5=2, c8=2),
        Cell("450", "DISTRICT", "dat-dai"): Counts(c5=3, c9=3),
    }

    district, commune = table06.groups(rows)

    assert (district.level, commune.level) == ("DISTRICT", "COMMUNE")
    assert commune.rows == {"ho-tich": Counts(c4=1, c5=2, c8=2, c12=1)}
    assert commune.total.columns()["c3"] == 3
