"""What people really type among all 1,601 procedures: what they mean is on the first screen."""

import csv
from pathlib import Path

from services.intake.catalogue.words import spoken
from services.intake.domain.search import asked
from services.intake.store import search
from services.intake.store.search import Within
from tests.intake.catalogues import NOW, real, take

PHRASINGS = Path(__file__).with_name("phrasings.csv")
FIRST_SCREEN = 5
ENOUGH = 90


async def test_ninety_of_a_hundred_phrasings_find_what_they_mean_within_the_first_five(pool):
    await take(pool, real("procedures.jsonl"), "procedures.jsonl")
    with PHRASINGS.open(encoding="utf-8") as file:
        wanted = {row["said"]: set(row["codes"].split()) for row in csv.DictReader(file)}
    within, missed = Within(NOW.date()), []

    async with pool.acquire() as conn:
        for said, codes in wanted.items():
            found = await search.procedures(conn, asked(said, spoken()), within, FIRST_SCREEN)
            first = [procedure.code for procedure in found.procedures]
            if codes.isdisjoint(first):
                missed.append((said, sorted(codes), first))

    assert len(wanted) == 100
    assert len(wanted) - len(missed) >= ENOUGH, missed
