"""The rules of domain.md §0 and §4.4 as shipped: rule sets by date of receipt, and deadlines."""

from functools import cache
from pathlib import Path

from shared import tables
from shared.worktime import limit
from shared.worktime.rules import Deadline, RuleBook, RuleSet


@cache
def load(folder: Path = tables.FOLDER) -> RuleBook:
    """Read data/rule_sets.csv and data/deadlines.csv. Raises tables.BadTable."""
    sets = [_rule_set(row) for row in tables.rows("rule_sets.csv", folder)]
    names = {rules.name for rules in sets}
    return RuleBook(sets, [_deadline(row, names) for row in tables.rows("deadlines.csv", folder)])


def _rule_set(row: tables.Row) -> RuleSet:
    return RuleSet(
        name=row.must("rule_set"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        forms=row.text("forms"),
        basis=row.must("basis"),
    )


def _deadline(row: tables.Row, rule_sets: set[str]) -> Deadline:
    if row.text("rule_set") not in rule_sets | {""}:
        raise row.bad("rule_set", f"no such rule set: {row.text('rule_set')!r}")
    return Deadline(
        code=row.must("code"),
        rule_set=row.text("rule_set"),
        case=row.text("case"),
        limit=row.read("limit", limit.parse),
        times=row.maybe("times", int) or 1,
        before=row.read("counted", {"after": False, "before": True}.__getitem__),
        event=row.must("event"),
        article=row.text("article"),
        tag=row.must("tag"),
    )
