"""The judge: what was promised, checked against everything that can be known (reliability.md §3).

Each check takes the evidence and yields one line a fault; faults() is all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from tests.faults import fold
from tests.faults.evidence import Evidence, Fact, Row
from tests.faults.recorder import Command
from tests.faults.sink import Arrival

# What each command makes happen, all of it or nothing.
FACTS: Mapping[str, tuple[str, ...]] = {
    "file": ("DossierSubmitted", "DossierReceived", "Party"),
    "ask": ("SupplementRequested",),
    "supply": ("DossierSupplemented", "DossierAssigned"),
    "register": (),
    "classify": ("PetitionReceived", "PetitionClassified", "Party"),
    "accept": ("ComplaintAccepted",),
    "assign": ("VerificationAssigned",),
    "resolve": ("ComplaintResolved",),
}
KEYS = {"file": "dossier_id", "classify": "petition_id", "accept": "case_id"}
PROJECTIONS: Mapping[str, tuple[Callable[[Sequence[Fact]], fold.Table], tuple[str, ...]]] = {
    "intake.dossier": (fold.intake_dossiers, ("dossier_id",)),
    "intake.remedy": (fold.intake_remedies, ("case_id",)),
    "complaints.dossier": (fold.complaints_dossiers, ("dossier_id",)),
    "complaints.remedy": (fold.complaints_remedies, ("dossier_id", "case_id")),
    "complaints.complaint_case": (fold.complaint_cases, ("case_id",)),
    "reporting.dossier": (fold.reporting_dossiers, ("dossier_id",)),
    "reporting.petition": (fold.reporting_petitions, ("petition_id",)),
    "reporting.complaint": (fold.reporting_complaints, ("case_id",)),
    "notify.contact": (fold.contacts, ("party_id",)),
}


def faults(evidence: Evidence) -> list[str]:
    """All that is wrong, at most twenty lines a check."""
    found = []
    for check in CHECKS:
        lines = list(check(evidence))
        found += [f"{check.__name__}: {line}" for line in lines[:20]]
        if len(lines) > 20:
            found.append(f"{check.__name__}: … {len(lines)} altogether")
    return found


def lost(evidence: Evidence) -> Iterator[str]:
    """Accepted commands without their facts."""
    made = by_trace(evidence.facts)
    for command in evidence.commands:
        if command.accepted is None:
            continue
        kinds = {fact.kind for fact in made[command.command_id]}
        if missing := set(FACTS[command.what]) - kinds:
            yield f"{named(command)} was accepted, there is no {', '.join(sorted(missing))}"
        elif wrong := answered_otherwise(command, made[command.command_id]):
            yield f"{named(command)} was answered with {wrong}, which no fact has"


def phantoms(evidence: Evidence) -> Iterator[str]:
    """Facts that nobody wanted: of no command, of a refused one, or caused by no fact."""
    wanted = {command.command_id: command for command in evidence.commands}
    events = {fact.event_id for fact in evidence.facts}
    for fact in fold.once(evidence.facts):
        if cause := fact.body.get("cause_event_id"):
            if cause not in events:
                yield f"{fact.kind} {fact.key} tells of an event that is not there"
        elif fact.trace not in wanted:
            yield f"{fact.kind} {fact.key} belongs to no command"
        elif wanted[fact.trace].accepted is None and wanted[fact.trace].refused:
            yield f"{fact.kind} {fact.key} belongs to {named(wanted[fact.trace])}, refused"


def doubled(evidence: Evidence) -> Iterator[str]:
    """Commands that were done more than once, or by halves."""
    made = by_trace(evidence.facts)
    for command in evidence.commands:
        counts = Counter(
            fact.kind for fact in made[command.command_id] if fact.kind != "RemedyOpened"
        )
        if counts and counts != Counter(FACTS[command.what]):
            yield f"{named(command)} made {dict(counts)}"
        bodies = [a.body for a in command.answers if a.final and (a.status or 0) < 300]
        if any(body != bodies[0] for body in bodies):
            yield f"{named(command)} was answered in two ways"


def disorder(evidence: Evidence) -> Iterator[str]:
    """Keys whose facts, repeats left out, do not come as 1, 2, 3 …, and repeats that differ."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    first: dict[tuple[str, str, int], Fact] = {}
    for fact in evidence.facts:
        before = first.get(fact.address)
        if before is None:
            first[fact.address] = fact
            numbers[fact.topic, fact.key].append(fact.sequence)
        elif (before.event_id, before.body) != (fact.event_id, fact.body):
            yield f"{fact.topic} {fact.key} has two facts with number {fact.sequence}"
    for (topic, key), found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"{topic} {key} came as {found}"


def projections(evidence: Evidence) -> Iterator[str]:
    """Tables that are not what their facts fold to."""
    for name, (fold_, key) in PROJECTIONS.items():
        expected = fold_(evidence.facts)
        found = {key_of(row, key): row for row in evidence.tables[name]}
        if len(found) != len(evidence.tables[name]):
            yield f"{name} has rows with the same {key}"
        yield from different(name, expected, found)


def notices(evidence: Evidence) -> Iterator[str]:
    """Messages: one a fact, audience and channel; told by one fact; and in the citizen's hands."""
    expected = fold.messages(evidence.facts)
    rows = evidence.tables["notify.message"]
    found = {key_of(row, ("event_id", "audience", "channel")): row for row in rows}
    if len(found) != len(rows):
        yield "notify.message has two rows of one fact, audience and channel"
    yield from different("notify.message", expected, found)
    ends = Counter(
        (fact.body["cause_event_id"], fact.body["audience"], fact.body["channel"], fact.kind)
        for fact in fold.of_kind(evidence.facts, "MessageSent", "MessageFailed")
    )
    kinds = {"SENT": "MessageSent", "FAILED": "MessageFailed"}
    wanted = Counter(
        (*key, kinds[row["state"]]) for key, row in found.items() if row["state"] in kinds
    )
    for end in (ends - wanted) | (wanted - ends):
        yield f"{end} was told {ends[end]} times, ended so {wanted[end]} times"
    yield from arrived(evidence.arrivals, rows)


def arrived(arrivals: Sequence[Arrival], rows: Sequence[Row]) -> Iterator[str]:
    sent = {str(row["message_id"]): row for row in rows if row["state"] == "SENT"}
    came = {arrival.key.strip("<>").partition("@")[0] for arrival in arrivals}
    for message_id in sent.keys() - came:
        yield f"message {message_id} is SENT and never arrived"
    for message_id in came - sent.keys():
        yield f"message {message_id} arrived and is not SENT"


def leftovers(evidence: Evidence) -> Iterator[str]:
    """Facts still in an outbox, messages parked that are no poison, numbers not counted."""
    parked = Counter[tuple[str, tuple[str, int, int]]]()
    for name, rows in evidence.tables.items():
        if name.endswith(".outbox"):
            yield from (f"{name} still holds {row['type']} {row['key']}" for row in rows)
        if name.endswith(".parked"):
            parked.update(
                (row["consumer"], (row["topic"], row["partition"], row["offset"])) for row in rows
            )
    for poison in evidence.poison - parked.keys():
        yield f"{poison} is poison and not parked"
    for message in parked.keys() - evidence.poison:
        yield f"{message} is parked and no poison"


def uncounted(evidence: Evidence) -> Iterator[str]:
    """Inboxes that stand elsewhere than at the last number of their key."""
    last: dict[tuple[str, str], int] = {}
    for fact in evidence.facts:
        last[fact.topic, fact.key] = max(fact.sequence, last.get((fact.topic, fact.key), 0))
    readers: dict[str, set[str]] = defaultdict(set)
    found: dict[tuple[str, str, str], int] = {}
    for name, rows in evidence.tables.items():
        for row in rows if name.endswith(".inbox") else ():
            readers[row["topic"]].add(row["consumer"])
            found[row["consumer"], row["topic"], row["key"]] = row["sequence"]
    for (topic, key), number in last.items():
        for consumer in readers[topic]:
            if (counted := found.get((consumer, topic, key))) != number:
                yield f"{consumer} counted {counted} of {number} facts of {topic} {key}"


CHECKS = (lost, phantoms, doubled, disorder, projections, notices, leftovers, uncounted)


def by_trace(facts: Sequence[Fact]) -> dict[str | None, list[Fact]]:
    """The facts of each command; those that notify tells of its own accord have no command."""
    found: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in fold.once(facts):
        if "cause_event_id" not in fact.body:
            found[fact.trace].append(fact)
    return found


def answered_otherwise(command: Command, facts: Sequence[Fact]) -> str | None:
    name = KEYS.get(command.what)
    if name is None:
        return None
    told = {fact.body.get(name) for fact in facts}
    return None if command.accepted[name] in told else f"{name} {command.accepted[name]}"


def different(name: str, expected: fold.Table, found: Mapping[Any, Row]) -> Iterator[str]:
    for key in expected.keys() - found.keys():
        yield f"{name} lacks {key}"
    for key in found.keys() - expected.keys():
        yield f"{name} has {key}, of which no fact tells"
    for key in expected.keys() & found.keys():
        for column, value in expected[key].items():
            if plain(found[key][column]) != plain(value):
                yield f"{name} {key}: {column} is {found[key][column]!r}, facts say {value!r}"


def key_of(row: Row, columns: Sequence[str]) -> Any:
    values = tuple(plain(row[column]) for column in columns)
    return values if len(values) > 1 else values[0]


def plain(value: object) -> object:
    """Ids and days as they stand in JSON; instants compare as instants."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if type(value) is date else value


def named(command: Command) -> str:
    return f"{command.what} {command.command_id[:8]}"
