"""The whole road through the handlers, on a real database: what is kept and what is told."""

from tests.intake.road import Road
from tests.shared.vietnam import at


async def test_a_dossier_goes_the_whole_road(road: Road, pool):
    filed = await road.submit(at("2025-03-03 09:00"))
    received = await road.accept(filed, "2025-03-03 10:00")
    worked_on = await road.forward(received, "2025-03-03 10:30")
    asked = await road.ask(worked_on, "2025-03-04 09:00")
    supplied = await road.supply(asked, "2025-03-06 09:00")
    done = await road.complete(supplied, "2025-03-10 16:00")
    returned = await road.give_back(done, "2025-03-11 08:00")
    rated = await road.rate(returned, "2025-03-12 08:00")

    kept = await road.seen(rated)
    assert [d.status for d in (filed, received, worked_on, asked, supplied, done, returned)] == [
        *("1", "2", "4", "5", "4", "9", "10")
    ]
    assert kept == rated
    rows = await pool.fetch("SELECT n, step, from_status, to_status FROM action ORDER BY n")
    assert [tuple(row) for row in rows] == [
        (1, "REGISTER", None, "1"),
        (2, "RECEIVE", "1", "2"),
        (3, "PROCESS", "2", "4"),
        (4, "ASK_SUPPLEMENT", "4", "5"),
        (5, "SUPPLY", "5", "4"),
        (6, "COMPLETE", "4", "9"),
        (7, "RETURN", "9", "10"),
        (8, "RATE", "10", "10"),
    ]
    told = await pool.fetch(
        "SELECT split_part(type, '.', 3) AS fact FROM outbox"
        " WHERE topic = 'intake.dossier.v1' ORDER BY sequence"
    )
    assert [row["fact"] for row in told] == [
        "DossierSubmitted",
        "DossierReceived",
        "DossierAssigned",
        "SupplementRequested",
        "DossierSupplemented",
        "StepCompleted",
        "DossierCompleted",
        "ResultReturned",
        "DossierRated",
    ]
