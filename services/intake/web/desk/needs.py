"""What the page of each step offers to choose from, and what it knows beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.intake.domain import terms
from services.intake.domain.filing import Paper
from services.intake.domain.holder import STEPS, WORKERS
from services.intake.domain.kept_file import KeptFile
from services.intake.domain.offers import Doing
from services.intake.domain.refusals import ChannelNotOffered
from services.intake.domain.supplement import Phase
from services.intake.handlers import steps
from services.intake.papers.mau02 import CLOCKS, NOT_RECEIVED
from services.intake.papers.words import capital
from services.intake.store import files, units, workers
from services.intake.web.desk.dossier import Open
from shared import clock
from shared.db import Connection
from shared.events import codes
from shared.web.params import Choice
from shared.worktime.classes import Class, classify
from shared.worktime.limit import LimitUnit
from shared.worktime.rules import cite

LIMIT_UNITS = [
    Choice(unit, capital(codes.label("limit_unit", unit)))
    for unit in ("working_day", "day", "hour", "month")
]
REASONS = [
    Choice(code, capital(entry.label_vi)) for code, entry in codes.known("supplement").items()
]
CAUSES = [Choice(code, capital(entry.label_vi)) for code, entry in codes.known("cause").items()]
RETURNS = [
    Choice(code, capital(entry.label_vi)) for code, entry in codes.known("return_channel").items()
]


@dataclass(frozen=True, slots=True)
class Needs:
    """`choices` by field; `say`: what will happen; `prefilled`: what the form begins with."""

    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    prefilled: Mapping[str, Any] = field(default_factory=dict)
    say: Sequence[str] = ()
    asks_limit: bool = False
    asks_decision: bool = False
    decision_law: str = ""
    late: bool = False
    fees: int = 0
    uploaded: KeptFile | None = None


async def of(conn: Connection, doing: Doing, opened: Open) -> Needs:
    """What that step needs where the dossier stands."""
    match doing:
        case Doing.FORWARD:
            return await _forward(conn, opened)
        case Doing.ACCEPT:
            return _accept(opened)
        case Doing.SUPPLEMENT:
            return _supplement(opened)
        case Doing.SUPPLY:
            return _supply(opened)
        case Doing.COMPLETE:
            return _complete(
                opened, await files.waiting_result(conn, opened.view.dossier.dossier_id)
            )
        case Doing.RETURN:
            return _return(opened)
    return Needs(say=["Người nộp nhận Phiếu từ chối (Mẫu 03) có lý do.", "Hồ sơ kết thúc."])


def wanted(opened: Open) -> Mapping[str, Paper]:
    """The papers that may come in addition, as the procedure wants them."""
    listed = {
        paper.key: Paper(key=paper.key, kind=paper.kind, copies=paper.copies)
        for paper in opened.detail.handed_in
    }
    return listed | {paper.key: paper for paper in opened.view.dossier.papers}


def needs_limit(opened: Open) -> bool:
    """Whether the catalogue has no limit for the dossier's channel."""
    procedure = opened.view.procedure
    try:
        return (
            procedure is None
            or terms.published_limit(procedure, opened.view.dossier.channel) is None
        )
    except ChannelNotOffered:
        return True


async def _forward(conn: Connection, opened: Open) -> Needs:
    """A step with each official who does it here; the room where nobody is named."""
    dossier = opened.view.dossier
    people = await workers.of_unit(conn, dossier.unit_id, clock.today())
    alone = await units.same_person_allowed(conn, dossier.unit_id)
    choices: list[Choice] = []
    for step, roles in WORKERS.items():
        choices += [
            Choice(f"{step}:{one.staff_id}", f"{STEPS[step]} – {one.name}", one.title)
            for one in people
            if not roles.isdisjoint(one.roles)
            and (alone or step != "approve" or one.staff_id != dossier.receiver_staff_id)
        ]
        choices.append(Choice(step, f"{STEPS[step]} – chưa phân công"))
    return Needs(
        choices={"to": choices},
        prefilled={"to": _likely(opened, choices)},
        say=["Người được giao thấy hồ sơ trong danh sách “Tôi đang giữ”."],
    )


def _likely(opened: Open, choices: Sequence[Choice]) -> str:
    """The first official of the step that comes after the present one."""
    after = {"process": "approve", "verify": "approve", "approve": "process"}
    step = after.get(opened.view.dossier.holder_step or "", "process")
    return next(choice.value for choice in choices if choice.value.startswith(step))


def _accept(opened: Open) -> Needs:
    return Needs(
        choices={"limit_unit": LIMIT_UNITS},
        prefilled={"limit_unit": "working_day"} if needs_limit(opened) else {},
        asks_limit=needs_limit(opened),
        say=[
            "Hồ sơ được cấp mã và ghi vào Sổ theo dõi.",
            "Người nộp nhận Giấy tiếp nhận (Mẫu 01) có ngày hẹn trả.",
        ],
    )


def _supplement(opened: Open) -> Needs:
    dossier = opened.view.dossier
    phase = Phase.AFTER if dossier.received_at else Phase.BEFORE
    names = {paper.key: paper.name for paper in opened.detail.papers}
    keys = list(wanted(opened))
    return Needs(
        choices={
            "paper_keys": [Choice(key, names.get(key, key)) for key in keys],
            "reason_codes": REASONS,
        },
        asks_decision=any(request.phase == phase for request in opened.view.requests),
        decision_law=cite(steps.law_of(dossier), "11"),
        say=[
            "Người nộp nhận Phiếu yêu cầu bổ sung (Mẫu 02) và thông báo.",
            CLOCKS[dossier.clock if dossier.received_at else NOT_RECEIVED],
        ],
    )


def _supply(opened: Open) -> Needs:
    dossier = opened.view.dossier
    names = {paper.key: paper.name for paper in opened.detail.papers}
    asked = opened.view.requests[-1].paper_keys if opened.view.requests else ()
    keys = list(asked) or list(wanted(opened))
    moved = {
        "RESTART": "Thời hạn được tính lại từ đầu; Giấy tiếp nhận được cấp lại với ngày hẹn mới.",
        "PAUSE": "Thời hạn chạy tiếp; ngày hẹn dời theo số ngày đã chờ.",
    }
    return Needs(
        choices={"papers": [Choice(key, names.get(key, key)) for key in keys]},
        prefilled={"papers": list(asked), "channel": "1"},
        say=[moved[dossier.clock] if dossier.received_at else "Hồ sơ trở lại bước tiếp nhận."],
    )


def _complete(opened: Open, uploaded: KeptFile | None) -> Needs:
    dossier = opened.view.dossier
    late = (
        dossier.due_at is not None
        and dossier.limit is not None
        and classify(clock.now(), dossier.due_at, LimitUnit(dossier.limit.unit)) is Class.LATE
    )
    return Needs(
        choices={
            "outcome": [
                Choice("GRANTED", "Giải quyết"),
                Choice("REFUSED", "Từ chối giải quyết", "Phải nêu lý do trong văn bản."),
            ],
            "late_cause": CAUSES,
            "drop": [Choice("yes", "Bỏ tệp này, không đính kèm")],
        },
        prefilled={"outcome": "GRANTED", "signed_by": opened.room.who.name},
        late=late,
        uploaded=uploaded,
        say=["Hồ sơ chuyển sang chờ trả kết quả.", "Người nộp được báo có kết quả."],
    )


def _return(opened: Open) -> Needs:
    dossier = opened.view.dossier
    due = sum(line.amount for line in dossier.fees if not line.exempt_reason)
    return Needs(
        choices={"channel_out": RETURNS},
        prefilled={
            "channel_out": dossier.return_channel,
            "taken_by": opened.view.party.name,
        },
        fees=due,
        say=["Hồ sơ kết thúc. Người nộp được mời đánh giá."],
    )
