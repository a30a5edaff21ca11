"""Asking for papers, and taking in what was asked for (NĐ 61/2018 Điều 17, 19(4))."""

from services.intake import facts
from services.intake.domain import road, supplement
from services.intake.domain.commands import SupplementAsk, Supply
from services.intake.domain.dossier import Dossier
from services.intake.domain.refusals import InvalidTransition
from services.intake.domain.status import Step
from services.intake.domain.supplement import Asking, Request, Terms
from services.intake.handlers import steps
from services.intake.handlers.actor import check_role, official, staff_id
from services.intake.handlers.steps import ACCEPT_CHECK, Act, Done
from services.intake.store import papers
from shared import reference
from shared.db import Connection
from shared.events.base import Event
from shared.worktime.limit import due

MAU_02 = "MAU_02"


async def request_supplement(conn: Connection, act: Act, body: SupplementAsk) -> Dossier:
    """1, 2, 4→5: Mẫu 02; after receipt the clock stops.

    Raises InvalidTransition, RoleMissing, SupplementUsed, SupplementTooLate.
    """
    before = await steps.lock(conn, act)
    if before.status not in road.ASKERS:
        raise InvalidTransition(before.status, Step.ASK_SUPPLEMENT.name)
    await check_role(conn, act.who, before, road.ASKERS[before.status])
    request = await _request(conn, act, before, body)
    after = road.ask(before, request)
    number = await papers.issue(conn, before, MAU_02, request.request_no, act.at)
    await papers.add_request(conn, request)
    done = Done(
        before,
        after,
        Step.ASK_SUPPLEMENT.name,
        "dossier.request_supplement",
        note=body.reason,
        data={"request_no": request.request_no, "paper_no": number},
        fields=("reason_codes", "paper_keys", "reason"),
    )
    return await steps.keep(conn, act, done, facts.requested(request))


async def _request(conn: Connection, act: Act, before: Dossier, body: SupplementAsk) -> Request:
    rules = steps.law_of(before)
    window = steps.limit_of("SUPPLEMENT_WINDOW", rules)
    terms = Terms(window, steps.limit_of("SUPPLEMENT_ANSWER", rules), rules)
    asking = Asking(
        at=act.at,
        staff_id=official(act.who),
        reason_codes=body.reason_codes,
        paper_keys=body.paper_keys,
        reason=body.reason,
        head_decision_no=body.head_decision_no,
    )
    earlier = await papers.requests(conn, before.dossier_id)
    calendar = await reference.calendar(conn)
    return supplement.ask(before.dossier_id, before.received_at, earlier, asking, terms, calendar)


async def supply(conn: Connection, act: Act, body: Supply) -> Dossier:
    """5→1, 5→4: by the applicant or by a receiver for them; the day by RESTART or PAUSE.

    Raises InvalidTransition.
    """
    before = await steps.lock(conn, act)
    before.take(Step.SUPPLY)
    request = (await papers.requests(conn, before.dossier_id))[-1]
    filled = road.with_papers(before, body.papers)
    if before.received_at is None:
        return await _check_again(conn, act, before, filled, request, body)
    calendar = await reference.calendar(conn)
    gone_on = road.supply_after(filled, act.at, staff_id(act.who), calendar)
    if gone_on.slip:
        await papers.add_slip(conn, gone_on.slip)
    supplied = request.supplied(act.at, body.channel, gone_on.dossier.slip_no)
    await papers.keep_supplied(conn, supplied)
    told: list[Event] = [facts.supplemented(supplied, before, gone_on)]
    if before.holder_step != gone_on.dossier.holder_step:
        told.append(facts.assigned(before, gone_on.dossier, act.at))
    return await steps.keep(conn, act, _done(before, gone_on.dossier, supplied), *told)


async def _check_again(
    conn: Connection, act: Act, before: Dossier, filled: Dossier, request: Request, body: Supply
) -> Dossier:
    calendar = await reference.calendar(conn)
    check = steps.limit_of(ACCEPT_CHECK, steps.rules_of(act.at.date()))
    after = road.supply_before(filled, act.at, due(check, act.at, calendar), calendar)
    supplied = request.supplied(act.at, body.channel, before.slip_no)
    await papers.keep_supplied(conn, supplied)
    told = facts.supplemented(supplied, before, None)
    return await steps.keep(conn, act, _done(before, after, supplied), told)


def _done(before: Dossier, after: Dossier, supplied: Request) -> Done:
    data = {"request_no": supplied.request_no, "slip_no": supplied.slip_no}
    step = Step.SUPPLY.name
    return Done(before, after, step, "dossier.supply", data=data, fields=("papers",))
