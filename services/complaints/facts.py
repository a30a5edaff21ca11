"""What is told of a petition or a case: the events, made from what the domain decided."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from services.complaints.domain.case import Case, class_of
from services.complaints.domain.petition import Ended, Found, Petition
from services.complaints.domain.registration import Dialogue, Sender
from services.complaints.domain.resolution import Resolution
from shared.contact import is_mobile
from shared.events.base import Event
from shared.events.complaints import (
    ComplaintAccepted,
    ComplaintNotAccepted,
    ComplaintResolved,
    DialogueHeld,
    Party,
    PetitionAnswered,
    PetitionClassified,
    PetitionEnded,
    PetitionFiled,
    PetitionGuided,
    PetitionReceived,
    PetitionReturned,
    PetitionTransferred,
    PetitionWithdrawn,
    VerificationAssigned,
)
from shared.events.types import ClassOf

ENDS: Final[Mapping[str, type[PetitionEnded]]] = {
    "GUIDE": PetitionGuided,
    "TRANSFER": PetitionTransferred,
    "RETURN": PetitionReturned,
    "FILE": PetitionFiled,
    "WITHDRAWN": PetitionWithdrawn,
}


def first_of(petition: Petition, found: Found, sender: Sender | None) -> list[Event]:
    """The first fact of a petition, and whom notify may tell of it."""
    party = _contact(found.party_id, sender)
    received = PetitionReceived(
        petition_id=petition.petition_id,
        unit_id=petition.unit_id,
        source=petition.source,
        on=petition.received_on,
        kind=found.kind,
        signatures=petition.signatures,
        people=petition.people,
        party_id=party.party_id if party else None,
    )
    return [received, party] if party else [received]


def classified(petition: Petition, found: Found) -> PetitionClassified:
    return PetitionClassified(
        petition_id=petition.petition_id,
        rule_version=petition.rule_version,
        due_on=petition.due_on,
        **found.model_dump(exclude={"party_id", "classified_on"}),
    )


def accepted(case: Case) -> ComplaintAccepted:
    return ComplaintAccepted(
        case_id=case.case_id,
        petition_id=case.petition_id,
        party_id=case.party_id,
        round=case.round,
        unit_id=case.unit_id,
        field=case.field,
        on=case.accepted_on,
        due_on=case.due_on,
        complex=case.complex,
        remote=case.remote,
        rule_version=case.rule_version,
        dossier_id=case.dossier_id,
    )


def not_accepted(petition: Petition, found: Found, ended: Ended) -> ComplaintNotAccepted:
    """The first fact of its key: a case that never opened."""
    return ComplaintNotAccepted(
        case_id=ended.refused_case_id,
        petition_id=petition.petition_id,
        party_id=found.party_id,
        round=1,
        unit_id=petition.unit_id,
        field=found.field,
        na_code=ended.reason_code,
        on=ended.ended_on,
        due_on=petition.due_on,
        class_=_class(ended, petition),
        dossier_id=found.dossier_id,
    )


def ended(petition: Petition, how: Ended) -> PetitionEnded:
    return ENDS[how.outcome](
        petition_id=petition.petition_id,
        outcome=how.outcome,
        reason_code=how.reason_code,
        to_unit_id=how.to_unit_id,
        on=how.ended_on,
        class_=_class(how, petition),
    )


def answered(petition: Petition, found: Found, how: Ended, due_on: date) -> PetitionAnswered:
    return PetitionAnswered(
        petition_id=petition.petition_id,
        answer=how.outcome,
        on=how.ended_on,
        due_on=due_on,
        class_=_class(how, petition),
        upheld=how.upheld,
        dossier_id=found.dossier_id,
    )


def assigned(case: Case, verifier_id: UUID, on: date) -> VerificationAssigned:
    return VerificationAssigned(
        case_id=case.case_id,
        unit_id=case.unit_id,
        staff_id=verifier_id,
        on=on,
        due_on=case.due_on,
    )


def heard(case: Case, dialogue: Dialogue, on: date) -> DialogueHeld:
    return DialogueHeld(
        case_id=case.case_id, on=on, mandatory=dialogue.mandatory, present=dialogue.present
    )


def resolved(case: Case, resolution: Resolution, on: date) -> ComplaintResolved:
    """Judged against the present due date, which written extensions have moved."""
    judged = ClassOf(
        value=class_of(on, case.due_on), against="CURRENT", rule_version=case.rule_version
    )
    return ComplaintResolved(
        case_id=case.case_id,
        round=case.round,
        on=on,
        due_on=case.due_on,
        class_=judged,
        recover=resolution.recover.as_fact(),
        dossier_id=case.dossier_id,
        **resolution.model_dump(exclude={"recover", "views_agree"}),
    )


def _class(how: Ended, petition: Petition) -> ClassOf:
    return ClassOf(value=how.class_, against="CURRENT", rule_version=petition.rule_version)


def _contact(party_id: UUID | None, sender: Sender | None) -> Party | None:
    """A sender without e-mail and telephone hears by post."""
    if party_id is None or sender is None or not sender.has_contact:
        return None
    consents = ["EMAIL"] if sender.email else []
    if sender.phone and is_mobile(sender.phone):
        consents.append("SMS")
    return Party(
        party_id=party_id,
        name=sender.name,
        email=sender.email,
        phone=sender.phone,
        language=sender.language,
        consents=consents,
    )
