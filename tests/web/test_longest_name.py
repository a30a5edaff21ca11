"""The style page is tried with the longest name that a procedure really has."""

import csv
import json

from shared.web.look.samples import LONGEST_NAME, SEVEN_SYLLABLES
from stack.layout import ROOT

NATIONAL = ROOT.parent / "shared" / "data" / "procedures.jsonl"  # beside a developer's clone


def names():
    with (ROOT / "data" / "procedures.csv").open(encoding="utf-8", newline="") as rows:
        yield from (row["name"] for row in csv.DictReader(rows))
    if NATIONAL.exists():
        with NATIONAL.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["name"] for line in lines)


def test_no_procedure_has_a_longer_name_than_the_sample():
    assert max(map(len, names())) <= len(LONGEST_NAME)
    assert len(LONGEST_NAME) == 1_094


def test_the_sample_of_a_persons_name_has_seven_syllables():
    assert len(SEVEN_SYLLABLES.split()) == 7
