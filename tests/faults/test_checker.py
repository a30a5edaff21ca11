"""The judge is judged: a true story passes, and each thing that is wrong with another is seen."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.faults.checker import CHECKS, faults
from tests.faults.evidence import Evidence, Row
from tests.faults.history_of_one import CASE, COMMANDS, DOSSIER, DUE, PARTY, at, command, story
from tests.faults.recorder import Answer, Command, History, read


def without(evidence: Evidence, *kinds: str) -> Evidence:
    return replace(evidence, facts=[f for f in evidence.facts if f.kind not in kinds])


def with_table(evidence: Evidence, name: str, rows: Sequence[Row]) -> Evidence:
    return replace(evidence, tables={**evidence.tables, name: rows})


def first_row(evidence: Evidence, name: str, **changed: Any) -> Evidence:
    first, *rest = evidence.tables[name]
    return with_table(evidence, name, [{**first, **changed}, *map(dict, rest)])


def another_fact(evidence: Evidence, kind: str, **changed: Any) -> Evidence:
    """One more like the first of its kind, at the end of the topic."""
    like = next(fact for fact in evidence.facts if fact.kind == kind)
    return replace(evidence, facts=[*evidence.facts, replace(like, **changed)])


def refused(evidence: Evidence) -> Evidence:
    denied = Command(COMMANDS[0].command_id, "file", {}, [Answer(422, {})])
    return replace(evidence, commands=[denied, *evidence.commands[1:]])


def answered_twice(evidence: Evidence) -> Evidence:
    twice = command(1, "file", {"dossier_id": DOSSIER})
    twice.answers.append(Answer(201, {"dossier_id": "another"}))
    return replace(evidence, commands=[twice, *evidence.commands[1:]])


def row_again(evidence: Evidence, name: str, **changed: Any) -> Evidence:
    rows = evidence.tables[name]
    return with_table(evidence, name, [*rows, {**rows[0], **changed}])


def poisoned(evidence: Evidence) -> Evidence:
    return replace(evidence, poison=frozenset({("notify.messages", ("intake.dossier.v1", 3, 9))}))


def parked(evidence: Evidence) -> Evidence:
    row = {"consumer": "notify.messages", "topic": "intake.dossier.v1", "partition": 3, "offset": 9}
    return with_table(evidence, "notify.parked", [row])


def swapped(evidence: Evidence) -> Evidence:
    first, second, *rest = evidence.facts
    return replace(evidence, facts=[second, first, *rest])


WRONG: list[tuple[str, str, Callable[[Evidence], Evidence]]] = [
    ("lost", "an accepted filing without its fact", lambda e: without(e, "DossierReceived")),
    ("lost", "an accepted filing without its contact", lambda e: without(e, "Party")),
    ("lost", "an answer that names another dossier",
     lambda e: replace(e, commands=[command(1, "file", {"dossier_id": CASE}), *COMMANDS[1:]])),
    ("phantoms", "a fact of no command", lambda e: replace(e, commands=COMMANDS[1:])),
    ("phantoms", "a fact of a refused command", refused),
    ("phantoms", "a message about nothing",
     lambda e: another_fact(e, "MessageSent", key=str(uuid4()),
                            body={"cause_event_id": "?", "audience": "UNIT", "channel": "SMS"})),
    ("doubled", "two dossiers of one filing",
     lambda e: another_fact(e, "DossierSubmitted", key=str(uuid4()))),
    ("doubled", "half a filing", lambda e: without(e, "DossierSubmitted")),
    ("doubled", "one command answered in two ways", answered_twice),
    ("disorder", "facts of a key out of order", swapped),
    ("disorder", "a number left out", lambda e: without(e, "DossierReceived")),
    ("disorder", "one number given to two facts",
     lambda e: another_fact(e, "DossierReceived", event_id=str(uuid4()))),
    ("projections", "a row that no fact tells of",
     lambda e: row_again(e, "intake.remedy", case_id=PARTY)),
    ("projections", "a row twice", lambda e: row_again(e, "complaints.dossier")),
    ("projections", "a row too few", lambda e: with_table(e, "reporting.dossier", [])),
    ("projections", "another value", lambda e: first_row(e, "reporting.dossier", field="dat-dai")),
    ("projections", "a copy that kept the first day",
     lambda e: first_row(e, "complaints.dossier", due_at=at(DUE))),
    ("projections", "a copy that stands where it stood at the receipt",
     lambda e: first_row(e, "complaints.dossier", status="2")),
    ("projections", "an outcome that was taken back",
     lambda e: first_row(e, "reporting.petition", outcome="transferred")),
    ("projections", "another contact", lambda e: first_row(e, "notify.contact", email="b@x.vn")),
    ("projections", "a case that stopped",
     lambda e: first_row(e, "complaints.complaint_case", status="ACCEPTED")),
    ("notices", "a message too few",
     lambda e: with_table(e, "notify.message", e.tables["notify.message"][1:])),
    ("notices", "a message twice", lambda e: row_again(e, "notify.message")),
    ("notices", "a message unsent", lambda e: first_row(e, "notify.message", state="DUE")),
    ("notices", "a sending told to nobody", lambda e: without(e, "MessageSent")),
    ("notices", "a mail that never came", lambda e: replace(e, arrivals=e.arrivals[1:])),
    ("notices", "a mail under another id",
     lambda e: replace(e, arrivals=[*e.arrivals, replace(e.arrivals[0], key="<other@x.example>")])),
    ("leftovers", "a fact still in the outbox",
     lambda e: with_table(e, "notify.outbox", [{"type": "MessageSent", "key": "k"}])),
    ("leftovers", "a message parked that is no poison", parked),
    ("leftovers", "poison that is not parked", poisoned),
    ("uncounted", "a number not counted", lambda e: first_row(e, "notify.inbox", sequence=1)),
]  # fmt: skip


def test_a_true_story_has_no_fault() -> None:
    assert faults(story()) == []


def test_facts_that_came_again_and_mails_under_the_same_id_are_no_fault() -> None:
    true = story()
    again = replace(
        true, facts=[*true.facts, *true.facts], arrivals=[*true.arrivals, true.arrivals[0]]
    )

    assert faults(again) == []


def test_poison_that_is_parked_is_no_fault() -> None:
    assert faults(parked(poisoned(story()))) == []


def test_a_command_that_was_never_answered_may_have_happened_or_not() -> None:
    true = story()
    unsure = Command(COMMANDS[0].command_id, "file", {}, [Answer(None, "ReadError")])
    nothing = Command("f" * 32, "file", {}, [Answer(503, {})])

    assert faults(replace(true, commands=[unsure, nothing, *COMMANDS[1:]])) == []


@pytest.mark.parametrize(("check", "what", "spoil"), WRONG, ids=[what for _, what, _ in WRONG])
def test_what_is_wrong_is_seen(
    check: str, what: str, spoil: Callable[[Evidence], Evidence]
) -> None:
    found = faults(spoil(story()))

    assert check in {line.partition(":")[0] for line in found}, found


def test_every_check_is_tried() -> None:
    assert {check for check, _, _ in WRONG} == {check.__name__ for check in CHECKS}


def test_the_history_says_what_was_wanted_before_it_was_asked_for(tmp_path: Path) -> None:
    history = History(tmp_path / "history.jsonl")

    wanted = history.intend("file", path="/api/dossiers", body={"unit": "450"})
    before = history.path.read_text("utf-8")
    history.answer(wanted, None, "ReadError")
    history.answer(wanted, 201, {"dossier_id": DOSSIER})
    history.close()

    assert json.loads(before)["intent"] == wanted
    [found] = read(history.path.read_text("utf-8").splitlines())
    assert (found.what, found.accepted, found.refused) == ("file", {"dossier_id": DOSSIER}, False)
