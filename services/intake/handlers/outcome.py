"""The end of a dossier: approved, given back, rated by who asked for it."""

from services.intake import facts
from services.intake.domain import road
from services.intake.domain.commands import Completion, GiveBack, Rating
from services.intake.domain.dossier import Dossier
from services.intake.domain.rating import Rated, check_rateable
from services.intake.domain.refusals import AlreadyRated, FeesUnpaid, FileNotFound
from services.intake.domain.result import Handover, Result
from services.intake.domain.status import Step
from services.intake.handlers import steps
from services.intake.handlers.actor import official
from services.intake.handlers.steps import Act, Done
from services.intake.store import catalogue, dossiers, files, papers, units
from shared.auth import Principal
from shared.db import Connection
from shared.events.intake import DossierRated, ResultReturned
from shared.worktime.classes import Class

RATE = "RATE"
COUNTER = "1"


async def complete(conn: Connection, act: Act, body: Completion) -> Dossier:
    """4→9: the approver signs a result or a refusal (NĐ 61/2018 Điều 19).

    Raises InvalidTransition, SamePerson, LateCauseNeeded, FileNotFound.
    """
    before = await steps.lock(conn, act)
    approver = official(act.who)
    allowed = await units.same_person_allowed(conn, before.unit_id)
    after, timeliness = road.complete(before, body, approver, act.at, same_person=allowed)
    if body.file_id and not await files.send_result(conn, act.dossier_id, body.file_id, act.at):
        raise FileNotFound
    result = await _result(conn, act, after, body, timeliness)
    await papers.add_result(conn, result)
    filed_with = (before.procedure_code, before.procedure_version)
    ground = await catalogue.ground_of(conn, before.unit_id, filed_with)
    asked = await papers.requests(conn, before.dossier_id)
    agencies = 1 + await dossiers.units_asked(conn, before.dossier_id)
    done = Done(
        before,
        after,
        Step.COMPLETE.name,
        "dossier.complete",
        data={"outcome": body.outcome, "result_no": result.result_no},
        fields=("outcome", "decision_no", "signed_by", "file_id", "late_cause", "reason"),
    )
    return await steps.keep(
        conn,
        act,
        done,
        facts.step_completed(before, act.at, ground.procedure),
        facts.completed(after, result, len(asked), agencies, ground.calendar),
        *facts.forwarded(before, after, act.at),
    )


async def _result(
    conn: Connection, act: Act, after: Dossier, body: Completion, timeliness: Class
) -> Result:
    signed_by = body.signed_by or (act.who.name if isinstance(act.who, Principal) else "")
    return Result.model_validate(
        {
            "dossier_id": after.dossier_id,
            "result_no": await papers.results_count(conn, after.dossier_id) + 1,
            "outcome": body.outcome,
            "decision_no": body.decision_no,
            "signed_by": signed_by,
            "file_id": body.file_id,
            "approver_staff_id": after.approver_staff_id,
            "finished_at": after.finished_at,
            "due_at": after.due_at,
            "timeliness": timeliness,
            "late_cause": body.late_cause if timeliness is Class.LATE else None,
            "reason": body.reason,
        }
    )


async def give_back(conn: Connection, act: Act, body: GiveBack) -> Dossier:
    """9→10: handed over, all fees paid (NĐ 61/2018 Điều 20, 22).

    Raises InvalidTransition, FeesUnpaid.
    """
    before = await steps.lock(conn, act)
    after = road.give_back(before, act.at)
    if before.fees and not body.fees_paid:
        raise FeesUnpaid(before.rule_version)
    handover = await _handover(conn, act, before, body)
    await papers.add_handover(conn, handover)
    fact = ResultReturned.model_validate(handover, from_attributes=True)
    data = {"channel_out": body.channel_out}
    fields = ("channel_out", "taken_by", "proof", "fees_paid")
    done = Done(before, after, Step.RETURN.name, "dossier.return", data=data, fields=fields)
    return await steps.keep(conn, act, done, fact)


async def _handover(conn: Connection, act: Act, before: Dossier, body: GiveBack) -> Handover:
    requests = await papers.requests(conn, before.dossier_id)
    visits = [before.channel, *(request.channel for request in requests)]
    taken_by = body.taken_by or (await dossiers.party_of(conn, before)).name
    return Handover(
        dossier_id=before.dossier_id,
        returned_at=act.at,
        staff_id=official(act.who),
        channel_out=body.channel_out,
        taken_by=taken_by,
        proof=body.proof,
        contacts_count=visits.count(COUNTER) + (body.channel_out == "COUNTER"),
        fee_paid_total=sum(line.amount for line in before.fees if not line.exempt_reason),
    )


async def rate(conn: Connection, act: Act, body: Rating) -> Dossier:
    """Once, when it is finished, by the applicant (NĐ 61/2018 Điều 31).

    Raises NotRateable, AlreadyRated.
    """
    before = await steps.lock(conn, act)
    check_rateable(before)
    rated = Rated(
        dossier_id=before.dossier_id,
        rated_at=act.at,
        channel=body.channel,
        answers=body.answers,
        text=body.text,
    )
    if not await papers.add_rating(conn, rated):
        raise AlreadyRated
    fact = DossierRated.model_validate(rated, from_attributes=True)
    done = Done(before, before.after(), RATE, "dossier.rate", fields=("answers", "text"))
    return await steps.keep(conn, act, done, fact)
