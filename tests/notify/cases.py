"""Every case of every fact that is told: its golden samples and what they leave out."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from services.notify.domain.matter import said
from services.notify.domain.routing import ROUTING, Route
from services.notify.domain.texts import LANGUAGES
from shared.events.base import Event
from shared.events.codes import known as codes_of
from shared.events.complaints import ComplaintNotAccepted, PetitionAnswered, PetitionFiled
from shared.events.golden import load
from shared.events.intake import (
    DossierCompleted,
    DossierNotReceived,
    DossierSubmitted,
    DossierSupplemented,
    ResultReturned,
    SupplementRequested,
)

DUE = "2025-03-17T17:00:00+07:00"
NUMBER = "000.00.31.H46-250303-0001"
# What earlier facts of the matter said.
DOSSIER: Mapping[str, Any] = {
    "procedure_code": "1.012783",
    "submitted_at": "2025-03-03T08:05:00+07:00",
    "settled_at_once": False,
    "clock": "RESTART",
    "return_channel": "COUNTER",
    "due_at": DUE,
}
# An online dossier before receipt has no more than this.
FILED: Mapping[str, Any] = {
    "number": "T-41E5-D472-F4B3",
    "procedure_code": "1.012783",
    "submitted_at": "2025-03-03T08:05:00+07:00",
}
CHANGED: Mapping[type[Event], tuple[Mapping[str, Any], ...]] = {
    DossierNotReceived: tuple({"reason_code": code} for code in codes_of("not_received")),
    SupplementRequested: ({"reason_codes": list(codes_of("supplement"))}, {"paper_keys": []}),
    DossierSupplemented: ({"old_due_at": DUE, "due_at": DUE}, {"slip_no": 0}),
    DossierCompleted: ({"outcome": "NEWER_CODE"},),
    ResultReturned: tuple({"channel_out": code} for code in codes_of("return_channel")),
    PetitionFiled: tuple({"reason_code": code} for code in codes_of("petition_reason")),
    PetitionAnswered: tuple({"answer": code} for code in codes_of("answer")),
    ComplaintNotAccepted: tuple({"na_code": code} for code in codes_of("na")),
}


class Case(NamedTuple):
    """A fact, what was known before it, and one of the routes that it takes."""

    fact: Event
    params: Mapping[str, Any]
    route: Route
    language: str


def variants(kind: type[Event]) -> Iterator[Event]:
    """The golden samples of a kind, then the last of them with fields changed."""
    samples = [sample.data for sample in load(kind.type())]
    for changed in ({}, *CHANGED.get(kind, ())):
        for data in samples if not changed else samples[-1:]:
            yield kind.model_validate({**data, **changed})


def before(fact: Event) -> Iterator[Mapping[str, Any]]:
    """What may have been known of its matter."""
    if fact.topic != "intake.dossier.v1":
        yield from ({}, {"kind": "COMPLAINT"})
        return
    unreceived = isinstance(fact, DossierSubmitted | DossierNotReceived)
    if unreceived or "BEFORE" in fact.model_dump_json() or getattr(fact, "due_at", 0) is None:
        yield FILED
        return
    yield DOSSIER
    for name in ("clock", "return_channel"):
        yield from ({**DOSSIER, name: code} for code in codes_of(name))


def cases() -> Iterator[Case]:
    for kind, told in ROUTING.items():
        for fact in variants(kind):
            for known in before(fact):
                params = {"unit_id": "450", "number": NUMBER, **known, **said(fact, told.fields)}
                for route in told.taken(params):
                    for language in LANGUAGES:
                        yield Case(fact, params, route, language)


def lines() -> Mapping[str, list[Case]]:
    """The cases of each line of the table and each language."""
    found: dict[str, list[Case]] = {}
    for case in cases():
        route = case.route
        name = f"{route.template} {route.audience} {route.channel} {case.language}"
        found.setdefault(name, []).append(case)
    return found
