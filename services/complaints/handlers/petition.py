"""What can be done with a petition: register, classify, accept; load, decide, save, tell."""

from datetime import date, datetime
from uuid import UUID

from services.complaints import facts, sealed_sender, store
from services.complaints.domain import case as cases
from services.complaints.domain import deadline, refusals
from services.complaints.domain import petition as petitions
from services.complaints.domain.act import REGISTERED
from services.complaints.domain.case import Case
from services.complaints.domain.petition import Found, Petition
from services.complaints.domain.registration import (
    Acceptance,
    Classification,
    Registration,
    paper_date,
)
from services.complaints.handlers import acts, reach
from services.complaints.handlers.books import law, next_code, record
from services.complaints.seal import Seal
from services.complaints.sealed_sender import Sent
from shared import outbox, reference
from shared.auth import Principal
from shared.db import Connection


async def register(
    conn: Connection,
    seal: Seal,
    who: Principal,
    form: Registration,
    now: datetime,
    petition_id: UUID,
) -> Petition:
    """Write a petition down and seal who sent it; nothing is told before it is classified."""
    today = now.date()
    unit = await reach.unit(conn, who, form.unit, today)
    petition = await enter(conn, seal, form, unit.unit_id, now, petition_id)
    await acts.write(conn, petition_id, REGISTERED, petition.received_on, now, who.staff_id)
    await record(conn, who, "petition.register", petition_id, form)
    return petition


async def enter(
    conn: Connection, seal: Seal, form: Registration, unit_id: str, now: datetime, petition_id: UUID
) -> Petition:
    """The row of the register and the sealed store, whoever brings the petition."""
    today = now.date()
    received_on = paper_date(form.received_on, today, date.min, "received_on")
    dossier_id = await _named_dossier(conn, form)
    rules = await law(conn)
    rule_version = rules.rule_version(received_on)
    petition = Petition(
        petition_id=petition_id,
        petition_code=await next_code(conn, "PETITION", unit_id, today),
        unit_id=unit_id,
        source=form.source,
        received_on=received_on,
        signatures=form.signatures,
        people=form.people,
        status=petitions.Status.RECEIVED,
        due_on=deadline.processing_due(rules, rule_version, received_on),
        rule_version=rule_version,
        stated_kind=form.stated_kind,
    )
    await store.add_petition(conn, petition)
    await sealed_sender.keep(conn, seal, petition_id, form.sender, form.content, dossier_id)
    return petition


async def classify(
    conn: Connection,
    seal: Seal,
    who: Principal,
    petition_id: UUID,
    form: Classification,
    now: datetime,
    party_id: UUID,
) -> Petition:
    """Find what a petition is; only now, and if it is no denunciation, its facts are told."""
    petition = await reach.petition(conn, who, petition_id, lock=True)
    petitions.check_classification(petition, form)
    sent = await sealed_sender.unseal(conn, seal, petition_id)
    found = await _found(conn, petition, form, sent, now, party_id)
    due_on = deadline.answer_due(
        await law(conn), petition.rule_version, petition.received_on, found.kind, petition.source
    )
    classified = petitions.classify(petition, found, due_on)
    await store.save_petition(conn, classified)
    first = [] if petition.classification else facts.first_of(classified, found, sent.sender)
    await outbox.add(conn, *first, facts.classified(classified, found))
    await acts.write(
        conn, petition_id, petitions.Step.CLASSIFY, found.classified_on, now, who.staff_id
    )
    await record(conn, who, "petition.classify", petition_id, form)
    return classified


async def accept(
    conn: Connection,
    who: Principal,
    petition_id: UUID,
    form: Acceptance,
    now: datetime,
    case_id: UUID,
) -> Case:
    """Open the first round of a complaint (Luật Khiếu nại 2011 Điều 27)."""
    petition = await reach.petition(conn, who, petition_id, lock=True)
    accepted, found = petitions.accept(petition)
    on = await acts.dated(conn, petition_id, form.on, now, found.classified_on)
    complex_ = found.complex if form.complex is None else form.complex
    remote = found.remote if form.remote is None else form.remote
    case = cases.open_first(
        accepted,
        found,
        case_id=case_id,
        case_code=await next_code(conn, "CASE", petition.unit_id, now.date()),
        on=on,
        due_on=deadline.resolution_due(
            await law(conn), petition.rule_version, on, complex_=complex_, remote=remote
        ),
        complex_=complex_,
        remote=remote,
    )
    await store.save_petition(conn, accepted)
    await store.add_case(conn, case)
    await outbox.add(conn, facts.accepted(case))
    await acts.write(conn, petition_id, petitions.Step.ACCEPT, on, now, who.staff_id)
    await record(conn, who, "petition.accept", petition_id, form)
    return case


async def _named_dossier(conn: Connection, form: Registration) -> UUID | None:
    if form.dossier_code:
        dossier_id = await store.dossier_id_of(conn, form.dossier_code)
        if dossier_id is None:
            raise refusals.DossierUnknown("dossier_code")
        return dossier_id
    await _check_dossier(conn, form.dossier_id)
    return form.dossier_id


async def _check_dossier(conn: Connection, dossier_id: UUID | None) -> None:
    if dossier_id is not None and await store.find_dossier(conn, dossier_id) is None:
        raise refusals.DossierUnknown


async def _found(
    conn: Connection,
    petition: Petition,
    form: Classification,
    sent: Sent,
    now: datetime,
    party_id: UUID,
) -> Found:
    """The form with what it leaves to us: the dossier named at registration, the unit's flag."""
    await _check_dossier(conn, form.dossier_id)
    before = petition.classification
    since = before.classified_on if before else petition.received_on
    remote = form.remote
    if remote is None:
        unit = await reference.unit(conn, petition.unit_id, now.date())
        remote = bool(unit and unit.remote)
    known_party = before.party_id if before else None
    return Found(
        **form.model_dump(exclude={"on", "remote", "dossier_id"}),
        remote=remote,
        dossier_id=form.dossier_id or (before.dossier_id if before else sent.dossier_id),
        party_id=known_party or (party_id if sent.sender else None),
        classified_on=await acts.dated(conn, petition.petition_id, form.on, now, since),
    )
