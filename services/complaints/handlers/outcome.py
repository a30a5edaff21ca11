"""What becomes of a petition that opens no case: load, decide, save, tell."""

from datetime import date, datetime
from uuid import UUID

from services.complaints import facts, store
from services.complaints.domain import deadline, outcome, refusals
from services.complaints.domain import petition as petitions
from services.complaints.domain.outcome import Answer, Charge, Outcome, Refusal
from services.complaints.domain.petition import Petition
from services.complaints.handlers import acts, reach
from services.complaints.handlers.books import law, record
from services.complaints.seal import Seal
from shared import outbox, reference
from shared.auth import Principal
from shared.db import Connection


async def refuse(
    conn: Connection,
    seal: Seal,
    who: Principal,
    petition_id: UUID,
    form: Refusal,
    now: datetime,
    case_id: UUID,
) -> Petition:
    """Do not accept a complaint (Luật Khiếu nại 2011 Điều 11)."""
    petition = await reach.petition(conn, who, petition_id, lock=True)
    on = await acts.dated(conn, petition_id, form.on, now, _since(petition))
    refused, found = outcome.refuse(petition, form, on, case_id)
    await store.save_petition(conn, refused)
    if refused.ended:
        await outbox.add(conn, facts.not_accepted(refused, found, refused.ended))
    step = petitions.Step.NOT_ACCEPT
    await acts.write_with_words(conn, seal, petition_id, step, on, now, who.staff_id, form.words)
    await record(conn, who, "petition.refuse", petition_id, form)
    return refused


async def end(
    conn: Connection, seal: Seal, who: Principal, petition_id: UUID, form: Outcome, now: datetime
) -> Petition:
    """Guide, transfer, return, file or let withdraw; of one never classified nothing is told."""
    petition = await reach.petition(conn, who, petition_id, lock=True)
    await reach.require_register(conn, who, petition)
    on = await acts.dated(conn, petition_id, form.on, now, _since(petition))
    to_unit_id = await _unit(conn, form.to_unit, now)
    due_on = await outcome_due(conn, petition, form.outcome)
    ended = outcome.end(petition, form, on, due_on, to_unit_id)
    await store.save_petition(conn, ended)
    if ended.ended and petition.classification:
        await outbox.add(conn, facts.ended(ended, ended.ended))
    step = outcome.STEPS[form.outcome]
    await acts.write_with_words(conn, seal, petition_id, step, on, now, who.staff_id, form.words)
    await record(conn, who, "petition.end", petition_id, form)
    return ended


async def take_charge(
    conn: Connection, who: Principal, petition_id: UUID, form: Charge, now: datetime
) -> Petition:
    """Take a proposal or reflection in hand; it is answered by its due date."""
    petition = await reach.petition(conn, who, petition_id, lock=True)
    taken = outcome.take_charge(petition)
    on = await acts.dated(conn, petition_id, form.on, now, _since(petition))
    await store.save_petition(conn, taken)
    await acts.write(conn, petition_id, petitions.Step.TAKE_CHARGE, on, now, who.staff_id)
    await record(conn, who, "petition.take_charge", petition_id, form)
    return taken


async def answer(
    conn: Connection, seal: Seal, who: Principal, petition_id: UUID, form: Answer, now: datetime
) -> Petition:
    """Answer a proposal or reflection, or reject it."""
    petition = await reach.petition(conn, who, petition_id, lock=True)
    on = await acts.dated(conn, petition_id, form.on, now, _since(petition))
    due_on = petition.due_on
    if form.answer == "REJECTED":
        due_on = await outcome_due(conn, petition, form.answer)
    answered = outcome.answer(petition, form, on, due_on)
    await store.save_petition(conn, answered)
    if answered.ended and answered.classification:
        fact = facts.answered(answered, answered.classification, answered.ended, due_on)
        await outbox.add(conn, fact)
    step = outcome.ANSWERS[form.answer]
    await acts.write_with_words(conn, seal, petition_id, step, on, now, who.staff_id, form.words)
    await record(conn, who, "petition.answer", petition_id, form)
    return answered


async def outcome_due(conn: Connection, petition: Petition, how: str) -> date:
    """By when the petition should have this outcome."""
    kind = petition.classification.kind if petition.classification else None
    rule = deadline.outcome_rule(kind, petition.source, how)
    return deadline.outcome_due(await law(conn), petition.rule_version, petition.received_on, rule)


async def _unit(conn: Connection, code: str | None, now: datetime) -> str | None:
    if code is None:
        return None
    unit = await reference.unit(conn, code, now.date())
    if unit is None:
        raise refusals.UnitUnknown("to_unit")
    return unit.unit_id


def _since(petition: Petition) -> date:
    """No paper about a petition is older than its classification."""
    found = petition.classification
    return found.classified_on if found else petition.received_on
