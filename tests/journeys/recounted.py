"""Table 06 counted once more, from the records of the topic: no SQL, none of the services' code."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

DONE = {"EARLY": "c8", "ON_TIME": "c9", "LATE": "c10"}
Card = dict[str, Any]


def cards(records: Iterable[Any]) -> list[Card]:
    """What each dossier's own facts say of it, in the order of their numbers."""
    told = [(dict(record.headers), json.loads(record.value)) for record in records]
    told.sort(key=lambda one: int(one[0]["ce_sequence"]))
    found: dict[str, Card] = {}
    for headers, body in told:
        card = found.setdefault(body["dossier_id"], {})
        _note(card, headers["ce_type"].decode().split(".")[2], body)
    return [card for card in found.values() if "received_at" in card]


def _note(card: Card, kind: str, body: Mapping[str, Any]) -> None:
    if kind in ("DossierReceived", "DossierCompleted"):
        card.update(body)
    elif kind == "SupplementRequested":
        card["stopped_at"] = body.get("clock_stopped_at")
    elif kind == "DossierSupplemented":
        card["stopped_at"] = None
        card["due_at"] = body.get("due_at", card.get("due_at"))


def recount(told: Iterable[Card], first: date, last: date, judged: datetime) -> Counter[Any]:
    """(unit, level, field, column) → dossiers, of the period."""
    cells: Counter[Any] = Counter()
    for card in told:
        received, finished = _day(card["received_at"]), _day(card.get("finished_at"))
        if received > last or (finished and finished < first):
            continue
        where = (card["unit_id"], card["level"], card["field"])
        came = "c6" if received < first else "c4" if card["channel"] == "2" else "c5"
        went = DONE[_class(card)] if finished and finished <= last else _open(card, judged)
        cells.update([(*where, came), (*where, went)])
    return cells


def _class(card: Card) -> str:
    """Of the raw times: the class that was sent must be this one."""
    late = _over(card, _at(card["finished_at"]))
    early = _day(card["finished_at"]) < _day(card["due_at"])
    found = "LATE" if late else "EARLY" if early else "ON_TIME"
    assert found == card["class"]["value"]
    return found


def _open(card: Card, judged: datetime) -> str:
    stopped = card.get("stopped_at")
    return "c13" if _over(card, min(judged, _at(stopped)) if stopped else judged) else "c12"


def _over(card: Card, at: datetime) -> bool:
    if card["limit"]["unit"] == "hour":
        return at > _at(card["due_at"])
    return at.date() > _day(card["due_at"])


def _at(text: str) -> datetime:
    """Every instant is told at +07:00: its day is the day in Vietnam."""
    assert text.endswith("+07:00")
    return datetime.fromisoformat(text)


def _day(text: str | None) -> Any:
    return _at(text).date() if text else None
