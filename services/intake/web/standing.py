"""Where a dossier stands, told to who filed it: whose turn, how its date stands, its way."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from starlette.requests import Request

from services.intake.domain.action import Action
from services.intake.domain.code import reference_of
from services.intake.domain.dossier import Dossier
from services.intake.domain.status import FINAL, Status
from services.intake.domain.supplement import Request as Asked
from services.intake.store.reading import View
from services.intake.web import words
from services.intake.web.said import say
from shared import clock
from shared.web.due import Due, due
from shared.web.i18n import N_
from shared.web.parts import Step
from shared.worktime.calendar import Calendar
from shared.worktime.limit import LimitUnit

DONE = frozenset({*FINAL, Status.COMPLETED})
# How a step is told; what is not here is the office's own matter.
TOLD: Mapping[str, str] = {
    "REGISTER": N_("Đã nộp hồ sơ."),
    "RECEIVE": N_("Đã tiếp nhận hồ sơ, mã %(code)s."),
    "REFUSE": N_("Không tiếp nhận hồ sơ."),
    "ASK_SUPPLEMENT": N_("Yêu cầu bổ sung giấy tờ."),
    "SUPPLY": N_("Đã bổ sung giấy tờ."),
    "PROCESS": N_("Đã chuyển hồ sơ để giải quyết."),
    "COMPLETE": N_("Đã giải quyết xong, có kết quả."),
    "RETURN": N_("Đã trả kết quả."),
    "STOP": N_("Dừng giải quyết hồ sơ."),
    "RECALL": N_("Thu hồi kết quả để giải quyết lại."),
    "RATE": N_("Đã gửi đánh giá."),
}
PLANNED_CHECK = N_("Kiểm tra, tiếp nhận hồ sơ.")
PLANNED_SUPPLY = N_("Hạn cuối bổ sung giấy tờ.")
PLANNED_RESULT = N_("Trả kết quả.")


def open_request(view: View) -> Asked | None:
    """What was asked for and has not come."""
    return next((one for one in view.requests if one.supplied_at is None), None)


def due_of(dossier: Dossier, now: datetime, calendar: Calendar) -> Due | None:
    """How its date stands; none once the work is finished, or before there is one."""
    if dossier.due_at is None or dossier.status in DONE:
        return None
    unit = LimitUnit(dossier.limit.unit) if dossier.limit else LimitUnit.WORKING_DAY
    stopped = dossier.clock_stopped_at is not None
    return due(dossier.due_at, now, calendar, unit=unit, stopped=stopped)


def timeline(request: Request, view: View) -> Iterator[Step]:
    """What is planned, then what was done, the newest first."""
    yield from _planned(view)
    unit = words.office(view.unit) if view.unit else ""
    for action in reversed(view.actions):
        if action.step in TOLD:
            by_office = action.staff_id is not None
            yield Step(_told(request, view.dossier, action), action.at, unit if by_office else "")


def _planned(view: View) -> Iterator[Step]:
    dossier, asked = view.dossier, open_request(view)
    unit = words.office(view.unit) if view.unit else ""
    if dossier.status == Status.REGISTERED:
        yield _plan(PLANNED_CHECK, dossier.accept_due_at, unit)
    elif asked:
        yield _plan(PLANNED_SUPPLY, asked.answer_by)
    elif dossier.due_at and dossier.status not in DONE:
        yield _plan(PLANNED_RESULT, dossier.due_at, unit)


def _plan(text: str, on: date | datetime, unit: str = "") -> Step:
    late = on < (clock.now() if isinstance(on, datetime) else clock.today())
    return Step(text, on, unit, planned=True, late=late)


def _told(request: Request, dossier: Dossier, action: Action) -> str:
    text = TOLD[action.step]
    return say(request, text, code=reference_of(dossier)) if "%" in text else text
