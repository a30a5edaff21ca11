"""Biểu 06: every cell equals a recount in plain Python, whatever happened and when."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting import handlers
from services.reporting.domain import table06
from services.reporting.domain.table06 import Counts, IdentityBroken
from services.reporting.store import dossiers as store
from shared.db import transaction
from shared.worktime.classes import Class, classify, open_in_time
from tests.reporting.world import at, filed

YEAR = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda n: YEAR + timedelta(days=n))
DOSSIERS = st.lists(
    st.fixed_dictionaries(
        {
            "day": DAYS,
            "field": st.sampled_from(["ho-tich", "dat-dai"]),
            "channel": st.sampled_from(["1", "2", "3"]),
            "days": st.integers(0, 20),
            "finished": st.none() | st.integers(0, 30),
        }
    ),
    max_size=12,
)
CLASSED = "UPDATE dossier SET finished_at = $2, finished_on = $3, class = $4 WHERE dossier_id = $1"


def recount(dossiers, first: date, last: date, field: str) -> Counts:
    """The definition of each column, read off the law one dossier at a time."""
    counts = dict.fromkeys(("c4", "c5", "c6", "c8", "c9", "c10", "c12", "c13"), 0)
    for _, received, finished in dossiers:
        on = received.received_at.date()
        over = finished and finished.date()
        if received.field != field or on > last or (over and over < first):
            continue
        if on < first:
            counts["c6"] += 1
        else:
            counts["c4" if received.channel == "2" else "c5"] += 1
        if over and over <= last:
            known = {Class.EARLY: "c8", Class.ON_TIME: "c9", Class.LATE: "c10"}
            counts[known[classify(finished, received.due_at, "day")]] += 1
        else:
            in_time = open_in_time(at(last, 23), received.due_at, "day")
            counts["c12" if in_time else "c13"] += 1
    return Counts(**counts)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=DOSSIERS, first=DAYS, length=st.integers(0, 40), before=st.integers(0, 40))
async def test_each_cell_equals_a_recount(pool, drawn, first, length, before):
    last = first + timedelta(days=length)
    async with transaction(pool) as conn:
        dossiers = [await live(conn, **one) for one in drawn]
        found = await store.table06(conn, ["18853"], first, last, at(last, 23))
        eve = first - timedelta(days=1)
        earlier = await store.table06(
            conn, ["18853"], eve - timedelta(days=before), eve, at(eve, 23)
        )
        await conn.execute("DELETE FROM dossier")

    wanted = {f: recount(dossiers, first, last, f) for f in ("ho-tich", "dat-dai")}
    assert found == {field: row for field, row in wanted.items() if row != Counts()}
    table06.check(found.values())
    assert carried(found) == left_open(earlier)


async def live(conn, day, finished, **filing):
    """A dossier as its facts tell it, and the end that a later fact will tell."""
    submitted, received = filed(day, **filing)
    await handlers.fold(conn, [submitted, received])
    if finished is None:
        return submitted, received, None
    when = received.received_at + timedelta(days=finished)
    class_ = classify(when, received.due_at, "day")
    await conn.execute(CLASSED, received.dossier_id, when, when.date(), class_)
    return submitted, received, when


def carried(rows):
    return {field: row.c6 for field, row in rows.items() if row.c6}


def left_open(rows):
    return {field: row.columns()["c11"] for field, row in rows.items() if row.columns()["c11"]}


async def test_a_dossier_that_was_only_submitted_is_in_no_column(pool):
    submitted, _ = filed(YEAR)
    async with transaction(pool) as conn:
        await handlers.fold(conn, [submitted])

        assert await store.table06(conn, ["18853"], YEAR, YEAR, at(YEAR)) == {}


async def test_a_limit_in_hours_is_late_by_the_instant(pool):
    submitted, received = filed(YEAR, days=0)
    hours = received.limit.model_copy(update={"unit": "hour"})
    received = received.model_copy(update={"limit": hours, "due_at": at(YEAR, 11)})
    async with transaction(pool) as conn:
        await handlers.fold(conn, [submitted, received])

        early = await store.table06(conn, ["18853"], YEAR, YEAR, at(YEAR, 10))
        late = await store.table06(conn, ["18853"], YEAR, YEAR, at(YEAR, 12))

    assert (early["ho-tich"].c12, late["ho-tich"].c13) == (1, 1)


def test_figures_that_contradict_each_other_are_not_shown():
    with pytest.raises(IdentityBroken):
        table06.check([Counts(c4=1)])


def test_sums_are_made_from_the_single_columns():
    made = (Counts(c4=1, c5=2, c6=3, c8=4) + Counts(c9=5, c10=6, c12=7, c13=8)).columns()

    assert list(made) == list(table06.COLUMNS)
    assert (made["c3"], made["c7"], made["c11"]) == (6, 15, 15)
