"""Which law holds: by the date of receipt alone, to the end of the case (domain.md §0)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.worktime.limit import Limit

ONE_STOP, COMPLAINT = "onestop", "complaint"
# The decree of each set of one-stop rules. Articles are cited of the first alone: those of its
# successor are numbered otherwise and were not read (domain.md §9).
DECREES = {
    "onestop:2018": "Nghị định 61/2018/NĐ-CP",
    "onestop:2025-07": "Nghị định 118/2025/NĐ-CP",
    "onestop:2026-07": "Nghị định 118/2025/NĐ-CP",
}
WITH_ARTICLES = "onestop:2018"


def cite(rule_version: str | None, article: str) -> str:
    """Điều 19 Nghị định 61/2018/NĐ-CP, as the law of the day of receipt has it; empty: unknown."""
    decree = DECREES.get(rule_version or "", "")
    return f"Điều {article} {decree}" if rule_version == WITH_ARTICLES else decree


class NoRule(LookupError):
    """The law of that day has no such rule."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A set of rules, such as `onestop:2025-07`, and the days of receipt it governs."""

    name: str
    valid_from: date | None
    valid_to: date | None
    forms: str
    basis: str

    @property
    def area(self) -> str:
        return self.name.partition(":")[0]

    def governs(self, received_on: date) -> bool:
        return (not self.valid_from or self.valid_from <= received_on) and (
            not self.valid_to or received_on <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit of the law. `rule_set` empty: of every set; `before`: counted back from the event."""

    code: str
    rule_set: str
    case: str
    limit: Limit
    times: int
    before: bool
    event: str
    article: str
    tag: str


class RuleBook:
    """All rule sets and deadlines, from the data files."""

    def __init__(self, sets: Iterable[RuleSet], deadlines: Iterable[Deadline]) -> None:
        self.sets = tuple(sets)
        self.deadlines = {(d.code, d.rule_set, d.case): d for d in deadlines}

    def rule_set(self, area: str, received_on: date) -> RuleSet:
        """The set of the day of receipt. Raises NoRule."""
        for rules in self.sets:
            if rules.area == area and rules.governs(received_on):
                return rules
        raise NoRule(f"no rules of {area} for {received_on}")

    def deadline(self, code: str, rule_set: str, case: str = "") -> Deadline:
        """The value for that code, e.g. `KN1_RESOLVE`, in a rule set. Raises NoRule."""
        found = self.deadlines.get((code, rule_set, case)) or self.deadlines.get((code, "", case))
        if found is None:
            raise NoRule(f"{rule_set} has no deadline {code} {case}".rstrip())
        return found


def case_of(*, remote: bool = False, complex_: bool = False) -> str:
    """Which row of a deadline holds for a complaint: `remote`, `complex`, `remote+complex`."""
    return "+".join(name for name, holds in (("remote", remote), ("complex", complex_)) if holds)
