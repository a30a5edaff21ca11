"""What was done to a dossier as sentences, newest first, with the day it is due ahead of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.intake.domain.action import Action
from services.intake.domain.holder import STEPS
from services.intake.domain.status import FINAL
from services.intake.store.reading import View
from shared.web.parts import Step

# The step of an action, and how the timeline tells it.
SENTENCES: Mapping[str, str] = {
    "REGISTER": "Đã nộp hồ sơ.",
    "RECEIVE": "Đã tiếp nhận hồ sơ.",
    "REFUSE": "Không tiếp nhận hồ sơ.",
    "PROCESS": "Đã chuyển hồ sơ để giải quyết.",
    "ASSIGN": "Đã chuyển bước giải quyết.",
    "ASK_SUPPLEMENT": "Đã yêu cầu bổ sung hồ sơ.",
    "SUPPLY": "Đã nhận giấy tờ bổ sung.",
    "COMPLETE": "Đã phê duyệt kết quả.",
    "RETURN": "Đã trả kết quả.",
    "RATE": "Người nộp đã đánh giá.",
    "REISSUE_SECRET": "Đã cấp lại mã tra cứu.",
}
APPLICANT = "Người nộp hồ sơ"


def steps(view: View, now: datetime) -> Sequence[Step]:
    """The planned return first, then all that happened, newest first."""
    dossier = view.dossier
    told = [_step(view, action) for action in reversed(view.actions)]
    if dossier.status in FINAL or not dossier.due_at or dossier.due_at < now:
        return told
    if dossier.clock_stopped_at or dossier.finished_at:
        return told
    return [Step("Trả kết quả.", dossier.due_at, planned=True), *told]


def sentence(step: str) -> str:
    """What a step did, in a few words."""
    return SENTENCES.get(step, step)


def _step(view: View, action: Action) -> Step:
    said = [sentence(action.step)]
    if action.step in ("PROCESS", "ASSIGN"):
        said.append(_to(view, action))
    if action.note:
        said.append(action.note)
    return Step(" ".join(filter(None, said)), action.at, _by(view, action))


def _by(view: View, action: Action) -> str:
    if action.staff_id is None:
        return APPLICANT
    official = view.officials.get(action.staff_id)
    return f"{official.name}, {official.title}" if official else "Cán bộ"


def _to(view: View, action: Action) -> str:
    """The next step and the room it goes to; a person is named where one was chosen."""
    step = STEPS.get(action.data.get("to_step") or "", "")
    named = next(
        (
            official.name
            for staff_id, official in view.officials.items()
            if str(staff_id) == action.data.get("to_staff_id")
        ),
        "",
    )
    return f"Bước: {step}{f' – {named}' if named else ''}." if step else ""
