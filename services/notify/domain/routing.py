"""Which fact is told to whom, by which channel and in which words: data alone."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from shared.events.base import Event
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    ComplaintResolved,
    PetitionAnswered,
    PetitionClassified,
    PetitionFiled,
    PetitionGuided,
    PetitionReceived,
    PetitionReturned,
    PetitionTransferred,
    PetitionWithdrawn,
    VerificationAssigned,
)
from shared.events.intake import (
    DossierAssigned,
    DossierCompleted,
    DossierNotReceived,
    DossierReceived,
    DossierSubmitted,
    DossierSupplemented,
    RemedyDone,
    RemedyOpened,
    ResultReturned,
    SupplementRequested,
)

ROUTES_NAMESPACE: Final = UUID("8f9f8a0e-3d0b-5b52-9c2e-6f1f3c6b7a10")
Params = Mapping[str, Any]
Fits = Callable[[Params], bool]


def always(params: Params) -> bool:
    return True


def only(**wanted: Any) -> Fits:
    """Where the fact, or what was known before, says just that."""
    return lambda params: all(params.get(name) == value for name, value in wanted.items())


def unless(**unwanted: Any) -> Fits:
    return lambda params: not only(**unwanted)(params)


def personal(params: Params) -> bool:
    """Where the work is one official's; a room's work stands in its list."""
    return "staff_id" in params and not params.get("settled_at_once")


def moved(params: Params) -> bool:
    """Where there is a date to come back, and it is another one than before."""
    return "due_at" in params and params["due_at"] != params.get("old_due_at")


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table; a new wording is a new version beside the old one."""

    audience: str
    channel: str
    template: str
    version: int = 1
    fits: Fits = always


@dataclass(frozen=True, slots=True)
class Told:
    """What of a fact its messages say: names of fields, none of them personal; and its routes.

    Of the routes to one audience by one channel the first that fits is taken.
    """

    fields: frozenset[str]
    routes: tuple[Route, ...]

    def taken(self, params: Params) -> Iterator[Route]:
        """The routes of a fact that says this."""
        seen: set[tuple[str, str]] = set()
        for route in self.routes:
            if (route.audience, route.channel) not in seen and route.fits(params):
                seen.add((route.audience, route.channel))
                yield route


def _fields(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _applicant(
    template: str, fits: Fits = always, *, email: int = 1, sms: int = 1
) -> tuple[Route, ...]:
    return (
        Route("APPLICANT", "EMAIL", template, email, fits),
        Route("APPLICANT", "SMS", template, sms, fits),
    )


# A paper that proves to be a denunciation ends as OTHER_REGISTER: of that nobody is written to.
ENDED: Final = _fields("on reason_code to_unit_id")
NOT_AT_ONCE: Final = unless(settled_at_once=True)

ROUTING: Final[Mapping[type[Event], Told]] = {
    DossierSubmitted: Told(
        _fields("procedure_code submitted_at accept_due_at channel"),
        _applicant("dossier_submitted", only(channel="2")),
    ),
    DossierReceived: Told(
        _fields("procedure_code received_at effective_received_on due_at return_channel"),
        _applicant("dossier_received", NOT_AT_ONCE, email=2, sms=2),
    ),
    DossierNotReceived: Told(
        _fields("reason_code at"),
        (
            *_applicant("dossier_unanswered", only(reason_code="NO_ANSWER")),
            *_applicant("dossier_withdrawn", only(reason_code="WITHDRAWN")),
            *_applicant("dossier_refused_receipt"),
        ),
    ),
    DossierAssigned: Told(
        _fields("dossier_id staff_id entered_at step_due_at"),
        (Route("HANDLER", "EMAIL", "dossier_assigned", fits=personal),),
    ),
    SupplementRequested: Told(
        _fields("phase reason_codes paper_keys answer_by"),
        (
            *_applicant("supplement_before", only(phase="BEFORE")),
            *_applicant("supplement_restart", only(clock="RESTART")),
            *_applicant("supplement_pause"),
        ),
    ),
    DossierSupplemented: Told(
        _fields("supplied_at old_due_at due_at slip_no"),
        (
            *_applicant("supplied_new_date", moved),
            *_applicant("supplied_same_date", lambda params: "due_at" in params),
            *_applicant("supplied_before"),
        ),
    ),
    DossierCompleted: Told(
        _fields("outcome finished_at"),
        (
            *_applicant("dossier_refused", only(outcome="REFUSED", settled_at_once=False)),
            *_applicant("dossier_completed", NOT_AT_ONCE),
        ),
    ),
    ResultReturned: Told(_fields("returned_at channel_out"), _applicant("result_returned")),
    RemedyOpened: Told(
        _fields("decision_no due_on"),
        (Route("UNIT", "EMAIL", "remedy_opened", 2), *_applicant("remedy_opened_applicant")),
    ),
    RemedyDone: Told(
        _fields("decision_no done_on"),
        (Route("UNIT", "EMAIL", "remedy_done"), *_applicant("remedy_done_applicant")),
    ),
    PetitionReceived: Told(_fields("kind on"), _applicant("petition_received")),
    PetitionClassified: Told(
        _fields("kind field due_on"), _applicant("petition_classified", email=2)
    ),
    PetitionGuided: Told(ENDED, _applicant("petition_guided")),
    PetitionTransferred: Told(ENDED, _applicant("petition_transferred")),
    PetitionReturned: Told(ENDED, _applicant("petition_returned")),
    PetitionFiled: Told(ENDED, _applicant("petition_filed", unless(reason_code="OTHER_REGISTER"))),
    PetitionWithdrawn: Told(ENDED, _applicant("petition_withdrawn")),
    PetitionAnswered: Told(
        _fields("answer on"),
        (
            *_applicant("petition_more_asked", only(answer="MORE_ASKED")),
            *_applicant("petition_answered"),
        ),
    ),
    ComplaintAccepted: Told(
        _fields("round field on due_on"), _applicant("complaint_accepted", email=2)
    ),
    ComplaintNotAccepted: Told(
        _fields("round field na_code on"), _applicant("complaint_not_accepted")
    ),
    VerificationAssigned: Told(
        _fields("case_id on due_on"), (Route("HANDLER", "EMAIL", "verification_assigned", 2),)
    ),
    ComplaintResolved: Told(
        _fields("round on decision_no conclusion"), _applicant("complaint_resolved", email=2)
    ),
}

# A unit without a mailbox is told through the first of these officials that it has.
UNIT_ROLES: Final = ("one_stop_head", "dispatcher", "unit_admin")


def route_id(fact_type: str, route_audience: str, channel: str) -> UUID:
    """The same for ever for one line of the table."""
    return uuid5(ROUTES_NAMESPACE, f"{fact_type} {route_audience} {channel}")
